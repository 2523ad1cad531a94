"""The cases a report's cases are compared with: another period, version or log of the same procedure.

They stand in the address beside what the report is about, as `than`, `than_from`, `than_to` and `than_version`.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    shown: dict[str, Any] = {"other": other, "before": None, "rows": [], "refusal": None, "errors": errors}
    if looked.source is None or looked.report is None or not (other.log or other.is_narrowed):
        return shown
    before = _source(looked, other)
    if before is None or not len(before.log):
        return {**shown, "refusal": _("No case is left by what it is to be compared with.")}
    shown["before"] = before
    try:
        found = compare(before.log, looked.source.log, calendar=door().settings.calendar)
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
    return _("sure: less than before") if row.tone == "better" else _("sure: more than before")


def _asked(given: Mapping[str, str]) -> Selection:
    return asked({field: given.get("than" if field == "log" else f"than_{field}", "") for field in FIELDS})


def _source(looked: ReportView, other: Selection) -> Source | None:
    """The cases to compare with; without a log of their own they are of the same one."""
    name = other.log or (looked.whole.name if looked.whole is not None else None)
    whole = event_logs.choose(door(), looked.kept.key, name)
    return narrowed(whole, other, zone=door().settings.timezone) if whole is not None else None


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
        return gettext("Faster: half of the cases take up to %(after)s, before %(before)s.", **figures)
    return gettext("Slower: half of the cases take up to %(after)s, before %(before)s.", **figures)
