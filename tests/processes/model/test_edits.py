from __future__ import annotations

import random
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processes import Model, read_model
from processes.errors import NotEditable, UnknownElement, UnknownName
from processes.model import edits
from processes.model.diagram import Diagram
from processes.model.draft import Draft
from processes.model.edit import undo
from processes.model.edits import (
    add_legal,
    bypass,
    drop_asks,
    insert_after,
    merge_lanes,
    move,
    parallelise,
    remove,
    remove_legal,
    rename,
    replace_type,
    retarget_flow,
    set_condition,
    set_step,
)
from processes.model.layout import laid_out
from tests.processes.model.sketches import sketch, sketches

PERMIT = "Register @clerk -> Stamp @clerk -> Check plan @expert -> Check parcel @expert -> Sign @head"


def arrows(model: Model) -> set[tuple[str, str]]:
    return {(f.source, f.target) for f in model.flows.values()}


def assert_tidy(model: Model) -> None:
    """Everything drawn exists, everything that exists is drawn once, lines begin and end at their shapes."""
    diagram = Diagram(Draft(model))
    for element in model.elements.values():
        assert len(diagram.shown(element.id, "BPMNShape")) == 1, element.id
    for flow in model.flows.values():
        points = diagram.points(flow.id)
        for (x, y), end in ((points[0], flow.source), (points[-1], flow.target)):
            box = diagram.box(end)
            assert box is not None
            assert box.x - 1 <= x <= box.right + 1, (flow.id, end)
            assert box.y - 1 <= y <= box.bottom + 1, (flow.id, end)
        for (x1, y1), (x2, y2) in pairwise(points):
            assert abs(x1 - x2) < 1 or abs(y1 - y2) < 1, flow.id
    drawn = {
        (n.get("bpmnElement") or "")
        for n in model.tree.iter("*")
        if str(n.tag).endswith(("BPMNShape", "BPMNEdge"))
    }
    assert drawn <= {n.get("id") for n in model.tree.iter("*")}


def test_an_edit_that_changes_nothing_returns_the_model_itself() -> None:
    model = sketch(PERMIT)
    assert rename(model, "stamp", "Stamp") is model


def test_only_the_edited_bytes_differ() -> None:
    model = laid_out(sketch(PERMIT))
    renamed = rename(model, "stamp", 'Stamp "here" & <now>')
    assert renamed.elements["stamp"].name == 'Stamp "here" & <now>'
    assert len(renamed.source) - len(model.source) == len(" &quot;here&quot; &amp; &lt;now&gt;")


def test_bypass_leads_past_the_step() -> None:
    model = bypass(laid_out(sketch(PERMIT)), "stamp")
    assert ("register", "check_plan") in arrows(model)
    assert "stamp" not in model.elements
    assert not any("stamp" in lane.members for lane in model.lanes.values())
    assert b"stamp" not in model.source
    assert_tidy(model)


BOUNDARY = """<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
  <process id="p">
    <!-- a comment that stays -->
    <startEvent id="s"><outgoing>f1</outgoing></startEvent>
    <userTask id="u" name="Wait"><incoming>f1</incoming><outgoing>f2</outgoing></userTask>
    <boundaryEvent id="late" attachedToRef="u"><outgoing>f3</outgoing></boundaryEvent>
    <userTask id="remind"><incoming>f3</incoming><outgoing>f4</outgoing></userTask>
    <endEvent id="gone"><incoming>f4</incoming></endEvent>
    <endEvent id="e"><incoming>f2</incoming></endEvent>
    <textAnnotation id="t"><text>why</text></textAnnotation>
    <association id="a" sourceRef="u" targetRef="t"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="u"/><sequenceFlow id="f2" sourceRef="u" targetRef="e"/>
    <sequenceFlow id="f3" sourceRef="late" targetRef="remind"/>
    <sequenceFlow id="f4" sourceRef="remind" targetRef="gone"/>
  </process>
</definitions>
"""


def test_bypass_takes_boundary_events_along_and_what_only_they_led_to() -> None:
    model = bypass(read_model(BOUNDARY.encode()), "u")
    assert set(model.elements) == {"s", "e"}
    assert set(model.flows) == {"f1"}
    assert b"<incoming>f1</incoming>" in model.source
    assert b"f2" not in model.source and b"f3" not in model.source and b'id="a"' not in model.source
    assert b"a comment that stays" in model.source


@pytest.mark.parametrize("id_", ["start", "end", "split"])
def test_bypass_refuses_what_has_no_single_way_on(id_: str) -> None:
    with pytest.raises(NotEditable):
        bypass(sketch("A -> (B | C)"), id_)


def test_an_unknown_element_is_answered_with_close_ones() -> None:
    with pytest.raises(UnknownElement, match="stamp"):
        bypass(sketch(PERMIT), "stmp")


def test_insert_after_adds_a_step_in_the_lane_and_draws_it() -> None:
    model = insert_after(laid_out(sketch(PERMIT)), "stamp", "ServiceTask", "Look up register")
    assert {("stamp", "look_up_register"), ("look_up_register", "check_plan")} <= arrows(model)
    assert model.lane_of("look_up_register").name == "clerk"  # type: ignore[union-attr]
    assert_tidy(model)


def test_parallelise_puts_a_chain_between_gateways() -> None:
    model = parallelise(laid_out(sketch(PERMIT)), ["check_parcel", "check_plan"])
    split, join = model.elements["split_check_plan"], model.elements["join_check_parcel"]
    assert split.type == join.type == "ParallelGateway"
    assert {
        ("stamp", split.id),
        (split.id, "check_plan"),
        ("check_parcel", join.id),
        (join.id, "sign"),
    } <= arrows(model)
    assert ("check_plan", "check_parcel") not in arrows(model)
    assert_tidy(model)


def test_parallelise_refuses_what_is_no_chain() -> None:
    with pytest.raises(NotEditable, match="chain"):
        parallelise(sketch(PERMIT), ["register", "sign"])


def test_move_lets_two_neighbours_change_places() -> None:
    model = move(laid_out(sketch(PERMIT)), "stamp", after="check_plan")
    assert {("register", "check_plan"), ("check_plan", "stamp"), ("stamp", "check_parcel")} <= arrows(model)
    assert_tidy(model)


def test_replace_type_keeps_what_the_new_kind_may_carry() -> None:
    source = BOUNDARY.replace(
        'name="Wait">',
        'name="Wait" implementation="x"><potentialOwner id="po"/><rendering id="r"/>',
    )
    model = replace_type(read_model(source.encode()), "u", "ServiceTask", topic="register.read")
    assert model.elements["u"].type == "ServiceTask"
    assert model.elements["u"].topic == "register.read"
    assert b"</serviceTask>" in model.source
    assert b"rendering" not in model.source
    assert b"potentialOwner" in model.source
    assert model.boundary_events("u")


def test_replace_type_refuses_gateways_and_unknown_kinds() -> None:
    with pytest.raises(NotEditable):
        replace_type(sketch("(A | B)"), "split", "UserTask")
    with pytest.raises(UnknownName):
        replace_type(sketch("A -> B"), "a", "Dance")


def test_set_step_writes_changes_and_removes_attributes_and_keeps_children() -> None:
    model = set_step(sketch(PERMIT), "stamp", channel="inPerson", effort=timedelta(minutes=20), visit="psc:1")
    model = add_legal(model, "stamp", type="law", ref="Art. 5 & 6", mandatory=True)
    model = set_step(model, "stamp", channel="online", visit=None)
    step = model.elements["stamp"].step
    assert step is not None
    assert (step.channel, step.visit, step.effort.typical) == ("online", None, timedelta(minutes=20))  # type: ignore[union-attr]
    assert [(n.type, n.ref, n.mandatory) for n in step.legal] == [("law", "Art. 5 & 6", True)]
    assert remove_legal(model, "stamp", "Art. 5 & 6").elements["stamp"].step.legal == ()  # type: ignore[union-attr]


def test_set_step_of_nothing_writes_nothing() -> None:
    model = sketch(PERMIT)
    assert set_step(model, "stamp", channel=None) is model
    with pytest.raises(UnknownName):
        set_step(model, "stamp", colour="red")


ASKS = BOUNDARY.replace(
    'name="Wait">',
    'name="Wait"><extensionElements><g:step xmlns:g="urn:kyzmat:gov:1" channel="online">\n'
    '      <g:asks document="passport"/>\n      <g:asks document="photo"/>\n    </g:step></extensionElements>',
)


def test_drop_asks_takes_one_document_whatever_the_prefix() -> None:
    model = drop_asks(read_model(ASKS.encode()), "u", "passport")
    step = model.elements["u"].step
    assert step is not None
    assert [a.document for a in step.asks] == ["photo"]
    with pytest.raises(NotEditable, match="photo"):
        drop_asks(model, "u", "passport")


def test_set_condition_and_retarget() -> None:
    model = laid_out(sketch("([x > 1] A / B) -> C"))
    flow = model.outgoing("split")[0].id
    model = set_condition(model, flow, "x < 2 and y")
    assert model.flows[flow].condition == "x < 2 and y"
    assert set_condition(model, flow, None).flows[flow].condition is None
    onward = model.outgoing("a")[0].id
    model = retarget_flow(model, onward, target="c")
    assert model.flows[onward].target == "c"
    assert_tidy(model)


@pytest.mark.parametrize(("keep", "gone"), [("lane_clerk", "lane_expert"), ("lane_head", "lane_clerk")])
def test_merged_lanes_stand_together(keep: str, gone: str) -> None:
    model = merge_lanes(laid_out(sketch(PERMIT)), keep, gone)
    assert gone not in model.lanes
    assert_tidy(model)
    diagram = Diagram(Draft(model))
    for element in model.elements.values():
        box, lane = diagram.box(element.id), diagram.box(element.lane or "")
        assert box is not None and lane is not None
        assert lane.y <= box.y and box.bottom <= lane.bottom, element.id


def test_remove_takes_flows_along() -> None:
    model = remove(laid_out(sketch("A -> B")), ["b"])
    assert arrows(model) == {("start", "a")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251"])
def test_edits_follow_encoding_and_line_breaks(encoding: str) -> None:
    text = BOUNDARY.replace('"1.0"', f'"1.0" encoding="{encoding.removesuffix("-sig")}"').replace(
        "\n", "\r\n"
    )
    model = read_model(text.replace("Wait", "Ждать").encode(encoding))
    edited = insert_after(rename(model, "u", "Ожидать өтүнмө"), "u", "UserTask", "Проверить")
    assert edited.elements["u"].name == "Ожидать өтүнмө"
    assert "\n" not in edited.source.decode(encoding).replace("\r\n", "")
    assert undo(undo(edited)).source == model.source


def random_edit(model: Model, chance: random.Random) -> Model:
    tasks = [e.id for e in model.elements.values() if e.is_task]
    lanes = list(model.lanes)
    one, other = chance.choice(tasks), chance.choice(tasks)
    kind = chance.randrange(9)
    if kind == 0:
        return bypass(model, one)
    if kind == 1:
        return rename(model, one, chance.choice(["Проверить", "A & B", "<x>", "Ö"]))
    if kind == 2:
        return set_step(model, one, channel=chance.choice(["online", None]), purpose="control")
    if kind == 3:
        return replace_type(model, one, chance.choice(["ServiceTask", "UserTask", "ManualTask"]))
    if kind == 4:
        return insert_after(model, one, "UserTask", "New", lane=chance.choice([None, *lanes]))
    if kind == 5:
        return move(model, one, after=other)
    if kind == 6:
        following = [f.target for f in model.outgoing(one)]
        return parallelise(model, [one, *following])
    if kind == 7 and len(lanes) > 1:
        return merge_lanes(model, lanes[0], lanes[-1])
    return set_condition(model, chance.choice(list(model.flows)), chance.choice(["x > 1", None]))


@settings(max_examples=80, deadline=None)
@given(sketches(), st.randoms(use_true_random=False), st.booleans())
def test_any_chain_of_edits_leaves_a_sound_file_and_can_be_taken_back(
    model: Model, chance: random.Random, drawn: bool
) -> None:
    model = laid_out(model) if drawn else model
    states = [model]
    for _ in range(4):
        if not any(e.is_task for e in states[-1].elements.values()):
            break
        try:
            states.append(random_edit(states[-1], chance))
        except NotEditable:
            continue
        assert not states[-1].dangling
        if drawn:
            assert_tidy(states[-1])
    while len(states) > 1:
        last = states.pop()
        if last is not states[-1]:
            assert undo(last).source == states[-1].source


def test_an_edit_beside_a_flow_that_leads_nowhere_says_so() -> None:
    source = (
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">'
        b'<startEvent id="s"/><task id="t" name="Check"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>'
        b'<sequenceFlow id="g" sourceRef="t" targetRef=""/></process></definitions>'
    )
    model = read_model(source)
    for edit in (
        lambda: edits.bypass(model, "t"),
        lambda: edits.insert_after(model, "t", "UserTask", "Sign"),
    ):
        with pytest.raises(NotEditable, match="not in the file"):
            edit()


def test_the_diagram_of_a_removed_subprocess_goes_with_it() -> None:
    source = (
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        b' xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"><process id="p">'
        b'<task id="t"/><subProcess id="sub"><task id="inner"/></subProcess></process>'
        b'<di:BPMNDiagram id="d1"><di:BPMNPlane id="p1" bpmnElement="p"><di:BPMNShape id="b1" bpmnElement="sub"/>'
        b'<di:BPMNShape id="b2" bpmnElement="t"/></di:BPMNPlane></di:BPMNDiagram>'
        b'<di:BPMNDiagram id="d2"><di:BPMNPlane id="p2" bpmnElement="sub"><di:BPMNShape id="b3" bpmnElement="inner"/>'
        b"</di:BPMNPlane></di:BPMNDiagram></definitions>"
    )
    model = read_model(source)
    changed = edits.remove(model, ["sub"])
    assert b"d2" not in changed.source and b"b1" not in changed.source and b"b2" in changed.source
    assert edits.undo(changed).source == source
