"""The cases a report's cases are compared with: another period, version or log of the same procedure.

They stand in the address beside what the report is about, as `than`, `than_from`, `than_to` and `than_version`.

No case stands on both sides: those the report is about are taken out of the others, because the intervals are drawn as
of cases that have nothing to do with each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import request
from flask_babel import gettext

from modeler_api import event_logs
from modeler_api.comparison_table import DifferenceRow
from modeler_api.report_selection import Selection, asked, narrowed
from modeler_api.wiring import door
from processes.errors import ProcessesError
from processes.text import Message, _

if TYPE_CHECKING:
    from modeler_api.event_logs import Source
    from modeler_api.report_view import ReportView

FIELDS = ("log", "from", "to", "version")


def compared(looked: ReportView) -> dict[str, Any]:
    """What the page shows: what was asked for, and the differences, or why there are none."""
    from analytics import compare

    other = _asked(request.args)
    # What could not be read stands at its own field.
    errors: dict[str, Message] = {
        **dict(looked.selection.errors),
        **{f"than_{f}": m for f, m in other.errors},
    }
    shown: dict[str, Any] = {
        "other": other,
        "others": None,
        "is_same_log": False,
        "rows": [],
        "refusal": None,
        "errors": errors,
    }
    if looked.whole is None or looked.source is None or looked.report is None:
        return shown
    if not (other.log or other.is_narrowed):
        return shown
    whole = event_logs.choose(door(), looked.kept.key, other.log or looked.whole.name)
    if whole is None:
        return {**shown, "refusal": _("This procedure has no such log to compare with.")}
    others = narrowed(whole, other, zone=door().settings.timezone)
    if not len(others.log):
        return {**shown, "refusal": _("No case is left by what it is to be compared with.")}
    is_same_log = whole.name == looked.whole.name
    if is_same_log:
        others = _without(others, looked.source)
    if not len(others.log):
        refusal = _(
            "All the cases to compare with are chosen above: choose a shorter period there, or another log."
        )
        return {**shown, "refusal": refusal}
    shown |= {"others": others, "is_same_log": is_same_log}
    try:
        found = compare(others.log, looked.source.log, calendar=door().settings.calendar)
    except ProcessesError as error:
        return {**shown, "refusal": error.message}
    rows = [
        DifferenceRow(
            name=row.name,
            label=row.label,
            unit=row.unit,
            before=row.before,
            after=row.after,
            low=row.low,
            high=row.high,
        )
        for row in found
    ]
    return {
        **shown,
        "rows": rows,
        "method": found.method,
        "warnings": found.warnings,
        "opening": _opening(rows[0]),
        "verdict_of": verdict,
    }


def verdict(row: DifferenceRow) -> Message:
    """How sure a difference between cases that were lived is."""
    if row.low is None or row.high is None:
        return _("nobody can say: too little is recorded")
    if not row.is_sure:
        return _("unsure: it may be no difference at all")
    return _("sure: less than in the others") if row.tone == "better" else _("sure: more than in the others")


def _asked(given: Mapping[str, str]) -> Selection:
    return asked({field: given.get("than" if field == "log" else f"than_{field}", "") for field in FIELDS})


def _without(others: Source, chosen: Source) -> Source:
    """The other cases of the same log, with how many of them are chosen themselves."""
    from analytics.slicing import Exclusion

    own = frozenset(chosen.log.cases["case"].to_pylist())
    cases = others.log.cases["case"].to_pylist()
    rest = [case for case in cases if case not in own]
    if len(rest) == len(cases):
        return others
    taken = Exclusion(why=_("are chosen above"), cases=len(cases) - len(rest))
    return replace(others, log=others.log.only(rest), left_out=(*others.left_out, taken))


def _opening(row: DifferenceRow) -> str:
    """The one sentence that says what became of the length of a case."""
    if row.difference is None:
        return gettext("These logs cannot say how long cases take.")
    figures = {"before": row.before_words, "after": row.after_words}
    if not row.is_sure:
        return gettext(
            "No sure difference: half of the cases take up to %(after)s, those compared with %(before)s.",
            **figures,
        )
    if row.difference < 0:
        return gettext(
            "Faster than the other cases: half of the cases take up to %(after)s, half of the others %(before)s.",
            **figures,
        )
    return gettext(
        "Slower than the other cases: half of the cases take up to %(after)s, half of the others %(before)s.",
        **figures,
    )
