"""All proposals together: what a model becomes when everything is done, and what that saves."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from analytics.errors import NotApplicable
from analytics.finding import Saving
from analytics.procedure_summary import summary
from analytics.rewrite import Rewrite, Rewrites
from processes.text import _

if TYPE_CHECKING:
    from datetime import timedelta

    from processes.model.model import Model

#: What takes steps away comes first: nobody should be sent online for a step that goes.
_ORDER = ("empower", "task_elimination", "payment_online", "once_only", "visit_merging", "contact_reduction")


def combined(rewrites: Rewrites) -> Rewrite:
    """Return the proposals of `rewrites` as one; see `Rewrites.combined`."""
    if rewrites.model is None or not len(rewrites):
        raise NotApplicable(
            _("There is nothing to combine."), hint=_("Ask for the proposals of a model: an.redesign(model).")
        )
    ranks = {pattern: rank for rank, pattern in enumerate(_ORDER)}
    ordered = sorted(rewrites, key=lambda r: ranks.get(r.pattern, len(ranks)))
    model, taken = rewrites.model, []
    for rewrite in ordered:
        fitting = rewrite.narrowed(model)
        if fitting.fits(model):
            model = fitting.made(model)
            taken.append(fitting)
    if not taken:
        raise NotApplicable(
            _("None of the proposals fits the model any more."), hint=_("Run the detectors again.")
        )
    return Rewrite(
        pattern="combined",
        title=_("All {count} proposals together").format(count=len(taken)),
        reason=_("Each answers a finding of its own, and all of them fit together."),
        source="; ".join(dict.fromkeys(r.source for r in taken)),
        edits=tuple(edit for r in taken for edit in r.edits),
        steps=tuple(step for r in taken for step in r.steps),
        elements=tuple(dict.fromkeys(e for r in taken for e in r.elements)),
        expected=difference(rewrites.model, model),
        findings=tuple(dict.fromkeys(f for r in taken for f in r.findings)),
        legal=tuple(dict.fromkeys(act for r in taken for act in r.legal)),
        data={"key": ",".join(r.name for r in taken)},
    )


def difference(before: Model, after: Model) -> Saving:
    """Return what a case of `after` saves against one of `before`, as the figures of both models say."""
    a, b = summary(before), summary(after)

    def less(name: str) -> Any:
        one, other = a[name].value, b[name].value
        return one - other if one is not None and other is not None else None

    time: timedelta | None = less("applicant_time")
    money = less("money")
    return Saving(
        time=time,
        lead=_days(less("lead_time")),
        money=Decimal(money) if money is not None else None,
        visits=less("visits"),
        contacts=less("contact_index"),
        documents=less("documents"),
        frequency=before.procedure.frequency if before.procedure is not None else None,
        formula=_("the figures of the model as it is, less those of the model redesigned"),
    )


def _days(days: float | None) -> timedelta | None:
    from datetime import timedelta

    return timedelta(days=days) if days is not None else None
