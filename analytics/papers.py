"""The papers of a procedure: who asks for them, who issues them, who holds them already.

A paper is *held by the state* when a register holds it (`heldIn`) or a body of the state issued it.  What the applicant
writes and what a third party makes (a notary, a designer) is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from processes.register_names import register_name
from processes.text import Message, _

if TYPE_CHECKING:
    from analytics.interactions import AssessedStep
    from analytics.study import Study
    from processes.model.gov import Document

#: Who may hold or issue something without being a body of the state.
PRIVATE = frozenset({"applicant", "thirdParty", "citizen", "business"})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A step that asks the applicant for a paper, in a form (`original`, `copy`, `notarised`…)."""

    step: AssessedStep
    document: Document
    form: str | None


def asked_papers(study: Study) -> list[Asked]:
    """Return every paper a step asks of the applicant, in document order; register queries ask nobody."""
    if study.model is None:
        return []
    return [
        Asked(step=step, document=study.model.documents[asks.document], form=asks.form)
        for step in study.steps
        if step.step.channel != "registryQuery"
        for asks in step.step.asks
        if asks.document in study.model.documents
    ]


def is_state_held(document: Document) -> bool:
    """Whether the state has the paper already; False also when nobody has said."""
    if document.held_in is not None:
        return document.held_in not in PRIVATE
    return document.issuer is not None and document.issuer not in PRIVATE


def is_state_issued(document: Document) -> bool:
    """Whether a body of the state issues it."""
    return document.issuer is not None and document.issuer not in PRIVATE


def asks_privately(study: Study, step: AssessedStep) -> bool:
    """Whether a private party asks, such as a notary or a bank, to whom the registers may be closed."""
    lane = study.model.lane_of(step.element.id) if study.model is not None else None
    party = lane.party.kind if lane is not None and lane.party is not None else None
    return "thirdParty" in (party, step.actor)


def issuing_steps(study: Study, document: str) -> list[AssessedStep]:
    """Return the steps of the procedure that issue a paper."""
    return [step for step in study.steps if document in step.step.issues]


def using_steps(study: Study, document: str) -> list[AssessedStep]:
    """Return the steps that ask for or read a paper."""
    return [step for step in study.steps if document in needed(step)]


def needed(step: AssessedStep) -> frozenset[str]:
    """Return the papers a step cannot do without: those it asks for and those it reads."""
    return frozenset({asks.document for asks in step.step.asks} | set(step.step.reads))


def holder(document: Document) -> Message:
    """Return where the state has the paper, as part of a sentence."""
    if document.held_in is not None:
        return _("the {register}").format(register=register_name(document.held_in))
    return _("the body that issued it ({issuer})").format(issuer=register_name(document.issuer or ""))


def form_name(form: str | None) -> Message:
    """Return the form of a paper as a noun."""
    names = {
        "original": _("the original"),
        "copy": _("a copy"),
        "notarised": _("a notarised copy"),
        "digital": _("a digital version"),
        "data": _("the data"),
    }
    return names.get(form or "", _("in any form"))
