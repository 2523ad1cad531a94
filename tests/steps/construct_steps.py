"""Sentences that draw what a sketch cannot: undoing, any order, enough answers, events, repetition, calls."""
# ruff: noqa: E501  (BPMN text reads better unbroken)

from __future__ import annotations

import re
from types import SimpleNamespace

from pytest_bdd import given, parsers, then, when

from engine import Engine, WrongState
from processes import read_model


def _id(name: str) -> str:
    return re.sub(r"\W+", "_", name.lower())


def _draw(context: SimpleNamespace, old: str, new: str) -> None:
    text, count = re.subn(old, lambda _found: new, context.model.source.decode(), count=1)
    assert count, f"{old} is not drawn"
    context.model = read_model(text.encode())


def _add(context: SimpleNamespace, xml: str) -> None:
    _draw(context, "</bpmn:process>", f"{xml}</bpmn:process>")


def _root(context: SimpleNamespace, xml: str) -> None:
    _draw(context, "<bpmn:process ", f"{xml}<bpmn:process ")


def _become(context: SimpleNamespace, name: str, element: str, inside: str = "") -> None:
    """Draw the user task of this name as another element."""
    id_ = _id(name)
    kind = element.partition(" ")[0]
    _draw(
        context,
        f'<bpmn:userTask id="{id_}" [^>]*/>',
        f'<bpmn:{element} id="{id_}" name="{name}">{inside}</bpmn:{kind}>',
    )


def _work(context: SimpleNamespace, name: str, group: str, attributes: str = "") -> str:
    """Draw a work item of a group that no flow leads to yet; return its id."""
    id_ = _id(name)
    _add(context, f'<bpmn:userTask id="{id_}" name="{name}" {attributes}/>')
    lane = (
        f'<bpmn:lane id="lane_of_{id_}" name="{group}"><bpmn:flowNodeRef>{id_}</bpmn:flowNodeRef></bpmn:lane>'
    )
    _draw(context, "</bpmn:laneSet>", f"{lane}</bpmn:laneSet>")
    return id_


def _border(
    context: SimpleNamespace, host: str, event: str, *, goes_to: str, interrupts: bool = True
) -> None:
    id_ = f"{goes_to}_event"
    cancels = str(interrupts).lower()
    _add(
        context,
        f'<bpmn:boundaryEvent id="{id_}" attachedToRef="{_id(host)}" cancelActivity="{cancels}">{event}</bpmn:boundaryEvent>'
        f'<bpmn:sequenceFlow id="to_{goes_to}" sourceRef="{id_}" targetRef="{goes_to}"/>',
    )


def _messages(context: SimpleNamespace, *names: str) -> str:
    for name in names:
        _root(context, f'<bpmn:message id="{_id(name)}_message" name="{name}"/>')
    return "".join(f'<bpmn:messageEventDefinition messageRef="{_id(name)}_message"/>' for name in names)


# Undoing.


@given(parsers.parse('"{done}" is undone by "{undone}" of the {group}'))
def is_undone_by(context: SimpleNamespace, done: str, undone: str, group: str) -> None:
    handler = _work(context, undone, group, 'isForCompensation="true"')
    _add(
        context,
        f'<bpmn:boundaryEvent id="undo_{_id(done)}" attachedToRef="{_id(done)}"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>'
        f'<bpmn:association id="line_{handler}" sourceRef="undo_{_id(done)}" targetRef="{handler}"/>',
    )


@given(parsers.parse('at "{name}" everything done is undone'))
def everything_is_undone(context: SimpleNamespace, name: str) -> None:
    _become(context, name, "intermediateThrowEvent", "<bpmn:compensateEventDefinition/>")


@given(parsers.parse('at "{name}" only "{done}" is undone'))
def one_thing_is_undone(context: SimpleNamespace, name: str, done: str) -> None:
    event = f'<bpmn:compensateEventDefinition activityRef="{_id(done)}"/>'
    _become(context, name, "intermediateThrowEvent", event)


PURCHASE = """
<bpmn:dataObject id="seized"/><bpmn:dataObject id="withdrawn"/><bpmn:startEvent id="begin"/>
<bpmn:userTask id="pay_deposit" name="Pay deposit"/>
<bpmn:boundaryEvent id="back" attachedToRef="pay_deposit"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>
<bpmn:userTask id="return_deposit" name="Return deposit" isForCompensation="true"/>
<bpmn:association id="line" sourceRef="back" targetRef="return_deposit"/>
<bpmn:userTask id="sign" name="Sign"/><bpmn:exclusiveGateway id="signed" default="to_done"/>
<bpmn:endEvent id="done"/><bpmn:endEvent id="off"><bpmn:cancelEventDefinition/></bpmn:endEvent>
<bpmn:exclusiveGateway id="known" default="to_pay"/>
<bpmn:sequenceFlow id="t1" sourceRef="begin" targetRef="known"/>
<bpmn:sequenceFlow id="to_pay" sourceRef="known" targetRef="pay_deposit"/>
<bpmn:sequenceFlow id="t2" sourceRef="known" targetRef="off">
 <bpmn:conditionExpression>seized = true</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="t3" sourceRef="pay_deposit" targetRef="sign"/>
<bpmn:sequenceFlow id="t4" sourceRef="sign" targetRef="signed"/>
<bpmn:sequenceFlow id="to_done" sourceRef="signed" targetRef="done"/>
<bpmn:sequenceFlow id="t5" sourceRef="signed" targetRef="off">
 <bpmn:conditionExpression>withdrawn = true</bpmn:conditionExpression></bpmn:sequenceFlow>
"""


@given(parsers.parse('"{name}" is a transaction: a deposit is paid and the contract signed, or neither'))
def is_a_transaction(context: SimpleNamespace, name: str) -> None:
    _become(context, name, "transaction", PURCHASE)


@given(parsers.parse('when it is called off, "{name}" comes to the {group}'))
def when_called_off(context: SimpleNamespace, name: str, group: str) -> None:
    host = next(e for e in context.model.elements.values() if e.type == "Transaction")
    _border(context, host.name, "<bpmn:cancelEventDefinition/>", goes_to=_work(context, name, group))


# What may be missing.


@given(parsers.parse('"{name}" is drawn as something that may be known'))
def may_be_known(context: SimpleNamespace, name: str) -> None:
    _add(context, f'<bpmn:dataObject id="{_id(name)}" name="{name}"/>')


# Joining.


@given(parsers.parse('{count:d} answers are enough for "{name}"'))
def are_enough(context: SimpleNamespace, count: int, name: str) -> None:
    condition = f"<bpmn:activationCondition>activationCount &gt;= {count}</bpmn:activationCondition>"
    _draw(
        context,
        r'<bpmn:parallelGateway id="join"/>',
        f'<bpmn:complexGateway id="join">{condition}</bpmn:complexGateway>',
    )


@given("who is concerned decides which of them are asked")
def who_is_asked(context: SimpleNamespace) -> None:
    for gateway in ("split", "join"):
        _draw(context, f'<bpmn:parallelGateway id="{gateway}"/>', f'<bpmn:inclusiveGateway id="{gateway}"/>')
    for flow in context.model.outgoing("split"):
        name = context.model.elements[flow.target].name.split()[-1]
        _draw(
            context,
            f'<bpmn:sequenceFlow id="{flow.id}" [^>]*/>',
            f'<bpmn:sequenceFlow id="{flow.id}" sourceRef="split" targetRef="{flow.target}">'
            f'<bpmn:conditionExpression>list contains(concerned, "{name}")</bpmn:conditionExpression></bpmn:sequenceFlow>',
        )


@given(parsers.parse('a case that concerns "{names}"'))
def a_case_that_concerns(office: Engine, context: SimpleNamespace, names: str) -> None:
    context.case = office.start(context.definition, by="citizen", data={"concerned": names.split(" and ")})


# In any order.


@given(parsers.parse('"{name}" consists of these, in any order'))
def consists_of(context: SimpleNamespace, name: str, datatable: list[list[str]]) -> None:
    tasks = "".join(f'<bpmn:userTask id="{_id(step)}" name="{step}"/>' for step, _group in datatable[1:])
    _become(context, name, "adHocSubProcess", tasks)
    for step, group in datatable[1:]:
        lane = f'<bpmn:lane id="lane_of_{_id(step)}" name="{group}"><bpmn:flowNodeRef>{_id(step)}</bpmn:flowNodeRef></bpmn:lane>'
        _draw(context, "</bpmn:laneSet>", f"{lane}</bpmn:laneSet>")


@given(parsers.parse('"{name}" is over as soon as "{fact}" is known'))
def is_over_as_soon(context: SimpleNamespace, name: str, fact: str) -> None:
    condition = f"<bpmn:completionCondition>{fact} = true</bpmn:completionCondition></bpmn:adHocSubProcess>"
    _draw(context, "</bpmn:adHocSubProcess>", condition)


# Events.


@given(parsers.parse('"{name}" waits for "{one}" or "{other}"'))
def waits_for_either(context: SimpleNamespace, name: str, one: str, other: str) -> None:
    _become(context, name, "intermediateCatchEvent", _messages(context, one, other))


@given(parsers.parse('"{name}" waits for both "{one}" and "{other}"'))
def waits_for_both(context: SimpleNamespace, name: str, one: str, other: str) -> None:
    _become(context, name, 'intermediateCatchEvent parallelMultiple="true"', _messages(context, one, other))


@given(parsers.parse('"{name}" waits for the announcement "{signal}"'))
def waits_for_a_signal(context: SimpleNamespace, name: str, signal: str) -> None:
    _root(context, f'<bpmn:signal id="{_id(signal)}_signal" name="{signal}"/>')
    event = f'<bpmn:signalEventDefinition signalRef="{_id(signal)}_signal"/>'
    _become(context, name, "intermediateCatchEvent", event)


@when(parsers.parse('"{signal}" is announced'))
def is_announced(office: Engine, signal: str) -> None:
    office.signal(signal)


@given(parsers.parse('during "{host}", "{fact}" brings "{name}" to the {group}'))
def condition_brings(context: SimpleNamespace, host: str, fact: str, name: str, group: str) -> None:
    condition = fact.replace("<", "&lt;").replace(">", "&gt;")
    event = f"<bpmn:conditionalEventDefinition><bpmn:condition>{condition}</bpmn:condition></bpmn:conditionalEventDefinition>"
    _border(context, host, event, goes_to=_work(context, name, group), interrupts=False)


@given(parsers.parse('a refusal with "{code}" at "{host}" brings "{name}" to the {group}'))
def refusal_brings(context: SimpleNamespace, code: str, host: str, name: str, group: str) -> None:
    _root(context, f'<bpmn:error id="error_{code}" errorCode="{code}"/>')
    event = f'<bpmn:errorEventDefinition errorRef="error_{code}"/>'
    _border(context, host, event, goes_to=_work(context, name, group))


@when(parsers.parse('"{label}" is refused with "{code}"'))
def is_refused_with(office: Engine, context: SimpleNamespace, label: str, code: str) -> None:
    item = next(item for item in office.work_items(context.case) if item.label == label)
    office.throw(item, code=code, by="somebody")


ANY_TIME = """<bpmn:subProcess id="{id}_part" name="{message}" triggeredByEvent="true">
<bpmn:startEvent id="{id}_comes" isInterrupting="{stops}">{event}</bpmn:startEvent>
<bpmn:userTask id="{id}" name="{name}"/>
<bpmn:sequenceFlow id="{id}_flow" sourceRef="{id}_comes" targetRef="{id}"/></bpmn:subProcess>"""


@given(parsers.parse('at any time a "{message}" brings "{name}" to the {group}'))
def at_any_time(context: SimpleNamespace, message: str, name: str, group: str) -> None:
    _at_any_time(context, message, name, group, stops="false")


@given(parsers.parse('at any time a "{message}" stops everything and brings "{name}" to the {group}'))
def at_any_time_stops(context: SimpleNamespace, message: str, name: str, group: str) -> None:
    _at_any_time(context, message, name, group, stops="true")


def _at_any_time(context: SimpleNamespace, message: str, name: str, group: str, *, stops: str) -> None:
    id_ = _id(name)
    event = _messages(context, message)
    _add(context, ANY_TIME.format(id=id_, message=message, stops=stops, event=event, name=name))
    lane = (
        f'<bpmn:lane id="lane_of_{id_}" name="{group}"><bpmn:flowNodeRef>{id_}</bpmn:flowNodeRef></bpmn:lane>'
    )
    _draw(context, "</bpmn:laneSet>", f"{lane}</bpmn:laneSet>")


@given(parsers.parse('"{name}" ends everything'))
def ends_everything(context: SimpleNamespace, name: str) -> None:
    _become(context, name, "endEvent", "<bpmn:terminateEventDefinition/>")
    for flow in context.model.outgoing(_id(name)):
        _draw(context, f'<bpmn:sequenceFlow id="{flow.id}" [^>]*/>', "")


# Repetition.


@given(parsers.parse('"{name}" is done for each of the "{items}", {how}'))
def for_each(context: SimpleNamespace, name: str, items: str, how: str) -> None:
    sequential = str(how == "one after the other").lower()
    each = f'<gov:each collection="{items}" item="one" outputCollection="results" outputItem="result"/>'
    many = (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}">'
        f"<bpmn:extensionElements>{each}</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
    )
    _become(context, name, "userTask", many)


@given(parsers.parse('a case with the "{name}" "{items}"'))
def a_case_with_items(office: Engine, context: SimpleNamespace, name: str, items: str) -> None:
    context.case = office.start(context.definition, by="citizen", data={name: items.split(", ")})


@given(parsers.parse('a case with no "{name}"'))
def a_case_without_items(office: Engine, context: SimpleNamespace, name: str) -> None:
    context.case = office.start(context.definition, by="citizen", data={name: []})


@when(parsers.parse('"{label}" is done with the results "{results}"'))
def done_with_results(office: Engine, context: SimpleNamespace, label: str, results: str) -> None:
    for result in results.split(", "):
        item = next(item for item in office.work_items(context.case) if item.label == label)
        office.complete(item, by="somebody", data={"result": result})


@then(parsers.parse('the results are "{results}"'))
def results_are(office: Engine, context: SimpleNamespace, results: str) -> None:
    assert office.instance(context.case).data["results"] == results.split(", ")


@then(parsers.parse('the {group} have "{label}" to do {times:d} times'))
def have_to_do_times(office: Engine, group: str, label: str, times: int) -> None:
    assert [item.label for item in office.work_items(group=group)].count(label) == times


# Beginnings and calls.


@given(parsers.parse('a case may also begin with "{start}", at "{name}"'))
def may_also_begin(context: SimpleNamespace, start: str, name: str) -> None:
    id_ = _id(start)
    _add(
        context,
        f'<bpmn:startEvent id="{id_}" name="{start}"/>'
        f'<bpmn:sequenceFlow id="from_{id_}" sourceRef="{id_}" targetRef="{_id(name)}"/>',
    )


@given(parsers.parse('a case begins only with both "{one}" and "{other}"'))
def begins_with_both(context: SimpleNamespace, one: str, other: str) -> None:
    events = _messages(context, one, other)
    _draw(
        context,
        '<bpmn:startEvent id="start"/>',
        f'<bpmn:startEvent id="start" parallelMultiple="true">{events}</bpmn:startEvent>',
    )


@when(parsers.parse('a case begins with "{start}"'))
def begins_with(office: Engine, context: SimpleNamespace, start: str) -> None:
    context.case = office.start(context.definition, by="citizen", at=_id(start))


@when("a case begins and nobody says where")
def begins_nowhere(office: Engine, context: SimpleNamespace) -> None:
    context.refused = None
    try:
        office.start(context.definition, by="citizen")
    except WrongState as refused:
        context.refused = refused


@then(parsers.parse('it is refused, and told that it begins with "{start}" too'))
def told_where(office: Engine, context: SimpleNamespace, start: str) -> None:
    assert start in str(context.refused)
    assert office.count_instances() == 0


@given(parsers.parse('"{name}" is a procedure of its own: "{sketch}"'))
def is_its_own_procedure(office: Engine, context: SimpleNamespace, name: str, sketch: str) -> None:
    called = read_model(sketch.encode(), dialect="sketch").source.decode().replace('id="sketch"', 'id="own"')
    office.deploy(read_model(called.encode()), by="analyst")
    _become(context, name, 'callActivity calledElement="own"')


@given(parsers.parse('"{name}" is a procedure nobody has published'))
def is_nobodys_procedure(context: SimpleNamespace, name: str) -> None:
    _become(context, name, 'callActivity calledElement="nobody_knows"')


@when(parsers.parse('"{label}" is done with the balance {balance:d}'))
def done_with_balance(office: Engine, context: SimpleNamespace, label: str, balance: int) -> None:
    item = next(item for item in office.work_items(context.case) if item.label == label)
    office.complete(item, by="somebody", data={"balance": balance})


@given(parsers.parse('the message "{name}" has come for "{key}"'))
def message_has_come(office: Engine, name: str, key: str) -> None:
    office.correlate(name, key=key)


# What goes in, and what comes out.


def _passes(context: SimpleNamespace, name: str, row: str) -> None:
    """Write a row of the element's mapping, with what is needed around it."""
    called = f'calledElement="own" id="{_id(name)}" name="{name}">'
    inside = "<bpmn:extensionElements><gov:mapping></gov:mapping></bpmn:extensionElements>"
    text = context.model.source.decode()
    if "<gov:mapping>" not in text and called in text:
        _draw(context, called, called + inside)
    elif "<gov:mapping>" not in text:
        _become(context, name, "userTask", inside)
    _draw(context, "</gov:mapping>", f"{row}</gov:mapping>")


@given(parsers.parse('into "{name}" goes "{source}" as "{target}"'))
def goes_into(context: SimpleNamespace, name: str, source: str, target: str) -> None:
    _passes(context, name, f'<gov:input source="{source}" target="{target}"/>')


@given(parsers.parse('out of "{name}" comes "{source}" as "{target}"'))
def comes_out_of(context: SimpleNamespace, name: str, source: str, target: str) -> None:
    _passes(context, name, f'<gov:output source="{source}" target="{target}"/>')


@then(parsers.parse('the case does not know "{name}"'))
def does_not_know(office: Engine, context: SimpleNamespace, name: str) -> None:
    assert name not in office.instance(context.case).data


@given(parsers.parse('into "{name}" goes "{source}" under no name'))
def goes_nameless(context: SimpleNamespace, name: str, source: str) -> None:
    _passes(context, name, f'<gov:input source="{source}"/>')
