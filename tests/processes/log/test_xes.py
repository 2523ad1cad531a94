from __future__ import annotations

from datetime import UTC, datetime

import pytest

from processes import EventLog, NotALog, read_log

SPACE = "http://www.xes-standard.org/"


def event(name: str = "Register", more: str = "", *, at: str = "2026-03-02T09:00:00+06:00") -> str:
    return f'<event><string key="concept:name" value="{name}"/><date key="time:timestamp" value="{at}"/>{more}</event>'


def log_of(*events: str, around: str = "") -> EventLog:
    body = "".join(events)
    return read_log(
        f'<log xmlns="{SPACE}">{around}<trace><string key="concept:name" value="P-1"/>{body}</trace></log>'.encode()
    )


def column(log: EventLog, name: str) -> list[object]:
    values: list[object] = log.events[name].to_pylist()
    return values


def test_any_prefix_and_any_encoding_is_read() -> None:
    text = (
        f'<x:log xmlns:x="{SPACE}"><x:trace><x:string key="concept:name" value="P-1"/>'
        '<x:event><x:string key="concept:name" value="Каттоо"/></x:event></x:trace></x:log>'
    )
    assert column(read_log(text.encode()), "activity") == ["Каттоо"]
    wide = f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")
    assert column(read_log(wide), "activity") == ["Каттоо"]


def test_what_is_nested_does_not_become_the_events_own() -> None:
    nested = '<list key="l"><values><string key="concept:name" value="Other"/></values></list>'
    inner = '<string key="a" value="1"><string key="concept:name" value="Other"/></string>'
    default = '<global scope="event"><string key="concept:name" value="UNKNOWN"/></global>'
    log = log_of(event(more=nested + inner), around=default)
    assert column(log, "activity") == ["Register"]
    assert column(log, "a") == ["1"]


def test_attributes_that_come_late_or_twice_stand_in_their_rows() -> None:
    log = log_of(
        event("A"),
        event("B", '<int key="n" value="1"/><int key="n" value="2"/>', at="2026-03-02T09:01:00+06:00"),
        event("C", at="2026-03-02T09:02:00+06:00"),
    )
    assert column(log, "n") == [None, 2, None]


def test_the_group_is_the_role_where_no_group_is_named() -> None:
    role = '<string key="org:role" value="Clerk"/>'
    log = log_of(
        event("A", role),
        event("B", role + '<string key="org:group" value="Desk"/>', at="2026-03-02T09:01:00+06:00"),
        event("C", at="2026-03-02T09:02:00+06:00"),
    )
    assert column(log, "group") == ["Clerk", "Desk", None]
    assert column(log, "lifecycle") == ["completed"] * 3


def test_far_years_are_exact() -> None:
    log = log_of(event(at="9999-12-31T23:59:59.999+00:00"))
    assert column(log, "timestamp") == [datetime(9999, 12, 31, 23, 59, 59, 999000, tzinfo=UTC)]


def test_an_event_outside_every_trace_is_not_lost_silently() -> None:
    with pytest.raises(NotALog, match="outside every trace"):
        log_of(around=event())


def test_an_event_without_a_name_is_refused_wherever_it_stands() -> None:
    nameless = '<event><date key="time:timestamp" value="2026-03-02T09:00:00+06:00"/></event>'
    for events in ((nameless, event()), (event(), nameless), (nameless,)):
        with pytest.raises(NotALog, match="no concept:name"):
            log_of(*events)
