"""A sketched procedure that sentences about drawing, describing and checking change."""

from __future__ import annotations

import re
from types import SimpleNamespace

from processes import Model
from processes.model.draft import Draft
from processes.model.reading import model_of
from processes.model.wiring import Wiring


def id_of(model: Model, name: str) -> str:
    """Return the id of the element that is called so."""
    return next(e.id for e in model.elements.values() if e.name == name)


def rewritten(context: SimpleNamespace, old: str, new: str) -> None:
    """Put other XML into the model, as another tool might have written it."""
    text = context.model.source.decode()
    assert re.search(old, text), f"{old} stands nowhere in {text}"
    context.model = model_of(re.sub(old, new, text, count=1).encode())


def draw_arrow(context: SimpleNamespace, source: str, target: str) -> str:
    draft = Draft(context.model)
    id_ = Wiring(draft).add_flow("arrow", source, target, scope="sketch")
    context.model = draft.done("draw an arrow")
    return id_


def add_element(context: SimpleNamespace, xml: str) -> None:
    rewritten(context, "</bpmn:process>", f"{xml}</bpmn:process>")
