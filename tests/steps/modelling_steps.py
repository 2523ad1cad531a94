"""Sentences about drawing procedures."""

from __future__ import annotations

import re
from types import SimpleNamespace

from pytest_bdd import given, parsers

from processes import read_model
from processes.model.drawn import boxes
from processes.model.edits import bypass, remove, rename, replace_type, set_condition
from processes.model.layout import laid_out
from processes.model.reading import model_of
from tests.steps.sketched_model import add_element, draw_arrow, id_of, rewritten


@given(parsers.parse('the procedure "{sketch}"'))
def a_procedure(context: SimpleNamespace, sketch: str) -> None:
    context.model = read_model(sketch.encode(), dialect="sketch")


@given("nothing else is said")
def nothing_else(context: SimpleNamespace) -> None:
    assert not context.model.patches


@given(parsers.parse('the arrow to "{name}" ends nowhere'))
def arrow_ends_nowhere(context: SimpleNamespace, name: str) -> None:
    rewritten(context, f'targetRef="{id_of(context.model, name)}"', 'targetRef="deleted"')


@given(parsers.parse('the arrow to "{name}" is connected again'))
def arrow_connected(context: SimpleNamespace, name: str) -> None:
    rewritten(context, 'targetRef="deleted"', f'targetRef="{id_of(context.model, name)}"')


@given(parsers.parse('"{name}" has lost its name'))
def name_lost(context: SimpleNamespace, name: str) -> None:
    context.model = rename(context.model, id_of(context.model, name), "")


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
    add_element(context, '<bpmn:startEvent id="start"/>')
    draw_arrow(context, "start", id_of(context.model, name))


@given(parsers.parse('an end is drawn behind "{name}"'))
def end_drawn(context: SimpleNamespace, name: str) -> None:
    add_element(context, '<bpmn:endEvent id="end"/>')
    draw_arrow(context, id_of(context.model, name), "end")


@given(parsers.parse('no arrow leads to "{name}"'))
def arrow_removed(context: SimpleNamespace, name: str) -> None:
    context.model = remove(context.model, [f.id for f in context.model.incoming(id_of(context.model, name))])


@given(parsers.parse('an arrow leads from "{source}" to "{target}"'))
def arrow_drawn(context: SimpleNamespace, source: str, target: str) -> None:
    draw_arrow(context, id_of(context.model, source), id_of(context.model, target))


@given(parsers.parse('an arrow leads from "{name}" back to the start'))
def arrow_to_start(context: SimpleNamespace, name: str) -> None:
    draw_arrow(context, id_of(context.model, name), "start")


@given(parsers.parse('an arrow leads on from the end to "{name}"'))
def arrow_from_end(context: SimpleNamespace, name: str) -> None:
    draw_arrow(context, "end", id_of(context.model, name))


@given(parsers.parse('the second arrow from "{name}" is taken away'))
def second_arrow_removed(context: SimpleNamespace, name: str) -> None:
    context.model = remove(context.model, [context.model.outgoing(id_of(context.model, name))[1].id])


@given("no way of the decision is the default")
def no_default(context: SimpleNamespace) -> None:
    rewritten(context, ' default="[^"]*"', "")
    context.model = set_condition(context.model, context.model.outgoing("split")[1].id, "exempt")


@given(parsers.parse('the way to "{name}" is the default'))
def default_way(context: SimpleNamespace, name: str) -> None:
    flow = context.model.incoming(id_of(context.model, name))[0].id
    context.model = set_condition(context.model, flow, None)
    rewritten(context, 'id="split"', f'id="split" default="{flow}"')


@given(parsers.parse('"{name}" is left out, and its arrows with it'))
def removed_with_arrows(context: SimpleNamespace, name: str) -> None:
    context.model = remove(context.model, [id_of(context.model, name)])


@given(parsers.parse('"{name}" is left out, and its arrows lead on'))
def left_out(context: SimpleNamespace, name: str) -> None:
    context.model = bypass(context.model, id_of(context.model, name))


@given("the gateways are left out")
def gateways_left_out(context: SimpleNamespace) -> None:
    context.model = bypass(bypass(context.model, "split"), "join")


@given(parsers.parse('"{name}" is done by a service'))
def done_by_service(context: SimpleNamespace, name: str) -> None:
    context.model = replace_type(context.model, id_of(context.model, name), "ServiceTask", topic="decide")


@given(parsers.parse('"{name}" is drawn as a plain box'))
def plain_box(context: SimpleNamespace, name: str) -> None:
    context.model = replace_type(context.model, id_of(context.model, name), "Task")


@given("the drawing is not meant to be run")
def only_read(context: SimpleNamespace) -> None:
    rewritten(context, 'isExecutable="true"', 'isExecutable="false"')


@given(parsers.parse('the condition before "{name}" is "{condition}"'))
def condition_before(context: SimpleNamespace, name: str, condition: str) -> None:
    context.model = set_condition(
        context.model, context.model.incoming(id_of(context.model, name))[0].id, condition
    )


@given(parsers.parse('the script of "{name}" is written in "{language}"'))
def script_language(context: SimpleNamespace, name: str, language: str) -> None:
    id_ = id_of(context.model, name)
    rewritten(
        context,
        f'<bpmn:scriptTask id="{id_}"[^>]*?(/>|>.*?</bpmn:scriptTask>)',
        f'<bpmn:scriptTask id="{id_}" name="{name}" scriptFormat="{language}"><bpmn:script>amount * 0.1</bpmn:script>'
        "</bpmn:scriptTask>",
    )


@given(parsers.parse('the script of "{name}" gives "{result}"'))
def script_result(context: SimpleNamespace, name: str, result: str) -> None:
    id_ = id_of(context.model, name)
    rewritten(
        context,
        f'<bpmn:scriptTask id="{id_}"[^>]*?/>',
        f'<bpmn:scriptTask id="{id_}" name="{name}" scriptFormat="feel"><bpmn:extensionElements>'
        f'<gov:script result="{result}"/></bpmn:extensionElements><bpmn:script>true</bpmn:script></bpmn:scriptTask>',
    )


@given(parsers.parse('"{name}" is repeated without saying how often'))
def repeated(context: SimpleNamespace, name: str) -> None:
    rewritten(
        context,
        '<bpmn:userTask id="decide" name="Decide"/>',
        '<bpmn:userTask id="decide" name="Decide"><bpmn:multiInstanceLoopCharacteristics/></bpmn:userTask>',
    )


@given(parsers.parse('"{name}" is done once'))
def done_once(context: SimpleNamespace, name: str) -> None:
    rewritten(context, "<bpmn:multiInstanceLoopCharacteristics/>", "")


@given(parsers.parse('"{name}" is one end of a link'))
def is_link(context: SimpleNamespace, name: str) -> None:
    rewritten(
        context, "<bpmn:signalEventDefinition[^>]*/>", f'<bpmn:linkEventDefinition id="link" name="{name}"/>'
    )


@given(parsers.parse('"{name}" is an ordinary signal'))
def is_signal(context: SimpleNamespace, name: str) -> None:
    rewritten(
        context, "<bpmn:linkEventDefinition[^>]*/>", '<bpmn:signalEventDefinition signalRef="signal_1"/>'
    )


@given(parsers.parse('"{name}" does not say what it waits for'))
def waits_for_nothing(context: SimpleNamespace, name: str) -> None:
    rewritten(context, "<bpmn:messageEventDefinition[^>]*/>", "")


@given("the branches are joined by a gateway that waits for all")
def joined_by_all(context: SimpleNamespace) -> None:
    rewritten(
        context, '<bpmn:(exclusive|inclusive|parallel)Gateway id="join"', '<bpmn:parallelGateway id="join"'
    )


@given("the branches are joined by a gateway that waits for one")
def joined_by_one(context: SimpleNamespace) -> None:
    rewritten(context, '<bpmn:(exclusive|parallel)Gateway id="join"', '<bpmn:exclusiveGateway id="join"')


@given("nine more ways meet at a gateway that waits for some")
def many_ways(context: SimpleNamespace) -> None:
    rewritten(context, '<bpmn:parallelGateway id="join"', '<bpmn:inclusiveGateway id="join"')
    for number in range(9):
        add_element(context, f'<bpmn:userTask id="more_{number}" name="More {number}"/>')
        draw_arrow(context, "split", f"more_{number}")
        draw_arrow(context, f"more_{number}", "join")


@given(parsers.parse('"{one}" stands in a circle of its own with "{other}"'))
def circle(context: SimpleNamespace, one: str, other: str) -> None:
    for name in (one, other):
        add_element(context, f'<bpmn:userTask id="{name.lower()}" name="{name}"/>')
    draw_arrow(context, one.lower(), other.lower())
    draw_arrow(context, other.lower(), one.lower())


@given(parsers.parse('"{name}" is deleted with all its arrows'))
def deleted(context: SimpleNamespace, name: str) -> None:
    context.model = remove(context.model, [id_of(context.model, name), "archive"])


@given("an arrow leads back from where the ways meet to where they part")
def arrow_back(context: SimpleNamespace) -> None:
    context.arrow_back = draw_arrow(context, "join", "split")


@given("the arrow back is taken away")
def arrow_back_removed(context: SimpleNamespace) -> None:
    context.model = remove(context.model, [context.arrow_back])


@given(parsers.parse('another plain start leads to "{name}"'))
def another_start(context: SimpleNamespace, name: str) -> None:
    add_element(context, '<bpmn:startEvent id="other" name="Other"></bpmn:startEvent>')
    draw_arrow(context, "other", id_of(context.model, name))


@given("the other start is set off by a time")
def other_start_by_time(context: SimpleNamespace) -> None:
    timer = "<bpmn:timerEventDefinition><bpmn:timeCycle>R/P1D</bpmn:timeCycle></bpmn:timerEventDefinition>"
    rewritten(context, '(id="other" name="Other">.*?)</bpmn:startEvent>', rf"\1{timer}</bpmn:startEvent>")


@given("the end stops everything")
def end_terminates(context: SimpleNamespace) -> None:
    rewritten(
        context,
        r'(<bpmn:endEvent id="end"[^>]*?)(/>|></bpmn:endEvent>)',
        r"\1><bpmn:terminateEventDefinition/></bpmn:endEvent>",
    )


@given(parsers.parse('the first arrow from "{name}" is taken away'))
@given(parsers.parse('the second arrow of "{name}" is its only one'))
def only_second_arrow(context: SimpleNamespace, name: str) -> None:
    context.model = remove(context.model, [context.model.outgoing(id_of(context.model, name))[0].id])


@given("the procedure is drawn")
def is_drawn(context: SimpleNamespace) -> None:
    context.model = laid_out(context.model)


@given("its drawing is made anew")
def drawn_anew(context: SimpleNamespace) -> None:
    rewritten(context, "(?s)<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", "")
    context.model = laid_out(context.model)


@given(parsers.parse('the drawing of "{name}" is lost'))
def drawing_lost(context: SimpleNamespace, name: str) -> None:
    shape = f'(?s)<bpmndi:BPMNShape [^>]*bpmnElement="{id_of(context.model, name)}".*?</bpmndi:BPMNShape>'
    rewritten(context, shape, "")


@given(parsers.parse('"{name}" is drawn over "{other}"'))
def drawn_over(context: SimpleNamespace, name: str, other: str) -> None:
    place = boxes(context.model)[id_of(context.model, other)]
    rewritten(
        context,
        f'(bpmnElement="{id_of(context.model, name)}"[^>]*>\\s*<dc:Bounds) x="[^"]*" y="[^"]*"',
        rf'\1 x="{place.x + 9}" y="{place.y + 9}"',
    )


@given("two steps may be done in any order")
def any_order(context: SimpleNamespace) -> None:
    inside = '<bpmn:userTask id="ask" name="Ask"/><bpmn:userTask id="inspect" name="Inspect"/>'
    add_element(
        context, f'<bpmn:adHocSubProcess id="free" name="Look into it">{inside}</bpmn:adHocSubProcess>'
    )


@given("among them stands a start")
def start_among_them(context: SimpleNamespace) -> None:
    rewritten(
        context, "</bpmn:adHocSubProcess>", '<bpmn:startEvent id="go" name="Go"/></bpmn:adHocSubProcess>'
    )


@given("the start among them is deleted")
def start_among_them_deleted(context: SimpleNamespace) -> None:
    context.model = remove(context.model, ["go"])


@given(parsers.parse('"{name}" calls the procedure "{called}"'))
def calls(context: SimpleNamespace, name: str, called: str) -> None:
    id_ = id_of(context.model, name)
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
    rewritten(context, "</bpmn:process>", f'</bpmn:process><bpmn:process id="{name}"/>')


@given(parsers.parse('the condition before "{name}" is taken away'))
def condition_taken_away(context: SimpleNamespace, name: str) -> None:
    [flow] = context.model.incoming(id_of(context.model, name))
    context.model = set_condition(context.model, flow.id, None)


@given(parsers.parse("the first of {count:d} events is waited for"))
def first_of_events(context: SimpleNamespace, count: int) -> None:
    add_element(context, '<bpmn:eventBasedGateway id="first" name="First"/>')
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
    add_element(
        context, f'<bpmn:intermediateCatchEvent id="{id_}" name="W">{timer}</bpmn:intermediateCatchEvent>'
    )
    draw_arrow(context, "first", id_)


@given("every place has its name")
def all_named(context: SimpleNamespace) -> None:
    for element in list(context.model.elements.values()):
        if not element.name:
            context.model = rename(context.model, element.id, f"Name of {element.id}")
