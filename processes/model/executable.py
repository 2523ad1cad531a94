"""What can be run rightly, as a table; everything else is refused by name, never run in some other way.

`problems` is asked by `processes.check` (through its rule) and by the engine before it deploys.  It judges the drawing
only; expressions are parsed by the engine, which has the interpreter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.label import label_of
from processes.model.beginning import beginning, unbegun
from processes.model.elements import SUBPROCESSES
from processes.model.flow_ends import barred, crossings
from processes.model.form_schema import problems as form_problems
from processes.model.kind_names import kind_name
from processes.model.silence import unsaid_silence
from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from processes.model.elements import Element, EventDefinition
    from processes.model.model import Model

#: For each position of an event the triggers that are honoured there; "" is an event without any.
EVENTS = {
    "process start": frozenset({"", "Timer", "Message", "Signal", "Conditional"}),
    "subprocess start": frozenset({""}),
    "event subprocess start": frozenset(
        {"Timer", "Message", "Signal", "Conditional", "Error", "Escalation", "Compensate"}
    ),
    "IntermediateCatchEvent": frozenset({"Timer", "Message", "Signal", "Conditional", "Link"}),
    "IntermediateThrowEvent": frozenset({"", "Message", "Signal", "Escalation", "Link", "Compensate"}),
    "EndEvent": frozenset(
        {"", "Message", "Signal", "Error", "Escalation", "Terminate", "Compensate", "Cancel"}
    ),
    "BoundaryEvent": frozenset(
        {"Timer", "Message", "Signal", "Conditional", "Error", "Escalation", "Compensate", "Cancel"}
    ),
}
#: What several triggers of one catching event may be, and those that can only stand alone in a throwing one.
TOGETHER = frozenset({"Timer", "Message", "Signal", "Conditional", "Error", "Escalation"})
ALONE = frozenset({"Link", "Error", "Terminate", "Cancel"})
#: What can be kept until everything a process begins with is there.
GATHERED = frozenset({"Message", "Signal"})
#: What a round of a repeated activity may throw.
ROUNDS_THROW = frozenset({"Signal", "Escalation"})
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
        # A lane that lists what is gone changes nothing of how the process runs.
        for owner, attribute, missing, _line in model.dangling
        if attribute != "flowNodeRef"
    ]
    for element in model.elements.values():
        if element.process in runs:
            found.extend((element.id, message) for message in _of(model, element))
    for task in model.global_tasks.values():
        found.extend((task.id, message) for message in _activity(model, task))
    for id_ in runs:
        process = model.processes[id_]
        found.extend((id_, message) for message in _lost(label_of(process), process.untranslated))
    peopled = {element.process for element in model.elements.values()} | {model.main_process.id}
    found.extend(unbegun(model, [id_ for id_ in model.processes if id_ in runs & peopled]))
    found.extend(unsaid_silence(model))
    for element in model.elements.values():
        if element.process in runs and element.form in model.forms:
            schema = model.forms[element.form or ""]
            found.extend((element.id, message) for message in form_problems(schema))
    found.extend(crossings(model))
    found.extend(
        (flow, reason)
        for flow, reason in barred(model)
        if model.elements[model.flows[flow].source].process in runs
    )
    for flow in model.flows.values():
        source = model.elements.get(flow.source)
        if source is None or source.process not in runs:
            continue
        found.extend((flow.id, message) for message in _lost(flow.label, flow.untranslated))
        if not flow.condition:
            continue
        language = (flow.condition_language or "").lower()
        if language and "feel" not in language and not language.startswith("http"):
            text = _("The condition of “{label}” is written in {language}; only FEEL is evaluated.")
            found.append((flow.id, text.format(label=flow.label, language=flow.condition_language)))
    return found


def _of(model: Model, element: Element) -> Iterator[Message]:
    label = element.label
    if element.is_event:
        yield from _event(model, element)
    if element.is_for_compensation and (model.incoming(element.id) or model.outgoing(element.id)):
        yield _("“{label}” compensates another activity, so no flow may lead to it or away from it.").format(
            label=label
        )
    if element.start_quantity < 1 or element.completion_quantity < 1:
        yield _("“{label}” asks for less than one token (start or completion quantity).").format(label=label)
    yield from _repetition(element)
    yield from _activity(model, element)
    yield from _scope(model, element)


def _repetition(element: Element) -> Iterator[Message]:
    label = element.label
    many = element.multi_instance
    if many is not None:
        if not (many.collection or many.cardinality):
            yield _("“{label}” is repeated, but neither a collection nor a number says how often.").format(
                label=label
            )
        if _is_below(many.cardinality, 0):
            yield _("“{label}” is repeated {number} times, which nothing can be.").format(
                label=label, number=many.cardinality
            )
        for _condition, event in many.events:
            if event.type not in ROUNDS_THROW:
                yield _(
                    "The rounds of “{label}” throw an event of kind {kind}; only signals and escalations are thrown."
                ).format(label=label, kind=kind_name(event.type))
    if element.is_loop:
        if not (element.loop_condition or element.loop_maximum):
            yield _("“{label}” loops, but no condition says when it ends.").format(label=label)
        if _is_below(element.loop_maximum, 0):
            yield _("“{label}” is repeated {number} times, which nothing can be.").format(
                label=label, number=element.loop_maximum
            )


def _is_below(text: str | None, least: int) -> bool:
    try:
        return text is not None and int(text) < least
    except ValueError:
        return False


def _scope(model: Model, element: Element) -> Iterator[Message]:
    """Yield what hinders the beginning of a subprocess."""
    if element.type not in SUBPROCESSES:
        return
    starts = [e for e in model.elements.values() if e.scope == element.id and e.type == "StartEvent"]
    if element.is_event_subprocess:
        if len(starts) != 1 or starts[0].event_definition is None:
            yield _("The event subprocess “{label}” needs exactly one start event with a trigger.").format(
                label=element.label
            )
    elif len(starts) > 1:
        yield _("The subprocess “{label}” has {count} start events; it can only begin at one.").format(
            label=element.label, count=len(starts)
        )


def _lost(label: str, untranslated: Iterable[Message]) -> Iterator[Message]:
    for lost in untranslated:
        yield _("“{label}” says what cannot be honoured: {lost}").format(label=label, lost=lost)


def _activity(model: Model, element: Element) -> Iterator[Message]:
    label = element.label
    yield from _lost(label, element.untranslated)
    match element.type:
        case "ScriptTask":
            if element.script is None or not element.script.text.strip():
                yield _("“{label}” has no script.").format(label=label)
            elif element.script.language.strip().lower() not in SCRIPT_LANGUAGES:
                text = _("The script of “{label}” is written in {language}; FEEL and JavaScript are run.")
                yield text.format(label=label, language=element.script.language or "?")
        case "BusinessRuleTask" if not (element.topic or element.decision or element.script):
            yield _("“{label}” names neither a decision nor a service that decides.").format(label=label)
        case "ReceiveTask" if not element.message:
            yield _("“{label}” waits for a message, but does not say which.").format(label=label)
        case "CallActivity" if not element.called_element:
            yield _("“{label}” does not say which process it calls.").format(label=label)
        case "CallActivity" if (element.called_element or "").startswith(("${", "#{")):
            yield _(
                "“{label}” calls a process whose name is computed by “{text}”, which is not FEEL."
            ).format(label=label, text=element.called_element)
        case "CallActivity" if (
            reason := not_callable(model, element.called_element or "", label)
        ) is not None:
            yield reason
        case "EventBasedGateway":
            yield from _race(model, element)
        case "ComplexGateway" if len(model.incoming(element.id)) > 1 and not element.activation_condition:
            yield _("“{label}” joins flows, but no activation condition says when it opens.").format(
                label=label
            )
    if element.instantiate and (model.incoming(element.id) or element.scope != element.process):
        yield _("“{label}” starts the process, but it is not where the process begins.").format(label=label)


def not_callable(model: Model, process: str, label: str) -> Message | None:
    """Return why a call named `label` cannot begin a process of `model`, None when it can."""
    starts = [e for e in model.elements.values() if e.scope == process and e.type == "StartEvent"]
    plain = plain_starts(model, process)
    if len(plain) > 1:
        return _(
            "“{label}” calls a process with several start events, and cannot say which is meant."
        ).format(label=label)
    if starts and not plain:
        return _(
            "“{label}” calls “{name}”, which only begins with a trigger of its own; give it a start event without one."
        ).format(label=label, name=process)
    members = [e for e in model.elements.values() if e.scope == process]
    if process in model.processes and not beginning(model, members).plain:
        return _("“{label}” calls “{name}”, in which nothing begins; draw a start event there.").format(
            label=label, name=process
        )
    return None


def plain_starts(model: Model, scope: str) -> list[Element]:
    """Return the start events of a process or subprocess that nothing has to trigger."""
    return [
        e
        for e in model.elements.values()
        if e.scope == scope and e.type == "StartEvent" and e.event_definition is None
    ]


def _race(model: Model, element: Element) -> Iterator[Message]:
    for flow in model.outgoing(element.id):
        target = model.elements.get(flow.target)
        if target is None or target.type not in ("IntermediateCatchEvent", "ReceiveTask"):
            yield _("“{label}” leads to something that does not wait for an event.").format(
                label=element.label
            )
            return
    if element.starts_all and not element.instantiate:
        yield _("“{label}” waits for all of its events, which only the beginning of a process can.").format(
            label=element.label
        )


def _event(model: Model, element: Element) -> Iterator[Message]:
    label = element.label
    definitions = element.event_definitions
    throws = element.type in ("EndEvent", "IntermediateThrowEvent")
    position = _position(model, element)
    if len(definitions) > 1 and (reason := _several(element, position, throws=throws)) is not None:
        yield reason
        return
    allowed = EVENTS[position]
    for definition in definitions or (None,):
        kind = definition.type if definition else ""
        if kind not in allowed:
            named = kind_name(kind) if kind else _("none")
            text = _("“{label}” is an event of kind {kind} where it is not run ({position}).")
            yield text.format(label=label, kind=named, position=_POSITIONS.get(position, kind_name(position)))
            continue
        if definition is None:
            continue
        if kind == "Timer" and not (definition.expression or "").strip():
            yield _("The timer “{label}” does not say when it is due.").format(label=label)
        if kind == "Message" and not (definition.name or definition.reference):
            yield _("“{label}” does not say which message is meant.").format(label=label)
        if kind == "Signal" and position == "process start" and not (definition.name or definition.reference):
            yield _("“{label}” does not say which signal starts the process.").format(label=label)
        if kind == "Conditional" and not (definition.expression or "").strip():
            yield _("“{label}” has no condition.").format(label=label)
        if kind == "Error" and not throws and not element.is_interrupting:
            yield _("“{label}” catches an error without interrupting, which BPMN does not know.").format(
                label=label
            )
        if kind == "Link" and element.type == "IntermediateThrowEvent":
            yield from _link(model, element)
        if kind == "Compensate":
            yield from _compensation(model, element, definition)
        if kind == "Cancel":
            yield from _cancellation(model, element)


def _several(element: Element, position: str, *, throws: bool) -> Message | None:
    kinds = [d.type for d in element.event_definitions]
    label = element.label
    wrong = [k for k in kinds if k in ALONE] if throws else [k for k in kinds if k not in TOGETHER]
    if throws and kinds.count("Compensate") > 1:
        wrong.append("Compensate")
    if wrong:
        return _("“{label}” has several triggers, and {kind} cannot be one of several.").format(
            label=label, kind=kind_name(wrong[0])
        )
    if element.parallel_multiple and position == "process start" and set(kinds) - GATHERED:
        return _(
            "“{label}” starts the process by several triggers together; only messages and signals are kept until all "
            "are there."
        ).format(label=label)
    if element.parallel_multiple and set(kinds) & {"Error", "Escalation"}:
        return _(
            "“{label}” waits for several triggers together; an error or escalation cannot be one."
        ).format(label=label)
    return None


def _compensation(model: Model, element: Element, definition: EventDefinition) -> Iterator[Message]:
    label = element.label
    if element.type == "BoundaryEvent":
        if element.compensated_by is None:
            yield _("“{label}” leads to no activity that compensates.").format(label=label)
    elif element.type != "StartEvent" and definition.reference:
        target = model.elements.get(definition.reference)
        scope: str | None = element.scope
        scopes = {scope}
        while (around := model.elements.get(scope or "")) is not None and around.is_event_subprocess:
            scope = around.scope
            scopes.add(scope)
        if target is None or target.scope not in scopes:
            yield _("“{label}” compensates “{target}”, which is no activity of the same scope.").format(
                label=label, target=definition.reference
            )


def _cancellation(model: Model, element: Element) -> Iterator[Message]:
    if element.type == "BoundaryEvent":
        host = model.elements.get(element.attached_to or "")
        if host is not None and host.type != "Transaction":
            yield _("“{label}” catches the cancellation of “{host}”, which is no transaction.").format(
                label=element.label, host=host.label
            )
        return
    around = model.elements.get(element.scope)
    while around is not None and around.type != "Transaction":
        around = model.elements.get(around.scope)
    if around is None:
        yield _("“{label}” cancels a transaction, but stands in none.").format(label=element.label)


_POSITIONS = {
    "process start": _("start of the process"),
    "subprocess start": _("start of a sub-process"),
    "event subprocess start": _("start of an event sub-process"),
}


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
