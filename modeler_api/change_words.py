"""What was said of something before and after a change, as a reader of the page says it: no codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from modeler_api.card.passport import document_name, norm_in_words
from modeler_api.drawing import ACTORS, CHANNELS
from modeler_api.editor import panel
from modeler_api.figure_detail import evidence_words
from modeler_api.summary_card import span_of, told
from modeler_api.translation import chosen_locale, text
from modeler_api.translation import told as translated
from processes.model.duration import read_duration
from processes.register_names import register_name
from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from processes import Model
    from processes.model.diff import Change
    from processes.model.gov import Fee, Item, Legal

_TYPES: dict[str, Message] = {
    "UserTask": _("work of a person"),
    "ManualTask": _("work outside the system"),
    "ServiceTask": _("done by a system"),
    "SendTask": _("message sent"),
    "ReceiveTask": _("message awaited"),
    "BusinessRuleTask": _("decided by a rule"),
}

_WORDS: dict[str, Mapping[str, Message]] = {
    "actor": ACTORS,
    "channel": CHANNELS,
    "type": _TYPES,
    "variant": dict(panel.VARIANTS),
    "level": dict(panel.LEVELS),
    "beneficiary": dict(panel.BENEFICIARIES),
    "discretion": dict(panel.DISCRETIONS),
    "deciders": dict(panel.DECIDERS),
    "purpose": dict(panel.PURPOSES),
    "automation": dict(panel.AUTOMATIONS),
    "on limit": dict(panel.ON_LIMIT),
    "final": {"yes": _("Yes"), "no": _("No")},
    "interrupting": {"yes": _("Yes"), "no": _("No")},
}
"""The words for values that the vocabulary has names for."""

_DURATION = re.compile(r"\bP(?:\d+[YMWD])*(?:T(?:\d+[HMS])+)?\b")
_LONGEST = 160


def in_words(change: Change, value: str | None, model: Model) -> str | None:
    """What an aspect of the thing that changed was or is in this model; None where the aspect says it elsewhere."""
    aspect = change.aspect
    if value is None or aspect in ("form", "inputs", "outputs"):
        return None
    if aspect in _LISTS:
        said = getattr(_noun(model, change.element), aspect, None)
        return "; ".join(_LISTS[aspect](said)) if said else _cut(value)
    known = _WORDS.get(aspect, {}).get(value)
    if known is not None:
        return text(known)
    if aspect in ("effort", "queue", "wait", "limit"):
        parts = _DURATION.findall(value)
        unit = "working" if value.endswith("working") else "calendar"
        return span_of(read_duration(parts[len(parts) // 2]), unit) if parts else value
    if aspect == "visit":
        place, _colon, trip = value.rpartition(":")
        where = told(model, model.places[place].name) if place in model.places else place
        return text(_("journey {trip}: {place}").format(trip=trip, place=where))
    if aspect in ("asks", "issues", "reads"):
        return ", ".join(_document(model, one) for one in value.split("; "))
    if aspect == "place" and value in model.places:
        value = model.places[value].name
    if aspect == "appeal" and model.procedure:
        value = model.procedure.appeals.get(chosen_locale()) or value
    if aspect == "performer":
        value = _desks(value)
    if aspect == "party":
        kind, _space, rest = value.partition(" ")
        value = ", ".join(filter(None, (text(ACTORS[kind]), _desks(rest)))) if kind in ACTORS else value
    if aspect == "order":
        for name in sorted({element.name for element in model.elements.values()}, key=len, reverse=True):
            value = value.replace(name, told(model, name)) if name else value
    return _cut(translated(told(model, value)) if aspect in _NAMES else value)


_NAMES = frozenset({"name", "lane", "place", "criteria", "appeal", "issuer"})
"""Aspects that are names or sentences of the model, which it or the library says in other languages too."""


def _desks(groups: str) -> str:
    """The groups by the units whose positions carry them, where there are such; a message names them so."""
    return text(Message("{candidates}").format(candidates=groups)) if groups else ""


def _noun(model: Model, id_: str) -> Any:
    """What `gov:` says of the thing that changed: a step, a document, or the procedure itself."""
    if id_ in model.elements:
        return model.elements[id_].step
    return model.documents.get(id_, model.procedure)


def _norms(said: Iterable[Legal]) -> list[str]:
    mandatory = {
        None: "",
        True: text(dict(panel.MANDATORY)["true"]),
        False: text(dict(panel.MANDATORY)["false"]),
    }
    return [", ".join(filter(None, (norm_in_words(norm), mandatory[norm.mandatory]))) for norm in said]


def _items(said: Iterable[Item]) -> list[str]:
    operations = dict(panel.ITEM_OPS)
    return [
        ", ".join(
            filter(
                None,
                (
                    item.key,
                    text(operations[item.op]) if item.op in operations else item.op,
                    text(register_name(item.register)) if item.register else None,
                ),
            )
        )
        for item in said
    ]


def _fees(said: Iterable[Fee]) -> list[str]:
    methods = dict(panel.METHODS)
    return [
        " ".join(
            filter(
                None,
                (
                    f"{fee.amount} {fee.currency}",
                    text(methods[fee.method]) if fee.method in methods else fee.method,
                ),
            )
        )
        for fee in said
    ]


_LISTS: Mapping[str, Callable[[Any], list[str]]] = {
    "legal": _norms,
    "evidence": lambda said: [evidence_words(each) for each in said],
    "items": _items,
    "fees": _fees,
}


def _document(model: Model, told: str) -> str:
    found = model.documents.get(told.partition(" ")[0])
    return document_name(found) if found else told


def _cut(value: str) -> str:
    return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
