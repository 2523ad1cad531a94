"""What stands behind one figure of a procedure: each element it was counted from, with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.grounds import spoken_of
from modeler_api.drawing import documents_of
from modeler_api.formats import date, money
from modeler_api.summary_card import CONFIDENCES, Cell, cells, label_of, span_of
from modeler_api.translation import chosen_locale, text
from processes.model.gov import evidence_about
from processes.text import Message, _

if TYPE_CHECKING:
    from analytics.procedure_summary import Summary
    from processes import Model
    from processes.model.elements import Element
    from processes.model.gov import Evidence

SOURCES: dict[str, Message] = {
    "law": _("law"),
    "interview": _("interview"),
    "observation": _("observation"),
    "log": _("event log"),
    "estimate": _("estimate"),
}


#: What a place and the procedure say, not the step.
_ELSEWHERE = frozenset({"travel", "frequency", "tariff"})


@dataclass(frozen=True)
class DetailRow:
    """One element behind a figure: what it adds, and what that rests on."""

    element: str
    label: str
    adds: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Detail:
    """One figure with everything behind it; `unknown` are the steps that would count but are not assessed."""

    cell: Cell
    rows: tuple[DetailRow, ...]
    unknown: tuple[str, ...]


def detail_of(model: Model, summary: Summary, name: str) -> Detail:
    """What stands behind the figure `name` of the card."""
    cell = next(cell for cell in cells(summary) if cell.name == name)
    wanted = {"in_person": "inPerson", "online": "online"}.get(name)
    rows = []
    for element_id in cell.figure.elements:
        element = model.element(element_id)
        if wanted and (element.step is None or element.step.channel != wanted):
            continue
        rows.append(
            DetailRow(
                element=element.id,
                label=label_of(model, element.id),
                adds=_adds(model, element, name),
                evidence=tuple(evidence_words(e) for e in _behind(model, element, cell.figure.about)),
            )
        )
    unknown = tuple(label_of(model, element) for element in cell.figure.unknown)
    return Detail(cell, tuple(rows), unknown)


def _behind(model: Model, element: Element, subjects: tuple[str, ...]) -> list[Evidence]:
    """Return the evidence of an element and of the place it leads to that speaks of these subjects, each once."""
    step = element.step
    if step is None:
        return []
    own = [subject for subject in subjects if subject not in _ELSEWHERE]
    spoken = {id(e) for subject in own for e in evidence_about(step.evidence, subject)}
    found = [e for e in step.evidence if id(e) in spoken]
    place = model.places.get(step.visit.place) if step.visit is not None and "travel" in subjects else None
    return found + list(evidence_about(place.evidence, "travel") if place is not None else ())


def evidence_words(evidence: Evidence) -> str:
    """A piece of evidence in words: what it speaks of where it says so, kind, day, confidence, note."""
    kind = SOURCES.get(evidence.source)
    source = text(kind) if kind else evidence.source
    told = [f"{text(spoken_of(evidence))}: {source}" if evidence.about else source]
    if evidence.on:
        told.append(date(evidence.on))
    if evidence.confidence in CONFIDENCES:
        told.append(text(CONFIDENCES[evidence.confidence]))
    if evidence.note:
        told.append(evidence.note)
    return ", ".join(told)


def _adds(model: Model, element: Element, name: str) -> str:
    step = element.step
    if step is None:
        return ""
    if name in ("visits", "entities", "in_person") and step.where is not None:
        place = model.places.get(step.where)
        where = place.names.get(chosen_locale(), place.name) if place else step.where
        if step.visit is None:
            return where
        return text(_("journey {trip}: {place}").format(trip=step.visit.trip, place=where))
    if name == "documents":
        return ", ".join(
            text(_("{document} (the state holds it)").format(document=asked.name))
            if asked.is_held
            else asked.name
            for asked in documents_of(model, element)
        )
    if name in ("applicant_time", "burden"):
        told = []
        if step.effort:
            told.append(text(_("work {time}").format(time=span_of(step.effort.typical))))
        if step.queue and step.queue.typical:
            told.append(text(_("queue {time}").format(time=span_of(step.queue.typical))))
        return ", ".join(told)
    if name == "lead_time" and step.wait:
        return span_of(step.wait.typical, step.wait_unit)
    if name == "money":
        return ", ".join(money(fee.amount, fee.currency) for fee in step.fees if not fee.express)
    return ""
