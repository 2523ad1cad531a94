"""Sentences about figures of models and measures of logs."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from pytest_bdd import given, parsers, then, when

import analytics as an
from analytics.why_cases_wait import why_cases_wait
from processes import EventLog
from processes.errors import ProcessesError
from tests import factories


@when(parsers.parse('the analyst reads the figure "{name}"'))
def read_figure(context: SimpleNamespace, name: str) -> None:
    context.figure = getattr(an, factories.slug(name))(context.model)


@then(parsers.parse("the figure is {value}"))
def figure_is(context: SimpleNamespace, value: str) -> None:
    found = context.figure.value
    if isinstance(found, timedelta):
        assert found == timedelta(seconds=factories.seconds(value))
    else:
        assert found is not None
        assert float(found) == pytest.approx(float(value))


@then("nobody has assessed the figure")
def figure_unknown(context: SimpleNamespace) -> None:
    assert context.figure.value is None
    assert not context.figure.is_assessed


@then(parsers.parse('"{step}" is listed as not assessed'))
def listed_unknown(context: SimpleNamespace, step: str) -> None:
    assert factories.slug(step) in context.figure.unknown
    assert not context.figure.is_complete


@then("nothing is listed as not assessed")
def nothing_unknown(context: SimpleNamespace) -> None:
    assert context.figure.unknown == ()


@given("an empty log")
def empty_log(context: SimpleNamespace) -> None:
    context.log = EventLog.from_records([])


@when(parsers.parse('the analyst measures "{name}" by "{level}" in "{unit}"'))
def measure(context: SimpleNamespace, name: str, level: str, unit: str) -> None:
    try:
        context.measure = getattr(an, factories.slug(name))(context.log, level=level, unit=unit)
    except ProcessesError as error:
        context.refusal = error


@when(parsers.parse('the analyst counts "{name}"'))
def count(context: SimpleNamespace, name: str) -> None:
    try:
        context.measure = getattr(an, factories.slug(name))(context.log)
    except ProcessesError as error:
        context.refusal = error


@then(parsers.parse('half of "{key}" take up to {value:g}'))
def median(context: SimpleNamespace, key: str, value: float) -> None:
    assert context.measure[key].median == pytest.approx(value)


@then(parsers.parse('"{key}" is counted {times:d} times'))
def counted(context: SimpleNamespace, key: str, times: int) -> None:
    assert context.measure[key].n == times


@then("nothing is counted")
def nothing_counted(context: SimpleNamespace) -> None:
    assert len(context.measure) == 0


@then(parsers.parse('"{key}" is unknown, not zero'))
def unknown(context: SimpleNamespace, key: str) -> None:
    row = context.measure[key]
    assert row.median is None
    assert row.unknown > 0


@then(parsers.parse('the refusal says "{words}"'))
def refused(context: SimpleNamespace, words: str) -> None:
    assert words in str(context.refusal)


@given("these pieces of work on one day:")
def pieces_of_work(context: SimpleNamespace, datatable: list[list[str]]) -> None:
    context.log = factories.one_day(factories.records(datatable))


@when("the analyst asks why cases wait")
def ask_why(context: SimpleNamespace) -> None:
    context.waits = why_cases_wait(context.log, unit="minutes")


@when(parsers.parse('the analyst asks why cases wait for the "{group}"'))
def ask_why_for(context: SimpleNamespace, group: str) -> None:
    context.waits = why_cases_wait(context.log, unit="minutes", applicants={group})


@then(parsers.parse('{minutes:g} min of the waiting are "{cause}"'))
def waited_for(context: SimpleNamespace, minutes: float, cause: str) -> None:
    assert context.waits.whole.parts[cause] == pytest.approx(minutes)


@then(parsers.parse("all causes together are {minutes:g} min"))
def waited_in_all(context: SimpleNamespace, minutes: float) -> None:
    assert context.waits.whole.whole == pytest.approx(minutes)


@then("all of it may be work as well")
def may_be_work(context: SimpleNamespace) -> None:
    whole = context.waits.whole
    assert whole.unrecorded == pytest.approx(whole.whole)


def _count(context: SimpleNamespace, name: str, **options: Any) -> None:
    try:
        context.measure = getattr(an, factories.slug(name))(context.log, **options)
    except ProcessesError as error:
        context.refusal = error


@when(parsers.parse('the analyst counts "{name}", groups of any size shown'))
def count_all(context: SimpleNamespace, name: str) -> None:
    _count(context, name, smallest_group=1)


@when(parsers.parse('the analyst measures "{name}" by "person"'))
def measure_people(context: SimpleNamespace, name: str) -> None:
    _count(context, name, level="resource")


@when(parsers.parse("the analyst counts the cases within {days:d} working days"))
def count_within(context: SimpleNamespace, days: int) -> None:
    _count(context, "service standard", limit=timedelta(days=days))


@when(parsers.parse('the analyst counts the refusals by the step "{step}"'))
def count_refusals(context: SimpleNamespace, step: str) -> None:
    _count(context, "refusals", activities={step})


@when(parsers.parse("the analyst counts the cost at {rate:d} an hour"))
def count_cost(context: SimpleNamespace, rate: int) -> None:
    _count(context, "cost", rates={"clerk": rate, "head": rate})


@then(parsers.parse('"{key}" has the share {share:g}'))
def has_share(context: SimpleNamespace, key: str, share: float) -> None:
    assert context.measure[key].mean == pytest.approx(share, abs=5e-5)


@then(parsers.parse('"{key}" is not shown, for too few people stand behind it'))
def not_shown(context: SimpleNamespace, key: str) -> None:
    row = context.measure[key]
    assert row.suppressed
    assert (row.median, row.mean, row.total) == (None, None, None)


@then(parsers.parse('the most that lay with "{key}" at once is {most:d}'))
def most_at_once(context: SimpleNamespace, key: str, most: int) -> None:
    assert context.measure[key].maximum == most


@given("a procedure in which half of the files come back to be checked again")
def half_comes_back(context: SimpleNamespace) -> None:
    context.model = factories.with_a_way_back(probability=0.5)


@given("a procedure in which some files come back to be checked again")
def some_come_back(context: SimpleNamespace) -> None:
    context.model = factories.with_a_way_back(probability=None)
