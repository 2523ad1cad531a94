"""Sentences about cases that are stopped, corrected, taken to a new version, followed and forgotten."""

from __future__ import annotations

from types import SimpleNamespace

from pytest_bdd import given, parsers, then, when

from engine import Engine, Instance, NotMovable, Suspended
from processes import read_model
from tests.steps.execution_steps import _do, _open

REMINDED = """
<bpmn:boundaryEvent id="hourly" name="every hour" attachedToRef="{host}" cancelActivity="false">
 <bpmn:extensionElements><gov:timer missed="{missed}"/></bpmn:extensionElements>
 <bpmn:timerEventDefinition><bpmn:timeCycle>R/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition>
</bpmn:boundaryEvent>
<bpmn:endEvent id="reminded" name="reminded"/>
<bpmn:sequenceFlow id="to_reminded" sourceRef="hourly" targetRef="reminded"/></bpmn:process>"""


def _element(context: SimpleNamespace, label: str) -> str:
    return next(e.id for e in context.model.elements.values() if e.name == label)


@given(parsers.parse('the case is suspended because of "{reason}"'))
@when(parsers.parse('the case is suspended because of "{reason}"'))
def is_suspended(office: Engine, context: SimpleNamespace, reason: str) -> None:
    office.suspend(context.case, by="head", reason=reason)


@when("the case is resumed")
def is_resumed(office: Engine, context: SimpleNamespace) -> None:
    office.resume(context.case, by="head")


@then(parsers.parse('"{label}" is refused because the case is suspended'))
def is_refused_while_suspended(office: Engine, context: SimpleNamespace, label: str) -> None:
    try:
        _do(office, label, context.case)
    except Suspended:
        return
    raise AssertionError(f"{label} was done in a suspended case")


@then(parsers.parse('the history tells that the case was {what} because of "{reason}"'))
def tells_why(office: Engine, context: SimpleNamespace, what: str, reason: str) -> None:
    [record] = [r for r in office.history(context.case) if r.kind == what]
    assert (record.by, record.data["reason"]) == ("head", reason)


@given("the procedure is suspended with its cases")
@when("the procedure is suspended with its cases")
def procedure_is_suspended(office: Engine, context: SimpleNamespace) -> None:
    assert all(office.suspend_definition(context.definition, by="head", instances=True))


@when("the procedure is resumed")
def procedure_is_resumed(office: Engine, context: SimpleNamespace) -> None:
    assert all(office.resume_definition(context.definition, by="head"))


@then("no new case can be started")
def cannot_be_started(office: Engine, context: SimpleNamespace) -> None:
    before = office.count_instances()
    try:
        office.start(context.definition, by="citizen")
    except Suspended:
        assert office.count_instances() == before
        return
    raise AssertionError("a case was started")


@when(parsers.parse('the head moves the case from "{one}" to "{other}" because "{reason}"'))
def moves(office: Engine, context: SimpleNamespace, one: str, other: str, reason: str) -> None:
    context.refusal = None
    try:
        office.move(
            context.case,
            element=_element(context, one),
            to=_element(context, other),
            by="head",
            reason=reason,
        )
    except NotMovable as refused:
        context.refusal = refused


@then(parsers.parse('the head is told that nothing stands at "{label}"'))
def is_told(context: SimpleNamespace, label: str) -> None:
    assert f"No token is at “{label}”" in str(context.refusal)


@when(parsers.parse('the head takes the case back to "{label}" because "{reason}"'))
def takes_back(office: Engine, context: SimpleNamespace, label: str, reason: str) -> None:
    office.restart(context.case, at=_element(context, label), by="head", reason=reason)


@given(parsers.parse('the new version "{sketch}"'))
def new_version(office: Engine, context: SimpleNamespace, sketch: str) -> None:
    context.newest = office.deploy(read_model(sketch.encode(), dialect="sketch"), by="analyst")


@given("the cases are taken to the new version")
@when("the cases are taken to the new version")
def are_taken(office: Engine, context: SimpleNamespace) -> None:
    context.batch = office.migrate_instances(context.newest, by="head")
    assert all(context.batch.results)


@when("the migration is rehearsed")
def is_rehearsed(office: Engine, context: SimpleNamespace) -> None:
    context.rehearsals = office.rehearse_migration(context.newest)


@when("the migration is undone")
def is_undone(office: Engine, context: SimpleNamespace) -> None:
    assert all(office.undo_migration(context.batch, by="head"))


@then(parsers.parse('the case cannot go on in it because of "{label}"'))
def cannot_go_on(context: SimpleNamespace, label: str) -> None:
    [rehearsal] = context.rehearsals
    assert rehearsal.instance == context.case.id
    assert any(f"“{label}”" in str(problem) for problem in rehearsal.problems)


@given(parsers.parse('it is published as "{key}"'))
def is_published_as(office: Engine, context: SimpleNamespace, key: str) -> None:
    source = context.model.source.replace(b'id="sketch"', f'id="{key}"'.encode())
    office.deploy(read_model(source), by="analyst")


@given(parsers.parse('"{target}" follows when "{source}" is completed'))
def follows(office: Engine, context: SimpleNamespace, target: str, source: str) -> None:
    context.trigger = office.add_trigger(source, target, by="head")


@given("that is switched off")
def is_switched_off(office: Engine, context: SimpleNamespace) -> None:
    office.enable_trigger(context.trigger, enabled=False, by="head")


def _to_its_end(office: Engine, case: Instance) -> None:
    while items := office.work_items(case):
        office.complete(items[0], by="somebody")


@when(parsers.parse('a case of "{key}" is done to its end'))
def is_done_to_its_end(office: Engine, key: str) -> None:
    _to_its_end(office, office.start(key, by="citizen"))


@when(parsers.parse('a case of "{key}" is withdrawn'))
def of_key_is_withdrawn(office: Engine, key: str) -> None:
    office.cancel(office.start(key, by="citizen"), by="citizen")


@given(parsers.parse("persons are forgotten {days:d} days after a case has ended"))
def are_forgotten(office: Engine, days: int) -> None:
    office.set_retention("persons", days, by="head")


@given(parsers.parse('the case of "{person}" is done to its end'))
def case_of_is_done(office: Engine, context: SimpleNamespace, person: str) -> None:
    case_of(office, context, person)
    _to_its_end(office, context.case)


@given(parsers.parse('the case of "{person}" is open'))
def case_of(office: Engine, context: SimpleNamespace, person: str) -> None:
    context.case = office.start(
        context.definition, by=f"citizen:{person}", data={"name": person}, business_key=f"{person}-1"
    )


@when(parsers.parse("{days:d} days pass and what is kept too long is put away"))
def is_put_away(office: Engine, context: SimpleNamespace, days: int) -> None:
    from datetime import timedelta

    context.clock.advance(timedelta(days=days))
    office.keep(by="archivist")


def _everything(office: Engine, case: Instance) -> str:
    told = [vars(record) for record in office.history(case)]
    return f"{told} {office.instance(case)} {office.work_items(case, status=None)}"


@then(parsers.parse('nothing of "{person}" is left in the case'))
def nothing_is_left(office: Engine, context: SimpleNamespace, person: str) -> None:
    assert person not in _everything(office, context.case)


@then(parsers.parse('"{person}" can still be read in the case'))
def can_be_read(office: Engine, context: SimpleNamespace, person: str) -> None:
    assert person in _everything(office, context.case)


@given(parsers.parse('"{name}" is reminded of every hour, and of missed hours "{missed}" count'))
def is_reminded(context: SimpleNamespace, name: str, missed: str) -> None:
    text = context.model.source.decode()
    reminded = REMINDED.format(host=_element(context, name), missed=missed)
    context.model = read_model(text.replace("</bpmn:process>", reminded).encode())


@when(parsers.parse("a case waits while the clock stands still for {hours:d} hours"))
def clock_stands_still(office: Engine, context: SimpleNamespace, hours: int) -> None:
    from datetime import timedelta

    context.case = office.start(context.definition, by="citizen")
    context.clock.advance(timedelta(hours=hours, minutes=10))
    office.fire_timers()


@then(parsers.parse("there are {count:d} reminders"))
@then(parsers.parse("there is {count:d} reminder"))
def reminders(office: Engine, context: SimpleNamespace, count: int) -> None:
    assert _open(office, "Decide", context.case)
    assert len([r for r in office.history(context.case) if r.element == "reminded"]) == count
