"""Reports: what stands in the files is what was measured."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import analytics as an
from analytics.errors import AnalyticsError
from analytics.heat import heat
from analytics.opening import opening
from analytics.procedure_report import Report
from analytics.reports.xlsx import SHEETS
from processes import EventLog, library, read_model
from tests import factories

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def spravka() -> Report:
    procedure = library["kg-spravka"]
    log = an.simulate(procedure.as_is, procedure.scenario, cases=120, replications=3, seed=7)
    findings = an.detect(log, procedure.as_is)
    better = an.redesign(procedure.as_is, findings).combined().apply(procedure.as_is)
    after = an.simulate(better, procedure.scenario, cases=120, replications=3, seed=7)
    return an.report(findings, an.compare(log, after), log=log, model=procedure.as_is, title="Күбөлүк ҢӨҮ")


def test_a_report_of_nothing_says_nothing() -> None:
    empty = an.report()
    assert empty.opening is None
    assert not empty.numbers
    assert not empty.sections
    for form in ("html", "pdf", "xlsx", "json", "csv"):
        assert empty.rendered(form)


def test_an_empty_log_gives_no_sentence_and_no_numbers() -> None:
    report = an.report(log=EventLog.from_records([]))
    assert report.opening is None
    assert report.numbers == ()
    assert ("Cases", 0) in report.facts


def test_an_unknown_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnalyticsError, match="cannot be written"):
        an.report().write(tmp_path / "report.docx")


def test_the_opening_sentence_names_where_the_time_goes(spravka: Report) -> None:
    assert re.fullmatch(
        r"Half of the cases take more than [\d.]+ working days; \d+ % of the waiting is before “Come back for it”\.",
        str(spravka.opening),
    )


def test_the_sentence_of_completions_only_does_not_pretend_to_know() -> None:
    log = factories.cases([{"cases": "3", "way": "Register, Sign after 8 h"}], stages=("completed",))
    assert "nobody can say" in str(opening(log))
    assert an.report(log=log).numbers[2].value is None


def test_heat_adds_up_to_what_an_average_case_waits() -> None:
    model = read_model(b"Register -> Sign -> Archive", dialect="sketch")
    log = factories.cases(
        [
            {"cases": "1", "way": "Register after 1 h, Sign after 4 h"},
            {"cases": "1", "way": "Register after 1 h, Sign after 2 h"},
        ]
    )
    found = heat(log, model)
    assert {id_: h.value for id_, h in found.items()} == {"register": 1.0, "sign": 3.0, "archive": None}
    assert {id_: h.level for id_, h in found.items()} == {"register": 2, "sign": 5, "archive": None}
    often = heat(log, model, "frequency")
    assert often["archive"].value == 0


def test_heat_of_completions_only_is_unknown_not_cold() -> None:
    model = read_model(b"Register -> Sign", dialect="sketch")
    log = factories.cases([{"cases": "3", "way": "Register, Sign after 8 h"}], stages=("completed",))
    assert {h.level for h in heat(log, model).values()} == {None}


def test_json_and_workbook_hold_the_measured_numbers(spravka: Report) -> None:
    import openpyxl

    values = json.loads(spravka.rendered("json"))
    book = openpyxl.load_workbook(io.BytesIO(spravka.rendered("xlsx")))
    for section in spravka.sections:
        rows = [list(row) for row in section.rows]
        assert values["sections"][section.name]["rows"] == [[_plain(c) for c in row] for row in rows]
        sheet = book[section.name.capitalize()]
        read = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=3)]
        assert len(read) == len(rows)
        for found, row in zip(read, rows, strict=True):
            assert found == [pytest.approx(c) if isinstance(c, (int, float)) else _blank(c) for c in row]
    assert book["Findings"].max_row == len(spravka.findings) + 2


def test_every_sheet_has_a_name_in_words(spravka: Report) -> None:
    assert {section.name for section in spravka.sections} <= SHEETS.keys()


def _plain(cell: object) -> object:
    return str(cell) if isinstance(cell, str) else cell


def _blank(cell: object) -> object:
    return None if cell is None else str(cell)


def test_a_formula_in_a_name_stays_text() -> None:
    log = factories.cases([{"cases": "2", "way": "=1+1 for 1 h, Sign"}])
    report = an.report(log=log)
    assert "'=1+1" in report.rendered("csv").decode("utf-8-sig")
    assert b"<f>" not in _sheets(report.rendered("xlsx"))


def _sheets(workbook: bytes) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if "worksheets" in name)


def test_the_page_is_self_contained_and_escapes_names() -> None:
    log = factories.cases([{"cases": "2", "way": "<script>alert(1)</script> for 1 h, Sign after 1 h"}])
    page = an.report(log=log, title="<b>").rendered("html").decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"""(?:src|href)=["']?http""", page)
    assert not re.search(r"url\((?!data:)", page)


def test_origin_period_cases_and_assumptions_are_always_there(spravka: Report) -> None:
    labels = [str(label) for label, _value in spravka.facts]
    assert labels[0] == "Origin"
    assert {"Cases", "Period", "Data as of", "Time", "Excluded cases", "Seed", "Model"} <= set(labels)
    page = spravka.rendered("html").decode()
    assert "Simulated: nobody lived these cases" in page


def test_messages_are_translated(spravka: Report) -> None:
    page = spravka.rendered("html", translate=lambda text: f"«{text}»").decode()
    assert "«Origin»" in page
    assert "«Where cases wait»" in page


def test_the_pdf_is_tagged_and_has_the_kyrgyz_letters(spravka: Report) -> None:
    made = spravka.rendered("pdf")
    assert made.startswith(b"%PDF-")
    assert b"pdfuaid" in made
    assert made.count(b"/FontFile") >= 1


@pytest.mark.e2e
def test_the_page_reads_well(
    spravka: Report, page: Page, axe: Callable[..., list[str]], tmp_path: Path
) -> None:
    spravka.write(tmp_path / "report.html")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto((tmp_path / "report.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []
    shown = [
        [cell.inner_text().strip() for cell in row.locator("th, td").all()]
        for row in page.locator("#variants tbody tr").all()
    ]
    assert [int(row[1].replace(",", "")) for row in shown] == [
        row[1] for row in spravka.section("variants").rows
    ]
