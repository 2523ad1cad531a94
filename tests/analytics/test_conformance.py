"""Alignments and replay: exact on small logs, whatever BPMN the model is drawn with."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analytics as an
from analytics.alignment import Effort, align
from analytics.play import Play
from analytics.token_replay import replay
from processes import Model, library, read_model
from tests.processes.model.sketches import sketch, sketches
from tests.steps.mining_steps import log_of_ways

HEAD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
<process id="p">%s</process></definitions>"""


def model_of(*parts: str) -> Model:
    return read_model((HEAD % "".join(parts)).encode())


def flows(*pairs: str) -> str:
    return "".join(
        f'<sequenceFlow id="f{n}" sourceRef="{pair.split()[0]}" targetRef="{pair.split()[1]}"/>'
        for n, pair in enumerate(pairs)
    )


def cost(model: Model, *ways: str) -> list[int]:
    """The deviations of each way, steps parted by blanks."""
    found = [an.conform(log_of_ways([(1, way.split())]), model) for way in ways]
    assert not any(each.unknown for each in found)
    return [sum(d.times for d in each.deviations) for each in found]


SUBPROCESS = (
    '<startEvent id="s"/><task id="A"/><subProcess id="sub"%s><startEvent id="s2"/><task id="B"/><endEvent id="e2"/>'
    '<sequenceFlow id="g1" sourceRef="s2" targetRef="B"/><sequenceFlow id="g2" sourceRef="B" targetRef="e2"/>%s'
    '</subProcess><task id="C"/><endEvent id="e"/>'
)


def test_a_subprocess_is_gone_through() -> None:
    model = model_of(SUBPROCESS % ("", ""), flows("s A", "A sub", "sub C", "C e"))
    assert cost(model, "A B C", "A C", "A B B C", "A B") == [0, 1, 1, 1]


def test_an_interrupted_subprocess_leaves_nothing_behind() -> None:
    boundary = (
        '<boundaryEvent id="late" attachedToRef="sub"><timerEventDefinition/></boundaryEvent><task id="D"/>'
    )
    model = model_of(SUBPROCESS % ("", ""), boundary, flows("s A", "A sub", "sub C", "C e", "late D", "D e"))
    assert cost(model, "A B C", "A D", "A B D", "A B C D") == [0, 0, 0, 1]


def test_rounds_of_a_multi_instance_are_as_many_as_there_were() -> None:
    many = "<multiInstanceLoopCharacteristics/>"
    model = model_of(SUBPROCESS % ("", many), flows("s A", "A sub", "sub C", "C e"))
    assert cost(model, "A B C", "A B B B C", "A C") == [0, 0, 0]
    task = '<startEvent id="s"/><task id="A"/><task id="B"><multiInstanceLoopCharacteristics/></task><endEvent id="e"/>'
    assert cost(model_of(task, flows("s A", "A B", "B e")), "A B", "A B B B", "A", "B A") == [0, 0, 0, 1]


def test_a_terminating_end_takes_the_rest_along() -> None:
    model = model_of(
        '<startEvent id="s"/><parallelGateway id="g"/><task id="A"/><task id="B"/>'
        '<endEvent id="e"/><endEvent id="t"><terminateEventDefinition/></endEvent>',
        flows("s g", "g A", "g B", "A t", "B e"),
    )
    assert cost(model, "A", "B A", "A B", "B") == [0, 0, 0, 1]


def test_an_error_leads_out_of_its_subprocess() -> None:
    model = model_of(
        '<startEvent id="s"/><subProcess id="sub"><startEvent id="s2"/><task id="A"/><endEvent id="x">'
        '<errorEventDefinition/></endEvent><sequenceFlow id="g1" sourceRef="s2" targetRef="A"/>'
        '<sequenceFlow id="g2" sourceRef="A" targetRef="x"/></subProcess>'
        '<boundaryEvent id="b" attachedToRef="sub"><errorEventDefinition/></boundaryEvent>'
        '<task id="B"/><task id="C"/><endEvent id="e"/>',
        flows("s sub", "sub B", "b C", "B e", "C e"),
    )
    assert cost(model, "A C", "A B") == [0, 2]


def test_what_stands_in_an_ad_hoc_subprocess_comes_in_any_order() -> None:
    model = model_of(
        '<startEvent id="s"/><adHocSubProcess id="sub"><task id="A"/><task id="B"/></adHocSubProcess>'
        '<task id="C"/><endEvent id="e"/>',
        flows("s sub", "sub C", "C e"),
    )
    assert cost(model, "A B C", "B A A C", "C", "A B") == [0, 0, 0, 1]


def test_an_inclusive_join_waits_for_a_subprocess() -> None:
    model = model_of(
        '<startEvent id="s"/><inclusiveGateway id="g"/><task id="A"/>'
        '<subProcess id="sub"><startEvent id="s2"/><task id="B"/>'
        '<sequenceFlow id="g1" sourceRef="s2" targetRef="B"/></subProcess>'
        '<inclusiveGateway id="j"/><task id="C"/><endEvent id="e"/>',
        flows("s g", "g A", "g sub", "A j", "sub j", "j C", "C e"),
    )
    assert cost(model, "A C", "B C", "A B C", "B A C", "A C B") == [0, 0, 0, 0, 1]


def test_what_cannot_be_told_is_unknown() -> None:
    found = an.conform(log_of_ways([(3, ["Register", "Decide"])]), sketch("Register -> Decide"), effort=1)
    assert (found.unknown, found.fitting, found.fitness) == (3, 0, None)


def test_a_task_without_an_event_is_named() -> None:
    found = an.conform(log_of_ways([(1, ["Register"])]), sketch("Register -> Decide"))
    assert found.unrecorded == ("decide",)
    assert found.deviations[0].kind == "skipped"


@pytest.mark.parametrize("name", ["kg-spravka", "kg-birth"])
def test_what_was_simulated_goes_as_its_model(name: str) -> None:
    procedure = library[name]
    log = an.simulate(procedure.as_is, procedure.scenario, cases=60, seed=3)
    found = an.conform(log, procedure.as_is)
    assert found.unmatched == ()
    assert found.fitness is not None
    assert [(d.kind, d.element, d.n) for d in found.deviations] == []


def walks(model: Model, draw: st.DataObject, *, most: int = 25) -> list[str] | None:
    """A way through the model that a case can go, None when it is long."""
    play = Play(model, {e.id for e in model.elements.values() if e.is_task})
    state, way = play.starts()[0], []
    for _step in range(200):
        if play.is_final(state):
            return way
        step = draw.draw(st.sampled_from(play.steps(state)))
        way += [step.element] if step.is_recorded else []
        state = step.after
        if len(way) > most:
            return None
    return None


@given(sketches(), st.data())
@settings(deadline=None)
def test_a_way_through_the_model_has_no_deviation(model: Model, data: st.DataObject) -> None:
    way = walks(model, data)
    if way is None:
        return
    found = an.conform(log_of_ways([(1, way)]), model)
    assert found.deviations == ()


@given(st.lists(st.sampled_from(["register", "check", "issue", "refuse"]), max_size=6))
@settings(deadline=None)
def test_what_can_be_replayed_has_no_deviation(way: list[str]) -> None:
    model = sketch("Register -> (Check | Issue) -> (Refuse / )")
    play = Play(model, {"register", "check", "issue", "refuse"})
    found = align(play, [(id_, id_) for id_ in way], effort=Effort(100_000))
    assert found is not None
    assert replay(play, way).fits == (found.cost == 0)


@given(sketches(), st.data())
@settings(deadline=None)
def test_one_step_taken_out_costs_at_most_one(model: Model, data: st.DataObject) -> None:
    way = walks(model, data)
    if not way or len(way) < 2:
        return
    gone = data.draw(st.integers(0, len(way) - 1))
    play = Play(model, {e.id for e in model.elements.values() if e.is_task})
    less = [(id_, id_) for n, id_ in enumerate(way) if n != gone]
    found = align(play, less, effort=Effort(300_000))
    assert found is None or found.cost <= 1


def test_library_models_can_all_be_followed(tmp_path: Path) -> None:
    for procedure in library.values():
        for model in (procedure.as_is, procedure.to_be):
            if model is not None:
                play = Play(model, {e.id for e in model.elements.values() if e.is_task})
                assert align(play, [], effort=Effort(200_000)) is not None, model.name


@given(sketches(), st.data())
@settings(deadline=None)
def test_no_alignment_is_cheaper_than_the_cheapest_of_all_ways(model: Model, data: st.DataObject) -> None:
    tasks = sorted(e.id for e in model.elements.values() if e.is_task)
    play = Play(model, set(tasks))
    words = recorded(play, longest=8)
    trace = data.draw(st.lists(st.sampled_from([*tasks, "unheard of"]), max_size=4))
    cheapest = min((insertions_and_deletions(trace, word) for word in words), default=None)
    if cheapest is None or len(trace) + cheapest > 8:
        # A longer way than those looked at might be as near.
        return
    found = align(play, [(id_, id_) for id_ in trace], effort=Effort(100_000))
    assert found is not None
    assert found.cost == cheapest
    assert tuple(m.element for m in found.matches if m.kind != "unexpected") in words
    assert [m.label for m in found.matches if m.kind != "skipped"] == trace


def recorded(play: Play, *, longest: int) -> set[tuple[str, ...]]:
    """Every way through a model up to a length, by trying all; none where there are too many to try."""
    found: set[tuple[str, ...]] = set()
    waiting: list[tuple[tuple[str, ...], int]] = [((), state) for state in play.starts()]
    seen = set(waiting)
    while waiting:
        way, state = waiting.pop()
        if play.is_final(state):
            found.add(way)
        for step in play.steps(state):
            each = ((*way, step.element) if step.is_recorded else way, step.after)
            if each not in seen and len(each[0]) <= longest:
                seen.add(each)
                waiting.append(each)
        if len(seen) > 2_000:
            return set()
    return found


def insertions_and_deletions(one: list[str], other: tuple[str, ...]) -> int:
    """How many steps have to be put in or taken out to make one way of the other."""
    costs = list(range(len(other) + 1))
    for row, mine in enumerate(one, start=1):
        above, costs = costs, [row]
        for column, theirs in enumerate(other, start=1):
            kept = above[column - 1] if mine == theirs else len(one) + len(other)
            costs.append(min(kept, above[column] + 1, costs[-1] + 1))
    return costs[-1]


def test_a_log_of_another_models_elements_is_compared_by_the_names_of_its_steps() -> None:
    permit = library["building_permit"]
    log = an.simulate(permit.as_is, permit.scenario, cases=20, seed=7)
    found = an.conform(log, an.discover(log, miner="directly_follows", noise=0.0))
    assert found.fitness == 1.0
    assert found.unmatched == ()
