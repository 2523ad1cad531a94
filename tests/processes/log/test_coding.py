"""A log is the same whatever order its events came in, and however its texts were coded before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes import EventLog
from processes.errors import NotALog
from processes.log.coding import coded, in_order

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


def test_an_event_without_a_case_is_refused() -> None:
    events = pa.table(
        {"case": ["P-1", None], "activity": ["Sign", "Sign"], "timestamp": pa.array([START, START])}
    )
    with pytest.raises(NotALog, match="1 events have no case"):
        EventLog.from_table(events)
