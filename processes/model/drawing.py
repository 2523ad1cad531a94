"""A drawing: boxes and lines for a model, and how BPMN DI writes them.

Sizes are those modellers use, with more room for the long words of Russian and Kyrgyz.

Source: OMG BPMN 2.0.2, chapter 12 (BPMN DI).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from textwrap import wrap
from typing import TYPE_CHECKING

from processes.model.elements import SUBPROCESSES
from processes.model.source import quoted
from processes.model.xml import BPMNDI, DC, DI

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from processes.model.elements import Element

EVENT, GATEWAY = 36, 50
TASK_WIDTH, TASK_HEIGHT, WIDE_TASK = 120, 80, 160
LABEL_WIDTH, LINE_HEIGHT, CHARACTER = 90, 14, 6.2

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle; x and y are its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower side."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """Its centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    def moved(self, dx: float, dy: float) -> Box:
        """Return the box shifted."""
        return replace(self, x=self.x + dx, y=self.y + dy)

    def meets(self, other: Box) -> bool:
        """Return whether the two share more than a border."""
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A box that stands for an element; `attributes` are those of its BPMNShape."""

    element: str
    box: Box
    label: Box | None = None
    attributes: tuple[tuple[str, str], ...] = ()

    def moved(self, dx: float, dy: float) -> Shape:
        """Return the shape shifted, with its label."""
        return replace(self, box=self.box.moved(dx, dy), label=self.label and self.label.moved(dx, dy))


@dataclass(frozen=True, kw_only=True)
class Edge:
    """A line that stands for a flow or an association."""

    element: str
    points: tuple[Point, ...]
    label: Box | None = None

    def moved(self, dx: float, dy: float) -> Edge:
        """Return the line shifted, with its label."""
        points = tuple((x + dx, y + dy) for x, y in self.points)
        return replace(self, points=points, label=self.label and self.label.moved(dx, dy))


@dataclass
class Drawing:
    """Shapes and edges by the element they stand for, containers before what they contain."""

    shapes: dict[str, Shape] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)

    def take(self, other: Drawing, dx: float, dy: float) -> None:
        """Add everything of `other`, shifted."""
        for id_, shape in other.shapes.items():
            self.shapes[id_] = shape.moved(dx, dy)
        for id_, edge in other.edges.items():
            self.edges[id_] = edge.moved(dx, dy)

    def extent(self) -> Box:
        """Return the smallest box around everything."""
        boxes = [s.box for s in self.shapes.values()]
        boxes += [s.label for s in self.shapes.values() if s.label]
        boxes += [e.label for e in self.edges.values() if e.label]
        points = [p for e in self.edges.values() for p in e.points]
        xs = [b.x for b in boxes] + [b.right for b in boxes] + [x for x, _y in points]
        ys = [b.y for b in boxes] + [b.bottom for b in boxes] + [y for _x, y in points]
        if not xs:
            return Box(0, 0, 0, 0)
        return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def label_size(text: str) -> tuple[float, float]:
    """Return width and height of a label beside an event, gateway or flow; (0, 0) without text."""
    if not text:
        return 0, 0
    lines = wrap(text, int(LABEL_WIDTH / CHARACTER)) or [text]
    widest = max(len(line) for line in lines) * (CHARACTER + 0.6) + 10
    return float(min(max(round(widest), 30), LABEL_WIDTH)), LINE_HEIGHT * len(lines)


def size_of(element: Element) -> tuple[float, float]:
    """Return width and height of an element that is not an expanded subprocess."""
    if element.is_event:
        return EVENT, EVENT
    if element.is_gateway:
        return GATEWAY, GATEWAY
    longest = max((len(word) for word in element.name.split()), default=0)
    wide = len(element.name) > 55 or longest > 16
    return (WIDE_TASK if wide else TASK_WIDTH), TASK_HEIGHT


def attributes_of(element: Element) -> tuple[tuple[str, str], ...]:
    """Return what the BPMNShape of `element` says beside its bounds."""
    if element.type == "ExclusiveGateway":
        return (("isMarkerVisible", "true"),)
    if element.type in SUBPROCESSES:
        return (("isExpanded", "true"),)
    return ()


def diagram_xml(drawing: Drawing, plane: str, new_id: Callable[..., str]) -> str:
    """Return the BPMNDiagram element of `drawing` on the plane of `plane`, with its own namespace declarations."""
    diagram = quoted(new_id(f"diagram_{plane}"))
    lines = [
        f'<bpmndi:BPMNDiagram xmlns:bpmndi="{BPMNDI}" xmlns:dc="{DC}" xmlns:di="{DI}" id={diagram}>',
        f"  <bpmndi:BPMNPlane id={quoted(new_id(f'plane_{plane}'))} bpmnElement={quoted(plane)}>",
    ]
    for shape in drawing.shapes.values():
        lines += [f"    {line}" for line in shape_xml(shape, new_id(f"{shape.element}_di"))]
    for edge in drawing.edges.values():
        lines += [f"    {line}" for line in edge_xml(edge, new_id(f"{edge.element}_di"))]
    return "\n".join([*lines, "  </bpmndi:BPMNPlane>", "</bpmndi:BPMNDiagram>"])


Names = tuple[str, str, str]
_NAMES: Names = ("bpmndi:", "dc:", "di:")


def shape_xml(shape: Shape, id_: str, names: Names = _NAMES) -> Iterable[str]:
    """Return the lines of the BPMNShape, with these prefixes."""
    bpmndi, dc, _di = names
    attributes = "".join(f" {name}={quoted(value)}" for name, value in shape.attributes)
    element = quoted(shape.element)
    lines = [f"<{bpmndi}BPMNShape id={quoted(id_)} bpmnElement={element}{attributes}>"]
    lines.append("  " + _bounds(shape.box, dc))
    return [*lines, *_label(shape.label, bpmndi, dc), f"</{bpmndi}BPMNShape>"]


def edge_xml(edge: Edge, id_: str, names: Names = _NAMES) -> Iterable[str]:
    """Return the lines of the BPMNEdge, with these prefixes."""
    bpmndi, dc, di = names
    lines = [f"<{bpmndi}BPMNEdge id={quoted(id_)} bpmnElement={quoted(edge.element)}>"]
    lines += [f'  <{di}waypoint x="{_number(x)}" y="{_number(y)}"/>' for x, y in edge.points]
    return [*lines, *_label(edge.label, bpmndi, dc), f"</{bpmndi}BPMNEdge>"]


def _label(box: Box | None, bpmndi: str, dc: str) -> list[str]:
    if box is None:
        return []
    return [f"  <{bpmndi}BPMNLabel>", "    " + _bounds(box, dc), f"  </{bpmndi}BPMNLabel>"]


def _bounds(box: Box, dc: str) -> str:
    values = zip(("x", "y", "width", "height"), (box.x, box.y, box.width, box.height), strict=True)
    return f"<{dc}Bounds " + " ".join(f'{name}="{_number(value)}"' for name, value in values) + "/>"


def _number(value: float) -> str:
    return str(round(value))
