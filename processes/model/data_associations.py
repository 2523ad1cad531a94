"""Data objects, properties and the associations between them and an activity's inputs and outputs.

A data object is a variable of its process; its reference, and an input or output of an activity, are other names for
it.  An association copies: at an activity's start into its inputs, at its end out of its outputs.

Source: BPMN 2.0.2, 10.4.1 and 10.4.2 (execution semantics for data).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.elements import DataMove
from processes.model.xml import BPMN, local, tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_NAMED = ("dataObject", "dataObjectReference", "dataInput", "dataOutput", "property", "dataStoreReference")


def associations(node: etree._Element, kind: str) -> Iterator[DataMove]:
    """Yield what each of the associations of this kind moves, at one activity or event.

    One that is only drawn, with no input or output behind it, or between two of the same name, moves nothing.
    """
    for association in node.iterchildren(tag(BPMN, kind)):
        assignments = association.findall(tag(BPMN, "assignment"))
        for assignment in assignments:
            source, target = _text(assignment, "from"), _text(assignment, "to")
            if source and target:
                yield DataMove(
                    source=source.removeprefix("="), target=data_name(node, target), is_computed=True
                )
        if assignments:
            continue
        target = _end(node, association, "targetRef")
        transformation = _text(association, "transformation")
        if transformation and target:
            yield DataMove(source=transformation.removeprefix("="), target=target, is_computed=True)
            continue
        source = _end(node, association, "sourceRef")
        if source and target and source != target:
            yield DataMove(source=source, target=target)


def properties(node: etree._Element) -> Iterator[str]:
    """Yield the names of the properties of an activity; what a modeller keeps only to draw an association is none."""
    for child in node.iterchildren(tag(BPMN, "property")):
        name = child.get("name") or child.get("id")
        if name and not name.startswith("__"):
            yield name


def data_name(node: etree._Element, reference: str) -> str:
    """Return the variable that a data object, its reference, a property, an input or an output stands for."""
    return _name(node, reference) or reference


def _end(node: etree._Element, association: etree._Element, which: str) -> str | None:
    reference = _text(association, which)
    return _name(node, reference) if reference else None


def _name(node: etree._Element, reference: str) -> str | None:
    reference = reference.strip().rpartition(":")[2]
    scope: etree._Element | None = node
    while scope is not None:
        holders = [scope, *scope.iterchildren(tag(BPMN, "ioSpecification"))]
        for child in (child for holder in holders for child in holder.iterchildren("*")):
            if local(child) in _NAMED and child.get("id") == reference:
                return _variable(child)
        scope = scope.getparent()
    return None


def _variable(data: etree._Element) -> str | None:
    name = data.get("name")
    if name is not None and name.startswith("__"):
        return None
    if local(data) == "dataObjectReference":
        parent = data.getparent()
        for child in parent.iterchildren(tag(BPMN, "dataObject")) if parent is not None else ():
            if child.get("id") == data.get("dataObjectRef") and child.get("name"):
                return child.get("name")
        return name or data.get("dataObjectRef") or data.get("id")
    return name or data.get("id")


def _text(node: etree._Element, name: str) -> str | None:
    child = node.find(tag(BPMN, name))
    return None if child is None else "".join(child.itertext()).strip() or None
