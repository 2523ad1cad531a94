"""Edits of the way a case takes: steps left out, added, moved, done side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from processes.errors import NotEditable, UnknownName
from processes.model.diagram import Diagram, joined
from processes.model.draft import Draft
from processes.model.drawing import Box, Shape
from processes.model.elements import FLOW_NODES
from processes.model.source import quoted
from processes.model.wiring import Wiring
from processes.text import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from processes.model.elements import Element, SequenceFlow
    from processes.model.model import Model

_GAP = 50.0


def remove(model: Model, ids: Iterable[str]) -> Model:
    """Return `model` without these elements and flows, and without what cannot stand alone: flows, boundary events,
    associations, references and everything drawn for them."""
    wanted = set(ids)
    for id_ in wanted - set(model.flows):
        model.element(id_)
    draft = Draft(model)
    Wiring(draft).remove(wanted)
    return draft.done("remove " + ", ".join(model.label(i) for i in sorted(wanted)))


def bypass(model: Model, id: str) -> Model:
    """Return `model` without the element: who came to it goes on to where it led.

    Its boundary events go with it, and with them what only they led to.  Raises `NotEditable` when there is no single
    way on.

    >>> from processes import read_model
    >>> model = bypass(read_model(b"Register -> Stamp -> Decide", dialect="sketch"), "stamp")
    >>> [flow.target for flow in model.outgoing("register")]
    ['decide']
    """
    element = model.element(id)
    onward = _only_way_on(model, element)
    coming = [f for f in model.incoming(id) if f.source != id]
    if not coming:
        raise NotEditable(
            _("Nothing leads to “{element}”, so nothing can go past it.").format(element=element.label),
            element=id,
        )
    if any(f.source == onward.target for f in coming) and len(model.incoming(onward.target)) == 1:
        raise NotEditable(
            _("Without “{element}” the flow would run in a circle without any step.").format(
                element=element.label
            ),
            element=id,
        )
    draft = Draft(model)
    _pass_by(draft, model, element, coming, onward)
    gone = {id, onward.id} | _left_without_way(model, element)
    Wiring(draft).remove(gone)
    return draft.done(f"leave out {element.label}")


def _only_way_on(model: Model, element: Element) -> SequenceFlow:
    onward = [f for f in model.outgoing(element.id) if f.target != element.id]
    if len(onward) != 1 or element.type == "BoundaryEvent":
        ways = "several ways lead on" if onward else "no way leads on"
        raise NotEditable(
            _("“{element}” cannot be left out: {ways}.").format(element=element.label, ways=ways),
            hint=_("Decide first where the cases that reach it shall go."),
            element=element.id,
        )
    return onward[0]


def _pass_by(
    draft: Draft, model: Model, element: Element, coming: Iterable[SequenceFlow], onward: SequenceFlow
) -> None:
    """Lead the flows that reach `element` on to the target of `onward`, along the lines that were there."""
    wiring, diagram = Wiring(draft), Diagram(draft)
    for flow in coming:
        box = diagram.box(element.id)
        points = joined(diagram.points(flow.id), box.middle if box else (0, 0), diagram.points(onward.id))
        wiring.connect(flow.id, target=onward.target)
        diagram.draw_flow(flow.id, points)


def _left_without_way(model: Model, element: Element) -> set[str]:
    """Return what can be reached now, but no longer when `element` and its boundary events are gone."""
    graph = model.graph
    roots = [n for n in graph if not graph.in_degree(n) and n != element.id]
    before = _reached(graph, roots)
    after = graph.copy()
    for flow in model.incoming(element.id):
        for onward in model.outgoing(element.id):
            after.add_edge(flow.source, onward.target)
    after.remove_nodes_from([element.id, *(e.id for e in model.boundary_events(element.id))])
    inside = {e.id for e in model.elements.values() if e.scope == element.id}
    return before - _reached(after, [r for r in roots if r in after]) - {element.id} - inside


def _reached(graph: nx.DiGraph[str], roots: Iterable[str]) -> set[str]:
    found = set(roots)
    for root in list(found):
        found |= nx.descendants(graph, root)
    return found


def insert_after(
    model: Model,
    id: str,
    type: str,
    name: str,
    *,
    lane: str | None = None,
    new_id: str | None = None,
) -> Model:
    """Return `model` with a new element behind `id`, in `lane` or else in the lane of `id`.

    Raises `NotEditable` when several ways leave `id`, so that "behind" has no single meaning.
    """
    if type not in FLOW_NODES or type == "BoundaryEvent":
        raise UnknownName(type, FLOW_NODES - {"BoundaryEvent"}, kind="flow node")
    if lane is not None and lane not in model.lanes:
        raise UnknownName(lane, model.lanes, kind="lane")
    element = model.element(id)
    onward = _only_way_on(model, element)
    draft = Draft(model)
    wiring, diagram = Wiring(draft), Diagram(draft)
    created = draft.source.new_id(new_id or name.lower() or type)
    tag_ = draft.source.bpmn(type[0].lower() + type[1:], draft.source.node(element.scope))
    wiring.add(element.scope, f"<{tag_} id={quoted(created)} name={quoted(name)}/>")
    home = lane or element.lane
    if home is not None and element.scope == element.process:
        wiring.add_to_lane(home, created)
    _behind(draft, diagram, element.id, onward, created, home=home, size=_size(type), is_new=True)
    return draft.done(f"add {name} behind {element.label}")


def _size(type_: str) -> tuple[float, float]:
    if type_.endswith("Event"):
        return 36, 36
    return (50, 50) if type_.endswith("Gateway") else (120, 80)


def _behind(
    draft: Draft,
    diagram: Diagram,
    after: str,
    onward: SequenceFlow,
    id_: str,
    *,
    home: str | None,
    size: tuple[float, float],
    is_new: bool,
) -> None:
    """Wire `id_` into the flow that leaves `after`, and draw it there."""
    wiring = Wiring(draft)
    target = onward.target
    wiring.connect(onward.id, target=id_)
    added = wiring.add_flow(f"flow_{id_}", id_, target, scope=onward.scope)
    box = diagram.box(after)
    if box is None:
        return
    diagram.make_room("x", box.right + 1, size[0] + _GAP)
    band = diagram.box(home) if home is not None else None
    inside = band is None or band.y <= box.middle[1] <= band.bottom
    y = box.middle[1] if band is None or inside else band.middle[1]
    place = Box(box.right + _GAP, round(y - size[1] / 2), *size)
    if is_new:
        diagram.add_shape(Shape(element=id_, box=place), near=after)
    else:
        draft.apply(diagram.place(id_, place))
    diagram.reconnect(onward.id, after, id_, name=onward.name)
    diagram.reconnect(added, id_, target)


def move(model: Model, id: str, *, after: str) -> Model:
    """Return `model` in which the step `id` is done right behind `after`; two neighbours change places so."""
    element = model.element(id)
    goal = model.element(after)
    if after == id or element.scope != goal.scope:
        raise NotEditable(
            _("“{element}” cannot stand behind “{goal}”.").format(element=element.label, goal=goal.label),
            element=id,
        )
    own, onward = _only_way_on(model, element), _only_way_on(model, goal)
    coming = [f for f in model.incoming(id) if f.source != id]
    if onward.target == id:
        return model
    if not coming or own.condition or onward.condition:
        raise NotEditable(
            _("“{element}” cannot be moved: its flows carry conditions or nothing leads to it.").format(
                element=element.label
            ),
            element=id,
        )
    draft = Draft(model)
    diagram = Diagram(draft)
    box = diagram.box(id)
    _pass_by(draft, model, element, coming, own)
    Wiring(draft).remove({own.id})
    size = (box.width, box.height) if box is not None else _size(element.type)
    _behind(draft, diagram, after, onward, id, home=element.lane, size=size, is_new=False)
    for flow in coming:
        diagram.reconnect(flow.id, flow.source, own.target, name=flow.name)
    return draft.done(f"do {element.label} after {goal.label}")


def parallelise(model: Model, ids: Iterable[str]) -> Model:
    """Return `model` in which a chain of steps is done side by side, between two parallel gateways.

    Raises `NotEditable` when the steps do not follow one another or something else leads in or out between them.
    """
    chain = _chain(model, list(ids))
    first, last = chain[0], chain[-1]
    coming = list(model.incoming(first.id))
    onward = _only_way_on(model, last)
    between = [model.outgoing(e.id)[0] for e in chain[:-1]]
    draft = Draft(model)
    wiring, diagram = Wiring(draft), Diagram(draft)
    boxes = [diagram.box(e.id) for e in chain]
    split, join = draft.source.new_id(f"split_{first.id}"), draft.source.new_id(f"join_{last.id}")
    tag_ = draft.source.bpmn("parallelGateway", draft.source.node(first.scope))
    for id_, lane in ((split, first.lane), (join, last.lane)):
        wiring.add(first.scope, f"<{tag_} id={quoted(id_)}/>")
        if lane is not None and first.scope == first.process:
            wiring.add_to_lane(lane, id_)
    wiring.remove({f.id for f in between})
    for flow in coming:
        wiring.connect(flow.id, target=split)
    wiring.connect(onward.id, source=join)
    flows = []
    for element in chain:
        flows.append(
            (wiring.add_flow(f"to_{element.id}", split, element.id, scope=first.scope), split, element.id)
        )
        flows.append(
            (wiring.add_flow(f"from_{element.id}", element.id, join, scope=first.scope), element.id, join)
        )
    if all(box is not None for box in boxes):
        _stack(draft, diagram, chain, [b for b in boxes if b is not None], split, join)
        flows += [(f.id, f.source, split) for f in coming] + [(onward.id, join, onward.target)]
        for id_, source, target in flows:
            diagram.reconnect(id_, source, target)
    return draft.done("do side by side: " + ", ".join(e.label for e in chain))


def _chain(model: Model, ids: list[str]) -> list[Element]:
    chosen = {i: model.element(i) for i in ids}
    if len(chosen) < 2 or any(e.is_event or e.is_gateway for e in chosen.values()):
        raise NotEditable(_("Two or more steps are needed to be done side by side."))
    heads = [e for e in chosen.values() if not any(f.source in chosen for f in model.incoming(e.id))]
    ordered = heads[:1]
    while ordered and len(ordered) < len(chosen):
        onward = model.outgoing(ordered[-1].id)
        following = chosen.get(onward[0].target) if len(onward) == 1 else None
        if following is None or len(model.incoming(following.id)) != 1 or onward[0].condition:
            break
        ordered.append(following)
    if len(ordered) != len(chosen) or not model.incoming(ordered[0].id):
        names = listed(e.label for e in chosen.values())
        raise NotEditable(
            _("{names} are no chain: between them something else leads in or out.").format(names=names),
            hint=_("Choose steps that follow one another directly."),
        )
    return ordered


def _stack(
    draft: Draft, diagram: Diagram, chain: list[Element], boxes: list[Box], split: str, join: str
) -> None:
    """Draw the steps below one another between the gateways, each in its lane, and make room for that."""
    left, right = boxes[0].x, max(b.right for b in boxes)
    widest = max(b.width for b in boxes)
    wanted = 50 + _GAP + widest + _GAP + 50
    if right - left < wanted:
        diagram.make_room("x", right + 1, wanted - (right - left))
    column = left + 50 + _GAP
    floor: dict[str | None, float] = {}
    for element, box in zip(chain, boxes, strict=True):
        now = diagram.box(element.id) or box
        y = now.y
        bottom = floor.get(element.lane)
        if bottom is not None and y < bottom + 20:
            y = bottom + 30
            diagram.make_room("y", bottom + 15, box.height + 30)
        draft.apply(diagram.place(element.id, Box(column, y, box.width, box.height)))
        for event in draft.model.boundary_events(element.id):
            at = diagram.box(event.id)
            if at is not None:
                draft.apply(
                    diagram.place(event.id, Box(at.x + column - now.x, at.y + y - now.y, at.width, at.height))
                )
        floor[element.lane] = max(floor.get(element.lane, 0.0), y + box.height)
    for id_, x, near in ((split, left, chain[0]), (join, column + widest + _GAP, chain[-1])):
        beside = diagram.box(near.id if id_ == split or near.lane != chain[0].lane else chain[0].id)
        middle = beside.middle[1] if beside is not None else boxes[0].middle[1]
        diagram.add_shape(Shape(element=id_, box=Box(x, middle - 25, 50, 50)), near=near.id)
