"""Layout: a diagram for a model that has none.

Many tools export the flow without its picture.  Each scope is laid out on a grid (`layering`), routed (`routing`) and
written as BPMN DI (`drawing`); lanes become bands, pools stand one above the other, subprocesses are drawn open with
their contents inside, documents stand above the step that uses them.  The same model always gets the same diagram, and
adding it is an ordinary edit that can be taken back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.artifacts import Artifacts
from processes.model.drawing import (
    Box,
    Drawing,
    Edge,
    Shape,
    attributes_of,
    diagram_xml,
    label_size,
    size_of,
)
from processes.model.edit import patched
from processes.model.elements import SUBPROCESSES
from processes.model.layering import Arc, grid_of
from processes.model.routing import Node, Router
from processes.model.source import Source

if TYPE_CHECKING:
    from processes.model.elements import Element, Lane
    from processes.model.model import Model

_HEADER, _PADDING, _BLACK_BOX, _BETWEEN_POOLS = 30.0, 30.0, 60.0, 40.0


def laid_out(model: Model) -> Model:
    """Return `model` with a diagram; a model that has one is returned as it is.

    >>> from processes import read_model
    >>> laid_out(read_model(b"Register -> (Check plan | Check parcel)", dialect="sketch")).has_diagram
    True
    """
    if model.has_diagram:
        return model
    source = Source(model.source, model.tree)
    given: list[str] = []

    def new_id(wanted: str) -> str:
        given.append(source.new_id(wanted, *given))
        return given[-1]

    diagrams = [diagram_xml(drawing, plane, new_id) for plane, drawing in drawings(model)]
    return patched(model, source.inside(source.root, "\n".join(diagrams)), reason="lay out the diagram")


def drawings(model: Model) -> list[tuple[str, Drawing]]:
    """Return (id of the plane's element, drawing) for the collaboration and for each process outside of it."""
    artifacts = Artifacts.of(model)
    found: list[tuple[str, Drawing]] = []
    collaborations = [n for n in model.tree if str(n.tag).endswith("}collaboration") and n.get("id")]
    inside = {p.process for p in model.participants.values() if p.process}
    if collaborations and model.participants:
        found.append((collaborations[0].get("id") or "", _collaboration(model, artifacts)))
    else:
        inside = set()
    for process in model.processes:
        if process not in inside:
            drawing = Drawing()
            drawing.take(_process(model, process, artifacts, left=0.0)[0], 160, 80)
            found.append((process, drawing))
    return found


def _collaboration(model: Model, artifacts: Artifacts) -> Drawing:
    """Return the pools one above the other, and the message flows between them."""
    bands: list[tuple[str, Drawing | None, float, float]] = []
    for pool in model.participants.values():
        if pool.process in model.processes:
            content, own, height = _process(model, pool.process or "", artifacts, left=_HEADER)
            bands.append((pool.id, content, own, max(height, 120.0)))
        else:
            bands.append((pool.id, None, 0.0, _BLACK_BOX))
    width = max([b[2] for b in bands] + [600.0])
    whole, y = Drawing(), 80.0
    for id_, drawing, own, height in bands:
        whole.shapes[id_] = Shape(
            element=id_, box=Box(160, y, width, height), attributes=(("isHorizontal", "true"),)
        )
        if drawing is not None:
            whole.take(_widened(drawing, model, width - own), 160, y)
        y += height + _BETWEEN_POOLS
    _message_flows(model, whole)
    return whole


def _widened(drawing: Drawing, model: Model, more: float) -> Drawing:
    """Return the drawing of a pool with its lanes as wide as the widest pool."""
    for id_, shape in drawing.shapes.items():
        if id_ in model.lanes:
            box = shape.box
            wide = Box(box.x, box.y, box.width + more, box.height)
            drawing.shapes[id_] = Shape(element=id_, box=wide, attributes=shape.attributes)
    return drawing


def _message_flows(model: Model, whole: Drawing) -> None:
    for flow in model.message_flows.values():
        ends = [whole.shapes.get(flow.source), whole.shapes.get(flow.target)]
        if ends[0] is None or ends[1] is None:
            continue
        a, b = ends[0].box, ends[1].box
        anchor = a if flow.source not in model.participants else b
        xs = [box.middle[0] if box.width < 400 else anchor.middle[0] for box in (a, b)]
        down = b.y > a.y
        start, end = (a.bottom, b.y) if down else (a.y, b.bottom)
        half = end - 20 if down else end + 20
        points = [(xs[0], start), (xs[0], half), (xs[1], half), (xs[1], end)]
        if xs[0] == xs[1]:
            points = [points[0], points[-1]]
        width, height = label_size(flow.name)
        label = Box(xs[0] + 6, (start + half) / 2 - height / 2, width, height) if flow.name else None
        whole.edges[flow.id] = Edge(element=flow.id, points=tuple(points), label=label)


def _process(
    model: Model, process: str, artifacts: Artifacts, *, left: float
) -> tuple[Drawing, float, float]:
    """Return the drawing of one process with its lanes, its width and height; its pool begins at (0, 0)."""
    lanes = [lane for lane in model.lanes.values() if lane.process == process]
    leaves = [lane.id for lane in lanes if not any(other.parent == lane.id for other in lanes)]
    depth = max((_depth(lane, model) for lane in lanes), default=0)
    router, rest = _scope(model, process, artifacts, leaves)
    inset = left + depth * _HEADER + 30
    content = Drawing()
    content.take(router.drawing, inset, 0)
    content.take(rest, inset, 0)
    extent = content.extent()
    width = max(extent.right + 40, 300.0)
    drawing = Drawing()
    tops = {id_: router.bands[number] for number, id_ in enumerate(leaves)}
    for lane in lanes:
        mine = [tops[id_] for id_ in leaves if id_ == lane.id or _is_within(id_, lane.id, model)]
        x = left + (_depth(lane, model) - 1) * _HEADER
        top, bottom = min(b.top for b in mine), max(b.bottom for b in mine)
        box = Box(x, top, width - x, bottom - top)
        drawing.shapes[lane.id] = Shape(element=lane.id, box=box, attributes=(("isHorizontal", "true"),))
    drawing.take(content, 0, 0)
    return drawing, width, max(router.bands[-1].bottom, extent.bottom + 20)


def _depth(lane: Lane, model: Model) -> int:
    outer = model.lanes.get(lane.parent) if lane.parent else None
    return 1 if outer is None else 1 + _depth(outer, model)


def _is_within(inner: str, outer: str, model: Model) -> bool:
    parent = model.lanes[inner].parent
    return parent is not None and (parent == outer or _is_within(parent, outer, model))


def _scope(
    model: Model, scope: str, artifacts: Artifacts, lanes: list[str] | None = None
) -> tuple[Router, Drawing]:
    """Return the routed contents of a process or subprocess, and what of it is no flow node."""
    lanes = lanes or []
    inside = [e for e in model.elements.values() if e.scope == scope]
    hosts = {e.id: e.attached_to for e in inside if e.attached_to in model.elements}
    contents: dict[str, Drawing] = {}
    nodes = {e.id: _node(model, e, contents, artifacts) for e in inside if e.id not in hosts}
    arcs = []
    for flow in model.flows.values():
        source, target = hosts.get(flow.source) or flow.source, flow.target
        if source in nodes and target in nodes:
            event = flow.source if flow.source in hosts else None
            arcs.append(Arc(flow.id, source, target, source_event=event))
    # Flows of boundary events come last, so that the main way is drawn first.
    arcs.sort(key=lambda a: a.source_event is not None)
    others = len(lanes)
    bands = {
        id_: lanes.index(lane) if (lane := model.elements[id_].lane) in lanes else others for id_ in nodes
    }
    count = max([len(lanes), *(b + 1 for b in bands.values())]) or 1
    room = artifacts.rooms(scope, bands)
    names = {f.id: f.name for f in model.flows.values()}
    grid = grid_of(_reading_order(model, list(nodes)), arcs, bands)
    router = Router(grid, nodes, arcs, names, count=count, head_room=room, least=120.0 if lanes else 0.0)
    for id_, content in contents.items():
        box = router.drawing.shapes[id_].box
        router.drawing.take(content, box.x, box.y)
    return router, artifacts.drawn(scope, router, bands)


def _reading_order(model: Model, ids: list[str]) -> list[str]:
    """Return the nodes in document order, event subprocesses last."""
    return sorted(ids, key=lambda i: model.elements[i].is_event_subprocess)


def _node(model: Model, element: Element, contents: dict[str, Drawing], artifacts: Artifacts) -> Node:
    boundary = tuple((e.id, e.name) for e in model.boundary_events(element.id))
    width, height = size_of(element)
    if element.type in SUBPROCESSES:
        inner, rest = _scope(model, element.id, artifacts)
        content = Drawing()
        content.take(inner.drawing, 0, 0)
        content.take(rest, 0, 0)
        extent = content.extent()
        moved = Drawing()
        moved.take(content, _PADDING - extent.x, _PADDING + 10 - extent.y)
        contents[element.id] = moved
        width = max(extent.width + 2 * _PADDING, 200.0)
        height = max(extent.height + 2 * _PADDING + 10, 120.0)
    needed = sum(max(50.0, label_size(name)[0] + 18) for _id, name in boundary) + 20
    kind = "event" if element.is_event else "gateway" if element.is_gateway else "activity"
    return Node(
        id=element.id,
        kind=kind,
        width=max(width, needed) if boundary else width,
        height=height,
        label=element.name if kind != "activity" else "",
        attributes=attributes_of(element),
        boundary=boundary,
    )
