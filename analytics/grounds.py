"""What a finding rests on: the norm behind a step, the evidence of its figures, and how sure that makes us.

A norm excuses only when it is a law and mandatory: then the office has no choice.  A mandatory order or decree binds
the office too, but the government can amend it itself; the finding stands, less sure, and names the act.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.finding import Confidence, Evidence
from analytics.interactions import confidence_of, lower
from processes.text import Message, _, joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analytics.interactions import AssessedStep
    from processes.model import gov
    from processes.model.gov import Legal

SUBJECTS: dict[str, Message] = {
    "step": _("the step itself"),
    "effort": _("the work"),
    "queue": _("the queue"),
    "wait": _("the wait"),
    "limit": _("the limit"),
    "visit": _("the visit"),
    "fee": _("the fee"),
    "document": _("the documents"),
    "frequency": _("the cases a year"),
    "tariff": _("the tariff"),
    "travel": _("the way there"),
}
"""What a piece of evidence can speak of, in words."""

_LEVELS: tuple[Confidence, ...] = ("high", "medium", "low")


def law_behind(step: AssessedStep) -> Legal | None:
    """Return the mandatory law the step rests on; None when there is none or nobody has said."""
    return next((norm for norm in step.step.legal if norm.type == "law" and norm.mandatory), None)


def acts_behind(step: AssessedStep) -> tuple[Legal, ...]:
    """Return the mandatory decrees and orders the step rests on: what would have to be amended."""
    return tuple(norm for norm in step.step.legal if norm.type in ("decree", "order") and norm.mandatory)


def is_practice(step: AssessedStep) -> bool:
    """Whether somebody looked for a norm and found practice only; a step without any entry is not assessed."""
    return bool(step.step.legal) and all(norm.type in ("practice", "none") for norm in step.step.legal)


def basis(step: AssessedStep) -> Message:
    """Return what the step rests on, as a sentence."""
    if is_practice(step):
        return _("It rests on practice; no norm demands it.")
    for norm in step.step.legal:
        names = {
            "law": _("It rests on a law: {act}."),
            "decree": _("It rests on a decree the government can amend: {act}."),
            "order": _("It rests on an order the ministry can amend: {act}."),
        }
        if norm.type in names:
            return names[norm.type].format(act=norm.ref)
    return _("Nobody has said which norm demands it.")


def spoken_of(said: gov.Evidence) -> Message:
    """Return what a piece of evidence speaks of, as a list in a sentence; empty when it names nothing."""
    return joined((SUBJECTS.get(subject, Message(subject)) for subject in said.about), ", ")


def grounds(steps: Iterable[AssessedStep]) -> tuple[Evidence, ...]:
    """Return the legal basis of each step and where its figures come from."""
    found: list[Evidence] = []
    for step in steps:
        found.append(
            Evidence(text=_("“{label}”: {basis}").format(label=step.element.label, basis=basis(step)))
        )
        found += [_source(step, said) for said in step.step.evidence]
    return tuple(found)


def _source(step: AssessedStep, said: gov.Evidence) -> Evidence:
    names = {
        "law": _("the law"),
        "interview": _("an interview"),
        "observation": _("observation"),
        "log": _("a log"),
        "estimate": _("an estimate"),
    }
    pattern = (
        _("“{label}”, {about}: {source}, {date}, confidence {confidence}.")
        if said.about
        else _("Figures of “{label}” come from {source}, {date}, confidence {confidence}.")
    )
    text = pattern.format(
        label=step.element.label,
        about=spoken_of(said),
        source=names.get(said.source, said.source),
        date=said.on.isoformat() if said.on else _("undated"),
        confidence=said.confidence or _("not assessed"),
    )
    return Evidence(text=text, source=said.source)


def confidence(
    steps: Iterable[AssessedStep], *, about: tuple[str, ...] = ("step",), less: int = 0
) -> Confidence:
    """Return how sure a claim about these steps is that rests on what is said `about` them (see `gov.SUBJECTS`).

    *High* when the weakest evidence behind that is A or B, else *medium*; one level less for each mandatory decree or
    order that stands against a change, and `less` levels for what the detector itself is unsure of.
    """
    known = list(steps)
    level = 0 if lower(*(confidence_of(known, subject) for subject in about)) in ("A", "B") else 1
    level += 1 if any(acts_behind(step) for step in known) else 0
    return _LEVELS[min(level + less, 2)]


def acts_to_amend(steps: Iterable[AssessedStep]) -> tuple[str, ...]:
    """Return the names of all norms of these steps that would have to be amended, each once."""
    refs = [norm.ref for step in steps for norm in step.step.legal if norm.mandatory]
    return tuple(dict.fromkeys(refs))
