"""The cases behind a number of a report: whoever may open cases finds the way to each, others see pseudonyms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from modeler_api.auth.policy import allowed
from modeler_api.paging import page_asked
from modeler_api.pseudonyms import pseudonym
from modeler_api.report_view import view
from modeler_api.wiring import door

if TYPE_CHECKING:
    from analytics.case_list import Wanted

blueprint = Blueprint("case_list", __name__, url_prefix="/procedures/<key>/report/cases")

SIZE = 25


@blueprint.get("/")
@allowed("report.read")
def show(key: str) -> ResponseReturnValue:
    """The cases that a number counts, the longest first."""
    from analytics.case_list import CaseList, case_list

    looked = view(key)
    unit = looked.selection.case_unit
    asked = _wanted()
    empty = CaseList(rows=(), total=0, unit=unit)
    calendar = door().settings.calendar

    def found(offset: int) -> CaseList:
        if looked.report is None:
            return empty
        return case_list(looked.report.log, asked, offset=offset, limit=SIZE, unit=unit, calendar=calendar)

    first = found(0)
    shown = page_asked(total=first.total, size=SIZE)
    listed = found(shown.offset) if shown.offset else first
    return render_template(
        "pages/case_list.html",
        view=looked,
        kept=looked.kept,
        source=looked.source,
        report=looked.report,
        wanted=asked,
        listed=listed,
        shown=shown,
        opens=looked.opens_cases,
        called=lambda case: pseudonym(door(), case),
        errors=dict(looked.selection.errors),
    )


def _wanted() -> Wanted:
    from analytics.case_list import Wanted

    given = request.args
    return Wanted(
        activity=given.get("activity") or None,
        giver=given.get("giver") or None,
        taker=given.get("taker") or None,
        low=given.get("low", type=float),
        high=given.get("high", type=float),
    )
