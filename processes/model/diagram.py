"""The diagram of a file while it is edited: boxes and lines found, moved, added and taken away.

A file may hold several diagrams, any of which may show an element; a model without a diagram is edited all the same.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from processes.model.drawing import Box, Edge, Point, Shape, edge_xml, label_size, shape_xml
from processes.model.patch import Splice
from processes.model.xml import BPMNDI, DC, DI, local, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml import etree

    from processes.model.draft import Draft

Axis = Literal["x", "y"]
_CONTAINERS = ("participant", "lane", "subProcess", "transaction", "adHocSubProcess")


class Diagram:
    """What the diagrams of a draft show; each change is a stroke of the draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    def shown(self, element: str, kind: str) -> list[etree._Element]:
        """Return the BPMNShapes or BPMNEdges (`kind`) that stand for `element`."""
        wanted = tag(BPMNDI, kind)
        return [
            n
            for n in self.draft.source.nodes
            if n.tag == wanted and (n.get("bpmnElement") or "").rpartition(":")[2] == element
        ]

    def box(self, element: str) -> Box | None:
        """Return where `element` is drawn, in the first diagram that shows it; None when none does."""
        shapes = self.shown(element, "BPMNShape")
        return _box(shapes[0].find(tag(DC, "Bounds"))) if shapes else None

    def points(self, flow: str) -> tuple[Point, ...]:
        """Return the waypoints of `flow`; none when it is not drawn."""
        edges = self.shown(flow, "BPMNEdge")
        return tuple(_point(n) for n in edges[0].iterchildren(tag(DI, "waypoint"))) if edges else ()

    def remove(self, elements: Iterable[str]) -> list[Splice]:
        """Return the splices that take the elements out of every diagram."""
        gone = set(elements)
        drawn = {tag(BPMNDI, name) for name in ("BPMNShape", "BPMNEdge", "BPMNPlane")}
        doomed = []
        for node in self.draft.source.nodes:
            if node.tag not in drawn or (node.get("bpmnElement") or "").rpartition(":")[2] not in gone:
                continue
            parent = node.getparent()
            # The diagram of a collapsed subprocess goes as a whole.
            is_plane = node.tag == tag(BPMNDI, "BPMNPlane") and parent is not None
            doomed.append(parent if is_plane and parent is not None else node)
        chosen = set(doomed)
        outermost = [n for n in doomed if not any(a in chosen for a in n.iterancestors())]
        return [self.draft.source.removal(n) for n in outermost]

    def _plane(self, near: str) -> etree._Element | None:
        shapes = self.shown(near, "BPMNShape") or self.shown(near, "BPMNEdge")
        return shapes[0].getparent() if shapes else None

    def add_shape(self, shape: Shape, *, near: str) -> None:
        """Draw `shape` in the diagram that shows `near`; nothing happens when none does."""
        plane = self._plane(near)
        if plane is not None:
            names, declared = self._names(plane)
            id_ = self.draft.source.new_id(f"{shape.element}_di")
            self._append(plane, shape_xml(shape, id_, names), declared)

    def add_edge(self, edge: Edge, *, near: str) -> None:
        """Draw `edge` in the diagram that shows `near`; nothing happens when none does."""
        plane = self._plane(near)
        if plane is not None:
            names, declared = self._names(plane)
            id_ = self.draft.source.new_id(f"{edge.element}_di")
            self._append(plane, edge_xml(edge, id_, names), declared)

    def _append(self, plane: etree._Element, lines: Iterable[str], declared: str) -> None:
        text = "\n".join(lines)
        if declared:
            first, rest = text.split(" ", 1)
            text = f"{first}{declared} {rest}"
        self.draft.apply(self.draft.source.inside(plane, text))

    def _names(self, plane: etree._Element) -> tuple[tuple[str, str, str], str]:
        """Return the prefixes for BPMNDI, DC and DI at `plane`, and the declarations of those it lacks."""
        found, declared = [], ""
        for uri, usual in ((BPMNDI, "bpmndi"), (DC, "dc"), (DI, "di")):
            qualified = self.draft.source.qualified(plane, uri, "")
            if qualified is None:
                qualified = f"{usual}:"
                declared += f' xmlns:{usual}="{uri}"'
            found.append(qualified)
        return (found[0], found[1], found[2]), declared

    def place(self, element: str, box: Box) -> list[Splice]:
        """Return the splices that draw `element` at `box`, its label moved along."""
        splices: list[Splice] = []
        for shape in self.shown(element, "BPMNShape")[:1]:
            bounds = shape.find(tag(DC, "Bounds"))
            old = _box(bounds)
            if bounds is None or old is None:
                continue
            splices += self._set(bounds, x=box.x, y=box.y, width=box.width, height=box.height)
            label = shape.find(f"{tag(BPMNDI, 'BPMNLabel')}/{tag(DC, 'Bounds')}")
            at = _box(label)
            if label is not None and at is not None:
                splices += self._set(label, x=at.x + box.x - old.x, y=at.y + box.y - old.y)
        return splices

    def _set(self, node: etree._Element, **values: float) -> list[Splice]:
        splices: list[Splice] = []
        for name, value in values.items():
            if float(node.get(name, "nan")) != value:
                splices += self.draft.source.attribute(node, name, f"{value:g}")
        return splices

    def draw_flow(self, flow: str, points: Iterable[Point], *, name: str = "") -> None:
        """Give the line of `flow` new waypoints; its label, if it has one, goes where the line now begins."""
        for edge in self.shown(flow, "BPMNEdge")[:1]:
            points = straightened(list(points))
            old = list(edge.iterchildren(tag(DI, "waypoint")))
            if [_point(n) for n in old] == points or len(points) < 2 or not old:
                continue
            source = self.draft.source
            prefix = source.qualified(old[0], DI, "waypoint") or "di:waypoint"
            lines = [f'<{prefix} x="{x:g}" y="{y:g}"/>' for x, y in points]
            start, end = source.span(old[0]).start, source.span(old[-1]).end
            text = ("\n" + source.indent(old[0])).join(lines)
            splices = [Splice(start=start, old=source.bytes[start:end], new=source.encoded(text))]
            label = edge.find(f"{tag(BPMNDI, 'BPMNLabel')}/{tag(DC, 'Bounds')}")
            if label is not None and name:
                width, height = label_size(name)
                (x, y), (to, _y) = points[0], points[1]
                splices += self._set(label, x=min(x, to) + 6, y=y - height - 3, width=width, height=height)
            self.draft.apply(splices)

    def reconnect(self, flow: str, source: str, target: str, *, name: str = "") -> None:
        """Draw `flow` from `source` to `target` on a new orthogonal way; add its line when it has none."""
        ends = self.box(source), self.box(target)
        if ends[0] is None or ends[1] is None:
            return
        points = way(ends[0], ends[1])
        if self.shown(flow, "BPMNEdge"):
            self.draw_flow(flow, points, name=name)
        else:
            self.add_edge(Edge(element=flow, points=tuple(points)), near=source)

    def make_room(self, axis: Axis, cut: float, by: float) -> None:
        """Move everything behind `cut` away by `by`; pools, lanes and subprocesses around the cut grow."""

        def shift(box: Box) -> bool:
            return (box.middle[0] if axis == "x" else box.middle[1]) >= cut

        def far(box: Box) -> bool:
            return (box.x if axis == "x" else box.y) >= cut

        self._redraw(
            axis,
            lambda value: value + by if value >= cut else value,
            lambda box, container: by if (far(box) if container else shift(box)) else 0.0,
            lambda box: by if not far(box) and (box.right if axis == "x" else box.bottom) > cut else 0.0,
        )

    def shuffle(self, upper: tuple[float, float], lower: tuple[float, float]) -> None:
        """Let two neighbouring bands of heights (top, bottom) change places."""
        down, up = lower[1] - lower[0], upper[1] - upper[0]

        def by(y: float) -> float:
            if upper[0] <= y < upper[1]:
                return down
            return -up if lower[0] <= y < lower[1] else 0.0

        self._redraw(
            "y",
            lambda value: value + by(value),
            lambda box, _container: by(box.middle[1]) if self._fits(box, upper, lower) else 0.0,
            lambda _box: 0.0,
        )

    @staticmethod
    def _fits(box: Box, *bands: tuple[float, float]) -> bool:
        return any(top <= box.middle[1] < bottom and box.height <= bottom - top for top, bottom in bands)

    def _redraw(
        self,
        axis: Axis,
        moved: Callable[[float], float],
        shift: Callable[[Box, bool], float],
        growth: Callable[[Box], float],
    ) -> None:
        """Map one coordinate of everything: shapes by their own shift, waypoints with the shapes they touch."""
        source = self.draft.source
        side = "width" if axis == "x" else "height"
        splices: list[Splice] = []
        shifts: dict[str, float] = {}
        for shape in (n for n in source.nodes if n.tag == tag(BPMNDI, "BPMNShape")):
            bounds = shape.find(tag(DC, "Bounds"))
            box = _box(bounds)
            if bounds is None or box is None:
                continue
            element = (shape.get("bpmnElement") or "").rpartition(":")[2]
            owner = source.by_id.get(element)
            container = (
                owner is not None and local(owner) in _CONTAINERS and shape.get("isExpanded") != "false"
            )
            by = shift(box, container)
            shifts[element] = by
            values: dict[str, float] = {axis: getattr(box, axis) + by}
            if container and not by:
                values[side] = getattr(box, side) + growth(box)
            splices += self._set(bounds, **values)
            label = shape.find(f"{tag(BPMNDI, 'BPMNLabel')}/{tag(DC, 'Bounds')}")
            at = _box(label)
            if label is not None and at is not None and by:
                splices += self._set(label, **{axis: getattr(at, axis) + by})
        for edge in (n for n in source.nodes if n.tag == tag(BPMNDI, "BPMNEdge")):
            splices += self._moved_edge(edge, axis, moved, shifts)
        self.draft.apply(splices)

    def _moved_edge(
        self,
        edge: etree._Element,
        axis: Axis,
        moved: Callable[[float], float],
        shifts: dict[str, float],
    ) -> list[Splice]:
        flow = self.draft.source.by_id.get((edge.get("bpmnElement") or "").rpartition(":")[2])
        nodes = list(edge.iterchildren(tag(DI, "waypoint")))
        index = 0 if axis == "x" else 1
        old = [_point(n)[index] for n in nodes]
        new = [moved(v) for v in old]
        if flow is not None and len(old) > 1:
            for attribute, at, step in (("sourceRef", 0, 1), ("targetRef", len(old) - 1, -1)):
                end = (flow.get(attribute) or "").rpartition(":")[2]
                if end in shifts:
                    new[at] = old[at] + shifts[end]
                    if old[at + step] == old[at]:
                        new[at + step] = new[at]
        splices: list[Splice] = []
        for node, value in zip(nodes, new, strict=True):
            splices += self._set(node, **{axis: value})
        label = edge.find(f"{tag(BPMNDI, 'BPMNLabel')}/{tag(DC, 'Bounds')}")
        at_label = _box(label)
        if label is not None and at_label is not None:
            splices += self._set(label, **{axis: moved(getattr(at_label, axis))})
        return splices


def _box(bounds: etree._Element | None) -> Box | None:
    if bounds is None:
        return None
    try:
        x, y, width, height = (float(bounds.get(n, "0")) for n in ("x", "y", "width", "height"))
    except ValueError:
        return None
    return Box(x, y, width, height)


def _point(node: etree._Element) -> Point:
    try:
        return float(node.get("x", "0")), float(node.get("y", "0"))
    except ValueError:
        return 0.0, 0.0


def way(a: Box, b: Box) -> list[Point]:
    """Return an orthogonal way from the border of `a` to the border of `b`."""
    (ax, ay), (bx, by) = a.middle, b.middle
    if b.x >= a.right:
        if abs(ay - by) < 1:
            return [(a.right, ay), (b.x, ay)]
        if a.width == a.height == 50:
            edge = a.bottom if by > ay else a.y
            return [(ax, edge), (ax, by), (b.x, by)]
        half = round((a.right + b.x) / 2)
        return [(a.right, ay), (half, ay), (half, by), (b.x, by)]
    if abs(ax - bx) < 1 and not a.meets(b):
        return [(ax, a.bottom), (ax, b.y)] if by > ay else [(ax, a.y), (ax, b.bottom)]
    low = max(a.bottom, b.bottom) + 30
    return [(ax, a.bottom), (ax, low), (bx, low), (bx, b.bottom)]


def straightened(points: list[Point]) -> list[Point]:
    """Return the points without doubles and without those between two others on a straight line.

    >>> straightened([(0, 0), (5, 0), (5, 0), (9, 0), (9, 4)])
    [(0, 0), (9, 0), (9, 4)]
    """
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        kept.append(point)
    changed = True
    while changed:
        changed = False
        for before, after in pairwise(range(len(kept))):
            if before == 0:
                continue
            a, b, c = kept[before - 1], kept[before], kept[after]
            if a[0] == b[0] == c[0] or a[1] == b[1] == c[1]:
                del kept[before]
                changed = True
                break
    return kept


def joined(first: Iterable[Point], middle: Point, second: Iterable[Point]) -> list[Point]:
    """Return the way along `first` and on along `second`, through what stood at `middle` between them."""
    before, after = list(first), list(second)
    if before and after and before[-1][0] != after[0][0] and before[-1][1] != after[0][1]:
        upright = len(before) > 1 and before[-2][0] == before[-1][0]
        corner = (before[-1][0], after[0][1]) if upright else (middle[0], before[-1][1])
        before.append(corner)
        if corner[0] != after[0][0] and corner[1] != after[0][1]:
            before.append((corner[0], after[0][1]))
    return straightened(before + after)
