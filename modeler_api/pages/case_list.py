"""The cases behind a number of a report: whoever may open cases finds the way to each, others see pseudonyms.

A number is a step, a handover, a length, or one side of the evidence of a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api.auth.policy import allowed
from modeler_api.finding_cases import SIDES, Opened, openable, opened
from modeler_api.paging import page_asked
from modeler_api.pseudonyms import pseudonym
from modeler_api.report_basis import spreadsheet
from modeler_api.report_view import ReportView, view
from modeler_api.summary_card import told
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import _

if TYPE_CHECKING:
    from analytics.case_list import CaseList, Wanted

blueprint = Blueprint("case_list", __name__, url_prefix="/procedures/<key>/report/cases")

SIZE = 25


@blueprint.get("/")
@allowed("report.read")
def show(key: str) -> ResponseReturnValue:
    """The cases that a number counts, the longest first."""
    looked = view(key)
    number = _named(looked)
    is_lost = number is None and "finding" in request.args
    asked = _wanted(number)
    first = _found(looked, asked, is_lost=is_lost, limit=SIZE)
    shown = page_asked(total=first.total, size=SIZE)
    listed = _found(looked, asked, offset=shown.offset, limit=SIZE) if shown.offset else first
    page = render_template(
        "pages/case_list.html",
        view=looked,
        kept=looked.kept,
        source=looked.source,
        report=looked.report,
        wanted=asked,
        opened=number,
        is_lost=is_lost,
        sides=SIDES,
        listed=listed,
        shown=shown,
        opens=openable(looked, (row.case for row in listed.rows)),
        called=lambda case: pseudonym(door(), case),
        csv=f"{url_for('case_list.table', key=key)}?{urlencode(_same_again())}",
        errors=dict(looked.selection.errors),
    )
    return page, 404 if is_lost else 200


@blueprint.get("/cases.csv")
@allowed("report.read")
def table(key: str) -> ResponseReturnValue:
    """The same list for spreadsheets, whole, under the same pseudonyms, with what it rests on."""
    from analytics.report_tables import UNITS

    looked = view(key)
    number = _named(looked)
    asked = _wanted(number)
    listed = _found(looked, asked, is_lost=number is None and "finding" in request.args)
    unit = UNITS[listed.unit]
    lengths = [_("Took ({unit})"), _("Of it waiting ({unit})")]
    lengths += [_("Waited before this step ({unit})")] if asked.activity else []
    return spreadsheet(
        looked,
        "cases",
        above=[told(looked.shown.model, number.finding.claim), text(SIDES[number.side])] if number else [],
        head=[_("Case"), _("Began"), _("Ended"), *(words.format(unit=unit) for words in lengths), _("Steps")],
        rows=[
            (
                pseudonym(door(), row.case),
                row.first.isoformat(timespec="seconds"),
                row.last.isoformat(timespec="seconds"),
                *_rounded(row.throughput, row.waiting, *([row.here] if asked.activity else [])),
                row.activities,
            )
            for row in listed.rows
        ],
    )


def _same_again() -> dict[str, str]:
    """The part of the address that names the number."""
    return {name: value for name, value in request.args.items() if name != "page"}


def _rounded(*lengths: float | None) -> list[float | None]:
    return [None if length is None else round(length, 3) for length in lengths]


def _found(
    looked: ReportView, asked: Wanted, *, is_lost: bool = False, offset: int = 0, limit: int | None = None
) -> CaseList:
    from analytics.case_list import CaseList, case_list

    unit = looked.selection.case_unit
    if looked.report is None or is_lost:
        return CaseList(rows=(), total=0, unit=unit)
    log = looked.report.log
    return case_list(
        log,
        asked,
        offset=offset,
        limit=len(log) if limit is None else limit,
        unit=unit,
        calendar=door().settings.calendar,
    )


def _named(looked: ReportView) -> Opened | None:
    """The number of a finding that the address names; None without one, or when the finding is no longer there."""
    given = request.args
    if not given.get("finding"):
        return None
    at = given.get("evidence", 0, type=int)
    return opened(looked, given["finding"], evidence=at, side=given.get("side"))


def _wanted(number: Opened | None) -> Wanted:
    from analytics.case_list import Wanted

    given = request.args
    return Wanted(
        activity=given.get("activity") or None,
        giver=given.get("giver") or None,
        taker=given.get("taker") or None,
        low=given.get("low", type=float),
        high=given.get("high", type=float),
        cases=number.cases if number is not None else None,
    )
