"""A table read at once is the table read row by row, whatever stands in it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processes import EventLog, read_log
from processes.errors import NotALog
from processes.log.dialects import csv as dialect

HEAD = "case;activity;timestamp;resource;lifecycle;amount;case:kind\n"
ROW = "1;Take;2026-03-02T09:00:00+06:00;ana;complete;12;a\n"


def both(text: str, monkeypatch: pytest.MonkeyPatch, **how: str) -> tuple[EventLog | str, EventLog | str]:
    """The log, or what was said against it, as it is read and as it is read row by row."""

    def answer() -> EventLog | str:
        try:
            return read_log(text.encode(), dialect="csv", **how)  # type: ignore[arg-type] # the zone only
        except NotALog as error:
            return str(error)

    found = answer()
    with monkeypatch.context() as patched:
        patched.setattr(dialect, "_usual", lambda path, how: None)
        return found, answer()


@pytest.mark.parametrize(
    "rows",
    [
        ROW,
        ROW + "2;Sign;2026-03-02T03:00:00Z;;START;;\n",
        ROW + ";;;;;;\n" + ROW,
        ROW + "\n" + ROW,
        ROW + "2;Sign;2026-03-02T09:00:00;;;;\n",
        ROW + "2;Sign;02.03.2026 09:00;;;;\n",
        ROW + "2;Sign;;;;;\n",
        ROW + ";Sign;2026-03-02T09:00:00Z;;;;\n",
        ROW + "2;Sign;2026-03-02T09:00:00Z;ana;complete;12;a;slipped\n",
        ROW + "2;Sign;2026-03-02T09:00:00Z\n",
        ROW + '2;"Sign; and seal";2026-03-02T09:00:00Z;"An ""ana""";;x;true\n',
        ROW + '2;"Sign\nand seal";2026-03-02T09:00:00Z;;;1.5;\n',
        ROW + "2; Sign ;2026-03-02T09:00:00Z; ana;;1;\n",
        ROW + "2;Sign;yesterday;;;;\n",
        "",
    ],
)
def test_an_unusual_row_is_what_it_was(rows: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for how in ({}, {"timezone": "Asia/Bishkek"}):
        quick, slow = both(HEAD + rows, monkeypatch, **how)
        assert quick == slow


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=5)
moments = st.sampled_from(
    ["2026-03-02T09:00:00+06:00", "2026-03-02 09:00:00.25Z", "2026-03-02T09:00:01", "2.3.2026", ""]
)
stages = st.sampled_from(["", "start", "COMPLETE", "own"])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(texts, texts, moments, texts, stages, texts, texts), max_size=5),
    zone=st.sampled_from([None, "Europe/Moscow"]),
)
def test_any_table_is_what_it_was(
    rows: list[tuple[str, ...]], zone: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(rows)
    quick, slow = both(HEAD + out.getvalue(), monkeypatch, **({"timezone": zone} if zone else {}))
    assert quick == slow


def test_a_usual_table_is_read_at_once(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(HEAD + ROW, encoding="utf-8")
    assert dialect._usual(tmp_path / "log.csv", dialect.Reading()) is not None
