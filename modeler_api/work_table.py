"""A list of work as a file: exactly what is on the screen, all of its pages, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable

from modeler_api.desk import Row
from modeler_api.formats import date, moment
from modeler_api.translation import text
from processes.text import Message, _

Cell = Callable[[Row], str]
BOM = "\ufeff"


def _of_case(row: Row) -> str:
    """By when the whole case has to be decided, where the work has no date of its own."""
    return text(_("The whole case: {when}").format(when=date(row.case_due))) if row.case_due else ""


COLUMNS: tuple[tuple[Message, Cell], ...] = (
    (_("What to do"), lambda row: row.label),
    (_("Procedure"), lambda row: row.procedure),
    (_("Case number"), lambda row: row.case_name),
    (
        _("Applicant"),
        lambda row: text(_("shown when it is your turn")) if row.subject.is_hidden else row.subject.name,
    ),
    (_("Due"), lambda row: moment(row.left.due) if row.left.due else _of_case(row)),
    (_("Working time left"), lambda row: str(row.left) if row.completed_at is None else ""),
    (_("Came in"), lambda row: moment(row.offered_at)),
    (_("Done"), lambda row: moment(row.completed_at) if row.completed_at else ""),
    (_("Priority"), lambda row: text(row.priority)),
    (_("Holder"), lambda row: row.holder or ""),
)


def harmless(cell: str) -> str:
    """The text of a cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("44/2")
    ("'=1+1", '44/2')
    """
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def as_csv(rows: Iterable[Row]) -> bytes:
    """The rows as CSV in UTF-8 with the mark that Excel looks for."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([text(heading) for heading, _cell in COLUMNS])
    for row in rows:
        writer.writerow([harmless(cell(row)) for _heading, cell in COLUMNS])
    return (BOM + out.getvalue()).encode()


def as_xlsx(rows: Iterable[Row], *, title: str) -> bytes:
    """The rows as an Excel workbook whose cells are all text."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        bold = book.add_format({"bold": True})
        for column, (heading, _cell) in enumerate(COLUMNS):
            sheet.write_string(0, column, text(heading), bold)
            sheet.set_column(column, column, 24)
        for number, row in enumerate(rows, start=1):
            for column, (_heading, cell) in enumerate(COLUMNS):
                sheet.write_string(number, column, cell(row))
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _sheet_name(title: str) -> str:
    return "".join(c for c in title if c not in "[]:*?/\\'")[:31] or "Kyzmat"
