"""No refusal without its legal reason and a word on the appeal: beyond what a form happens to ask.

A step says when it refuses and which answer is the legal reason (`refusesWhen`, `refusalReason` of `gov:step`).
Whichever way it is completed, by page, program or in bulk, such an answer without a reason is not accepted; what was
told to the applicant stands in the history beside the answers.  A refusal by silence has its reason in the rule of
silence, and comes by no form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from engine.errors import InvalidData, SandboxError
from engine.expressions import feel
from engine.forms import at, in_words, label_of, places
from processes.text import _

if TYPE_CHECKING:
    from processes.model.elements import Element
    from processes.model.gov import Procedure, Step

RECORDED = "gov:refusal"
"""Under what the history record of a completed step keeps its refusal; no answer can be called so."""


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """What a refusal tells the applicant.

    `reason` is the legal reason; `appeal` how to appeal as the officer worded it, else None: then `office` decides
    about it within `days`, as the procedure says (`offices` are its names by language).
    """

    reason: str
    appeal: str | None = None
    office: str | None = None
    days: int | None = None
    offices: Mapping[str, str] = field(default_factory=dict)

    def office_in(self, language: str) -> str | None:
        """Return who decides about an appeal, in this language where it is known in it.

        >>> Refusal(reason="…", office="Court", offices={"ru": "Суд"}).office_in("ru")
        'Суд'
        """
        return self.offices.get(language) or self.office

    def as_data(self) -> dict[str, Any]:
        """Return the refusal as plain data, without what is not said."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Refusal:
        """Return the refusal that a history record keeps."""
        known = ("reason", "appeal", "office", "days", "offices")
        return cls(**{name: data[name] for name in known if name in data})


def refusal(
    step: Step | None,
    procedure: Procedure | None,
    form: Mapping[str, Any] | None,
    known: Mapping[str, Any],
) -> Refusal | None:
    """Return what the answers refuse, None when they refuse nothing; a reason that is missing is empty."""
    if step is None or not step.refuses_when:
        return None
    [answer] = feel.evaluate_all([(step.refuses_when, known)])
    if answer.error is not None:
        text = _("Whether this refuses cannot be computed: {reason}")
        raise SandboxError(
            text.format(reason=str(answer.error)), hint=_("Let the procedure's model be corrected.")
        )
    if answer.value is not True:
        return None
    typed = _words(form, step.refusal_appeal, known) if step.refusal_appeal else None
    return Refusal(
        reason=_words(form, step.refusal_reason, known),
        appeal=typed,
        office=procedure.appeal if procedure is not None and typed is None else None,
        days=procedure.appeal_days if procedure is not None and typed is None else None,
        offices=procedure.appeals if procedure is not None and typed is None else {},
    )


def rule(step: Step | None, procedure: Procedure | None, form: Mapping[str, Any] | None) -> Refusal | None:
    """Return what a refusal at a step would have to say, None where it refuses nothing.

    In the place of words that are not written yet stands the label of the field they are written into.
    """
    if step is None or not step.refuses_when:
        return None
    labels = {place.name: label_of(place.component) for place in places(form or {}, {})}
    own = step.refusal_appeal
    return Refusal(
        reason=labels.get(step.refusal_reason or "", step.refusal_reason or ""),
        appeal=labels.get(own, own) if own is not None else None,
        office=procedure.appeal if procedure is not None and own is None else None,
        days=procedure.appeal_days if procedure is not None and own is None else None,
        offices=procedure.appeals if procedure is not None and own is None else {},
    )


def check(element: Element, found: Refusal | None) -> None:
    """Raise `InvalidData` for a refusal without its reason, or without a word on the appeal."""
    step = element.step
    if found is None or step is None:
        return
    lacking = {}
    if not found.reason:
        text = _("A refusal needs its legal reason. Say which rule it rests on, and why.")
        lacking[step.refusal_reason or ""] = text
    if found.appeal == "":
        lacking[step.refusal_appeal or ""] = _("A refusal says how to appeal: to whom, and until when.")
    if lacking:
        raise InvalidData(lacking, element=element.id)


def _words(form: Mapping[str, Any] | None, key: str | None, known: Mapping[str, Any]) -> str:
    value = at(known, tuple((key or "").split(".")))
    if value in (None, "", [], False):
        return ""
    place = next((p for p in places(form or {}, {}) if p.name == key), None)
    return in_words(place.component if place is not None else {}, value).strip()
