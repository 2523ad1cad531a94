"""Who does a step, in the terms of Activiti and its kin: assignees, candidates, whoever started the case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from processes.model.juel import is_juel
from processes.model.xml import BPMN, local, tag

if TYPE_CHECKING:
    from lxml import etree

    from processes.model.import_report import ImportNotes

#: Flowable's word for whoever started the case.
_INITIATOR = "$INITIATOR"
#: The variable of a start event that has no name of its own for them.
_UNNAMED = "initiator"


class Terms(Protocol):
    """What is asked of one vendor's terms: an attribute of theirs, and the FEEL of an expression of theirs."""

    def get(self, node: etree._Element, name: str) -> str | None: ...
    def feel(self, node: etree._Element, text: str, what: str, notes: ImportNotes) -> str | None: ...


def assignment(terms: Terms, node: etree._Element, notes: ImportNotes) -> dict[str, Any]:
    """Return who does a user task, until when and how urgently."""
    facts: dict[str, Any] = {}
    assignee = terms.get(node, "assignee")
    if assignee == _INITIATOR:
        facts["assignee"] = f"={_whoever_started(terms, node)}"
    elif assignee:
        facts["assignee"] = name(terms, node, assignee, notes)
    for attribute, field in (
        ("candidateGroups", "candidate_groups"),
        ("candidateUsers", "candidate_users"),
    ):
        text = terms.get(node, attribute)
        if text:
            names = [text] if is_juel(text) else [p.strip() for p in text.split(",")]
            read = [name(terms, node, n, notes) for n in names if n]
            facts[field] = tuple(n for n in read if n)
    due = terms.get(node, "dueDate")
    if due:
        facts["due"] = terms.feel(node, due, "The due date", notes) if is_juel(due) else due
    priority = terms.get(node, "priority")
    if priority:
        facts["priority"] = (
            terms.feel(node, priority, "The priority", notes) if is_juel(priority) else priority
        )
    return facts


def initiator(terms: Terms, node: etree._Element) -> dict[str, Any]:
    """Return the variable in which a start event of the process keeps who started the case."""
    around = node.getparent()
    if local(node) != "startEvent" or around is None or local(around) != "process":
        return {}
    told = terms.get(node, "initiator")
    if told is None and any(terms.get(each, "assignee") == _INITIATOR for each in around.iter("*")):
        told = _UNNAMED
    return {"initiator": told} if told else {}


def _whoever_started(terms: Terms, node: etree._Element) -> str:
    """Return the FEEL that tells who started the case, at whichever of its start events."""
    process = next((each for each in node.iterancestors("*") if local(each) == "process"), node)
    starts = [each for each in process.iter(tag(BPMN, "startEvent")) if each.getparent() is process]
    *others, last = dict.fromkeys(terms.get(each, "initiator") or _UNNAMED for each in starts) or (_UNNAMED,)
    told = last
    for variable in reversed(others):
        told = f"if {variable} != null then {variable} else {told}"
    return told


def name(terms: Terms, node: etree._Element, text: str, notes: ImportNotes) -> str | None:
    """Return a name, or `=` and the FEEL that gives it."""
    if not is_juel(text):
        return text.strip()
    translated = terms.feel(node, text, "The performer", notes)
    return None if translated is None else f"={translated}"
