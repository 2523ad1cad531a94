"""The diagram of a model as SVG, each step in the colour of its heat and with its value printed.

Colour is never alone: the value stands in the step, unknown is hatched, and the table beside it says the same.
"""

from __future__ import annotations

from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.heat import Heat
    from analytics.procedure_report import Translate
    from processes.model.diagram import Diagram
    from processes.model.drawing import Box
    from processes.model.elements import Element
    from processes.model.model import Model

SCALE = ("#f7f1f6", "#ead5e7", "#d6abd0", "#b97ab2", "#8f4a8a", "#5f275c")
_INK, _LINE, _PAPER = "#211a24", "#857d84", "#ffffff"


def svg(model: Model, heat: Mapping[str, Heat], title: str, translate: Translate) -> str:
    """Return the drawing with `title` for those who cannot see it; empty when the model has no diagram."""
    from processes.model.diagram import Diagram
    from processes.model.draft import Draft

    diagram = Diagram(Draft(model))
    boxes = {id_: box for id_ in _ids(model) if (box := diagram.box(id_)) is not None}
    if not any(id_ in boxes for id_ in model.elements):
        return ""
    x, y = min(b.x for b in boxes.values()) - 8, min(b.y for b in boxes.values()) - 8
    width = max(b.right for b in boxes.values()) - x + 8
    height = max(b.bottom for b in boxes.values()) - y + 24
    parts = [_frame(boxes[id_], _said(name, translate)) for id_, name in _frames(model) if id_ in boxes]
    parts += [_flow(diagram, flow.id, _said(flow.name, translate)) for flow in model.flows.values()]
    parts += [
        _element(element, boxes[element.id], heat.get(element.id), translate)
        for element in sorted(model.elements.values(), key=lambda e: e.type == "BoundaryEvent")
        if element.id in boxes
    ]
    return (
        f'<svg viewBox="{x:g} {y:g} {width:g} {height:g}" role="img" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="Onest, Noto Sans, sans-serif" font-size="11" fill="{_INK}">'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0 8 4 0 8z" fill="{_LINE}"/></marker>'
        '<pattern id="unknown" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="6" height="6" fill="{_PAPER}"/>'
        '<path d="M0 0V6" stroke="#e2dbd2" stroke-width="3"/></pattern></defs>' + "".join(parts) + "</svg>"
    )


def _said(name: str, translate: Translate) -> str:
    """Return a name as its reader calls it; a catalogue has a text of its own for none."""
    return translate(name) if name else ""


def _ids(model: Model) -> list[str]:
    return [*model.elements, *model.lanes, *model.participants]


def _frames(model: Model) -> list[tuple[str, str]]:
    pools = [(p.id, p.name) for p in model.participants.values()]
    return [*pools, *((lane.id, lane.name) for lane in model.lanes.values())]


def _frame(box: Box, name: str) -> str:
    middle = box.y + box.height / 2
    return (
        f'<rect {_at(box)} fill="none" stroke="#e2dbd2"/>'
        f'<text transform="translate({box.x + 18:g} {middle:g}) rotate(-90)" text-anchor="middle" fill="#5a5260">'
        f"{escape(_short(name, int(box.height / 6.2)))}</text>"
    )


def _at(box: Box) -> str:
    return f'x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"'


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: max(1, length - 1)].rstrip() + "…"


def _flow(diagram: Diagram, id_: str, name: str) -> str:
    points = diagram.points(id_)
    if len(points) < 2:
        return ""
    way = " ".join(f"{px:g},{py:g}" for px, py in points)
    line = f'<polyline points="{way}" fill="none" stroke="{_LINE}" marker-end="url(#tip)"/>'
    if not name:
        return line
    (x1, y1), (x2, y2) = points[0], points[1]
    x, y = (x1 + x2) / 2, (y1 + y2) / 2 - 5
    return line + f'<text x="{x:g}" y="{y:g}" text-anchor="middle" fill="#5a5260">{escape(name)}</text>'


def _element(element: Element, box: Box, heat: Heat | None, translate: Translate) -> str:
    if element.is_event:
        return _event(element, box, translate)
    if element.is_gateway:
        cx, cy = box.middle
        mark = {"ParallelGateway": "+", "InclusiveGateway": "○"}.get(element.type, "×")
        return (
            f'<path d="M{cx:g} {box.y:g} {box.right:g} {cy:g} {cx:g} {box.bottom:g} {box.x:g} {cy:g}z" fill="{_PAPER}" '
            f'stroke="{_INK}"/><text x="{cx:g}" y="{cy + 7:g}" text-anchor="middle" font-size="20">{mark}</text>'
            + _below(_said(element.name, translate), cx, box.bottom + 13)
        )
    return _task(element, box, heat, translate)


def _event(element: Element, box: Box, translate: Translate) -> str:
    cx, cy = box.middle
    thick = 3 if element.type == "EndEvent" else 1
    inner = (
        f'<circle cx="{cx:g}" cy="{cy:g}" r="{box.width / 2 - 3:g}" fill="none" stroke="{_INK}"/>'
        if element.type in ("BoundaryEvent", "IntermediateCatchEvent", "IntermediateThrowEvent")
        else ""
    )
    return (
        f'<circle cx="{cx:g}" cy="{cy:g}" r="{box.width / 2:g}" fill="{_PAPER}" stroke="{_INK}" '
        f'stroke-width="{thick}"/>' + inner + _below(_said(element.name, translate), cx, box.bottom + 13)
    )


def _below(name: str, x: float, y: float) -> str:
    lines = wrap(name, 22)[:3]
    return "".join(
        f'<text x="{x:g}" y="{y + 13 * n:g}" text-anchor="middle">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )


def _task(element: Element, box: Box, heat: Heat | None, translate: Translate) -> str:
    known = heat is not None and heat.level is not None
    level = heat.level if heat is not None and heat.level is not None else 0
    fill = SCALE[level] if known else "url(#unknown)" if heat is not None else _PAPER
    ink = "#ffffff" if known and level >= 4 else _INK
    cx, _cy = box.middle
    room = int(box.width / 6.1)
    lines = wrap(_said(element.label, translate), room)
    if len(lines) > 4:
        lines = [*lines[:3], _short(" ".join(lines[3:]), room)]
    value = translate(heat.text) if heat is not None else ""
    top = box.y + (box.height - 16 * bool(value) - 13 * len(lines)) / 2 + 10
    text = "".join(
        f'<text x="{cx:g}" y="{top + 13 * n:g}" text-anchor="middle" fill="{ink}">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )
    if value:
        text += (
            f'<text x="{cx:g}" y="{box.bottom - 7:g}" text-anchor="middle" font-weight="600" font-size="10.5" '
            f'fill="{ink}">{escape(value)}</text>'
        )
    return (
        f"<g><title>{escape(element.label)}: {escape(value)}</title>"
        f'<rect {_at(box)} rx="6" fill="{fill}" stroke="{_INK}"/>{text}</g>'
    )


def png(drawing: str) -> bytes:
    """Return an SVG drawing as a PNG of twice its size on white, with our own letters; a very wide one is smaller.

    >>> png('<svg viewBox="0 0 20 10" xmlns="http://www.w3.org/2000/svg"><path d="M0 0H9"/></svg>')[1:4]
    b'PNG'
    """
    import json
    from importlib.resources import as_file, files

    import typst

    width, height = (float(size) for size in drawing.split('viewBox="', 1)[1].split('"', 1)[0].split()[2:])
    template = (
        f"#set page(width: {width:g}pt, height: {height:g}pt, margin: 0pt, fill: white)\n"
        '#image(bytes(json(bytes(sys.inputs.drawing))), format: "svg", width: 100%)'
    )
    with as_file(files("analytics.reports").joinpath("fonts")) as fonts:
        made: Any = typst.compile(  # type: ignore[call-overload]  # typst's stubs bind two of their types to nothing
            template.encode(),
            sys_inputs={"drawing": json.dumps(drawing)},
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            format="png",
            # A point is a pixel at 72; no side is drawn longer than 12,000.
            ppi=min(144.0, 72 * 12_000 / max(width, height, 1.0)),
        )
    if not isinstance(made, bytes):
        raise TypeError("typst returned pages instead of one picture")
    return made
