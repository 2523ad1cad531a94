"""Sentences about the clocks of steps, and about what silence means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

from pytest_bdd import given, parsers, then, when

from engine import Engine, EngineError, WorkItem
from processes import WorkingCalendar
from processes.model.edits_of_annotations import set_step

#: What the scenarios call the clocks' own records.
CLOCKS = ("clockStopped", "clockRestarted", "extended", "dueMoved", "warned", "limitReached")
PROVISIONAL = date(2026, 3, 19)


def _before() -> WorkingCalendar:
    """The calendar in which Orozo Ait of 2026 is expected on 19 March."""
    calendar = WorkingCalendar.default()
    [estimated] = [day for day in calendar.provisional if (day.year, day.month) == (2026, 3)]
    if estimated == PROVISIONAL:
        return calendar
    moved = calendar.with_official(estimated, PROVISIONAL)
    return replace(moved, provisional=moved.provisional | {PROVISIONAL})


def _engine(office: Engine, context: SimpleNamespace, calendar: WorkingCalendar) -> None:
    """Let the office go on as a new process does whose calendar is this one."""
    context.calendar = calendar
    context.offices.append(Engine(office._shop.store.url, clock=context.clock, calendar=calendar))


def _step(context: SimpleNamespace, label: str, **attributes: object) -> None:
    id_ = next(e.id for e in context.model.elements.values() if e.name == label)
    context.model = set_step(context.model, id_, **attributes)


def _open(context: SimpleNamespace, label: str) -> WorkItem:
    engine: Engine = context.offices[-1]
    return next(item for item in engine.work_items(context.case) if item.label == label)


def _day(context: SimpleNamespace, day: str) -> None:
    zone = WorkingCalendar.default().zone
    moment = datetime.combine(date.fromisoformat(day), time(12), zone)
    if moment > context.clock.now():
        context.clock.set(moment)


def _trying(context: SimpleNamespace, act: Callable[[], object]) -> None:
    context.refused = None
    try:
        act()
    except EngineError as refused:
        context.refused = refused


@given(parsers.parse('"{label}" may take {days:d} working days'))
def may_take(context: SimpleNamespace, label: str, days: int) -> None:
    _step(context, label, limit=timedelta(days=days))


@given(parsers.parse('silence at "{label}" means yes and writes "{outcome}"'))
@given(parsers.re(r'silence at "(?P<label>\w+)" means yes and writes ""'))
def means_yes(context: SimpleNamespace, label: str, outcome: str = "") -> None:
    _step(context, label, on_limit="tacitYes", on_limit_data=outcome.replace('\\"', '"') or None)


@given(parsers.parse('at the limit of "{label}" the head is told'))
def head_is_told(context: SimpleNamespace, label: str) -> None:
    _step(context, label, on_limit="escalate")


@given(parsers.parse("an application received on {day}"))
def received(office: Engine, context: SimpleNamespace, day: str) -> None:
    _engine(office, context, _before())
    _day(context, day)
    context.case = context.offices[-1].start(context.definition, by="citizen")


@given(parsers.parse('"{person}" has completed "{label}"'))
def has_completed(context: SimpleNamespace, person: str, label: str) -> None:
    context.offices[-1].complete(_open(context, label), by=person)


@when(parsers.parse('on {day} "{person}" stops the clock of "{label}": "{reason}"'))
def stops(context: SimpleNamespace, day: str, person: str, label: str, reason: str) -> None:
    _day(context, day)
    item = _open(context, label)
    _trying(context, lambda: context.offices[-1].stop_clock(item, by=person, reason=reason))


@when(parsers.parse('on {day} "{person}" lets the clock of "{label}" go on'))
def goes_on(context: SimpleNamespace, day: str, person: str, label: str) -> None:
    _day(context, day)
    context.offices[-1].restart_clock(_open(context, label), by=person)


@when(parsers.parse('"{person}" extends the term of "{label}" by {days:d} days: "{reason}"'))
def extends(context: SimpleNamespace, person: str, label: str, days: int, reason: str) -> None:
    item, amount = _open(context, label), timedelta(days=days)
    _trying(context, lambda: context.offices[-1].extend_term(item, by=person, amount=amount, reason=reason))


@when(parsers.parse("the holiday provisionally on {before} is officially on {after}"))
def official(office: Engine, context: SimpleNamespace, before: str, after: str) -> None:
    moved = context.calendar.with_official(date.fromisoformat(before), date.fromisoformat(after))
    _engine(office, context, moved)
    assert context.offices[-1].recompute_terms() == 1
    assert context.offices[-1].recompute_terms() == 0


@when(parsers.parse("the clock is looked at on {day}"))
def looked_at(context: SimpleNamespace, day: str) -> None:
    _day(context, day)
    context.offices[-1].fire_timers()


@when("it is to be published")
def to_be_published(office: Engine, context: SimpleNamespace) -> None:
    _trying(context, lambda: office.deploy(context.model, by="analyst"))


@then(parsers.parse('"{label}" is due at no date and waits for others'))
def waits_for_others(context: SimpleNamespace, label: str) -> None:
    item = _open(context, label)
    assert item.due is None
    assert item.stopped == context.clock.now()


@then(parsers.parse('"{label}" is due on {day}'))
def is_due_on(context: SimpleNamespace, label: str, day: str) -> None:
    engine, item = context.offices[-1], _open(context, label)
    assert item.due is not None
    assert item.due.astimezone(context.calendar.zone).date() == date.fromisoformat(day)
    assert engine.term(item).due == item.due
    assert item.stopped is None


@then(parsers.parse('the history tells of "{kinds}"'))
def history_tells_of(context: SimpleNamespace, kinds: str) -> None:
    told = [r.kind for r in context.offices[-1].history(context.case) if r.kind in CLOCKS]
    assert ", ".join(told) == ("" if kinds == "nothing" else kinds)


@then(parsers.parse('the case says the decision is "{value}"'))
def decision_is(context: SimpleNamespace, value: str) -> None:
    assert context.offices[-1].instance(context.case).data["decision"] == value


@then(parsers.parse('the clock did "{label}"'))
def clock_did(context: SimpleNamespace, label: str) -> None:
    done = [
        (record.by, record.data.get("silence"))
        for record in context.offices[-1].history(context.case)
        if record.kind == "completed" and record.label == label
    ]
    assert done == [("clock", "tacitYes")]
