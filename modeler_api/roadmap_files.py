"""The tables of the roadmap as files: CSV with a byte-order mark, and a workbook in which numbers stay numbers."""

from __future__ import annotations

import csv
import io

from modeler_api.register_title import register_title
from modeler_api.roadmap import EFFORTS, STATES, Roadmap
from modeler_api.translation import chosen_locale, text
from processes.text import _

FORMS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Cell = str | float | int | None


def written(road: Roadmap, part: str, form: str) -> bytes:
    """One table of the roadmap as the bytes of a file; unknown cells are empty."""
    head, rows = {"procedures": _procedures, "plan": _plan, "registers": _registers}[part](road)
    return _csv(head, rows) if form == "csv" else _xlsx(part, head, rows)


def _procedures(road: Roadmap) -> tuple[list[str], list[list[Cell]]]:
    head = [
        _("Procedure"),
        _("Agency"),
        _("Cases a year"),
        _("Hours of citizens in a year"),
        _("Contacts in a year"),
        _("Burden in a year"),
        _("Currency"),
        _("Exposure"),
        _("Effort to change"),
        _("Acts to amend"),
        _("Hours the redesign would spare"),
    ]
    rows: list[list[Cell]] = []
    for line in road.lines:
        one = line.entry
        rows.append(
            [
                line.kept.title,
                road.agencies.get(line.agency, ""),
                one.frequency,
                one.hours,
                one.contacts,
                float(one.cost) if one.cost is not None else None,
                one.currency if one.cost is not None else None,
                one.exposure,
                text(EFFORTS[one.effort]) if one.effort else None,
                "; ".join(one.acts),
                one.spared,
            ]
        )
    return [text(words) for words in head], rows


def _plan(road: Roadmap) -> tuple[list[str], list[list[Cell]]]:
    head = [
        _("Agency"),
        _("Procedure"),
        _("What changes"),
        _("Who answers for it"),
        _("Until"),
        _("Acts to amend"),
        _("Hours of citizens it spares in a year"),
        _("State"),
        _("Note"),
    ]
    rows: list[list[Cell]] = [
        [
            road.agencies.get(agency, ""),
            road.titles.get(line.procedure, line.procedure),
            line.what,
            line.owner,
            line.due.isoformat() if line.due else None,
            line.acts,
            line.hours,
            text(STATES[line.state][0]),
            line.note,
        ]
        for agency, lines in road.plan
        for line in lines
    ]
    return [text(words) for words in head], rows


def _registers(road: Roadmap) -> tuple[list[str], list[list[Cell]]]:
    from analytics.portfolio import asked_items

    head = [_("Register that holds it"), _("Paper"), _("Issued by"), _("Asked by"), _("At steps")]
    rows: list[list[Cell]] = [
        [
            register_title(item.register),
            item.names.get(chosen_locale(), item.name),
            register_title(item.issuer) if item.issuer else None,
            road.titles.get(key, key),
            steps,
        ]
        for item in asked_items({line.kept.key: line.kept.model for line in road.lines})
        for key, steps in item.asked_by
    ]
    return [text(words) for words in head], rows


def _csv(head: list[str], rows: list[list[Cell]]) -> bytes:
    from analytics.reports.csv import safe

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([safe(words) for words in head])
    for row in rows:
        writer.writerow(
            ["" if value is None else safe(value) if isinstance(value, str) else value for value in row]
        )
    return out.getvalue().encode("utf-8-sig")


def _xlsx(name: str, head: list[str], rows: list[list[Cell]]) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#f5edf4"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, len(head) - 1, 20)
    for column, words in enumerate(head):
        sheet.write_string(0, column, words, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value, wrapped)
    sheet.freeze_panes(1, 1)
    book.close()
    return buffer.getvalue()
