"""The card as a PDF (PDF/UA, A4), typeset with our own typeface, which has the Kyrgyz letters."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import as_file, files
from typing import Any

from modeler_api.card.document import Card


def pdf(card: Card) -> bytes:
    """Return the card as a PDF; the words come as data, so nothing in them is taken for markup."""
    data = asdict(card) | {"diagram_is_wide": card.diagram.is_wide}
    return _typeset(files("modeler_api.card").joinpath("card.typ").read_bytes(), data, "pdf")


def png(svg: str) -> bytes:
    """A drawing as a picture of dots, for programs that show no SVG."""
    source = b"""#set page(width: auto, height: auto, margin: 0pt)
#let c = json(bytes(sys.inputs.card))
#image(bytes(c.svg), format: "svg", width: 900pt)"""
    return _typeset(source, {"svg": svg}, "png")


def _typeset(template: bytes, data: dict[str, Any], form: str) -> bytes:
    import typst

    more: dict[str, Any] = {"pdf_standards": ["ua-1"]} if form == "pdf" else {"format": "png", "ppi": 110.0}
    with as_file(files("analytics.reports").joinpath("fonts")) as fonts:
        made: Any = typst.compile(
            template,
            sys_inputs={"card": json.dumps(data, ensure_ascii=False)},
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            **more,
        )
    if isinstance(made, list) and len(made) == 1:
        made = made[0]
    if not isinstance(made, bytes):
        raise TypeError("typst returned pages instead of a document")
    return made
