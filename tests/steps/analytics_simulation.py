"""Sentences about simulated cases, comparisons and reports."""

from __future__ import annotations

from types import SimpleNamespace

from pytest_bdd import parsers, then, when

import analytics as an
from processes import library
from processes.errors import ProcessesError
from processes.scenario import Distribution, Scenario, Staff


def _attempt(context: SimpleNamespace, name: str, make: object) -> None:
    assert callable(make)
    try:
        setattr(context, name, make())
    except ProcessesError as error:
        context.refusal = error


@when(parsers.parse("the analyst simulates {count:d} cases"))
def simulate(context: SimpleNamespace, count: int) -> None:
    context.count = count
    _attempt(context, "log", lambda: an.simulate(context.model, cases=count, seed=7))


@when("she simulates them again")
def simulate_again(context: SimpleNamespace) -> None:
    context.first = context.log
    context.log = an.simulate(context.model, cases=context.count, seed=7)


@when(
    parsers.parse(
        "the analyst simulates {count:d} cases that come every {gap:d} minutes to one person at each desk"
    )
)
def simulate_staffed(context: SimpleNamespace, count: int, gap: int) -> None:
    world = Scenario(
        arrivals=Distribution(kind="fixed", parameters=(gap * 60.0,)),
        staff={lane.group: Staff(count=1) for lane in context.model.lanes.values()},
    )
    context.log = an.simulate(context.model, world, cases=count, seed=7)


@then(parsers.parse("the log has {count:d} simulated cases"))
def simulated(context: SimpleNamespace, count: int) -> None:
    assert len(context.log) == count
    assert context.log.is_simulated


@then(parsers.parse('every case went "{way}"'))
def went(context: SimpleNamespace, way: str) -> None:
    assert [row.key for row in an.variants(context.log)] == [way]


@then("both logs are the same")
def same(context: SimpleNamespace) -> None:
    assert context.first == context.log


@then(parsers.parse('the log says "{words}"'))
def log_says(context: SimpleNamespace, words: str) -> None:
    assert words in context.log.attributes["kyzmat:assumptions"]


@then(parsers.parse('cases wait before "{activity}"'))
def wait_before(context: SimpleNamespace, activity: str) -> None:
    assert an.waiting_time(context.log)[activity].total > 0


@then(parsers.parse('it is refused because "{words}"'))
def refused_because(context: SimpleNamespace, words: str) -> None:
    assert words in str(context.refusal)


@when("she compares the procedure with and without the proposal")
def compare_with(context: SimpleNamespace) -> None:
    _compare(context, context.rewrite.apply(context.model))


@when("she compares the procedure with itself")
def compare_same(context: SimpleNamespace) -> None:
    _compare(context, context.model)


def _compare(context: SimpleNamespace, after: object) -> None:
    world = library["kg-spravka"].scenario
    logs = [an.simulate(m, world, cases=60, replications=5, seed=7) for m in (context.model, after)]
    context.effect = an.compare(*logs)


@when("she compares it with itself")
def compare_logs(context: SimpleNamespace) -> None:
    _attempt(context, "effect", lambda: an.compare(context.log, context.log))


@then(parsers.parse('"{quantity}" is surely less than before'))
def surely_less(context: SimpleNamespace, quantity: str) -> None:
    row = context.effect[quantity.replace(" ", "_")]
    assert row.is_sure
    assert row.high < 0


@then("nothing surely differs")
def nothing_differs(context: SimpleNamespace) -> None:
    assert not [row.name for row in context.effect if row.is_sure]


@when("the analyst writes a report")
def write_report(context: SimpleNamespace) -> None:
    context.report = an.report(log=context.log)


@then(parsers.parse('it opens with "{sentence}"'))
def opens_with(context: SimpleNamespace, sentence: str) -> None:
    assert context.report.opening == sentence


@then("it opens with nothing")
def opens_with_nothing(context: SimpleNamespace) -> None:
    assert context.report.opening is None


@then("it says that the cases were measured")
def says_measured(context: SimpleNamespace) -> None:
    assert dict(context.report.facts)["Origin"] == "Measured: recorded while cases ran"


@then(parsers.parse("it can be kept as {form}"))
def kept_as(context: SimpleNamespace, form: str) -> None:
    forms = {
        "a web page": ("html", b"<!doctype html>"),
        "a PDF": ("pdf", b"%PDF"),
        "a workbook": ("xlsx", b"PK"),
    }
    ending, begins = forms[form]
    assert context.report.rendered(ending).startswith(begins)
