"""What a number of a report rests on, and a table of numbers that goes out with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flask import Response
from flask_babel import gettext, ngettext

from modeler_api.auth.session import account
from modeler_api.file_name import named
from modeler_api.formats import date, moment
from modeler_api.quantities import quantity
from modeler_api.store import audit
from modeler_api.translation import text
from modeler_api.wiring import door

if TYPE_CHECKING:
    from analytics.procedure_report import Cell
    from modeler_api.report_view import ReportView


def basis_lines(looked: ReportView) -> list[str]:
    """What a number rests on, line by line: the origin, the period, the cases and those left out, the kind of time."""
    source = looked.source
    if source is None:
        return [gettext("from the model alone: version %(number)s", number=looked.shown.version.number)]
    said = {"measured": gettext("measured"), "simulated": gettext("simulated")}
    lines = [said.get(source.origin, source.origin), quantity(source.cases, "cases")]
    if source.cases and source.period is not None:
        first, last = (date(day) for day in source.period)
        lines.append(gettext("%(first)s to %(last)s", first=first, last=last))
    if source.excluded:
        lines.append(
            ngettext(
                "%(num)s case left out because it still runs",
                "%(num)s cases left out because they still run",
                source.excluded,
            )
        )
    lines += [
        ngettext(
            "%(num)s case left out: %(why)s", "%(num)s cases left out: %(why)s", one.cases, why=text(one.why)
        )
        for one in source.left_out
    ]
    lines.append(
        gettext("working time: Monday to Friday without holidays")
        if looked.selection.is_working
        else gettext("calendar time, around the clock")
    )
    lines.append(gettext("as of %(when)s", when=moment(source.as_of)))
    return [*lines, *source.assumptions]


def spreadsheet(
    looked: ReportView,
    name: str,
    *,
    above: Iterable[str],
    head: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    note: str | None = None,
) -> Response:
    """A table as a file for spreadsheets: what it is about, what it rests on, then the rows; the export is noted."""
    from analytics.reports.csv import safe

    out = io.StringIO()
    writer = csv.writer(out)
    for line in (looked.kept.title, *above, *basis_lines(looked)):
        writer.writerow([safe(line)])
    writer.writerow([])
    writer.writerow([safe(text(words)) for words in head])
    for row in rows:
        writer.writerow(
            ["" if one is None else safe(text(one)) if isinstance(one, str) else one for one in row]
        )
    if note is not None:
        writer.writerow([])
        writer.writerow([safe(text(note))])
    audit.note(
        door().store,
        who=account().name,
        role=account().role,
        action="report.export",
        subject=f"{looked.kept.key} {name}.csv",
    )
    answer = Response(out.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    named(answer, f"{looked.kept.key}-{name}.csv")
    return answer
