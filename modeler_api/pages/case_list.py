"""The cases behind a number of a report: whoever may open cases finds the way to each, others see pseudonyms.

A number is a step, a handover, a length, or one side of the evidence of a finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.cases import Case
from modeler_api.paging import page_asked
from modeler_api.pseudonyms import pseudonym
from modeler_api.report_basis import spreadsheet
from modeler_api.report_view import ReportView, view
from modeler_api.summary_card import told
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import Message, _

if TYPE_CHECKING:
    from analytics import Finding
    from analytics.case_list import CaseList, Wanted
    from analytics.case_set import CaseSet, CaseSides
    from analytics.finding import Evidence

blueprint = Blueprint("case_list", __name__, url_prefix="/procedures/<key>/report/cases")

SIZE = 25

Side = Literal["counted", "bearing", "against"]
SIDES: dict[Side, Message] = {
    "counted": _("All that were looked at"),
    "bearing": _("Bear it out"),
    "against": _("Speak against it"),
}


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A number of a finding somebody opened: one side of one piece of its evidence."""

    finding: Finding
    evidence: Evidence
    sides: CaseSides
    side: Side

    @property
    def cases(self) -> CaseSet:
        """The cases on the side that was asked for."""
        return self.of(self.side)

    def of(self, side: Side) -> CaseSet:
        """The cases on one side."""
        found: CaseSet = getattr(self.sides, side)
        return found

    @property
    def counted(self) -> int:
        """How many things the number counts, which need not be cases."""
        if self.side == "counted" or self.evidence.against is None:
            return self.evidence.n or 0
        return self.evidence.against if self.side == "against" else self.evidence.bearing or 0


@blueprint.get("/")
@allowed("report.read")
def show(key: str) -> ResponseReturnValue:
    """The cases that a number counts, the longest first."""
    looked = view(key)
    opened = _opened(looked)
    is_lost = opened is None and "finding" in request.args
    asked = _wanted(opened)
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
        opened=opened,
        is_lost=is_lost,
        sides=SIDES,
        listed=listed,
        shown=shown,
        opens=_openable(looked, listed),
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
    opened = _opened(looked)
    asked = _wanted(opened)
    listed = _found(looked, asked, is_lost=opened is None and "finding" in request.args)
    unit = UNITS[listed.unit]
    lengths = [_("Took ({unit})"), _("Of it waiting ({unit})")]
    lengths += [_("Waited before this step ({unit})")] if asked.activity else []
    return spreadsheet(
        looked,
        "cases",
        above=[told(looked.shown.model, opened.finding.claim), text(SIDES[opened.side])] if opened else [],
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


def _openable(looked: ReportView, listed: CaseList) -> frozenset[str]:
    """Which of the cases on the page the reader may open: those of their own units, and none of a log that was read."""
    if not looked.opens_cases:
        return frozenset()
    who, engine = account(), door().engine
    return frozenset(
        row.case for row in listed.rows if Case(door(), engine.instance(row.case), who).is_open_to(who)
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


def _opened(looked: ReportView) -> Opened | None:
    """The number of a finding that the address names; None without one, or when the finding is no longer there."""
    given = request.args
    if looked.report is None or not given.get("finding"):
        return None
    finding = next((f for f in looked.report.findings if f.fingerprint == given["finding"]), None)
    at = given.get("evidence", 0, type=int)
    if finding is None or not 0 <= at < len(finding.evidence):
        return None
    evidence = finding.evidence[at]
    if evidence.cases is None:
        return None
    named: list[Side] = [side for side in SIDES if side == given.get("side")]
    return Opened(
        finding=finding, evidence=evidence, sides=evidence.cases, side=named[0] if named else "counted"
    )


def _wanted(opened: Opened | None) -> Wanted:
    from analytics.case_list import Wanted

    given = request.args
    return Wanted(
        activity=given.get("activity") or None,
        giver=given.get("giver") or None,
        taker=given.get("taker") or None,
        low=given.get("low", type=float),
        high=given.get("high", type=float),
        cases=opened.cases if opened is not None else None,
    )
