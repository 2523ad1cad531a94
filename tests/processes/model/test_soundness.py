# ruff: noqa: E501  (BPMN text reads better unbroken)
from __future__ import annotations

import random
import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from processes import Model
from processes.model import soundness
from processes.model.draft import Draft
from processes.model.edits import retarget_flow
from processes.model.reading import model_of
from processes.model.soundness import analyse
from processes.model.token_game import TokenGame
from processes.model.wiring import Wiring
from tests.processes.model.sketches import sketch, sketches


def kinds(model: Model) -> set[str]:
    return {flaw.kind for flaw in analyse(model).flaws} - {"improper completion"}


def joined_by(text: str, gateway: str) -> Model:
    source = sketch(text).source.decode()
    for kind in ("exclusive", "parallel", "inclusive"):
        source = source.replace(f'<bpmn:{kind}Gateway id="join"', f'<bpmn:{gateway}Gateway id="join"')
    return model_of(source.encode())


@settings(max_examples=40)
@given(sketches())
def test_a_model_of_blocks_is_sound(model: Model) -> None:
    assert analyse(model).is_sound


def test_a_choice_joined_as_if_parallel_waits_for_ever() -> None:
    [flaw] = [f for f in analyse(joined_by("([x] A / B) -> C", "parallel")).flaws if f.kind == "deadlock"]
    assert flaw.element == "join"
    assert flaw.path[0] == "start"
    assert flaw.path[-1] in ("a", "b")


def test_parallel_ways_joined_as_if_a_choice_go_on_twice() -> None:
    assert kinds(joined_by("(A | B) -> C", "exclusive")) == {"lack of synchronisation"}


@pytest.mark.parametrize("text", ["([x] A / B) -> C", "(A | B) -> C"])
def test_an_inclusive_join_suits_both(text: str) -> None:
    assert analyse(joined_by(text, "inclusive")).is_sound


def test_a_wide_parallel_block_is_decided_with_few_states() -> None:
    wide = " | ".join(f"A{n} -> B{n} -> C{n}" for n in range(12))
    model = sketch(f"({wide}) -> D")
    found = analyse(model)
    assert found.is_sound
    assert found.states < 1_000, "12 ways of 4 places in every order would be 16 million"


def test_a_search_that_gives_up_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soundness, "MOST_STATES", 3)
    monkeypatch.setattr(soundness, "MOST_STATES_IN_EVERY_ORDER", 3)
    result = analyse(sketch("Undecided one -> Undecided two -> (A | B) -> C"))
    assert (result.is_decided, result.is_sound) == (False, None)


def test_a_loop_that_leaves_work_behind_is_unbounded() -> None:
    model = sketch("Register -> (Check | Ask) -> Decide")
    looped = Draft(model)
    Wiring(looped).add_flow("back", "ask", "register", scope="sketch")
    flaws = [f for f in analyse(looped.done("loop")).flaws if f.kind == "unboundedness"]
    assert flaws
    assert all(f.path[:2] == ("start", "register") and f.path.count("register") > 1 for f in flaws)


#: A game with more markings than these is not played to its end.
MOST_MARKINGS = 20_000


def naive(model: Model) -> set[str]:
    """Play every game of tokens to its end, straight from the words of the standard (no inclusive gateways).

    A model with too many markings is none of these tests' examples.
    """
    start = next(e.id for e in model.elements.values() if e.type == "StartEvent")
    waiting = [tuple(sorted(f.id for f in model.outgoing(start)))]
    seen, found = set(waiting), set()
    while waiting:
        marking = waiting.pop()
        assume(len(seen) <= MOST_MARKINGS)
        following = []
        for id_ in {model.flows[f].target for f in marking}:
            element = model.elements[id_]
            out = [f.id for f in model.outgoing(id_)]
            ways = [[f] for f in out] if element.type == "ExclusiveGateway" and out else [out]
            into = [f.id for f in model.incoming(id_)]
            if element.type == "ParallelGateway" and len(into) > 1:
                takes = [into] if all(f in marking for f in into) else []
            else:
                takes = [[f] for f in set(into) & set(marking)]
            for take in takes:
                for way in ways:
                    left = list(marking)
                    for flow in take:
                        left.remove(flow)
                    following.append(tuple(sorted(left + way)))
        if marking and not following:
            found.add("deadlock")
        for after in following:
            if len(set(after)) < len(after):
                found.add("lack of synchronisation")
            elif after not in seen:
                seen.add(after)
                waiting.append(after)
    return found


def mutated(model: Model, chance: random.Random) -> Model:
    """Break the model a little: other gateways, flows that go elsewhere."""
    text = model.source.decode()
    for id_ in [e.id for e in model.elements.values() if e.is_gateway]:
        if chance.random() < 0.4:
            kind = chance.choice(["exclusive", "parallel"])
            for old in ("exclusive", "parallel"):
                text = text.replace(f'<bpmn:{old}Gateway id="{id_}"', f'<bpmn:{kind}Gateway id="{id_}"')
    model = model_of(text.encode())
    for _ in range(chance.randrange(3)):
        flow = chance.choice(list(model.flows.values()))
        goals = [e.id for e in model.elements.values() if e.type != "StartEvent"]
        model = retarget_flow(model, flow.id, target=chance.choice(goals))
    return model


@pytest.mark.parametrize("in_every_order", [True, False])
@settings(max_examples=50)
@given(sketches(), st.randoms(use_true_random=False))
def test_the_search_agrees_with_a_naive_token_game(
    in_every_order: bool, model: Model, chance: random.Random
) -> None:
    model = mutated(model, chance)
    if any(
        f.condition or f.is_default for f in model.flows.values() if not model.elements[f.source].is_gateway
    ):
        return
    net = TokenGame(model, "sketch")
    search = soundness._Search(
        net, deadline=time.thread_time() + 5, most=50_000, in_every_order=in_every_order
    )
    search.run()
    assume(search.is_decided)
    found = {kind for kind, _element in search.flaws} - {"dead element", "improper completion"}
    if "unboundedness" in found:  # To the naive game, which stops there, it looks like any other.
        found = found - {"unboundedness"} | {"lack of synchronisation"}
    if in_every_order:
        assert found == naive(model)
    else:
        assert found <= naive(model)
        assert ("deadlock" in found) == ("deadlock" in naive(model)) or "lack of synchronisation" in naive(
            model
        )


def drawn(nodes: str, *flows: str) -> Model:
    ways = "".join(
        f'<sequenceFlow id="f{n}" sourceRef="{flow.split(">")[0]}" targetRef="{flow.split(">")[1]}"/>'
        for n, flow in enumerate(flows)
    )
    head = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:t">'
    return model_of(f'{head}<process id="p">{nodes}{ways}</process></definitions>'.encode())


def test_events_that_are_all_needed_to_begin_may_be_joined() -> None:
    nodes = (
        '<eventBasedGateway id="g" instantiate="true" eventGatewayType="{}"/><receiveTask id="r"/>'
        '<receiveTask id="q"/><parallelGateway id="j"/><endEvent id="e"/>'
    )
    flows = ("g>r", "g>q", "r>j", "q>j", "j>e")
    assert kinds(drawn(nodes.format("Parallel"), *flows)) == set()
    assert kinds(drawn(nodes.format("Exclusive"), *flows)) == {"deadlock"}


def test_what_needs_several_tokens_is_left_undecided() -> None:
    nodes = '<startEvent id="s"/><task id="t" completionQuantity="2"/><task id="u" startQuantity="2"/><endEvent id="e"/>'
    result = analyse(drawn(nodes, "s>t", "t>u", "u>e"))
    assert (result.flaws, result.is_decided) == ((), False)


def test_what_undoes_something_is_not_dead() -> None:
    nodes = (
        '<startEvent id="s"/><task id="t"/><boundaryEvent id="b" attachedToRef="t"><compensateEventDefinition/></boundaryEvent>'
        '<task id="u" isForCompensation="true"/><association id="a" sourceRef="b" targetRef="u"/><endEvent id="e"/>'
    )
    assert analyse(drawn(nodes, "s>t", "t>e")).is_sound
