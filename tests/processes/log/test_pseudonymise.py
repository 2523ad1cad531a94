from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes import EventLog, NotALog, read_log
from processes.log.pseudonymise import hide_small_groups, pseudonymise

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEY = "a secret of the office"


def log_of(*rows: tuple[str, str, str | None, str | None]) -> EventLog:
    return EventLog.from_records(
        {
            "case": case,
            "activity": activity,
            "timestamp": NOON + timedelta(hours=n),
            "resource": who,
            "group": group,
        }
        for n, (case, activity, who, group) in enumerate(rows)
    )


def test_the_same_person_keeps_the_same_pseudonym_and_no_name_is_left() -> None:
    log = log_of(
        ("P-1", "Register", "Айгүл", "desk"),
        ("P-1", "Decide", "Бакыт", "desk"),
        ("P-2", "Register", "Айгүл", "desk"),
    )
    hidden = pseudonymise(log, key=KEY)
    by_time = hidden.events.sort_by("timestamp")
    first, second, third = by_time["resource"].to_pylist()
    assert first == third != second
    assert not {"Айгүл", "Бакыт", "P-1", "P-2"} & {
        str(v) for row in hidden.events.to_pylist() for v in row.values()
    }
    assert by_time["activity"].to_pylist() == ["Register", "Decide", "Register"]
    assert by_time["group"].to_pylist() == ["desk"] * 3


def test_another_key_gives_other_pseudonyms() -> None:
    log = log_of(("P-1", "Register", "Айгүл", None))
    one = pseudonymise(log, key=KEY)
    assert one == pseudonymise(log, key=KEY.encode())
    assert one != pseudonymise(log, key=KEY + "!")


def test_a_short_key_is_refused() -> None:
    with pytest.raises(NotALog, match="too short"):
        pseudonymise(log_of(("P-1", "Register", None, None)), key="secret")


def test_attributes_that_could_name_somebody_are_hidden_and_amounts_are_not() -> None:
    log = EventLog.from_records(
        [
            {
                "case": "P-1",
                "activity": "A",
                "timestamp": NOON,
                "applicant": "Асанов",
                "amount": 120,
                "pin": 22_999_199_912_345,
            }
        ],
        case_attributes={"P-1": {"channel": "desk", "child": "Нур", "fee": 50.5}},
    )
    hidden = pseudonymise(log, key=KEY, keep=["channel"])
    [event], [case] = hidden.events.to_pylist(), hidden.cases.to_pylist()
    assert event["amount"] == 120 and case["fee"] == 50.5 and case["channel"] == "desk"
    assert event["applicant"] != "Асанов" and case["child"] != "Нур"
    assert str(event["pin"]) != "22999199912345"
    assert case["case"] == event["case"] != "P-1"


def test_a_group_too_small_to_hide_a_person_becomes_unknown() -> None:
    log = log_of(
        *(("P-1", "A", f"person {n}", "large") for n in range(5)),
        ("P-1", "B", "Айгүл", "small"),
        ("P-1", "C", None, "nobody"),
    )
    assert set(hide_small_groups(log, smallest=5).events["group"].to_pylist()) == {"large", None}
    assert set(hide_small_groups(log, smallest=1).events["group"].to_pylist()) == {"large", "small", None}
    assert set(pseudonymise(log, key=KEY, smallest_group=5).events["group"].to_pylist()) == {"large", None}


@given(
    st.lists(
        st.tuples(
            st.sampled_from("xyz"), st.sampled_from("AB"), st.sampled_from(["ann", "bob", None]), st.none()
        ),
        min_size=1,
    )
)
def test_counting_gives_the_same_with_pseudonyms(rows: list[tuple[str, str, str | None, None]]) -> None:
    log = log_of(*rows)
    hidden = pseudonymise(log, key=KEY)
    assert len(hidden) == len(log)

    def counts(one: EventLog, name: str) -> list[int]:
        return sorted(one.events[name].combine_chunks().value_counts().field(1).to_pylist())

    assert counts(hidden, "resource") == counts(log, "resource")
    assert counts(hidden, "case") == counts(log, "case")


def test_a_kept_log_loses_its_names_too(tmp_path: Path) -> None:
    log = log_of(("P-1", "Register", "Айгүл", "desk"))
    log.write(tmp_path / "log.parquet")
    assert pseudonymise(read_log(tmp_path / "log.parquet"), key=KEY) == pseudonymise(log, key=KEY)
