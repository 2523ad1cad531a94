"""What Camunda 7, Activiti and Flowable can be told that changes how a model runs, and that is not run here.

A listener, a condition kept in another file, a step that is skipped: passed over in silence, each would make the model
run in another way than its author meant.  So each is named, and the model is refused until somebody has decided.

Sources: Camunda 7 documentation, "Delegation Code", "BPMN 2.0 Extension Attributes"; Flowable documentation, "BPMN 2.0
Constructs".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.juel import assignment
from processes.model.xml import BPMN, local, namespace, tag
from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lxml import etree

LISTENERS = frozenset({"executionListener", "taskListener", "eventListener"})
#: Attributes of an activity, and of what stands in its event definitions, its condition and its repetition.
_ATTRIBUTES = frozenset(
    {
        *("skipExpression", "triggerable", "resource"),
        *("calledElementVersion", "calledElementVersionTag", "calledElementType"),
        *("variableMappingClass", "variableMappingDelegateExpression"),
        *("errorCodeVariable", "errorMessageVariable", "errorVariableName", "escalationCodeVariable"),
    }
)
_ELEMENTS = frozenset({"errorEventDefinition", "mapException", "eventType"})
#: Elements of BPMN in which the vendors say something of the element they stand in.
_INSIDE = frozenset({"conditionExpression", "multiInstanceLoopCharacteristics"})
NAMES = LISTENERS | _ATTRIBUTES | _ELEMENTS


def unhonoured(
    node: etree._Element, uris: Collection[str], vendor: str
) -> Iterator[tuple[Message, etree._Element]]:
    """Yield what of an element, a flow or a process would run differently, and where it stands."""
    for part in (node, *_parts(node)):
        for key, value in part.attrib.items():
            uri, _brace, name = str(key)[1:].partition("}")
            if uri in uris and name in _ATTRIBUTES and value not in ("", "false"):
                text = _("“{name}” of {vendor} changes how this runs, and is not run; draw what it means.")
                yield text.format(name=name, vendor=vendor), part
        for said in _own(part, uris):
            if plain_assignment(node, said) is not None:
                continue
            if local(said) in LISTENERS:
                text = _(
                    "At “{event}” {vendor} does something nobody sees in the drawing ({what}), which is not done "
                    "here; draw it as a step, or remove it."
                )
                event = said.get("event") or said.get("events") or "—"
                yield text.format(event=event, vendor=vendor, what=_what(said)), said
            elif local(said) in _ELEMENTS:
                text = _("“{name}” of {vendor} changes how this runs, and is not run; draw what it means.")
                yield text.format(name=local(said), vendor=vendor), said


def plain_assignment(node: etree._Element, said: etree._Element) -> tuple[str, str] | None:
    """Return the FEEL and the name of a listener at the start of an activity that only sets a variable.

    Around a repeated activity the vendors set it more than once, and at its end also when it is interrupted: no such
    listener is plain.
    """
    kind = local(node).lower()
    is_activity = kind.endswith(("task", "subprocess", "activity", "transaction"))
    repeated = any(local(child).endswith("LoopCharacteristics") for child in node.iterchildren("*"))
    if local(said) != "executionListener" or said.get("event") != "start" or not is_activity or repeated:
        return None
    return assignment(said.get("expression") or "")


def _parts(node: etree._Element) -> Iterator[etree._Element]:
    for child in node.iterchildren("*"):
        name = local(child)
        if namespace(child) == BPMN and (name in _INSIDE or name.endswith("EventDefinition")):
            yield child


def _own(node: etree._Element, uris: Collection[str]) -> Iterator[etree._Element]:
    holder = node.find(tag(BPMN, "extensionElements"))
    for child in holder.iterchildren("*") if holder is not None else ():
        if namespace(child) in uris:
            yield child


def _what(listener: etree._Element) -> str:
    for name in ("expression", "delegateExpression", "class"):
        if listener.get(name):
            return str(listener.get(name))
    script = next((c for c in listener.iterchildren("*") if local(c) == "script"), None)
    return script.get("scriptFormat") or local(script) if script is not None else local(listener)
