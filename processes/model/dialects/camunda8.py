"""Camunda 8 (Zeebe): extensions in `zeebe:`, expressions in FEEL.

What it does:
    Reads task definitions (as topics), assignments, due dates, embedded forms, input and output mappings, called
    processes and decisions, FEEL scripts, loop characteristics and the correlation keys of messages.

Why it matters:
    It is the younger half of the Camunda world; its expressions are FEEL already, so nothing is lost.

Example:
    `<zeebe:assignmentDefinition candidateGroups="clerks"/>` is the candidate group of the task.

Limits:
    Forms by id live on another server and are not taken over; retries and headers are kept in the file and given no
    meaning.  Listeners change what a step does, so a model with them is refused.

How sure:
    Expressions are taken as they are.  Functions that only Camunda's FEEL engine has will be found when the model is
    checked for running.

Source:
    Camunda 8 documentation, "BPMN extensions"; the schema of zeebe-bpmn-moddle.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from processes.model.dialects import dialects
from processes.model.elements import Script
from processes.model.flow_nodes import feel, read_element_events, read_multi_instance, unprefixed
from processes.model.xml import BPMN, local, namespace, tag
from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from processes.model.import_report import ImportNotes

ZEEBE = "http://camunda.org/schema/zeebe/1.0"
_KNOWN = frozenset(
    {
        *(
            "taskDefinition",
            "assignmentDefinition",
            "priorityDefinition",
            "formDefinition",
            "ioMapping",
            "calledElement",
            "userTask",
        ),
        *("loopCharacteristics", "calledDecision", "script", "taskSchedule", "subscription", "userTaskForm"),
    }
)
_LISTENERS = frozenset({"executionListeners", "taskListeners"})


class Camunda8:
    """Files of Camunda 8 and Zeebe."""

    def convert(self, source: bytes) -> bytes | None:
        """Return None: the file is BPMN."""
        return None

    def recognises(self, root: etree._Element) -> bool:
        """Return whether the file declares Zeebe's namespace."""
        return ZEEBE in root.nsmap.values()

    def namespaces(self) -> frozenset[str]:
        """Return Zeebe's namespace."""
        return frozenset({ZEEBE})

    def facts(self, node: etree._Element, notes: ImportNotes) -> dict[str, Any]:
        """Return what the extensions say of one element."""
        facts: dict[str, Any] = {}
        for child in _own(node):
            reader = getattr(self, f"_{local(child).lower()}", None)
            if reader is not None:
                facts |= reader(child)
            elif local(child) in _LISTENERS:
                lost = tuple(_listened(each) for each in child.iterchildren("*"))
                for message in lost:
                    notes.note("must fix", message, element=node.get("id"), line=int(child.sourceline or 0))
                facts["untranslated"] = (*facts.get("untranslated", ()), *lost)
            elif local(child) not in _KNOWN:
                _ignored(node, local(child), notes)
        form = facts.pop("outside", None)
        if form:
            notes.note(
                "ignored",
                _("The form “{form}” lies outside the file; attach a form of your own.").format(form=form),
                element=node.get("id"),
                line=int(node.sourceline or 0),
            )
        facts |= _repetition(node)
        facts |= _correlation(node)
        return facts

    def forms(self, root: etree._Element, notes: ImportNotes) -> dict[str, dict[str, Any]]:
        """Return the forms embedded in the file."""
        found = {}
        for node in root.iter(tag(ZEEBE, "userTaskForm")):
            try:
                schema = json.loads(node.text or "")
            except ValueError as error:
                notes.note(
                    "must fix",
                    _("The form {form} cannot be read: {reason}.").format(
                        form=node.get("id") or "", reason=str(error)
                    ),
                    line=int(node.sourceline or 0),
                )
                continue
            if isinstance(schema, dict) and isinstance(schema.get("components"), list):
                found[node.get("id") or ""] = schema
        return found

    @staticmethod
    def _taskdefinition(node: etree._Element) -> dict[str, Any]:
        return {"topic": node.get("type")}

    @staticmethod
    def _assignmentdefinition(node: etree._Element) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        if node.get("assignee"):
            facts["assignee"] = node.get("assignee")
        for attribute, field in (
            ("candidateGroups", "candidate_groups"),
            ("candidateUsers", "candidate_users"),
        ):
            text = (node.get(attribute) or "").strip()
            if text:
                names = [text] if text.startswith("=") else [p.strip() for p in text.split(",")]
                facts[field] = tuple(n for n in names if n)
        return facts

    @staticmethod
    def _formdefinition(node: etree._Element) -> dict[str, Any]:
        key = node.get("formKey") or ""
        if key.startswith("camunda-forms:bpmn:"):
            return {"form": key.rpartition(":")[2]}
        return {"outside": key or node.get("formId") or node.get("externalReference")}

    @staticmethod
    def _taskschedule(node: etree._Element) -> dict[str, Any]:
        return {"due": feel(node.get("dueDate"))} if node.get("dueDate") else {}

    @staticmethod
    def _prioritydefinition(node: etree._Element) -> dict[str, Any]:
        return {"priority": feel(node.get("priority"))} if node.get("priority") else {}

    @staticmethod
    def _iomapping(node: etree._Element) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        for kind, field in (("input", "inputs"), ("output", "outputs")):
            pairs = [
                (feel(c.get("source")) or "null", c.get("target") or "")
                for c in node.iterchildren(tag(ZEEBE, kind))
            ]
            if pairs:
                facts[field] = tuple(pairs)
        return facts

    @staticmethod
    def _calledelement(node: etree._Element) -> dict[str, Any]:
        name = node.get("processId") or ""
        return {
            "called_element": name,
            "takes_all": node.get("propagateAllParentVariables") != "false",
            "gives_all": False if node.get("propagateAllChildVariables") == "false" else None,
        }

    @staticmethod
    def _calleddecision(node: etree._Element) -> dict[str, Any]:
        return {"decision": node.get("decisionId"), "decision_result": node.get("resultVariable")}

    @staticmethod
    def _script(node: etree._Element) -> dict[str, Any]:
        text = feel(node.get("expression")) or ""
        return {"script": Script(language="feel", text=text, result=node.get("resultVariable"))}


def _own(node: etree._Element) -> Iterator[etree._Element]:
    holder = node.find(tag(BPMN, "extensionElements"))
    for child in holder.iterchildren("*") if holder is not None else ():
        if namespace(child) == ZEEBE:
            yield child


def _listened(listener: etree._Element) -> Message:
    text = _(
        "At “{event}” {vendor} does something nobody sees in the drawing ({what}), which is not done "
        "here; draw it as a step, or remove it."
    )
    return text.format(
        event=listener.get("eventType") or "—", vendor="Camunda 8", what=listener.get("type") or "—"
    )


def _ignored(node: etree._Element, name: str, notes: ImportNotes) -> None:
    notes.note(
        "ignored",
        _("{name} of {vendor} is kept in the file and given no meaning here.").format(
            name=name, vendor="Camunda 8"
        ),
        element=node.get("id"),
        line=int(node.sourceline or 0),
    )


def _repetition(node: etree._Element) -> dict[str, Any]:
    many = read_multi_instance(node)
    loop = node.find(tag(BPMN, "multiInstanceLoopCharacteristics"))
    each = (
        next((c for c in _own(loop) if local(c) == "loopCharacteristics"), None) if loop is not None else None
    )
    if many is None or each is None:
        return {}
    return {
        "multi_instance": replace(
            many,
            collection=feel(each.get("inputCollection")),
            item=each.get("inputElement"),
            output_collection=each.get("outputCollection"),
            output_item=feel(each.get("outputElement")),
        )
    }


def _correlation(node: etree._Element) -> dict[str, Any]:
    """Return the correlation key of the message an event or receive task waits for."""
    references = [node.get("messageRef")]
    references += [n.get("messageRef") for n in node.iterchildren(tag(BPMN, "messageEventDefinition"))]
    wanted = {unprefixed(r) for r in references if r}
    for message in node.getroottree().getroot().iterchildren(tag(BPMN, "message")) if wanted else ():
        if message.get("id") in wanted:
            key = next(
                (feel(c.get("correlationKey")) for c in _own(message) if local(c) == "subscription"), None
            )
            definitions = tuple(
                replace(d, correlation_key=key) if d.type == "Message" else d
                for d in read_element_events(node)
            )
            facts: dict[str, Any] = {"correlation_key": key}
            if definitions:
                facts |= {"event_definitions": definitions, "event_definition": definitions[0]}
            return facts if key else {}
    return {}


dialects.register(Camunda8())
