"""Sentences about running cases: who has what to do, what comes, what passes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from pytest_bdd import given, parsers, then, when

from engine import AlreadyCompleted, AmbiguousMessage, Engine, Instance, NotEntitled, NotExecutable, WorkItem
from engine.testing import Clock
from processes import read_model

WATCHED = """
<bpmn:boundaryEvent id="watch" attachedToRef="{host}" cancelActivity="false">
 <bpmn:extensionElements><gov:timer unit="working"/></bpmn:extensionElements>
 <bpmn:timerEventDefinition><bpmn:timeDuration>P{days}D</bpmn:timeDuration></bpmn:timerEventDefinition>
</bpmn:boundaryEvent>
<bpmn:userTask id="reminder" name="{label}"/>
<bpmn:sequenceFlow id="to_reminder" sourceRef="watch" targetRef="reminder"/></bpmn:process>"""
LANE = (
    '<bpmn:lane id="lane_watch" name="{group}"><bpmn:flowNodeRef>reminder</bpmn:flowNodeRef></bpmn:lane>'
    "</bpmn:laneSet>"
)


@pytest.fixture
def office(engine_url: str, context: SimpleNamespace) -> Iterator[Engine]:
    """An engine on an empty store, with a clock that stands still on a Monday morning."""
    context.clock = Clock()
    context.offices = [Engine(engine_url, clock=context.clock)]
    yield context.offices[0]
    for engine in context.offices:
        engine.dispose()


def _value(text: str) -> Any:
    return {"yes": True, "no": False}.get(text, text)


def _open(office: Engine, label: str, case: Instance | None = None) -> list[WorkItem]:
    return [item for item in office.work_items(case, limit=1000) if item.label == label]


def _do(office: Engine, label: str, case: Instance | None = None, **data: Any) -> None:
    office.complete(_open(office, label, case)[0], by="somebody", data=data)


@given(parsers.parse('"{name}" is watched: after {days:d} working days "{label}" comes to the {group}'))
def is_watched(context: SimpleNamespace, name: str, days: int, label: str, group: str) -> None:
    host = next(e.id for e in context.model.elements.values() if e.name == name)
    text = context.model.source.decode()
    text = text.replace("</bpmn:process>", WATCHED.format(host=host, days=days, label=label))
    context.model = read_model(text.replace("</bpmn:laneSet>", LANE.format(group=group)).encode())


@given(parsers.parse('"{name}" is drawn as a "{kind}"'))
def is_drawn_as(context: SimpleNamespace, name: str, kind: str) -> None:
    text = context.model.source.decode().replace(
        f'userTask id="{name.lower()}"', f'{kind} id="{name.lower()}"'
    )
    context.model = read_model(text.encode())


@given(parsers.parse('its beginning is rubbed out, and "{last}" leads back to "{first}"'))
def leads_in_a_round(context: SimpleNamespace, last: str, first: str) -> None:
    text = context.model.source.decode().replace('<bpmn:startEvent id="start"/>', "")
    text = text.replace("<bpmn:flowNodeRef>start</bpmn:flowNodeRef>", "")
    text = text.replace(
        f'sourceRef="start" targetRef="{first.lower()}"',
        f'sourceRef="{last.lower()}" targetRef="{first.lower()}"',
    )
    context.model = read_model(text.encode())


@given("it is published")
@when("it is published")
@when("it is published once more")
def is_published(office: Engine, context: SimpleNamespace) -> None:
    context.refused = None
    try:
        context.definition = office.deploy(context.model, by="analyst")
    except NotExecutable as refused:
        context.refused = refused


@then(parsers.parse("it is accepted as version {version:d}"))
def is_accepted(context: SimpleNamespace, version: int) -> None:
    assert context.refused is None
    assert context.definition.version == version


@then(parsers.parse('it is refused because of "{label}"'))
def is_refused(office: Engine, context: SimpleNamespace, label: str) -> None:
    assert label in [problem.label for problem in context.refused.problems]
    assert office.definitions() == []


@then("it is refused because of an arrow")
def is_refused_for_an_arrow(office: Engine, context: SimpleNamespace) -> None:
    assert {problem.element for problem in context.refused.problems} <= set(context.model.flows)
    assert office.definitions() == []


@given(parsers.parse('a case has come to "{label}"'))
@given(parsers.parse('a case has come to "{label}" on Monday morning'))
def has_come_to(office: Engine, context: SimpleNamespace, label: str) -> None:
    context.case = office.start(context.definition, by="citizen", data={})
    for _ in range(20):
        if _open(office, label, context.case):
            return
        office.complete(office.work_items(context.case)[0], by="somebody")
    raise AssertionError(f"the case never comes to {label}")


@given(parsers.parse('a case with "{name}" of {value:d}'))
def a_case_with(office: Engine, context: SimpleNamespace, name: str, value: int) -> None:
    context.case = office.start(context.definition, by="citizen", data={name: value})


@given("a case with nothing known")
def a_case_with_nothing(office: Engine, context: SimpleNamespace) -> None:
    context.case = office.start(context.definition, by="citizen")


@given(parsers.parse('the cases "{one}" and "{two}" are open'))
def cases_are_open(office: Engine, context: SimpleNamespace, one: str, two: str) -> None:
    context.cases = {
        key: office.start(context.definition, business_key=key, by="citizen") for key in (one, two)
    }


@given(parsers.parse('"{label}" is done'))
@when(parsers.parse('"{label}" is done'))
def is_done(office: Engine, context: SimpleNamespace, label: str) -> None:
    _do(office, label, context.case)


@given(parsers.parse('"{label}" is done with "{name}" {value}'))
@when(parsers.parse('"{label}" is done with "{name}" {value}'))
def is_done_with(office: Engine, context: SimpleNamespace, label: str, name: str, value: str) -> None:
    _do(office, label, context.case, **{name: value == "true"})


@given(parsers.parse('"{label}" is done in both cases'))
@when(parsers.parse('"{label}" is done in both cases'))
def is_done_in_both(office: Engine, context: SimpleNamespace, label: str) -> None:
    for case in context.cases.values():
        _do(office, label, case)


@when("these are done")
def these_are_done(office: Engine, context: SimpleNamespace, datatable: list[list[str]]) -> None:
    for step, result, value in datatable[1:]:
        _do(office, step, context.case, **{result: _value(value)})


@when("the case is withdrawn")
def is_withdrawn(office: Engine, context: SimpleNamespace) -> None:
    office.cancel(context.case, by="citizen", reason="no longer wanted")


@given(parsers.parse("{days:d} days have passed"))
@when(parsers.parse("{days:d} days pass"))
def days_pass(office: Engine, context: SimpleNamespace, days: int) -> None:
    context.clock.advance(timedelta(days=days))
    office.fire_timers()


@when("the clock looks again")
def clock_looks_again(office: Engine) -> None:
    office.fire_timers()


@when(parsers.parse('{count:d} officers complete "{label}" at the same moment'))
def officers_complete(office: Engine, context: SimpleNamespace, count: int, label: str) -> None:
    [item] = _open(office, label, context.case)

    def press(number: int) -> str:
        try:
            office.complete(item, by=f"officer {number}")
        except AlreadyCompleted:
            return "too late"
        return "done"

    with ThreadPoolExecutor(count) as pool:
        context.outcomes = Counter(pool.map(press, range(count)))


@then("one of them succeeds and the others learn that it is done")
def one_succeeds(context: SimpleNamespace) -> None:
    assert context.outcomes["done"] == 1
    assert set(context.outcomes) <= {"done", "too late"}


@when(parsers.parse('the application "{number}" is sent {times:d} times'))
def application_is_sent(office: Engine, context: SimpleNamespace, number: str, times: int) -> None:
    for _ in range(times):
        context.case = office.start(context.definition, by="citizen", idempotency_key=number)


@then("there is one case")
def there_is_one_case(office: Engine) -> None:
    assert office.count_instances() == 1


@then(parsers.parse('the {group} have "{label}" to do'))
def have_to_do(office: Engine, group: str, label: str) -> None:
    assert label in [item.label for item in office.work_items(group=group)]


@then(parsers.parse('the {group} have "{label}" to do once'))
def have_to_do_once(office: Engine, group: str, label: str) -> None:
    assert [item.label for item in office.work_items(group=group)].count(label) == 1


@then(parsers.parse("the {group} have nothing to do"))
def have_nothing_to_do(office: Engine, group: str) -> None:
    assert office.work_items(group=group) == []


@then("nobody has anything to do")
def nobody_has_anything(office: Engine) -> None:
    assert office.work_items() == []


@then(parsers.parse('"{label}" is to be done in "{key}"'))
def is_to_be_done(office: Engine, context: SimpleNamespace, label: str, key: str) -> None:
    assert [item.label for item in office.work_items(context.cases[key])] == [label]


@then(parsers.parse('nothing is to be done in "{key}"'))
def nothing_to_be_done(office: Engine, context: SimpleNamespace, key: str) -> None:
    assert office.work_items(context.cases[key]) == []


@then("the case knows")
def case_knows(office: Engine, context: SimpleNamespace, datatable: list[list[str]]) -> None:
    data = office.instance(context.case).data
    assert {name: data.get(name) for name, _text in datatable} == {n: _value(text) for n, text in datatable}


@then(parsers.parse('the case is "{status}"'))
def case_is(office: Engine, context: SimpleNamespace, status: str) -> None:
    assert office.instance(context.case).status == status


@then(parsers.parse('the case waits with a reason that names "{name}"'))
def waits_with_a_reason(office: Engine, context: SimpleNamespace, name: str) -> None:
    [incident] = office.incidents(context.case)
    assert name in incident.message
    assert office.instance(context.case).status == "running"


@when(parsers.parse('the message "{name}" comes for "{key}"'))
def message_comes(office: Engine, name: str, key: str) -> None:
    office.correlate(name, key=key)


@when(parsers.parse('the message "{name}" comes without a name'))
def message_comes_for_nobody(office: Engine, context: SimpleNamespace, name: str) -> None:
    context.refused = None
    try:
        office.correlate(name)
    except AmbiguousMessage as refused:
        context.refused = refused


@then("it is refused, and given to nobody")
def refused_and_given_to_nobody(office: Engine, context: SimpleNamespace) -> None:
    assert context.refused is not None
    assert office.work_items() == []


@given("the register answers")
def register_answers(office: Engine, datatable: list[list[str]]) -> None:
    answer = {name: _value(value) for name, value in datatable}
    office.service_task("ask_the_register")(lambda _data: answer)


@when("it is tried again")
def is_tried_again(office: Engine, context: SimpleNamespace) -> None:
    [incident] = office.incidents(context.case)
    office.retry(incident, by="operator")


@when(parsers.parse('"{person}" of the {group} does "{label}"'))
def person_does(office: Engine, context: SimpleNamespace, person: str, group: str, label: str) -> None:
    context.refused = None
    try:
        office.complete(_open(office, label, context.case)[0], by=person, groups=[group])
    except NotEntitled as refused:
        context.refused = refused


@given(parsers.parse('"{person}" has taken "{label}"'))
def person_has_taken(office: Engine, context: SimpleNamespace, person: str, label: str) -> None:
    office.claim(_open(office, label, context.case)[0], by=person)


@given(parsers.parse('"{person}" gives "{label}" back'))
def person_gives_back(office: Engine, context: SimpleNamespace, person: str, label: str) -> None:
    office.release(_open(office, label, context.case)[0], by=person)


@then(parsers.parse('"{person}" is told that it is not theirs'))
def is_told(context: SimpleNamespace, person: str) -> None:
    assert context.refused is not None


@then(parsers.parse('"{label}" was completed {times:d} times'))
def was_completed(office: Engine, context: SimpleNamespace, label: str, times: int) -> None:
    records = office.history(context.case)
    assert sum(r.label == label and r.kind == "completed" for r in records) == times


@then("the history stands")
def history_stands(office: Engine, context: SimpleNamespace) -> None:
    assert office.verify(context.case) is None


@then("the history tells")
def history_tells(office: Engine, context: SimpleNamespace, datatable: list[list[str]]) -> None:
    told = [[r.label, r.kind] for r in office.history(context.case) if r.type == "UserTask"]
    assert told == datatable[1:]


@when(parsers.parse("somebody changes the {number:d}th record in the database"))
def somebody_changes(office: Engine, number: int) -> None:
    import sqlalchemy as sa

    from engine.store.tables import history

    with office._shop.store.engine.begin() as connection:
        connection.execute(sa.update(history).where(history.c.number == number).values(by="somebody else"))


@then(parsers.parse("the {number:d}th record is found to be changed"))
def is_found(office: Engine, context: SimpleNamespace, number: int) -> None:
    assert office.verify(context.case) == number


@when("the log is taken")
def log_is_taken(office: Engine, context: SimpleNamespace) -> None:
    context.log = office.event_log(context.definition)


@then(parsers.parse("it has {count:d} case and is measured"))
def has_cases(context: SimpleNamespace, count: int) -> None:
    assert len(context.log) == count
    assert not context.log.is_simulated
