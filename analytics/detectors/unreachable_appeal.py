"""Unreachable appeal: a refusal after which nobody learns of it, or where to appeal (D18).

What it finds: An end that says it refuses, to which the case comes without the applicant being told, or in a procedure
    that names nobody who decides about an appeal.
Why it matters: A right nobody hears of is none; and a term to appeal runs out from a decision nobody was shown.
Wrong:
    “Examine” → end “Refused”; nothing is sent, and the procedure names no appeal.
Right:
    “Examine” → “Send refusal” with reasons and the commission to appeal to → end “Refused”.
How sure: That the procedure names no appeal is certain; that nobody tells the applicant is read from the drawing, where
    a message, a meeting or a step of the applicant on the way counts.  Where the decision itself says when it refuses
    (`refusesWhen`), the engine takes no refusal without its reason and appeal: such ends count as told.  Whether the
    form asks for them is the business of the rules `refusal_undeclared` and `refusal_cannot_be_given`, not of this
    one.  The name of an end is read in four languages.  A procedure nobody has described is not assessed; no law
    excuses a silent refusal.
Source: vocabulary D18; Law of the Kyrgyz Republic No. 210 of 31.07.2015 on administrative procedures; Recommendation
    CM/Rec(2007)7 of the Council of Europe on good administration, art. 17, 18 and 22.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Evidence, Finding
from processes.model.refusal import says_no
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.study import Study
    from processes.model.elements import Element


@detectors.register
def unreachable_appeal(study: Study) -> Iterator[Finding]:
    """Yield one finding for each refusing end without notice or without an appeal."""
    if study.model is None or study.model.procedure is None or not study.steps:
        return
    has_appeal = bool(
        (study.model.procedure.appeal or "").strip() or any(s.step.refusal_appeal for s in study.steps)
    )
    for end in study.model.elements.values():
        if end.type != "EndEvent" or not says_no(end):
            continue
        silent = _comes_silently(study, end)
        if has_appeal and not silent:
            continue
        if silent and not has_appeal:
            claim = _("A case can end as “{end}” without a notice, and nothing says where to appeal.")
        elif silent:
            claim = _("A case can end as “{end}” without a notice to the applicant.")
        else:
            claim = _("A case can end as “{end}”, and nothing says where to appeal.")
        yield Finding(
            detector="unreachable_appeal",
            elements=(end.id,),
            claim=claim.format(end=end.label),
            evidence=tuple(
                Evidence(text=text)
                for text, holds in (
                    (
                        _("No message, meeting or step of the applicant lies between decision and end."),
                        silent,
                    ),
                    (_("The procedure names nobody who decides about an appeal."), not has_appeal),
                )
                if holds
            ),
            saving=study.saving(end.id, formula=_("unknown: a right has no price in the model")),
            confidence="medium" if has_appeal else "high",
            refutation=_("A notice with reasons and appeal that is sent outside the drawing."),
        )


def _comes_silently(study: Study, end: Element) -> bool:
    """Whether some way leads from the step of an office to the end with no word to the applicant between."""
    assert study.model is not None
    declared = {s.element.id for s in study.steps if s.step.refuses_when is not None}
    if _tells(study, end) or declared & study.before.get(end.id, frozenset()):
        return False
    waiting, seen = [end.id], {end.id}
    for node in waiting:
        for flow in study.model.incoming(node):
            source = study.model.element(flow.source)
            if source.id in seen or _tells(study, source):
                continue
            if source.is_task:
                return True
            seen.add(source.id)
            waiting.append(source.id)
    return False


def _tells(study: Study, element: Element) -> bool:
    """Whether the applicant learns of it: a message, a meeting or an own step."""
    if element.type == "SendTask":
        return True
    if element.is_event and element.event_definition is not None:
        return element.event_definition.type == "Message" and element.type != "StartEvent"
    step = study.step(element.id)
    return step is not None and (step.is_interaction or step.is_applicant_side)
