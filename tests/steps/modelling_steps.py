"""Sentences about drawing procedures and checking them."""

from __future__ import annotations

import re
from types import SimpleNamespace

from pytest_bdd import given, parsers, then, when

from processes import Model, check, read_model
from processes.model.draft import Draft
from processes.model.drawn import boxes
from processes.model.edits import add_legal, bypass, remove, rename, replace_type, set_condition, set_step
from processes.model.layout import laid_out
from processes.model.reading import model_of
from processes.model.wiring import Wiring


def _id(model: Model, name: str) -> str:
    """Return the id of the element that is called so."""
    return next(e.id for e in model.elements.values() if e.name == name)


def _rewritten(context: SimpleNamespace, old: str, new: str) -> None:
    """Put other XML into the model, as another tool might have written it."""
    text = context.model.source.decode()
    assert re.search(old, text), f"{old} stands nowhere in {text}"
    context.model = model_of(re.sub(old, new, text, count=1).encode())


def _arrow(context: SimpleNamespace, source: str, target: str) -> str:
    draft = Draft(context.model)
    id_ = Wiring(draft).add_flow("arrow", source, target, scope="sketch")
    context.model = draft.done("draw an arrow")
    return id_


def _element(context: SimpleNamespace, xml: str) -> None:
    _rewritten(context, "</bpmn:process>", f"{xml}</bpmn:process>")


@given(parsers.parse('the procedure "{sketch}"'))
def a_procedure(context: SimpleNamespace, sketch: str) -> None:
    context.model = read_model(sketch.encode(), dialect="sketch")


@given("nothing else is said")
def nothing_else(context: SimpleNamespace) -> None:
    assert not context.model.patches


@given(parsers.parse('the arrow to "{name}" ends nowhere'))
def arrow_ends_nowhere(context: SimpleNamespace, name: str) -> None:
    _rewritten(context, f'targetRef="{_id(context.model, name)}"', 'targetRef="deleted"')


@given(parsers.parse('the arrow to "{name}" is connected again'))
def arrow_connected(context: SimpleNamespace, name: str) -> None:
    _rewritten(context, 'targetRef="deleted"', f'targetRef="{_id(context.model, name)}"')


@given(parsers.parse('"{name}" has lost its name'))
def name_lost(context: SimpleNamespace, name: str) -> None:
    context.model = rename(context.model, _id(context.model, name), "")


@given(parsers.parse('the step without a name is called "{name}"'))
def named(context: SimpleNamespace, name: str) -> None:
    nameless = next(e.id for e in context.model.elements.values() if e.is_task and not e.name)
    context.model = rename(context.model, nameless, name)


@given("the start is not drawn")
def start_missing(context: SimpleNamespace) -> None:
    context.model = remove(context.model, ["start"])


@given("the end is not drawn")
def end_missing(context: SimpleNamespace) -> None:
    context.model = remove(context.model, ["end"])


@given(parsers.parse('a start is drawn before "{name}"'))
def start_drawn(context: SimpleNamespace, name: str) -> None:
    _element(context, '<bpmn:startEvent id="start"/>')
    _arrow(context, "start", _id(context.model, name))


@given(parsers.parse('an end is drawn behind "{name}"'))
def end_drawn(context: SimpleNamespace, name: str) -> None:
    _element(context, '<bpmn:endEvent id="end"/>')
    _arrow(context, _id(context.model, name), "end")


@given(parsers.parse('no arrow leads to "{name}"'))
def arrow_removed(context: SimpleNamespace, name: str) -> None:
    context.model = remove(context.model, [f.id for f in context.model.incoming(_id(context.model, name))])


@given(parsers.parse('an arrow leads from "{source}" to "{target}"'))
def arrow_drawn(context: SimpleNamespace, source: str, target: str) -> None:
    _arrow(context, _id(context.model, source), _id(context.model, target))


@given(parsers.parse('the second arrow from "{name}" is taken away'))
def second_arrow_removed(context: SimpleNamespace, name: str) -> None:
    context.model = remove(context.model, [context.model.outgoing(_id(context.model, name))[1].id])


@given("no way of the decision is the default")
def no_default(context: SimpleNamespace) -> None:
    _rewritten(context, ' default="[^"]*"', "")
    context.model = set_condition(context.model, context.model.outgoing("split")[1].id, "exempt")


@given(parsers.parse('the way to "{name}" is the default'))
def default_way(context: SimpleNamespace, name: str) -> None:
    flow = context.model.incoming(_id(context.model, name))[0].id
    context.model = set_condition(context.model, flow, None)
    _rewritten(context, 'id="split"', f'id="split" default="{flow}"')


@given(parsers.parse('"{name}" is left out, and its arrows with it'))
def removed_with_arrows(context: SimpleNamespace, name: str) -> None:
    context.model = remove(context.model, [_id(context.model, name)])


@given(parsers.parse('"{name}" is left out, and its arrows lead on'))
def left_out(context: SimpleNamespace, name: str) -> None:
    context.model = bypass(context.model, _id(context.model, name))


@given("the gateways are left out")
def gateways_left_out(context: SimpleNamespace) -> None:
    context.model = bypass(bypass(context.model, "split"), "join")


@given(parsers.parse('"{name}" is done by a service'))
def done_by_service(context: SimpleNamespace, name: str) -> None:
    context.model = replace_type(context.model, _id(context.model, name), "ServiceTask", topic="decide")


@given(parsers.parse('"{name}" is drawn as a plain box'))
def plain_box(context: SimpleNamespace, name: str) -> None:
    context.model = replace_type(context.model, _id(context.model, name), "Task")


@given("the drawing is not meant to be run")
def only_read(context: SimpleNamespace) -> None:
    _rewritten(context, 'isExecutable="true"', 'isExecutable="false"')


@given(parsers.parse('the condition before "{name}" is "{condition}"'))
def condition_before(context: SimpleNamespace, name: str, condition: str) -> None:
    context.model = set_condition(
        context.model, context.model.incoming(_id(context.model, name))[0].id, condition
    )


@given(parsers.parse('the script of "{name}" is written in "{language}"'))
def script_language(context: SimpleNamespace, name: str, language: str) -> None:
    id_ = _id(context.model, name)
    _rewritten(
        context,
        f'<bpmn:scriptTask id="{id_}"[^>]*?(/>|>.*?</bpmn:scriptTask>)',
        f'<bpmn:scriptTask id="{id_}" name="{name}" scriptFormat="{language}"><bpmn:script>amount * 0.1</bpmn:script>'
        "</bpmn:scriptTask>",
    )


@given(parsers.parse('the script of "{name}" gives "{result}"'))
def script_result(context: SimpleNamespace, name: str, result: str) -> None:
    id_ = _id(context.model, name)
    _rewritten(
        context,
        f'<bpmn:scriptTask id="{id_}"[^>]*?/>',
        f'<bpmn:scriptTask id="{id_}" name="{name}" scriptFormat="feel"><bpmn:extensionElements>'
        f'<gov:script result="{result}"/></bpmn:extensionElements><bpmn:script>true</bpmn:script></bpmn:scriptTask>',
    )


@given(parsers.parse('"{name}" is repeated without saying how often'))
def repeated(context: SimpleNamespace, name: str) -> None:
    _rewritten(
        context,
        '<bpmn:userTask id="decide" name="Decide"/>',
        '<bpmn:userTask id="decide" name="Decide"><bpmn:multiInstanceLoopCharacteristics/></bpmn:userTask>',
    )


@given(parsers.parse('"{name}" is done once'))
def done_once(context: SimpleNamespace, name: str) -> None:
    _rewritten(context, "<bpmn:multiInstanceLoopCharacteristics/>", "")


@given(parsers.parse('"{name}" is done in person'))
def in_person(context: SimpleNamespace, name: str) -> None:
    context.model = set_step(context.model, _id(context.model, name), channel="inPerson")


@given(parsers.parse('"{name}" rests on the law "{norm}"'))
def rests_on(context: SimpleNamespace, name: str, norm: str) -> None:
    context.model = add_legal(context.model, _id(context.model, name), type="law", ref=norm)


@given(parsers.parse('"{name}" may take "{length}"'))
def step_limit(context: SimpleNamespace, name: str, length: str) -> None:
    context.model = set_step(context.model, _id(context.model, name), limit=length)


@given(parsers.parse('the procedure may take "{length}"'))
def procedure_limit(context: SimpleNamespace, length: str) -> None:
    _rewritten(
        context,
        'isExecutable="true">',
        f'isExecutable="true"><bpmn:extensionElements><gov:procedure limit="{length}">'
        '<gov:legal type="law" ref="Law 5"/></gov:procedure></bpmn:extensionElements>',
    )


@given(parsers.parse('"{name}" shows the form "{form}"'))
def shows_form(context: SimpleNamespace, name: str, form: str) -> None:
    id_ = _id(context.model, name)
    _rewritten(
        context,
        f'<bpmn:userTask id="{id_}" name="{name}"/>',
        f'<bpmn:userTask id="{id_}" name="{name}"><bpmn:extensionElements><gov:form ref="{form}"/>'
        "</bpmn:extensionElements></bpmn:userTask>",
    )


@given(parsers.parse('the form "{form}" asks for "{fields}"'))
def form_asks(context: SimpleNamespace, form: str, fields: str) -> None:
    keys = [f'{{"type": "textfield", "key": "{key.strip()}"}}' for key in fields.split(",")]
    schema = '{"type": "default", "components": [' + ", ".join(keys) + "]}"
    _rewritten(
        context,
        'isExecutable="true">',
        f'isExecutable="true"><bpmn:extensionElements><gov:form id="{form}"><![CDATA[{schema}]]></gov:form>'
        "</bpmn:extensionElements>",
    )


@given(parsers.parse('officers search for cases by "{field}"'))
def field_is_searched(context: SimpleNamespace, field: str) -> None:
    searched = f'"key": "{field}", "properties": {{"searchable": "true"}}}}'
    _rewritten(context, f'"key": "{field}"}}', searched)


@given(parsers.parse('"{name}" is one end of a link'))
def is_link(context: SimpleNamespace, name: str) -> None:
    _rewritten(
        context, "<bpmn:signalEventDefinition[^>]*/>", f'<bpmn:linkEventDefinition id="link" name="{name}"/>'
    )


@given(parsers.parse('"{name}" is an ordinary signal'))
def is_signal(context: SimpleNamespace, name: str) -> None:
    _rewritten(
        context, "<bpmn:linkEventDefinition[^>]*/>", '<bpmn:signalEventDefinition signalRef="signal_1"/>'
    )


@given(parsers.parse('"{name}" does not say what it waits for'))
def waits_for_nothing(context: SimpleNamespace, name: str) -> None:
    _rewritten(context, "<bpmn:messageEventDefinition[^>]*/>", "")


@given("the branches are joined by a gateway that waits for all")
def joined_by_all(context: SimpleNamespace) -> None:
    _rewritten(
        context, '<bpmn:(exclusive|inclusive|parallel)Gateway id="join"', '<bpmn:parallelGateway id="join"'
    )


@given("the branches are joined by a gateway that waits for one")
def joined_by_one(context: SimpleNamespace) -> None:
    _rewritten(context, '<bpmn:(exclusive|parallel)Gateway id="join"', '<bpmn:exclusiveGateway id="join"')


@given("nine more ways meet at a gateway that waits for some")
def many_ways(context: SimpleNamespace) -> None:
    _rewritten(context, '<bpmn:parallelGateway id="join"', '<bpmn:inclusiveGateway id="join"')
    for number in range(9):
        _element(context, f'<bpmn:userTask id="more_{number}" name="More {number}"/>')
        _arrow(context, "split", f"more_{number}")
        _arrow(context, f"more_{number}", "join")


@given(parsers.parse('"{one}" stands in a circle of its own with "{other}"'))
def circle(context: SimpleNamespace, one: str, other: str) -> None:
    for name in (one, other):
        _element(context, f'<bpmn:userTask id="{name.lower()}" name="{name}"/>')
    _arrow(context, one.lower(), other.lower())
    _arrow(context, other.lower(), one.lower())


@given(parsers.parse('"{name}" is deleted with all its arrows'))
def deleted(context: SimpleNamespace, name: str) -> None:
    context.model = remove(context.model, [_id(context.model, name), "archive"])


@given("an arrow leads back from where the ways meet to where they part")
def arrow_back(context: SimpleNamespace) -> None:
    context.arrow_back = _arrow(context, "join", "split")


@given("the arrow back is taken away")
def arrow_back_removed(context: SimpleNamespace) -> None:
    context.model = remove(context.model, [context.arrow_back])


@given(parsers.parse('another plain start leads to "{name}"'))
def another_start(context: SimpleNamespace, name: str) -> None:
    _element(context, '<bpmn:startEvent id="other" name="Other"></bpmn:startEvent>')
    _arrow(context, "other", _id(context.model, name))


@given("the other start is set off by a time")
def other_start_by_time(context: SimpleNamespace) -> None:
    timer = "<bpmn:timerEventDefinition><bpmn:timeCycle>R/P1D</bpmn:timeCycle></bpmn:timerEventDefinition>"
    _rewritten(context, '(id="other" name="Other">.*?)</bpmn:startEvent>', rf"\1{timer}</bpmn:startEvent>")


@given("the end stops everything")
def end_terminates(context: SimpleNamespace) -> None:
    _rewritten(
        context,
        r'(<bpmn:endEvent id="end"[^>]*?)(/>|></bpmn:endEvent>)',
        r"\1><bpmn:terminateEventDefinition/></bpmn:endEvent>",
    )


@given(parsers.parse('the first arrow from "{name}" is taken away'))
@given(parsers.parse('the second arrow of "{name}" is its only one'))
def only_second_arrow(context: SimpleNamespace, name: str) -> None:
    context.model = remove(context.model, [context.model.outgoing(_id(context.model, name))[0].id])


@given("the procedure is drawn")
def is_drawn(context: SimpleNamespace) -> None:
    context.model = laid_out(context.model)


@given("its drawing is made anew")
def drawn_anew(context: SimpleNamespace) -> None:
    _rewritten(context, "(?s)<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", "")
    context.model = laid_out(context.model)


@given(parsers.parse('the drawing of "{name}" is lost'))
def drawing_lost(context: SimpleNamespace, name: str) -> None:
    shape = f'(?s)<bpmndi:BPMNShape [^>]*bpmnElement="{_id(context.model, name)}".*?</bpmndi:BPMNShape>'
    _rewritten(context, shape, "")


@given(parsers.parse('"{name}" is drawn over "{other}"'))
def drawn_over(context: SimpleNamespace, name: str, other: str) -> None:
    place = boxes(context.model)[_id(context.model, other)]
    _rewritten(
        context,
        f'(bpmnElement="{_id(context.model, name)}"[^>]*>\\s*<dc:Bounds) x="[^"]*" y="[^"]*"',
        rf'\1 x="{place.x + 9}" y="{place.y + 9}"',
    )


@given("two steps may be done in any order")
def any_order(context: SimpleNamespace) -> None:
    inside = '<bpmn:userTask id="ask" name="Ask"/><bpmn:userTask id="inspect" name="Inspect"/>'
    _element(context, f'<bpmn:adHocSubProcess id="free" name="Look into it">{inside}</bpmn:adHocSubProcess>')


@given("among them stands a start")
def start_among_them(context: SimpleNamespace) -> None:
    _rewritten(
        context, "</bpmn:adHocSubProcess>", '<bpmn:startEvent id="go" name="Go"/></bpmn:adHocSubProcess>'
    )


@given("the start among them is deleted")
def start_among_them_deleted(context: SimpleNamespace) -> None:
    context.model = remove(context.model, ["go"])


@given(parsers.parse('the file defines the message "{name}" as "{ids}"'))
def defines_messages(context: SimpleNamespace, name: str, ids: str) -> None:
    for id_ in ids.split(", "):
        _rewritten(context, "<bpmn:process ", f'<bpmn:message id="{id_}" name="{name}"/><bpmn:process ')


@given("the file defines a message without a name")
def nameless_message(context: SimpleNamespace) -> None:
    _rewritten(context, "<bpmn:process ", '<bpmn:message id="nameless"/><bpmn:process ')


@given(parsers.parse('the nameless message is called "{name}"'))
def message_called(context: SimpleNamespace, name: str) -> None:
    _rewritten(context, '<bpmn:message id="nameless"/>', f'<bpmn:message id="nameless" name="{name}"/>')


@given(parsers.parse('the second definition is called "{name}"'))
def second_definition_renamed(context: SimpleNamespace, name: str) -> None:
    _rewritten(
        context, '(<bpmn:message id="[^"]*") name="[^"]*"/><bpmn:process', rf'\1 name="{name}"/><bpmn:process'
    )


@given(parsers.parse('"{name}" needs four eyes'))
def needs_four_eyes(context: SimpleNamespace, name: str) -> None:
    context.model = set_step(context.model, _id(context.model, name), deciders="fourEyes")


@given(parsers.parse('"{name}" has to be kept apart from the step "{other}"'))
def has_to_be_kept_apart(context: SimpleNamespace, name: str, other: str) -> None:
    context.model = set_step(context.model, _id(context.model, name), separate_from=(other,))


@given(parsers.parse('"{name}" is done by the applicant'))
def done_by_applicant(context: SimpleNamespace, name: str) -> None:
    context.model = set_step(context.model, _id(context.model, name), actor="citizen")


@given(parsers.parse('"{name}" calls the procedure "{called}"'))
def calls(context: SimpleNamespace, name: str, called: str) -> None:
    id_ = _id(context.model, name)
    text = context.model.source.decode()
    changed = re.sub(
        rf'(?s)<bpmn:userTask (id="{id_}".*?)(/>|>.*?</bpmn:userTask>)',
        rf'<bpmn:callActivity calledElement="{called}" \1/>',
        text,
        count=1,
    )
    assert changed != text
    context.model = model_of(changed.encode())


@given(parsers.parse('the procedure "{name}" stands in the same file'))
def in_the_same_file(context: SimpleNamespace, name: str) -> None:
    _rewritten(context, "</bpmn:process>", f'</bpmn:process><bpmn:process id="{name}"/>')


_OFFICE = {
    "bill": '<intermediateThrowEvent id="bill" name="Send the bill"><messageEventDefinition/></intermediateThrowEvent>',
    "fee": '<intermediateCatchEvent id="fee" name="Fee received"><messageEventDefinition/></intermediateCatchEvent>',
}


@given(parsers.parse("an office that waits for the {first} before it sends the {second}"))
@given(parsers.parse("an office that sends the {first} before it waits for the {second}"))
def office(context: SimpleNamespace, first: str, second: str) -> None:
    applicant = (
        '<startEvent id="a"/><receiveTask id="got" name="Get the bill"/><sendTask id="pay" name="Pay"/>'
        '<sequenceFlow id="a1" sourceRef="a" targetRef="got"/><sequenceFlow id="a2" sourceRef="got" targetRef="pay"/>'
    )
    office = (
        f'<startEvent id="o"/>{_OFFICE[first]}{_OFFICE[second]}'
        f'<sequenceFlow id="o1" sourceRef="o" targetRef="{first}"/>'
        f'<sequenceFlow id="o2" sourceRef="{first}" targetRef="{second}"/>'
    )
    context.model = model_of(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><collaboration id="c">'
        '<participant id="p1" name="Applicant" processRef="applicant"/>'
        '<participant id="p2" name="Office" processRef="office"/>'
        '<messageFlow id="m1" sourceRef="bill" targetRef="got"/><messageFlow id="m2" sourceRef="pay" targetRef="fee"/>'
        f'</collaboration><process id="applicant">{applicant}</process><process id="office">{office}</process>'
        "</definitions>".encode()
    )


@given("nothing is drawn of what the applicant does")
def black_box(context: SimpleNamespace) -> None:
    _rewritten(context, 'sourceRef="pay"', 'sourceRef="p1"')
    _rewritten(context, 'targetRef="got"', 'targetRef="p1"')


@given(parsers.parse('the condition before "{name}" is taken away'))
def condition_taken_away(context: SimpleNamespace, name: str) -> None:
    [flow] = context.model.incoming(_id(context.model, name))
    context.model = set_condition(context.model, flow.id, None)


@given(parsers.parse("the first of {count:d} events is waited for"))
def first_of_events(context: SimpleNamespace, count: int) -> None:
    _element(context, '<bpmn:eventBasedGateway id="first" name="First"/>')
    for number in range(count):
        _event_behind_the_gateway(context, number)


@given("a second event is waited for")
def second_event(context: SimpleNamespace) -> None:
    _event_behind_the_gateway(context, 1)


def _event_behind_the_gateway(context: SimpleNamespace, number: int) -> None:
    timer = (
        "<bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>"
    )
    id_ = f"wait_{number}"
    _element(
        context, f'<bpmn:intermediateCatchEvent id="{id_}" name="W">{timer}</bpmn:intermediateCatchEvent>'
    )
    _arrow(context, "first", id_)


@given("every place has its name")
def all_named(context: SimpleNamespace) -> None:
    for element in list(context.model.elements.values()):
        if not element.name:
            context.model = rename(context.model, element.id, f"Name of {element.id}")


@when("it is checked")
def checked(context: SimpleNamespace) -> None:
    context.problems = check(context.model)


def _named(context: SimpleNamespace, rule: str) -> set[str]:
    return {p.element for p in context.problems if p.rule == rule}


@then(parsers.parse('"{rule}" names "{label}"'))
def rule_names(context: SimpleNamespace, rule: str, label: str) -> None:
    assert label in {p.label for p in context.problems if p.rule == rule}


@then(parsers.parse('"{rule}" names an arrow to "{name}"'))
def rule_names_an_arrow_to(context: SimpleNamespace, rule: str, name: str) -> None:
    [named] = _named(context, rule)
    assert context.model.flows[named].target == _id(context.model, name)


@then(parsers.parse('"{rule}" names the arrow from "{name}"'))
def rule_names_arrow_from(context: SimpleNamespace, rule: str, name: str) -> None:
    flows = context.model.outgoing(_id(context.model, name))
    assert _named(context, rule) == {f.id for f in flows}


@then(parsers.parse('"{rule}" names the arrow to "{name}"'))
def rule_names_arrow_to(context: SimpleNamespace, rule: str, name: str) -> None:
    flows = context.model.incoming(_id(context.model, name))
    assert _named(context, rule) == {f.id for f in flows}


@then(parsers.parse('"{rule}" names a step without a name'))
def rule_names_nameless(context: SimpleNamespace, rule: str) -> None:
    assert _named(context, rule) == {
        e.id for e in context.model.elements.values() if e.is_task and not e.name
    }


@then(parsers.parse('"{rule}" names the decision'))
def rule_names_decision(context: SimpleNamespace, rule: str) -> None:
    assert _named(context, rule) == {"split"}


@then(parsers.parse('"{rule}" names a place'))
def rule_names_a_place(context: SimpleNamespace, rule: str) -> None:
    assert _named(context, rule)


@then(parsers.parse('"{rule}" names a gateway'))
def rule_names_gateway(context: SimpleNamespace, rule: str) -> None:
    assert _named(context, rule)
    assert _named(context, rule) <= {"split", "join"}


@then(parsers.parse('"{rule}" has nothing to say'))
def rule_is_silent(context: SimpleNamespace, rule: str) -> None:
    assert not [str(p.message) for p in context.problems if p.rule == rule]
