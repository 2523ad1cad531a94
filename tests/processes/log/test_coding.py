"""A log is the same whatever order its events came in, and however its texts were coded before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes import EventLog, read_log
from processes.errors import NotALog
from processes.log.coding import coded, in_order, numbers_among

START = datetime(2026, 3, 2, tzinfo=UTC)


@given(st.lists(st.tuples(st.integers(0, 5), st.one_of(st.none(), st.integers(0, 5))), max_size=40))
def test_rows_stand_by_case_and_moment_and_those_of_one_instant_as_they_came(
    rows: list[tuple[int, int | None]],
) -> None:
    cases = np.array([case for case, _minute in rows], dtype=np.int32)
    moments = pa.chunked_array(
        [
            pa.array(
                [None if m is None else START + timedelta(minutes=m) for _c, m in rows],
                pa.timestamp("us", tz="UTC"),
            )
        ]
    )
    found = in_order(cases, moments)
    order = range(len(rows)) if found is None else found.tolist()

    def key(n: int) -> tuple[int, bool, int, int]:
        case, minute = rows[n]
        return (case, minute is None, minute or 0, n)

    assert list(order) == sorted(range(len(rows)), key=key)


def test_whole_cases_that_stand_in_another_order_are_moved_as_they_are() -> None:
    cases = np.array([2, 2, 0, 1, 1], dtype=np.int32)
    moments = pa.chunked_array([pa.array([0, 1, 5, 2, 2], pa.int64()).cast(pa.timestamp("us", tz="UTC"))])
    found = in_order(cases, moments)
    assert found is not None and found.tolist() == [2, 3, 4, 0, 1]


def test_a_dictionary_that_holds_a_text_twice_and_an_unknown_one_is_put_right() -> None:
    twice = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, None], pa.int32()), ["Sign", None, "Sign"])
    codes, texts = coded(twice)
    assert codes.tolist() == [0, -1, 0, -1]
    assert texts.to_pylist() == ["Sign"]


def test_coded_and_plain_texts_make_the_same_log() -> None:
    plain = pa.table(
        {
            "case": ["P-2", "P-1", "P-2"],
            "activity": ["Sign", "Register", "Register"],
            "timestamp": pa.array([START + timedelta(hours=1), START, START], pa.timestamp("us", tz="UTC")),
            "note": ["б", None, "а"],
        }
    )
    again = plain
    for name in ("case", "activity", "note"):
        at = again.schema.get_field_index(name)
        again = again.set_column(at, name, again[name].dictionary_encode())
    one, other = EventLog.from_table(plain), EventLog.from_table(again)
    assert one == other
    assert one.events["activity"].to_pylist() == ["Register", "Register", "Sign"]
    assert one.events["note"].to_pylist() == [None, "а", "б"]


def test_the_codes_of_the_cases_number_them_in_every_log_made_of_it() -> None:
    log = _of(["P-2", "P-1", "P-3", "P-2"])
    for made in (log, log.only(["P-3", "P-2"])):
        column = made.events["case"].chunk(0)
        assert column.dictionary.equals(made.cases["case"].combine_chunks())
        assert numbers_among(made.events["case"], made.cases["case"]).tolist() == column.indices.to_pylist()
    assert log.only(["P-3", "P-2"]).completions.case.tolist() == [0, 0, 1]


def test_a_table_without_lifecycles_is_one_of_completions() -> None:
    log = _of(["P-1", "P-1"])
    assert log.events["lifecycle"].to_pylist() == ["completed", "completed"]
    assert log.events["instance"].to_pylist() == log.events["group"].to_pylist() == [None, None]
    assert log.activities["ended_as"].to_pylist() == ["completed", "completed"]


def test_columns_are_taken_out_of_what_they_came_in() -> None:
    columns = {"case": pa.array(["P-1"]), "activity": pa.array(["Sign"]), "timestamp": pa.array([START])}
    assert len(EventLog.from_columns(columns)) == 1
    assert columns == {}


def test_a_stored_log_whose_cases_are_written_out_is_the_same_log(tmp_path: Path) -> None:
    log = _of(["P-2", "P-1", "P-2"])
    log.write(tmp_path / "log.parquet")
    table = pq.read_table(tmp_path / "log.parquet")
    plain = table.set_column(0, "case", table["case"].cast(pa.string()))
    pq.write_table(plain.replace_schema_metadata(table.schema.metadata), tmp_path / "older.parquet")
    assert read_log(tmp_path / "older.parquet") == read_log(tmp_path / "log.parquet") == log


def _of(cases: list[str]) -> EventLog:
    """A log of one event for each of `cases`, an hour after the other."""
    moments = [START + timedelta(hours=n) for n in range(len(cases))]
    return EventLog.from_table(
        pa.table(
            {
                "case": cases,
                "activity": ["Sign"] * len(cases),
                "timestamp": pa.array(moments, pa.timestamp("us", tz="UTC")),
            }
        )
    )


def test_an_event_without_a_case_is_refused() -> None:
    events = pa.table(
        {"case": ["P-1", None], "activity": ["Sign", "Sign"], "timestamp": pa.array([START, START])}
    )
    with pytest.raises(NotALog, match="1 events have no case"):
        EventLog.from_table(events)
