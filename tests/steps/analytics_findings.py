"""Sentences about procedures and what is wrong with them."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from pytest_bdd import given, parsers, then, when

import analytics as an
from processes import EventLog, WorkingCalendar, library, read_model
from processes.model import edits
from tests import factories


def _described(context: SimpleNamespace) -> None:
    about = vars(context)
    context.model = factories.procedure(
        context.rows,
        about.get("papers", ()),
        frequency=about.get("frequency"),
        term=about.get("term"),
    )


@given("a procedure:")
def a_procedure(context: SimpleNamespace, datatable: list[list[str]]) -> None:
    context.rows = factories.records(datatable)
    _described(context)


@given("checks in a row:")
def checks_in_a_row(context: SimpleNamespace, datatable: list[list[str]]) -> None:
    context.model = factories.checks(factories.records(datatable))


@given(parsers.re(r'a refusal after "(?P<step>[^"]+)" that nobody is told of'))
def untold_refusal(context: SimpleNamespace, step: str) -> None:
    context.model = factories.refusal(step, is_sent=False)


@given(
    parsers.re(
        r'a refusal after "(?P<step>[^"]+)" that (?P<told>is sent|nobody is told of), '
        r'with "(?P<appeal>.+)" to appeal to'
    )
)
def refusal_with_appeal(context: SimpleNamespace, step: str, told: str, appeal: str) -> None:
    context.model = factories.refusal(step, is_sent=told == "is sent", appeal=appeal)


@given("these papers:")
def these_papers(context: SimpleNamespace, datatable: list[list[str]]) -> None:
    context.papers = factories.records(datatable)
    _described(context)


@given(parsers.parse("it is asked for {count:d} times a year"))
def times_a_year(context: SimpleNamespace, count: int) -> None:
    context.frequency = count
    _described(context)


@given(parsers.parse("the law gives it {days:d} working days"))
def term_of_the_procedure(context: SimpleNamespace, days: int) -> None:
    context.term = days
    _described(context)


@given(parsers.parse('a procedure drawn as "{sketch}"'))
def drawn_procedure(context: SimpleNamespace, sketch: str) -> None:
    context.model = read_model(sketch.encode(), dialect="sketch")


@given(parsers.parse('"{step}" is a check by one official'))
def a_check(context: SimpleNamespace, step: str) -> None:
    context.model = edits.set_step(
        context.model, factories.slug(step), purpose="control", deciders="one", actor="official"
    )


@given(parsers.parse('a law demands "{step}"'))
def a_law_demands(context: SimpleNamespace, step: str) -> None:
    context.model = edits.add_legal(
        context.model, factories.slug(step), type="law", ref="The law on tests", mandatory=True
    )


@given("these cases:")
def these_cases(context: SimpleNamespace, datatable: list[list[str]]) -> None:
    context.log = factories.cases(factories.records(datatable))


@given("these cases, of which only completions are recorded:")
def these_completions(context: SimpleNamespace, datatable: list[list[str]]) -> None:
    context.log = factories.cases(factories.records(datatable), stages=("completed",))


@given(parsers.parse("the head signs {count:d} papers a week, all on Friday afternoon"))
def signed_on_fridays(context: SimpleNamespace, count: int) -> None:
    context.log = _signatures(count, in_piles=True)


@given(parsers.parse("the head signs {count:d} papers a week, each as it comes"))
def signed_as_they_come(context: SimpleNamespace, count: int) -> None:
    context.log = _signatures(count, in_piles=False)


def _signatures(count: int, *, in_piles: bool) -> EventLog:
    """Four weeks of signatures: papers come hourly from Monday at 9:00."""
    calendar = WorkingCalendar.default()
    events = []
    for week in range(4):
        monday = datetime(2026, 4, 6, 9, tzinfo=ZoneInfo("Asia/Bishkek")) + timedelta(weeks=week)
        free = monday + timedelta(days=4, hours=7)
        for number in range(count):
            offered = calendar.add(monday, timedelta(hours=number))
            started = free + timedelta(minutes=5 * number) if in_piles else offered + timedelta(minutes=1)
            moments = (offered, started, started + timedelta(minutes=5))
            events += [
                {
                    "case": f"{week}-{number}",
                    "activity": "Sign",
                    "element": "sign",
                    "instance": f"{week}-{number}",
                    "group": "head",
                    "resource": None if stage == "offered" else "head 1",
                    "lifecycle": stage,
                    "timestamp": moment,
                }
                for stage, moment in zip(("offered", "started", "completed"), moments, strict=True)
            ]
    return EventLog.from_records(events)


@given(parsers.parse("a desk of {people:d} people gets {count:d} cases an hour, each of one hour of work"))
def desk(context: SimpleNamespace, people: int, count: int) -> None:
    context.log = _desk(people, count)


def _desk(people: int, count: int) -> EventLog:
    """Two days' cases, taken in the order they come by whoever is free first."""
    calendar = WorkingCalendar.default()
    free = [factories.MONDAY] * people
    events = []
    for number in range(16 * count):
        offered = calendar.add(factories.MONDAY, timedelta(hours=number // count))
        who = min(range(people), key=lambda i: free[i])
        started = max(offered, free[who])
        free[who] = calendar.add(started, timedelta(hours=1))
        moments = (offered, started, free[who])
        events += [
            {
                "case": f"{number:03d}",
                "activity": "Expertise",
                "element": "expertise",
                "instance": f"{number}",
                "group": "desk",
                "resource": None if stage == "offered" else f"desk {who}",
                "lifecycle": stage,
                "timestamp": moment,
            }
            for stage, moment in zip(("offered", "started", "completed"), moments, strict=True)
        ]
    return EventLog.from_records(events)


@when("the analyst looks for findings")
def look(context: SimpleNamespace) -> None:
    given_ = [vars(context).get("log"), vars(context).get("model")]
    context.findings = an.detect(*[g for g in given_ if g is not None])


@then(parsers.parse('"{kind}" is found at "{places}"'))
def found_at(context: SimpleNamespace, kind: str, places: str) -> None:
    wanted = tuple(factories.slug(place) for place in places.split(", "))
    found = [f for f in context.findings.of(factories.slug(kind)) if f.elements == wanted]
    assert found, [(f.detector, f.elements, str(f.claim)) for f in context.findings]
    context.finding = found[0]


@then(parsers.parse('"{kind}" is found in the cases'))
def found_in_cases(context: SimpleNamespace, kind: str) -> None:
    found = [f for f in context.findings.of(factories.slug(kind)) if f.evidence and f.evidence[0].n]
    assert found, [(f.detector, f.elements, str(f.claim)) for f in context.findings]
    context.finding = found[0]


@then(parsers.parse('no "{kind}" is found'))
def not_found(context: SimpleNamespace, kind: str) -> None:
    assert not [str(f.claim) for f in context.findings.of(factories.slug(kind))]


@then(parsers.parse('the finding says "{words}"'))
def says(context: SimpleNamespace, words: str) -> None:
    assert words in str(context.finding.claim)


@then(parsers.parse("the finding is of {level} confidence"))
def confidence(context: SimpleNamespace, level: str) -> None:
    assert context.finding.confidence == level


@then(parsers.parse("it would save {length} of the applicant's time"))
def saves_time(context: SimpleNamespace, length: str) -> None:
    assert context.finding.saving.time == timedelta(seconds=factories.seconds(length))


@then(parsers.parse("it would save {length} until the result"))
def saves_lead(context: SimpleNamespace, length: str) -> None:
    assert context.finding.saving.lead == timedelta(seconds=factories.seconds(length))


@then(parsers.parse("it would save {hours:d} hours a year"))
def saves_hours(context: SimpleNamespace, hours: int) -> None:
    assert context.finding.saving.hours_a_year == pytest.approx(hours)


@then(parsers.parse("it would save {count:d} {things} in a case"))
def saves_count(context: SimpleNamespace, count: int, things: str) -> None:
    saving = context.finding.saving
    counts = {
        "visit": saving.visits,
        "visits": saving.visits,
        "paper": saving.documents,
        "papers": saving.documents,
    }
    assert counts[things] == count


@then("nobody can say what it would save")
def saves_unknown(context: SimpleNamespace) -> None:
    assert context.finding.saving.time is None
    assert context.finding.saving.hours_a_year is None


@when("she sets the finding aside with a reason")
def set_aside(context: SimpleNamespace) -> None:
    context.aside = context.finding
    context.findings = an.detect(context.model, dismissed=[context.finding.fingerprint])


@then("it is kept apart from the others")
def kept_apart(context: SimpleNamespace) -> None:
    fingerprints = {f.fingerprint for f in context.findings.dismissed}
    assert context.aside.fingerprint in fingerprints
    assert context.aside.fingerprint not in {f.fingerprint for f in context.findings}


@given(parsers.parse('the procedure "{name}" of the library'))
def of_the_library(context: SimpleNamespace, name: str) -> None:
    context.model = library[name].as_is
