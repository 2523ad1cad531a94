"""Documents and notes in a drawing: above the step that uses them, joined to it by a line."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from processes.model.drawing import Box, Drawing, Edge, Shape, label_size
from processes.model.xml import BPMN, local, namespace

if TYPE_CHECKING:
    from lxml import etree

    from processes.model.model import Model
    from processes.model.routing import Router

_SIZES = {
    "dataObjectReference": (36.0, 50.0),
    "dataStoreReference": (50.0, 50.0),
    "textAnnotation": (140.0, 50.0),
}
_ROOM, _LABEL, _STEP, _AIR = 100.0, 44.0, 20.0, 6.0


@dataclass
class Artifacts:
    """The data objects, data stores and text annotations of a model, by scope, with the flow nodes they belong to."""

    model: Model
    nodes: dict[str, list[etree._Element]] = field(default_factory=lambda: defaultdict(list))
    users: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    lines: list[tuple[str, str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, model: Model) -> Artifacts:
        """Collect them from the tree of `model`."""
        found = cls(model)
        for node in model.tree.iter("*"):
            if namespace(node) != BPMN:
                continue
            parent = node.getparent()
            owner = parent.get("id", "") if parent is not None else ""
            if local(node) in _SIZES and node.get("id"):
                found.nodes[owner].append(node)
            elif local(node) in ("dataInputAssociation", "dataOutputAssociation"):
                found._data(node, owner)
            elif local(node) == "association":
                found._line(node.get("id"), node.get("sourceRef", ""), node.get("targetRef", ""))
        for element in model.elements.values():
            if element.step is not None:
                for id_ in [a.document for a in element.step.asks] + list(element.step.issues):
                    found.users[id_].append(element.id)
        return found

    def _data(self, node: etree._Element, owner: str) -> None:
        ends = {local(c): (c.text or "").strip() for c in node.iterchildren("*")}
        into = local(node) == "dataInputAssociation"
        document = ends.get("sourceRef" if into else "targetRef", "")
        self._line(node.get("id"), *((document, owner) if into else (owner, document)))

    def _line(self, id_: str | None, source: str, target: str) -> None:
        for one, other in ((source, target), (target, source)):
            if other in self.model.elements:
                self.users[one].append(other)
        if id_:
            self.lines.append((id_, source, target))

    def _placed(self, scope: str, bands: dict[str, int]) -> list[tuple[etree._Element, str | None, int]]:
        """Return (artifact, the node it stands above, band) for everything of the scope."""
        rows = []
        for node in self.nodes.get(scope, ()):
            user = next((u for u in self.users[node.get("id", "")] if u in bands), None)
            rows.append((node, user, bands[user] if user is not None else 0))
        return rows

    def rooms(self, scope: str, bands: dict[str, int]) -> dict[int, float]:
        """Return the room needed above the first row of each band."""
        return {band: max(_ROOM, most + 50) for band, most in self._labels(scope, bands).items()}

    def _labels(self, scope: str, bands: dict[str, int]) -> dict[int, float]:
        """Return how much the highest label of each band needs above its sign, two lines at least."""
        found: dict[int, float] = defaultdict(lambda: _LABEL)
        for node, _user, band in self._placed(scope, bands):
            found[band] = max(found[band], label_size(_name(node))[1] + 8)
        return found

    def drawn(self, scope: str, router: Router, bands: dict[str, int]) -> Drawing:
        """Return the shapes of the scope's artifacts and the lines to their users."""
        drawing = Drawing()
        right: dict[int, float] = defaultdict(lambda: -1e9)
        shapes = router.drawing.shapes
        labels = self._labels(scope, bands)

        def place(row: tuple[etree._Element, str | None, int]) -> float:
            return shapes[row[1]].box.x if row[1] is not None else 1e9

        for node, first, band in sorted(self._placed(scope, bands), key=place):
            near = [u for u in self.users[node.get("id", "")] if bands.get(u) == band and u in shapes]
            user = min(near, key=lambda u: shapes[u].box.y) if near else first
            width, height = _SIZES[local(node)]
            name = _name(node)
            label_width, label_height = label_size(name)
            reach = max(width, label_width)
            wanted = shapes[user].box.middle[0] - reach / 2 if user is not None else 0.0
            top = router.bands[band].top + labels[band]
            taken = Box(wanted, top - label_height - 2, reach, height + label_height + 2)
            x = _beside(taken, max(0.0, right[band] + _STEP), router.drawing)
            right[band] = x + reach
            box = Box(x + (reach - width) / 2, top, width, height)
            label = None
            if name:
                # Above the sign, so that the line to its user does not run through it.
                label = Box(
                    box.middle[0] - label_width / 2, box.y - label_height - 2, label_width, label_height
                )
            id_ = node.get("id", "")
            drawing.shapes[id_] = Shape(element=id_, box=box, label=label)
        for id_, source, target in self.lines:
            line = self._edge(id_, source, target, drawing, router.drawing)
            if line is not None:
                drawing.edges[id_] = line
        return drawing

    @staticmethod
    def _edge(id_: str, source: str, target: str, own: Drawing, flow: Drawing) -> Edge | None:
        artifact = own.shapes.get(source) or own.shapes.get(target)
        node = flow.shapes.get(target) or flow.shapes.get(source)
        if artifact is None or node is None:
            return None
        points = [(artifact.box.middle[0], artifact.box.bottom), (node.box.middle[0], node.box.y)]
        if source == node.element:
            points.reverse()
        return Edge(element=id_, points=tuple(points))


def _name(node: etree._Element) -> str:
    return " ".join((node.get("name") or "").split())


def _beside(wanted: Box, least: float, flow: Drawing) -> float:
    """Return the x nearest to that of `wanted`, not left of `least`, at which no line of the flow runs through it."""
    crossing = []
    for edge in flow.edges.values():
        for (x1, y1), (x2, y2) in pairwise(edge.points):
            if min(y1, y2) < wanted.bottom and max(y1, y2) > wanted.y:
                crossing.append((min(x1, x2), max(x1, x2)))
    first = max(wanted.x, least)
    # Just right and just left of each line are the only places worth looking at.
    places = [
        first,
        *(x + _AIR for _left, x in crossing),
        *(x - wanted.width - _AIR for x, _right in crossing),
    ]

    def is_free(x: float) -> bool:
        return all(x - _AIR >= high or x + wanted.width + _AIR <= low for low, high in crossing)

    return min((x for x in places if x >= least and is_free(x)), key=lambda x: abs(x - first), default=first)
