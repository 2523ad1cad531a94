from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings

from processes import Model, check, library, read_model
from processes.model.diagram import Diagram
from processes.model.draft import Draft
from processes.model.drawing import Box, Drawing
from processes.model.edit import undo
from processes.model.layout import drawings, laid_out
from tests.processes.model.sketches import sketch, sketches

PERMIT = (
    "Register @clerk -> (Check plan | Check parcel) @expert"
    " -> (Ask the applicant)*[not(complete)] @clerk -> ([approved] Issue permit @head / Refuse @clerk)"
)


def only(model: Model) -> Drawing:
    [(_plane, drawing)] = drawings(model)
    return drawing


def flow_nodes(model: Model, drawing: Drawing) -> dict[str, Box]:
    return {id_: s.box for id_, s in drawing.shapes.items() if id_ in model.elements}


def crossed(points: tuple[tuple[float, float], ...], box: Box) -> bool:
    inner = Box(box.x + 1, box.y + 1, box.width - 2, box.height - 2)
    for (x1, y1), (x2, y2) in pairwise(points):
        line = Box(min(x1, x2), min(y1, y2), abs(x1 - x2) or 0.1, abs(y1 - y2) or 0.1)
        if line.meets(inner):
            return True
    return False


def test_a_model_with_a_diagram_stays_as_it_is() -> None:
    drawn = laid_out(sketch("A -> B"))
    assert laid_out(drawn) is drawn


def test_the_diagram_is_an_edit_that_can_be_taken_back() -> None:
    model = sketch(PERMIT)
    assert undo(laid_out(model)).source == model.source


def test_the_same_model_gets_the_same_diagram() -> None:
    assert laid_out(sketch(PERMIT)).source == laid_out(sketch(PERMIT)).source


def test_every_flow_node_flow_and_lane_is_drawn_once() -> None:
    model = sketch(PERMIT)
    drawing = only(model)
    assert set(drawing.shapes) == set(model.elements) | set(model.lanes)
    assert set(drawing.edges) == set(model.flows)


def test_a_node_stands_in_its_lane() -> None:
    model = sketch(PERMIT)
    drawing = only(model)
    for element in model.elements.values():
        box, lane = drawing.shapes[element.id].box, drawing.shapes[element.lane or ""].box
        assert lane.y <= box.y
        assert box.bottom <= lane.bottom


@settings(max_examples=60, deadline=None)
@given(sketches())
def test_shapes_never_overlap_and_lines_are_orthogonal_and_cross_no_shape(model: Model) -> None:
    drawing = only(model)
    boxes = flow_nodes(model, drawing)
    for (one, a), (other, b) in combinations(boxes.items(), 2):
        assert not a.meets(b), (one, other)
    for flow in model.flows.values():
        points = drawing.edges[flow.id].points
        assert len(points) > 1
        for (x1, y1), (x2, y2) in pairwise(points):
            assert x1 == x2 or y1 == y2, flow.id
        for id_, box in boxes.items():
            if id_ not in (flow.source, flow.target):
                assert not crossed(points, box), (flow.id, id_)


@settings(max_examples=30, deadline=None)
@given(sketches())
def test_labels_cover_no_shape(model: Model) -> None:
    drawing = only(model)
    labels = [s.label for s in drawing.shapes.values() if s.label]
    labels += [e.label for e in drawing.edges.values() if e.label]
    for label in labels:
        for box in flow_nodes(model, drawing).values():
            assert not label.meets(box)


@pytest.mark.parametrize("variant", ["as_is", "to_be"])
@pytest.mark.parametrize("key", sorted(library))
def test_no_line_runs_through_a_document_or_its_name_and_the_name_stands_in_the_lane(
    key: str, variant: str
) -> None:
    """As it is drawn anew, and, to the pixel, as it stands in the file."""
    model: Model = getattr(library[key], variant)
    drawing = only(model)
    signs = [drawing.shapes[id_] for id_ in model.documents if id_ in drawing.shapes]
    boxes = [b for s in signs for b in (s.box, s.label) if b is not None]
    for flow in model.flows:
        assert not [box for box in boxes if crossed(drawing.edges[flow].points, box)], flow
    tops = [drawing.shapes[lane].box.y for lane in model.lanes]
    for sign in signs:
        if sign.label is not None:
            assert not [top for top in tops if sign.label.y < top + 4 <= sign.box.bottom], sign.element
    stored = Diagram(Draft(model))
    for sign in signs:
        box = stored.box(sign.element)
        assert box is not None
        assert (box.x, box.y) == pytest.approx((sign.box.x, sign.box.y), abs=1)


def test_two_hundred_nodes_are_drawn_without_overlapping() -> None:
    part = ["(A | B | C -> D)", "Task", "([x] E / F)", "(G)*[again]"]
    model = sketch(" -> ".join(part * 14))
    assert len(model.elements) > 200
    drawn = laid_out(model)
    assert not [p.label for p in check(drawn) if p.rule in ("overlapping_elements", "not_drawn")]


BOUNDARY = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
<collaboration id="c"><participant id="citizen" name="Citizen"/><participant id="office" name="Office" processRef="p"/>
<messageFlow id="m" name="application" sourceRef="citizen" targetRef="s"/></collaboration>
<process id="p"><laneSet id="ls"><lane id="l" name="Clerk"><flowNodeRef>s</flowNodeRef><flowNodeRef>sub</flowNodeRef>
<flowNodeRef>e</flowNodeRef><flowNodeRef>late</flowNodeRef><flowNodeRef>remind</flowNodeRef></lane></laneSet>
<startEvent id="s" name="Application received"/>
<subProcess id="sub" name="Check"><startEvent id="s2"/><userTask id="u" name="Look"/><endEvent id="e2"/>
<sequenceFlow id="f3" sourceRef="s2" targetRef="u"/><sequenceFlow id="f4" sourceRef="u" targetRef="e2"/></subProcess>
<boundaryEvent id="late" name="after five days" attachedToRef="sub"/><userTask id="remind" name="Remind">
<ioSpecification id="io"><dataInput id="di"/><inputSet/><outputSet/></ioSpecification>
<dataInputAssociation id="da"><sourceRef>doc</sourceRef><targetRef>di</targetRef></dataInputAssociation></userTask>
<endEvent id="e"/><dataObject id="do"/><dataObjectReference id="doc" name="Passport" dataObjectRef="do"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="sub"/><sequenceFlow id="f2" sourceRef="sub" targetRef="e"/>
<sequenceFlow id="f5" sourceRef="late" targetRef="remind"/><sequenceFlow id="f6" sourceRef="remind" targetRef="sub"/>
</process></definitions>"""


def test_pools_subprocesses_boundary_events_and_documents_are_drawn() -> None:
    drawing = only(read_model(BOUNDARY.encode()))
    shapes = drawing.shapes
    assert {"citizen", "office", "l", "sub", "u", "late", "doc"} <= set(shapes)
    assert {"m", "f1", "f5", "da"} <= set(drawing.edges)
    sub, inner, late = shapes["sub"].box, shapes["u"].box, shapes["late"].box
    assert sub.x < inner.x and inner.right < sub.right and sub.y < inner.y and inner.bottom < sub.bottom
    assert late.middle[1] == pytest.approx(sub.bottom)
    assert shapes["citizen"].box.bottom < shapes["office"].box.y
    assert shapes["doc"].box.bottom < shapes["remind"].box.y


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-5", "utf-8"])
def test_the_diagram_follows_encoding_and_line_breaks_of_the_file(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n{BOUNDARY}'.replace("\n", "\r\n")
    drawn = laid_out(read_model(text.replace("Passport", "Паспорт").encode(encoding)))
    assert drawn.has_diagram
    assert "\n" not in drawn.source.decode(encoding).replace("\r\n", "")
