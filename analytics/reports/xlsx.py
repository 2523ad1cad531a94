"""A report as a workbook: an overview, one sheet a table, one for the findings."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from analytics.reporting import a_year, saving_in_words
from analytics.reports import reports
from processes.text import Message, _

if TYPE_CHECKING:
    from analytics.procedure_report import Report, Translate

_WIDTHS = {0: 46}

#: What the sheet of a section is called; another one is called as it is named.
SHEETS: dict[str, Message] = {
    "activities": _("Activities"),
    "variants": _("Variants"),
    "figures": _("Figures"),
    "comparison": _("Comparison"),
    "why it waits": _("Why it waits"),
    "trend": _("Trend"),
    "spread": _("Spread"),
    "queues": _("Queues"),
    "spectrum": _("Spectrum"),
    "dotted": _("Dotted"),
    "handovers": _("Handovers"),
    "journey": _("Journey"),
    "critical path": _("Critical path"),
}


@reports.register
def xlsx(report: Report, translate: Translate) -> bytes:
    """Return the report as an Excel workbook; numbers stay numbers, unknown cells are empty."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    formats = {
        "title": book.add_format({"bold": True, "font_size": 16, "font_color": "#381637"}),
        "lead": book.add_format({"font_size": 12, "text_wrap": True, "valign": "top"}),
        "head": book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#f5edf4"}
        ),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "whole": book.add_format({"num_format": "#,##0", "valign": "top"}),
        "real": book.add_format({"num_format": "#,##0.00", "valign": "top"}),
    }
    _overview(book, formats, report, translate)
    for section in report.sections:
        rows: list[list[Any]] = [[translate(h) for h in section.head], *([list(row) for row in section.rows])]
        called = SHEETS.get(section.name, section.name.capitalize())
        _table(book, formats, translate(called), translate(section.title), rows, translate)
    if report.findings:
        found = translate(_("Findings"))
        _table(book, formats, found, found, _findings(report, translate), translate)
    book.close()
    return buffer.getvalue()


def _overview(book: Any, formats: dict[str, Any], report: Report, translate: Translate) -> None:
    sheet = book.add_worksheet(translate(_("Overview")))
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 1, 60)
    sheet.write_string(0, 0, translate(report.title), formats["title"])
    if report.opening is not None:
        sheet.merge_range(1, 0, 1, 1, translate(report.opening), formats["lead"])
        sheet.set_row(1, 48)
    line = 3
    for number in report.numbers:
        label = f"{translate(number.label)} ({translate(number.unit)}, n = {number.n})"
        sheet.write_string(line, 0, label, formats["text"])
        _write(sheet, line, 1, number.value, formats, translate)
        line += 1
    for label, value in report.facts:
        sheet.write_string(line, 0, translate(label), formats["text"])
        _write(sheet, line, 1, value, formats, translate)
        line += 1


def _table(
    book: Any, formats: dict[str, Any], name: str, title: str, rows: list[list[Any]], translate: Translate
) -> None:
    sheet = book.add_worksheet(name[:31])
    sheet.write_string(0, 0, title, formats["title"])
    for column, head in enumerate(rows[0]):
        sheet.set_column(column, column, _WIDTHS.get(column, 18))
        sheet.write_string(1, column, head, formats["head"])
    for line, row in enumerate(rows[1:], start=2):
        for column, value in enumerate(row):
            _write(sheet, line, column, value, formats, translate)
    sheet.freeze_panes(2, 1)
    sheet.autofilter(1, 0, max(2, len(rows)), len(rows[0]) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)


def _write(
    sheet: Any, line: int, column: int, value: Any, formats: dict[str, Any], translate: Translate
) -> None:
    if isinstance(value, str):
        sheet.write_string(line, column, translate(value), formats["text"])
    elif isinstance(value, (int, float)):
        whole = float(value) == int(value)
        sheet.write_number(line, column, value, formats["whole" if whole else "real"])
    else:
        sheet.write_blank(line, column, None, formats["text"])


def _findings(report: Report, translate: Translate) -> list[list[Any]]:
    head = [
        _("Finding"),
        _("Confidence"),
        _("Saving in a case"),
        _("Saving in a year"),
        _("How it is computed"),
        _("What would refute it"),
        _("Evidence"),
    ]
    rows: list[list[Any]] = [[translate(h) for h in head]]
    for f in report.findings:
        year = a_year(f)
        rows.append(
            [
                f.claim,
                f.confidence,
                "; ".join(translate(s) for s in saving_in_words(f.saving)) or None,
                year,
                f.saving.formula,
                f.refutation,
                "\n".join(translate(e.text) for e in f.evidence) or None,
            ]
        )
    return rows
