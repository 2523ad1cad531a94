"""Sentences about logs and the files they are kept in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from pytest_bdd import given, parsers, then, when

from processes import EventLog, NotALog, read_log


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


@given("a log file that says")
def log_file(context: SimpleNamespace, docstring: str) -> None:
    context.file = docstring.encode()


@when(parsers.parse('it is saved as "{name}" and opened again'))
def saved_and_opened(context: SimpleNamespace, name: str, tmp_path: Path) -> None:
    context.log.write(tmp_path / name)
    context.again = read_log(tmp_path / name)


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
