"""Reading flow nodes: one XML element of BPMN becomes one `Element`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from processes.model.data_associations import associations, data_name, properties
from processes.model.elements import (
    FLOW_NODES,
    Element,
    EventDefinition,
    MultiInstance,
    Script,
    SequenceFlow,
)
from processes.model.gov import NAMESPACE as GOV
from processes.model.gov_reading import gov_child
from processes.model.xml import BPMN, XSI, local, namespace, tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from processes.model.gov_reading import GovReader


#: The tasks a file defines outside of any process, to be called; each with the type of what it does.
GLOBAL_TASKS = {
    "globalTask": "Task",
    "globalUserTask": "UserTask",
    "globalManualTask": "ManualTask",
    "globalScriptTask": "ScriptTask",
    "globalBusinessRuleTask": "BusinessRuleTask",
}


@dataclass(frozen=True)
class RootElements:
    """The messages, errors, escalations and signals events refer to, by id."""

    nodes: dict[str, etree._Element]

    @classmethod
    def of(cls, root: etree._Element) -> RootElements:
        """Collect them from the definitions."""
        kinds = {"message", "error", "escalation", "signal", "itemDefinition"}
        found = {
            n.get("id", ""): n
            for n in root
            if n.get("id") and (local(n) in kinds or local(n).endswith("EventDefinition"))
        }
        # An operation stands for the message that goes in: who names one means the other.
        for operation in root.iterfind(f"{tag(BPMN, 'interface')}/{tag(BPMN, 'operation')}"):
            message = found.get(unprefixed(child_text(operation, "inMessageRef")) or "")
            if message is not None:
                found.setdefault(operation.get("id", ""), message)
        return cls(found)

    def name(self, reference: str | None) -> str | None:
        """Return the name of the root element `reference` leads to; None when it leads nowhere."""
        node = self.nodes.get(unprefixed(reference) or "")
        return None if node is None else (node.get("name") or node.get("id"))

    def code(self, reference: str | None) -> str | None:
        """Return the error or escalation code of the root element `reference` leads to."""
        node = self.nodes.get(unprefixed(reference) or "")
        return None if node is None else (node.get("errorCode") or node.get("escalationCode"))


def unprefixed(reference: str | None) -> str | None:
    """Return a QName reference without its prefix: `tns:Message_1` means `Message_1` of the same file."""
    return None if reference is None else reference.strip().rpartition(":")[2]


def element_type(node: etree._Element) -> str | None:
    """Return the exact BPMN name of a flow node (`UserTask`), None for anything else."""
    if namespace(node) != BPMN:
        return None
    name = local(node)
    name = name[:1].upper() + name[1:]
    return name if name in FLOW_NODES else None


def child_text(node: etree._Element, name: str) -> str | None:
    """Return the text of the first BPMN child `name`, stripped; None when there is none."""
    child = node.find(tag(BPMN, name))
    return None if child is None else "".join(child.itertext()).strip()


def flag(node: etree._Element, name: str, *, default: bool = False) -> bool:
    """Return a BPMN boolean attribute."""
    value = node.get(name)
    return default if value is None else value.strip() in ("true", "1")


def feel(text: str | None) -> str | None:
    """Return an expression without the leading equals sign some modellers write before FEEL."""
    if text is None or not text.strip():
        return None
    text = text.strip()
    return text[1:].strip() if text.startswith("=") and not text.startswith("==") else text


def read_element(
    node: etree._Element,
    *,
    type: str,
    scope: str,
    process: str,
    position: int,
    roots: RootElements,
    reader: GovReader,
) -> dict[str, Any]:
    """Return the field values of one flow node as the standard and the `gov:` vocabulary give them."""
    definitions = _event_definitions(node, roots)
    loop = node.find(tag(BPMN, "standardLoopCharacteristics"))
    form = gov_child(node, "form")
    message = node.get("messageRef") or node.get("operationRef")
    return {
        "id": node.get("id", ""),
        "type": type,
        "name": " ".join((node.get("name") or "").split()),
        "scope": scope,
        "process": process,
        "line": int(node.sourceline or 0),
        "position": position,
        "documentation": child_text(node, "documentation") or "",
        "event_definition": definitions[0] if definitions else None,
        "event_definitions": tuple(definitions),
        "attached_to": unprefixed(node.get("attachedToRef")),
        "is_interrupting": flag(
            node, "cancelActivity" if type == "BoundaryEvent" else "isInterrupting", default=True
        ),
        "parallel_multiple": flag(node, "parallelMultiple"),
        "called_element": _called(node.get("calledElement")),
        "default": node.get("default"),
        "is_event_subprocess": flag(node, "triggeredByEvent"),
        "is_for_compensation": flag(node, "isForCompensation"),
        "multi_instance": read_multi_instance(node),
        "is_loop": loop is not None,
        "loop_condition": feel(child_text(loop, "loopCondition")) if loop is not None else None,
        "test_before": flag(loop, "testBefore") if loop is not None else False,
        "loop_maximum": loop.get("loopMaximum") if loop is not None else None,
        "script": _script(node),
        "instantiate": flag(node, "instantiate"),
        "message": roots.name(message),
        "correlation_key": _correlation_key(node),
        "start_quantity": _quantity(node.get("startQuantity")),
        "completion_quantity": _quantity(node.get("completionQuantity")),
        "form": form.get("ref") if form is not None else None,
        "has_data_mapping": node.find(tag(BPMN, "ioSpecification")) is not None,
        "data_inputs": tuple(associations(node, "dataInputAssociation")),
        "data_outputs": tuple(associations(node, "dataOutputAssociation")),
        "properties": tuple(properties(node)),
        "activation_condition": feel(child_text(node, "activationCondition")),
        "completion_condition": feel(child_text(node, "completionCondition")),
        "sequential": node.get("ordering") == "Sequential",
        "cancels_remaining": flag(node, "cancelRemainingInstances", default=True),
        "starts_all": node.get("eventGatewayType") == "Parallel",
        "topic": _gov_attribute(node, "service", "topic") or _connector(node),
        "decision": _gov_attribute(node, "decision", "ref"),
        "decision_result": _gov_attribute(node, "decision", "result"),
        "step": reader.step(node),
        "names": reader.names(node),
    }


def _called(text: str | None) -> str | None:
    """Return what a call names: a process, without its file's prefix, or an expression, as it is."""
    return text if text is not None and text.startswith(("=", "${", "#{")) else unprefixed(text)


def _quantity(text: str | None) -> int:
    """Return a number of tokens, 0 for what is no number: it differs from the only one that is run, 1."""
    return 1 if text is None else int(text) if text.strip().isdecimal() else 0


def _connector(node: etree._Element) -> str | None:
    """Return the connector a task chooses by the standard's own attribute."""
    chosen = (node.get("implementation") or "").strip()
    return chosen if chosen.startswith("kyzmat:") else None


def _gov_attribute(node: etree._Element, name: str, attribute: str) -> str | None:
    child = gov_child(node, name)
    return None if child is None else child.get(attribute)


def _correlation_key(node: etree._Element) -> str | None:
    return feel(_gov_attribute(node, "correlation", "key"))


def read_element_events(node: etree._Element) -> list[EventDefinition]:
    """Return the event definitions of one flow node, with what its file's root elements say of them."""
    return _event_definitions(node, RootElements.of(node.getroottree().getroot()))


def _event_definitions(node: etree._Element, roots: RootElements) -> list[EventDefinition]:
    found = []
    for child in node:
        name = local(child)
        if name == "eventDefinitionRef":
            child = roots.nodes.get(unprefixed(child.text) or "", child)
            name = local(child)
        if name.endswith("EventDefinition") and namespace(child) == BPMN:
            found.append(_event_definition(node, child, name, roots))
    return found


def _event_definition(
    node: etree._Element, child: etree._Element, name: str, roots: RootElements
) -> EventDefinition:
    type_ = name.removesuffix("EventDefinition")
    type_ = type_[:1].upper() + type_[1:]
    reference = next((child.get(a) for a in child.keys() if a.endswith("Ref")), None)  # noqa: SIM118
    reference = reference or child_text(child, "operationRef")
    kind = expression = None
    for timer_kind in ("Date", "Duration", "Cycle"):
        text = child_text(child, f"time{timer_kind}")
        if text is not None:
            kind, expression = timer_kind.lower(), text
    if type_ == "Conditional":
        expression = feel(child_text(child, "condition"))
    timer = gov_child(node, "timer")
    return EventDefinition(
        type=type_,
        reference=unprefixed(reference),
        name=child.get("name") if type_ == "Link" else roots.name(reference),
        code=roots.code(reference),
        timer_kind=kind,
        expression=expression,
        working=timer is not None and timer.get("unit") == "working",
        missed=_missed(node, timer) if type_ == "Timer" else None,
        correlation_key=_correlation_key(node),
        waits=flag(child, "waitForCompletion", default=True),
    )


def _missed(node: etree._Element, timer: etree._Element | None) -> str | None:
    """Return what the timer, or else its process, says of missed rounds."""
    process = next(iter(node.iterancestors(tag(BPMN, "process"))), None)
    for said in (timer, gov_child(process, "timer") if process is not None else None):
        if said is not None and said.get("missed"):
            return str(said.get("missed"))
    return None


def read_multi_instance(node: etree._Element) -> MultiInstance | None:
    """Return how often an activity is repeated, as the standard and `gov:each` say it; None when it is not."""
    loop = node.find(tag(BPMN, "multiInstanceLoopCharacteristics"))
    if loop is None:
        return None
    ours = gov_child(loop, "each")
    fields: dict[str, Any] = dict(ours.attrib) if ours is not None else {}
    if "collection" not in fields and (source := child_text(loop, "loopDataInputRef")):
        fields["collection"] = data_name(node, source)
    if "item" not in fields and (item := loop.find(tag(BPMN, "inputDataItem"))) is not None:
        fields["item"] = item.get("name") or item.get("id")
    if "outputCollection" not in fields and (target := child_text(loop, "loopDataOutputRef")):
        fields["outputCollection"] = data_name(node, target)
    if "outputItem" not in fields and (item := loop.find(tag(BPMN, "outputDataItem"))) is not None:
        fields["outputItem"] = item.get("name") or item.get("id")
    return MultiInstance(
        sequential=flag(loop, "isSequential"),
        cardinality=feel(child_text(loop, "loopCardinality")),
        collection=feel(str(fields["collection"])) if "collection" in fields else None,
        item=str(fields["item"]) if "item" in fields else None,
        output_collection=str(fields["outputCollection"]) if "outputCollection" in fields else None,
        output_item=feel(str(fields["outputItem"])) if "outputItem" in fields else None,
        completion_condition=feel(child_text(loop, "completionCondition")),
        behavior=loop.get("behavior") or "All",
        events=tuple(_thrown_by_rounds(node, loop)),
    )


def _thrown_by_rounds(
    node: etree._Element, loop: etree._Element
) -> Iterator[tuple[str | None, EventDefinition]]:
    roots = RootElements.of(node.getroottree().getroot())
    behavior = (loop.get("behavior") or "All").lower()
    if behavior in ("none", "one"):
        named = roots.nodes.get(unprefixed(loop.get(f"{behavior}BehaviorEventRef")) or "")
        if named is not None:
            yield None, _event_definition(node, named, local(named), roots)
    for each in loop.iterchildren(tag(BPMN, "complexBehaviorDefinition")) if behavior == "complex" else ():
        event = each.find(tag(BPMN, "event"))
        for definition in _event_definitions(event, roots) if event is not None else ():
            yield feel(child_text(each, "condition")), definition


def _script(node: etree._Element) -> Script | None:
    text = child_text(node, "script")
    if text is None:
        return None
    return Script(
        language=(node.get("scriptFormat") or node.get("scriptLanguage") or "").strip(),
        text=text,
        result=_gov_attribute(node, "script", "result"),
    )


def read_flow(node: etree._Element, *, scope: str) -> dict[str, Any]:
    """Return the field values of one sequence flow."""
    condition = node.find(tag(BPMN, "conditionExpression"))
    chance = node.find(f"{tag(BPMN, 'extensionElements')}/{tag(GOV, 'prob')}")
    language = None
    if condition is not None:
        language = condition.get("language") or condition.get(tag(XSI, "language"))
    return {
        "id": node.get("id", ""),
        "name": " ".join((node.get("name") or "").split()),
        "source": unprefixed(node.get("sourceRef")) or "",
        "target": unprefixed(node.get("targetRef")) or "",
        "scope": scope,
        "line": int(node.sourceline or 0),
        "condition": feel("".join(condition.itertext())) if condition is not None else None,
        "condition_language": language,
        "probability": _probability(chance),
    }


def _probability(node: etree._Element | None) -> float | None:
    if node is None:
        return None
    try:
        value = float(node.get("value", ""))
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


__all__ = ["Element", "RootElements", "SequenceFlow", "element_type", "read_element", "read_flow"]
