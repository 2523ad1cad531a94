"""The data an expression can ask for, in the reader's language: what each name is called, and where it comes from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from engine.forms import example
from modeler_api.summary_card import label_of
from modeler_api.translation import text
from processes.model.data_flow import data_flow
from processes.model.known_data import known_data
from processes.text import Message, _

if TYPE_CHECKING:
    from processes import Model
    from processes.model.known_data import KnownData, Origin

ORIGINS: Mapping[Origin, Message] = {
    "form": _("an answer in “{step}”"),
    "script": _("worked out by “{step}”"),
    "mapping": _("given by “{step}”"),
    "decision": _("decided in “{step}”"),
    "gathered": _("gathered by “{step}” from all its rounds"),
    "item": _("the one whose turn it is in “{step}”"),
    "counter": _("the number of the round in “{step}”"),
    "own": _("known in “{step}” only"),
}
_KINDS = {
    "number": "number",
    "checkbox": "boolean",
    "radio": "choice",
    "select": "choice",
    "datetime": "text",
    "textfield": "text",
    "textarea": "text",
    "pin": "text",
    "expression": "",
}


def known(model: Model) -> dict[str, Any]:
    """What the page is told: the names, for each element which of them are known there, and the steps that may bring
    more than the drawing says."""
    names = known_data(model)
    samples: dict[str, Any] = {}
    for form in model.forms.values():
        samples |= _sample(json.dumps(form, sort_keys=True))
    places: dict[str, list[int]] = {}
    for number, each in enumerate(names):
        for place in sorted(each.known_at):
            places.setdefault(place, []).append(number)
    return {
        "names": [_told(model, each, samples) for each in names],
        "at": places,
        "open": sorted(set(data_flow(model).open_ends)),
    }


def _told(model: Model, each: KnownData, samples: Mapping[str, Any]) -> dict[str, Any]:
    component = each.component or {}
    kind = _KINDS.get(str(component.get("type")), "")
    choices = component.get("values") if kind == "choice" else None
    given = samples.get(each.name)
    if each.origin == "counter":
        kind, given = "number", 1
    return {
        "name": each.name,
        "words": text(Message(str(component.get("label") or ""))),
        "from": text(ORIGINS[each.origin].format(step=label_of(model, each.setters[0]))),
        "element": each.setters[0],
        "kind": kind if kind != "choice" or choices else "text",
        "choices": [
            [choice.get("value"), text(Message(str(choice.get("label") or choice.get("value"))))]
            for choice in choices or ()
            if isinstance(choice, Mapping)
        ],
        "example": given,
    }


@lru_cache(maxsize=256)
def _sample(form: str) -> Mapping[str, Any]:
    """Answers the form accepts; none for a form that is being written and cannot be answered yet."""
    try:
        return example(json.loads(form))
    except Exception:  # noqa: BLE001  # a half-written form: the help goes without samples, its check says what is wrong
        return {}
