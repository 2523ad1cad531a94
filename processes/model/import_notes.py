"""What the import report says of a file beyond what dialects and the vocabulary noted while reading.

It counts what was kept, names every vendor extension nobody translated, every reference that leads nowhere, and
suggests the next steps: a diagram, lanes, annotations.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from processes.model import gov
from processes.model.flow_nodes import element_type
from processes.model.kind_names import kind_name
from processes.model.standard_names import STANDARD_NAMES
from processes.model.xml import BPMN, BPMNDI, DC, DI, XSI, is_in_extension, local, namespace
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from processes.model.dialects import Dialect
    from processes.model.import_report import ImportNotes
    from processes.model.model import Model

#: What stands at more elements than this is told once, with their number.
_EACH = 5

_STANDARD = {BPMN, BPMNDI, DC, DI, XSI, gov.NAMESPACE, "http://www.w3.org/2001/XMLSchema", ""}
_STANDARD |= {"http://www.w3.org/XML/1998/namespace", "http://bpmn.io/schema/bpmn/biocolor/1.0"}
_STANDARD |= {"http://www.omg.org/spec/BPMN/non-normative/color/1.0"}


def report_on(
    model: Model, root: etree._Element, recognised: Mapping[str, Dialect], notes: ImportNotes
) -> None:
    """Add to `notes` what was kept and ignored of the file `model` was read from, and what to do next."""
    _must_fix(model, notes)
    _suggest(model, notes)
    _ignored(root, recognised, notes)
    _passed_over(root, notes)
    for type_, count in sorted(Counter(e.type for e in model.elements.values()).items()):
        notes.note("kept", _("{type}: {count}").format(type=kind_name(type_), count=count))
    for what, number in (
        ("SequenceFlow", len(model.flows)),
        ("Lane", len(model.lanes)),
        ("Participant", len(model.participants)),
        ("DataObjectReference", len(model.documents)),
        ("Form", len(model.forms)),
    ):
        if number:
            notes.note("kept", _("{type}: {count}").format(type=kind_name(what), count=number))
    if model.has_diagram:
        notes.note("kept", _("The diagram, exactly as it was drawn."))


def _must_fix(model: Model, notes: ImportNotes) -> None:
    for owner, attribute, missing, line in model.dangling:
        notes.note(
            "must fix",
            _("{label} points with {attribute} to {missing}, which is not in the file.").format(
                label=model.label(owner), attribute=attribute, missing=missing or "—"
            ),
            element=owner,
            line=line,
        )


def _suggest(model: Model, notes: ImportNotes) -> None:
    if not model.has_diagram:
        notes.note("suggestion", _("The file has no diagram; one can be laid out from the flow."))
    if not model.lanes and len(model.participants) < 2:
        notes.note(
            "suggestion",
            _("There are no lanes, so nobody is named as doing the work; say the actor of each step."),
        )
    unassessed = [e for e in model.elements.values() if e.is_task and e.step is None]
    if unassessed:
        notes.note(
            "suggestion",
            _("{count} tasks say nothing yet of actor, channel, visits, documents or time.").format(
                count=len(unassessed)
            ),
        )


def _ignored(root: etree._Element, recognised: Mapping[str, Dialect], notes: ImportNotes) -> None:
    answered = {ns for dialect in recognised.values() for ns in dialect.namespaces()}
    found: dict[tuple[str, str], dict[str, int]] = {}
    for owner, name, ns, line in _foreign(root):
        if ns not in answered:
            found.setdefault((name, ns), {}).setdefault(owner, line)
    for (name, ns), owners in found.items():
        if len(owners) > _EACH:
            owner, line = next(iter(owners.items()))
            notes.note(
                "ignored",
                _(
                    "{name} of {vendor} stands at {count} elements; it is kept in the file and given no meaning here."
                ).format(name=name, vendor=ns, count=len(owners)),
                element=owner or None,
                line=line,
            )
            continue
        for owner, line in owners.items():
            notes.note(
                "ignored",
                _("{name} of {vendor} is kept in the file and given no meaning here.").format(
                    name=name, vendor=ns
                ),
                element=owner or None,
                line=line,
            )


def _passed_over(root: etree._Element, notes: ImportNotes) -> None:
    """Name what stands in BPMN's namespace and is none of its elements, or stands where the flow cannot have it."""
    found: dict[tuple[str, bool], list[etree._Element]] = {}
    for node in root.iter(f"{{{BPMN}}}*"):
        parent = node.getparent()
        if local(node) not in STANDARD_NAMES and not is_in_extension(node):
            found.setdefault((local(node), True), []).append(node)
        elif parent is root and (local(node) == "sequenceFlow" or element_type(node) is not None):
            found.setdefault((local(node), False), []).append(node)
    for (name, is_unknown), nodes in found.items():
        text = (
            _("<{name}> is no element of BPMN; it is kept in the file and passed over ({count}).")
            if is_unknown
            else _("<{name}> stands outside every process; it is kept in the file and passed over ({count}).")
        )
        notes.note(
            "must fix",
            text.format(name=name, count=len(nodes)),
            element=nodes[0].get("id"),
            line=int(nodes[0].sourceline or 0),
        )


def _foreign(root: etree._Element) -> Iterator[tuple[str, str, str, int]]:
    """Yield (owning element, name, namespace, line) of extensions and attributes outside the standard."""
    for node in root.iter("*"):
        ns = namespace(node)
        line = int(node.sourceline or 0)
        parent = node.getparent()
        if ns not in _STANDARD and parent is not None and namespace(parent) in _STANDARD:
            yield _owner(node), local(node), ns, line
        if ns in _STANDARD:
            for key in node.attrib:
                text = str(key)
                if text.startswith("{") and text[1:].partition("}")[0] not in _STANDARD:
                    yield _owner(node), text.rpartition("}")[2], text[1:].partition("}")[0], line


def _owner(node: etree._Element) -> str:
    walk: etree._Element | None = node
    while walk is not None:
        if namespace(walk) == BPMN and walk.get("id") and local(walk) != "definitions":
            return walk.get("id") or ""
        walk = walk.getparent()
    return ""
