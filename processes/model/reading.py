"""Reading and writing models: from bytes to a `Model`, and back to the very same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from processes.errors import NotBpmn
from processes.model import gov
from processes.model.dialects import dialects
from processes.model.elements import (
    SUBPROCESSES,
    Element,
    Lane,
    MessageFlow,
    Participant,
    Process,
    SequenceFlow,
)
from processes.model.flow_nodes import (
    GLOBAL_TASKS,
    RootElements,
    child_text,
    element_type,
    flag,
    read_element,
    read_flow,
    unprefixed,
)
from processes.model.gov_reading import GovReader, gov_child
from processes.model.import_notes import report_on
from processes.model.import_report import ImportNotes, ImportReport
from processes.model.mapping import mapped
from processes.model.model import Model
from processes.model.xml import BPMN, BPMNDI, local, namespace, parse, tag
from processes.text import _

if TYPE_CHECKING:
    from lxml import etree

    from processes.model.dialects import Dialect


def read_model(source: str | Path | bytes | IO[bytes], *, dialect: str | None = None) -> Model:
    """Return the model in `source`: a path, the bytes of a file, or an open binary file.

    `dialect` names a notation that does not recognise itself reliably (`"sketch"`); BPMN files recognise theirs.
    Raises `NotBpmn` with line, element and the way out.  What was kept, translated and ignored is in `Model.report`.

    >>> read_model(b"Register -> Decide", dialect="sketch").elements["decide"].type
    'UserTask'
    """
    data, file = _bytes(source)
    if dialect is not None:
        # Only when asked for: any letter with an arrow in it could be taken for a sketch.
        data = dialects[dialect].convert(data) or data
    return model_of(data, file=file)


def write_model(model: Model, target: str | Path | IO[bytes]) -> None:
    """Write the bytes of `model` to a path or an open binary file."""
    if isinstance(target, (str, Path)):
        Path(target).write_bytes(model.source)
    else:
        target.write(model.source)


def _bytes(source: str | Path | bytes | IO[bytes]) -> tuple[bytes, str | None]:
    if isinstance(source, bytes):
        return source, None
    if isinstance(source, (str, Path)):
        path = Path(source)
        try:
            return path.read_bytes(), path.name
        except OSError as error:
            raise NotBpmn(
                _("The file cannot be opened: {error}.").format(error=error.strerror or error),
                hint=_("Check the path and your right to read it."),
                file=str(path),
            ) from error
    name = getattr(source, "name", None)
    return source.read(), Path(name).name if isinstance(name, str) else None


def model_of(data: bytes, *, file: str | None = None) -> Model:
    """Return the model in the BPMN bytes `data`."""
    root = parse(data, file=file)
    if local(root) != "definitions" or namespace(root) != BPMN:
        raise NotBpmn(
            _("The file's root is <{root}>, not the <definitions> of BPMN 2.0.").format(root=local(root)),
            line=int(root.sourceline or 1),
            hint=_("Export the model as BPMN 2.0 XML; older notations (XPDL, BPMN 1) are not read."),
            file=file,
        )
    return _Reading(data, root, file).model()


class _Reading:
    """The state of reading one file."""

    def __init__(self, data: bytes, root: etree._Element, file: str | None) -> None:
        self.data = data
        self.root = root
        self.file = file
        self.notes = ImportNotes()
        self.gov = GovReader(self.notes)
        self.roots = RootElements.of(root)
        self.dialects: dict[str, Dialect] = {n: d for n, d in dialects.items() if d.recognises(root)}
        self.elements: dict[str, dict[str, Any]] = {}
        self.global_tasks: dict[str, Element] = {}
        self.flows: dict[str, dict[str, Any]] = {}
        self.lanes: dict[str, Lane] = {}
        self.documents: dict[str, gov.Document] = {}
        self.seen: dict[str, int] = {}
        self.ids = frozenset(str(id_) for id_ in root.xpath("//@id"))

    def model(self) -> Model:
        processes = self._processes()
        participants = self._participants()
        pools = {p.process: p.id for p in participants.values() if p.process}
        membership = {m: lane.id for lane in self.lanes.values() for m in lane.members}
        self._compensations()
        elements = {}
        for id_, fields in self.elements.items():
            fields["participant"] = pools.get(fields["process"])
            fields["lane"] = membership.get(id_) or membership.get(fields["scope"])
            if not fields.get("candidate_groups") and fields["lane"]:
                fields["candidate_groups"] = (self.lanes[fields["lane"]].group,)
            elements[id_] = Element(**fields)
        defaults = {e.default for e in elements.values() if e.default}
        flows = {
            id_: SequenceFlow(**fields, is_default=id_ in defaults) for id_, fields in self.flows.items()
        }
        main = next(
            (n for n in self.root.iter(tag(BPMN, "process")) if gov_child(n, "procedure") is not None), None
        )
        model = Model(
            source=self.data,
            name=self._name(processes),
            processes=processes,
            elements=elements,
            flows=flows,
            lanes=self.lanes,
            participants=participants,
            message_flows=self._message_flows(),
            documents=self.documents,
            places=self.gov.places(self.root),
            procedure=self.gov.procedure(main) if main is not None else None,
            forms=self._forms(),
            global_tasks=self.global_tasks,
            has_diagram=next(self.root.iter(tag(BPMNDI, "BPMNShape")), None) is not None,
            dangling=self._dangling(elements, flows),
            file=self.file,
        )
        report_on(model, self.root, self.dialects, self.notes)
        report = ImportReport(dialects=tuple(self.dialects), entries=tuple(self.notes.entries))
        object.__setattr__(model, "report", report)
        model.__dict__["tree"] = self.root  # It is parsed already; what is cached is not parsed again.
        return model

    def _name(self, processes: dict[str, Process]) -> str:
        named = [p.name for p in processes.values() if p.name]
        return named[0] if named else (Path(self.file).stem if self.file else next(iter(processes)))

    def _processes(self) -> dict[str, Process]:
        found = {}
        for node in self.root.iterchildren(tag(BPMN, "process")):
            id_ = self._claim_id(node)
            executable = node.get("isExecutable")
            found[id_] = Process(
                id=id_,
                name=(node.get("name") or "").strip(),
                line=int(node.sourceline or 0),
                executable=None if executable is None else executable in ("true", "1"),
                documentation=child_text(node, "documentation") or "",
                untranslated=self._facts(node).get("untranslated", ()),
            )
            self._scope(node, scope=id_, process=id_)
        for node in self.root.iterchildren(*(tag(BPMN, name) for name in GLOBAL_TASKS)):
            self._global_task(node)
        if not found:
            others = ", ".join(sorted({local(n) for n in self.root if local(n)}))
            raise NotBpmn(
                _("The file defines no process, only {others}.").format(others=others)
                if others
                else _("The file defines nothing."),
                line=int(self.root.sourceline or 1),
                hint=_(
                    "Export the process diagram itself, not a choreography, conversation or collaboration alone."
                ),
                file=self.file,
            )
        return found

    def _global_task(self, node: etree._Element) -> None:
        id_ = self._claim_id(node)
        fields = read_element(
            node,
            type=GLOBAL_TASKS[local(node)],
            scope=id_,
            process=id_,
            position=0,
            roots=self.roots,
            reader=self.gov,
        )
        self.global_tasks[id_] = Element(**fields | mapped(node, self._facts(node)))

    def _compensations(self) -> None:
        """Tell each compensation boundary event which activity its association leads to."""
        for association in self.root.iter(tag(BPMN, "association")):
            ends = [unprefixed(association.get(name)) or "" for name in ("sourceRef", "targetRef")]
            for source, target in (ends, ends[::-1]):
                fields, other = self.elements.get(source), self.elements.get(target)
                if fields is None or other is None or fields["type"] != "BoundaryEvent":
                    continue
                if other["is_for_compensation"] and any(
                    d.type == "Compensate" for d in fields["event_definitions"]
                ):
                    fields["compensated_by"] = target

    def _claim_id(self, node: etree._Element) -> str:
        id_ = node.get("id")
        line = int(node.sourceline or 0)
        if not id_:
            raise NotBpmn(
                _("A <{node}>{named} has no id, so nothing can refer to it.").format(
                    node=local(node), named=self._named(node)
                ),
                line=line,
                hint=_("Open the model in its modeller and save it again; that gives every element an id."),
                file=self.file,
            )
        if id_ in self.seen:
            raise NotBpmn(
                _("Two elements have the id {id!r}; the first stands on line {line}.").format(
                    id=id_, line=self.seen[id_]
                ),
                line=line,
                element=id_,
                hint=_("Give the second its own id and point its flows to it."),
                file=self.file,
            )
        self.seen[id_] = line
        return id_

    def _id_of_nameless(self, flow: etree._Element) -> str:
        """Return an id for a flow that has none, as the standard allows: nothing in the file refers to it."""
        wanted = f"{unprefixed(flow.get('sourceRef'))}_to_{unprefixed(flow.get('targetRef'))}"
        id_, number = wanted, 2
        while id_ in self.seen or id_ in self.ids:
            id_, number = f"{wanted}_{number}", number + 1
        self.seen[id_] = int(flow.sourceline or 0)
        return id_

    @staticmethod
    def _named(node: etree._Element) -> str:
        name = node.get("name")
        return f" “{name}”" if name else ""

    def _scope(self, node: etree._Element, *, scope: str, process: str) -> None:
        for child in node:
            type_ = element_type(child)
            if type_ is not None:
                self._flow_node(child, type_, scope, process)
            elif namespace(child) != BPMN:
                continue
            elif local(child) == "sequenceFlow":
                id_ = self._claim_id(child) if child.get("id") else self._id_of_nameless(child)
                fields = read_flow(child, scope=scope) | {"id": id_, "names": self.gov.names(child)}
                fields |= self._facts(child)
                self.flows[id_] = fields
            elif local(child) in ("dataObjectReference", "dataStoreReference") or (
                local(child) == "dataObject" and gov_child(child, "document") is not None
            ):
                id_ = self._claim_id(child)
                self.documents[id_] = self.gov.document(child)
            elif local(child) == "laneSet":
                self._lane_set(child, process=process, parent=None)

    def _flow_node(self, node: etree._Element, type_: str, scope: str, process: str) -> None:
        id_ = self._claim_id(node)
        fields = read_element(
            node,
            type=type_,
            scope=scope,
            process=process,
            position=len(self.elements),
            roots=self.roots,
            reader=self.gov,
        )
        fields |= mapped(node, self._facts(node))
        self.elements[id_] = fields
        if type_ in SUBPROCESSES:
            self._scope(node, scope=id_, process=process)

    def _facts(self, node: etree._Element) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        for dialect in self.dialects.values():
            facts |= dialect.facts(node, self.notes)
        return facts

    def _lane_set(self, node: etree._Element, *, process: str, parent: str | None) -> None:
        for lane in node.iterchildren(tag(BPMN, "lane")):
            id_ = self._claim_id(lane)
            self.lanes[id_] = Lane(
                id=id_,
                name=" ".join((lane.get("name") or "").split()),
                process=process,
                line=int(lane.sourceline or 0),
                parent=parent,
                party=self.gov.party(lane),
                members=tuple((n.text or "").strip() for n in lane.iterchildren(tag(BPMN, "flowNodeRef"))),
                names=self.gov.names(lane),
            )
            for child in lane.iterchildren(tag(BPMN, "childLaneSet")):
                self._lane_set(child, process=process, parent=id_)

    def _participants(self) -> dict[str, Participant]:
        return {
            node.get("id", ""): Participant(
                id=node.get("id", ""),
                name=" ".join((node.get("name") or "").split()),
                process=unprefixed(node.get("processRef")),
                line=int(node.sourceline or 0),
                party=self.gov.party(node),
                names=self.gov.names(node),
            )
            for node in self.root.iter(tag(BPMN, "participant"))
        }

    def _message_flows(self) -> dict[str, MessageFlow]:
        return {
            node.get("id", ""): MessageFlow(
                id=node.get("id", ""),
                name=(node.get("name") or "").strip(),
                source=unprefixed(node.get("sourceRef")) or "",
                target=unprefixed(node.get("targetRef")) or "",
            )
            for node in self.root.iter(tag(BPMN, "messageFlow"))
        }

    def _forms(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for dialect in self.dialects.values():
            found |= dialect.forms(self.root, self.notes)
        for node in self.root.iter(tag(gov.NAMESPACE, "form")):
            id_ = node.get("id")
            if id_ is None:
                continue
            try:
                schema = json.loads(node.text or "")
                if not isinstance(schema, dict) or not isinstance(schema.get("components"), list):
                    raise ValueError("a form-js schema is an object with a list of components")
            except ValueError as error:
                self.notes.note(
                    "must fix",
                    _("The form {form} cannot be read: {reason}.").format(form=id_, reason=str(error)),
                    line=int(node.sourceline or 0),
                )
                continue
            found[id_] = schema
        return found

    def _dangling(
        self, elements: dict[str, Element], flows: dict[str, SequenceFlow]
    ) -> tuple[tuple[str, str, str, int], ...]:
        """Return (owner, attribute, missing id, line) for each reference of the control flow that leads nowhere."""
        missing = []
        for flow in flows.values():
            for attribute, id_ in (("sourceRef", flow.source), ("targetRef", flow.target)):
                if id_ not in elements:
                    missing.append((flow.id, attribute, id_, flow.line))
        for element in elements.values():
            if element.type == "BoundaryEvent" and element.attached_to not in elements:
                missing.append((element.id, "attachedToRef", element.attached_to or "", element.line))
            if element.default and element.default not in flows:
                missing.append((element.id, "default", element.default, element.line))
        for lane in self.lanes.values():
            missing += [
                (lane.id, "flowNodeRef", m, lane.line)
                for m in lane.members
                if m not in elements and m not in self.seen
            ]
        return tuple(missing)


__all__ = ["flag", "model_of", "read_model", "write_model"]
