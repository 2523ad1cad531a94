"""Dates with strokes: each column is written its own way, and what tells the day from the month is found."""

from __future__ import annotations

import pytest

from processes import NotALog, read_log


def days(*rows: str) -> list[str]:
    """The days of the events of a table with starts and ends, by when they were."""
    table = "\n".join(("case,activity,start,timestamp", *(f"1,A,{row}" for row in rows)))
    log = read_log(table.encode(), dialect="csv", timezone="Asia/Bishkek")
    return sorted(f"{moment:%d %b}" for moment in log.events["timestamp"].to_pylist())


def test_a_column_with_strokes_stands_beside_one_without() -> None:
    assert days("13/04/2026 9:00,2026-04-13 09:30") == ["13 Apr", "13 Apr"]
    assert days("03/04/2026 9:00,2026-04-03 09:30", "13/04/2026 9:00,2026-04-13 09:30") == [
        *("03 Apr", "03 Apr"),
        *("13 Apr", "13 Apr"),
    ]


def test_each_column_is_told_by_its_own_rows_else_by_the_others() -> None:
    assert days("04/13/2026 9:00,14/04/2026 9:30") == ["13 Apr", "14 Apr"]
    assert days("03/04/2026 9:00,13/04/2026 9:30") == ["03 Apr", "13 Apr"]
    with pytest.raises(NotALog, match="cannot be told: '03/04/2026 9:00'"):
        days("03/04/2026 9:00,2026-04-03 09:30")


def test_a_time_without_strokes_hides_none_with_them() -> None:
    assert days("2026-04-03 09:00,2026-04-03 09:30", "03/04/2026 9:00,", "13/04/2026 9:00,") == [
        *("03 Apr", "03 Apr", "03 Apr"),
        "13 Apr",
    ]
