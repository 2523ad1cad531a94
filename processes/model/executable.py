"""What can be run rightly, as a table; everything else is refused by name, never run in some other way.

`problems` is asked by `processes.check` (through its rule) and by the engine before it deploys.  It judges the drawing
only; expressions are parsed by the engine, which has the interpreter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.xml import BPMN, tag
from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.elements import Element
    from processes.model.model import Model

ACTIVITIES = frozenset(
    {
        "Task",
        "UserTask",
        "ManualTask",
        "ServiceTask",
        "SendTask",
        "ReceiveTask",
        "ScriptTask",
        "BusinessRuleTask",
        "CallActivity",
        "SubProcess",
        "Transaction",
    }
)
GATEWAYS = frozenset({"ExclusiveGateway", "ParallelGateway", "InclusiveGateway", "EventBasedGateway"})

#: For each position of an event the triggers that are honoured there; "" is an event without any.
EVENTS = {
    "process start": frozenset({"", "Timer", "Message", "Signal"}),
    "subprocess start": frozenset({""}),
    "event subprocess start": frozenset({"Timer", "Message", "Signal", "Conditional", "Error", "Escalation"}),
    "IntermediateCatchEvent": frozenset({"Timer", "Message", "Signal", "Conditional", "Link"}),
    "IntermediateThrowEvent": frozenset({"", "Message", "Signal", "Escalation", "Link"}),
    "EndEvent": frozenset({"", "Message", "Signal", "Error", "Escalation", "Terminate"}),
    "BoundaryEvent": frozenset({"Timer", "Message", "Signal", "Conditional", "Error", "Escalation"}),
}
SCRIPT_LANGUAGES = frozenset(
    {
        "feel",
        "application/feel",
        "text/feel",
        "javascript",
        "application/javascript",
        "text/javascript",
        "ecmascript",
        "application/ecmascript",
        "js",
    }
)


def problems(model: Model) -> list[tuple[str, Message]]:
    """Return every element that cannot be run, with the reason, in document order.

    >>> from processes.model.reading import read_model
    >>> problems(read_model(b"Register -> Decide", dialect="sketch"))
    []
    """
    runs = {p.id for p in model.processes.values() if p.executable is not False or p is model.main_process}
    found: list[tuple[str, Message]] = [
        (
            owner,
            _("“{owner}” refers to “{missing}”, which is not in the file.").format(
                owner=owner, missing=missing
            ),
        )
        for owner, _attribute, missing, _line in model.dangling
    ]
    mapped = _mapped(model)
    for element in model.elements.values():
        if element.process in runs:
            found.extend((element.id, message) for message in _of(model, element, mapped))
    for flow in model.flows.values():
        source = model.elements.get(flow.source)
        if source is None or source.process not in runs or not flow.condition:
            continue
        language = (flow.condition_language or "").lower()
        if language and "feel" not in language and not language.startswith("http"):
            text = _("The condition of “{label}” is written in {language}; only FEEL is evaluated.")
            found.append((flow.id, text.format(label=flow.label, language=flow.condition_language)))
    return found


def _of(model: Model, element: Element, mapped: set[str]) -> Iterator[Message]:
    label = element.label
    if element.is_event:
        yield from _event(model, element)
    elif element.is_gateway:
        if element.type not in GATEWAYS:
            yield _("“{label}” is a {type}, which is not run yet.").format(label=label, type=element.type)
    elif element.type not in ACTIVITIES:
        yield _("“{label}” is a {type}, which is not run yet.").format(label=label, type=element.type)
    if element.is_for_compensation:
        yield _("“{label}” compensates another activity; compensation is not run yet.").format(label=label)
    if element.start_quantity != 1 or element.completion_quantity != 1:
        yield _("“{label}” asks for more than one token (start or completion quantity).").format(label=label)
    if element.id in mapped:
        yield _("“{label}” maps data by data associations, which are not run yet.").format(label=label)
    many = element.multi_instance
    if many is not None and not (many.collection or many.cardinality):
        yield _("“{label}” is repeated, but neither a collection nor a number says how often.").format(
            label=label
        )
    if element.is_loop and not (element.loop_condition or element.loop_maximum):
        yield _("“{label}” loops, but no condition says when it ends.").format(label=label)
    yield from _activity(model, element)


def _activity(model: Model, element: Element) -> Iterator[Message]:
    label = element.label
    match element.type:
        case "ScriptTask":
            if element.script is None or not element.script.text.strip():
                yield _("“{label}” has no script.").format(label=label)
            elif element.script.language.strip().lower() not in SCRIPT_LANGUAGES:
                text = _("The script of “{label}” is written in {language}; FEEL and JavaScript are run.")
                yield text.format(label=label, language=element.script.language or "?")
        case "BusinessRuleTask" if not element.topic:
            yield _("“{label}” needs a decision table, which is not run yet; name a service instead.").format(
                label=label
            )
        case "ReceiveTask" if not element.message:
            yield _("“{label}” waits for a message, but does not say which.").format(label=label)
        case "CallActivity" if not element.called_element:
            yield _("“{label}” does not say which process it calls.").format(label=label)
        case "CallActivity" if (element.called_element or "").startswith(("=", "${", "#{")):
            yield _("“{label}” calls a process whose name is computed.").format(label=label)
        case "EventBasedGateway":
            if element.instantiate:
                yield _("“{label}” starts the process by an event-based gateway.").format(label=label)
            for flow in model.outgoing(element.id):
                target = model.elements.get(flow.target)
                if target is None or target.type not in ("IntermediateCatchEvent", "ReceiveTask"):
                    yield _("“{label}” leads to something that does not wait for an event.").format(
                        label=label
                    )
                    break
    if element.is_event_subprocess:
        starts = [e for e in model.elements.values() if e.scope == element.id and e.type == "StartEvent"]
        if len(starts) != 1 or starts[0].event_definition is None:
            yield _("The event subprocess “{label}” needs exactly one start event with a trigger.").format(
                label=label
            )


def _event(model: Model, element: Element) -> Iterator[Message]:
    label = element.label
    definitions = element.event_definitions
    throws = element.type in ("EndEvent", "IntermediateThrowEvent")
    if len(definitions) > 1 and (
        not throws or any(d.type in ("Link", "Error", "Terminate") for d in definitions)
    ):
        yield _("“{label}” has several triggers at once, which is not run yet.").format(label=label)
        return
    position = _position(model, element)
    allowed = EVENTS[position]
    for definition in definitions or (None,):
        kind = definition.type if definition else ""
        if kind not in allowed:
            named = kind or "none"
            text = _("“{label}” is an event of kind {kind} where it is not run ({position}).")
            yield text.format(label=label, kind=named, position=position)
            continue
        if definition is None:
            continue
        if kind == "Timer" and not (definition.expression or "").strip():
            yield _("The timer “{label}” does not say when it is due.").format(label=label)
        if kind in ("Message", "Signal") and not (definition.name or definition.reference):
            yield _("“{label}” does not say which message or signal is meant.").format(label=label)
        if kind == "Conditional" and not (definition.expression or "").strip():
            yield _("“{label}” has no condition.").format(label=label)
        if kind == "Error" and throws and not (definition.code or definition.name or definition.reference):
            yield _("“{label}” does not say which error it throws.").format(label=label)
        if kind == "Error" and not throws and not element.is_interrupting:
            yield _("“{label}” catches an error without interrupting, which BPMN does not know.").format(
                label=label
            )
        if kind == "Link" and element.type == "IntermediateThrowEvent":
            yield from _link(model, element)


def _position(model: Model, element: Element) -> str:
    if element.type != "StartEvent":
        return element.type
    scope = model.elements.get(element.scope)
    if scope is None:
        return "process start"
    return "event subprocess start" if scope.is_event_subprocess else "subprocess start"


def _link(model: Model, element: Element) -> Iterator[Message]:
    definition = element.event_definition
    name = (definition.name or definition.reference) if definition else None
    targets = [
        e
        for e in model.elements.values()
        if e.scope == element.scope
        and e.type == "IntermediateCatchEvent"
        and e.event_definition is not None
        and e.event_definition.type == "Link"
        and (e.event_definition.name or e.event_definition.reference) == name
    ]
    if len(targets) != 1:
        text = _("The link “{label}” has {count} catching ends in its scope; it needs one.")
        yield text.format(label=element.label, count=len(targets))


def _mapped(model: Model) -> set[str]:
    """Return the ids of the activities whose inputs or outputs are really mapped, not only drawn."""
    found = set()
    for kind in ("dataInputAssociation", "dataOutputAssociation"):
        for association in model.tree.iter(tag(BPMN, kind)):
            owner = association.getparent()
            if owner is None:
                continue
            computed = association.find(tag(BPMN, "assignment")) is not None
            computed = computed or association.find(tag(BPMN, "transformation")) is not None
            if computed:
                found.add(owner.get("id") or "")
    return found
