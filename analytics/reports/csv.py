"""A report's table of activities as CSV with a byte-order mark, as spreadsheets like it."""

from __future__ import annotations

import csv as plain
import io
from typing import TYPE_CHECKING

from analytics.reports import reports

if TYPE_CHECKING:
    from analytics.procedure_report import Report, Translate


@reports.register
def csv(report: Report, translate: Translate) -> bytes:
    """Return all tables one below the other, each with its title; unknown cells are empty."""
    out = io.StringIO()
    writer = plain.writer(out)
    writer.writerow([safe(translate(report.title))])
    for label, value in report.facts:
        writer.writerow([translate(label), _cell(value, translate)])
    for section in report.sections:
        writer.writerow([])
        writer.writerow([safe(translate(section.title))])
        writer.writerow([translate(h) for h in section.head])
        for row in section.rows:
            writer.writerow([_cell(value, translate) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object, translate: Translate) -> object:
    if value is None:
        return ""
    return safe(translate(value)) if isinstance(value, str) else value


def safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
