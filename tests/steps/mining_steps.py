"""Sentences about logs as models, and logs beside models."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from pytest_bdd import given, parsers, then, when

import analytics as an
from processes import EventLog
from processes.errors import ProcessesError
from processes.model.soundness import analyse
from tests import factories

_MORNING = datetime(2026, 3, 2, 3, tzinfo=UTC)


def log_of_ways(ways: list[tuple[int, list[str]]]) -> EventLog:
    """Return a log in which so many cases went each way, a minute between two steps."""
    records = []
    for number, (cases, way) in enumerate(ways):
        for case in range(cases):
            records += [
                {"case": f"{number}-{case}", "activity": step, "timestamp": _MORNING + timedelta(minutes=at)}
                for at, step in enumerate(way)
            ]
    return EventLog.from_records(records)


@given("these ways that cases went:")
def ways(context: SimpleNamespace, datatable: list[list[str]]) -> None:
    context.log = log_of_ways([(int(n), way.split(", ")) for n, way in datatable[1:]])


@given("a log in which nothing was completed")
def nothing_completed(context: SimpleNamespace) -> None:
    record = {"case": "1", "activity": "Register", "timestamp": _MORNING, "lifecycle": "started"}
    context.log = EventLog.from_records([record])


@when("a model is discovered, leaving out nothing")
def discovered_whole(context: SimpleNamespace) -> None:
    _discover(context, 0.0)


@when(parsers.parse("a model is discovered, leaving out what is rarer than {share:d} %"))
def discovered(context: SimpleNamespace, share: int) -> None:
    _discover(context, share / 100)


def _discover(context: SimpleNamespace, noise: float) -> None:
    try:
        context.model = an.discover(context.log, noise=noise)
    except ProcessesError as error:
        context.refusal = error


@when("the log is compared with the model")
def compared(context: SimpleNamespace) -> None:
    try:
        context.conformance = an.conform(context.log, context.model)
    except ProcessesError as error:
        context.refusal = error


@then("the model is sound")
def is_sound(context: SimpleNamespace) -> None:
    assert analyse(context.model).is_sound


@then(parsers.parse('"{one}" and "{other}" stand side by side'))
def side_by_side(context: SimpleNamespace, one: str, other: str) -> None:
    model = context.model
    ids = [factories.slug(one), factories.slug(other)]
    before = {model.incoming(id_)[0].source for id_ in ids}
    assert {model.elements[id_].type for id_ in before} == {"ParallelGateway"}
    assert len(before) == 1


@then(parsers.parse("{fitting:d} of {cases:d} cases go as the model says"))
def fit(context: SimpleNamespace, fitting: int, cases: int) -> None:
    found = an.conform(context.log, context.model)
    assert (found.fitting, found.n, found.unknown) == (fitting, cases, 0)


@then("there is no deviation")
def no_deviation(context: SimpleNamespace) -> None:
    assert context.conformance.deviations == ()
    assert context.conformance.fitness == 1


@then(parsers.parse('"{step}" was skipped in {n:d} cases'))
def skipped(context: SimpleNamespace, step: str, n: int) -> None:
    [found] = context.conformance.at(factories.slug(step))
    assert (found.kind, found.n) == ("skipped", n)


@then(parsers.parse('"{step}" was misplaced in {n:d} cases'))
def misplaced(context: SimpleNamespace, step: str, n: int) -> None:
    found = [d for d in context.conformance.at(factories.slug(step)) if d.kind == "misplaced"]
    assert [d.n for d in found] == [n]


@then(parsers.parse('"{step}" was unknown in {n:d} case, after "{before}"'))
def unknown_step(context: SimpleNamespace, step: str, n: int, before: str) -> None:
    [found] = [d for d in context.conformance.deviations if d.label == step]
    assert (found.kind, found.element, found.n) == ("unknown", factories.slug(before), n)
