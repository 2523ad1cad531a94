"""Sentences about logs and the files they are kept in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from pytest_bdd import given, parsers, then, when

from processes import EventLog, NotALog, read_log
from processes.log.object_log import LogObject, ObjectEvent, ObjectLog, Relation


def _permits(count: int, origin: str) -> EventLog:
    opening = datetime(2026, 3, 2, 3, tzinfo=UTC)
    return EventLog.from_records(
        (
            {
                "case": f"P-{n}",
                "activity": name,
                "timestamp": opening + timedelta(hours=n + step),
                "group": "clerk",
            }
            for n in range(count)
            for step, name in enumerate(("Register", "Check", "Issue"))
        ),
        origin="simulated" if origin == "simulated" else "measured",
    )


@given(parsers.parse("a log of {count:d} permits"))
def measured_log(context: SimpleNamespace, count: int) -> None:
    context.log = _permits(count, "measured")


@given(parsers.parse("a simulated log of {count:d} permits"))
def simulated_log(context: SimpleNamespace, count: int) -> None:
    context.log = _permits(count, "simulated")


@given("a log of inspections, each of an application and of a parcel")
def inspections(context: SimpleNamespace) -> None:
    at = datetime(2026, 3, 2, 3, tzinfo=UTC)
    things = [
        ("A-1", "application"),
        ("A-2", "application"),
        ("A-3", "application"),
        ("7", "parcel"),
        ("8", "parcel"),
    ]
    context.log = ObjectLog(
        events=tuple(
            ObjectEvent(id=f"e{n}", activity="Inspect", time=at, relations=(Relation(a), Relation(p)))
            for n, (a, p) in enumerate([("A-1", "7"), ("A-2", "7"), ("A-3", "8")])
        ),
        objects={id_: LogObject(id=id_, type=type_) for id_, type_ in things},
    )


@given("a log file that says")
def log_file(context: SimpleNamespace, docstring: str) -> None:
    context.file = docstring.encode()


@when(parsers.parse('it is saved as "{name}" and opened again'))
def saved_and_opened(context: SimpleNamespace, name: str, tmp_path: Path) -> None:
    context.path = tmp_path / name
    context.log.write(context.path)
    try:
        context.again = read_log(context.path)
    except NotALog as refusal:
        context.refusal = refusal


@when(parsers.parse('it is saved as "{name}"'))
def saved(context: SimpleNamespace, name: str, tmp_path: Path) -> None:
    try:
        context.log.write(tmp_path / name)
    except NotALog as refusal:
        context.refusal = refusal


@when("the log file is opened")
def opened(context: SimpleNamespace) -> None:
    try:
        context.again = read_log(context.file)
    except NotALog as refusal:
        context.refusal = refusal


@then(parsers.parse('opened by "{type_}" it has {count:d} cases'))
def opened_by(context: SimpleNamespace, type_: str, count: int) -> None:
    assert len(read_log(context.path, columns={"case": type_})) == count


@then("nothing in it has changed")
def unchanged(context: SimpleNamespace) -> None:
    assert context.again == context.log


@then("it is still marked as simulated")
def still_simulated(context: SimpleNamespace) -> None:
    assert context.again.is_simulated


@then(parsers.parse("it has {count:d} case"))
def counted(context: SimpleNamespace, count: int) -> None:
    assert len(context.again) == count


@then(parsers.parse('the log is refused because of "{reason}"'))
def refused(context: SimpleNamespace, reason: str) -> None:
    assert reason in str(context.refusal)
