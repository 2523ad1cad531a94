"""A model: BPMN bytes and everything read from them.

The bytes are the truth.  Diagram, comments, vendor extensions and the author's own line breaks survive a round trip
because writing a model writes its bytes.  Typed elements and the graph are views; an edit (`processes.model.edit`) is a
set of byte splices that gives a new model and remembers how to go back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from processes.errors import UnknownElement
from processes.label import Label, label_of
from processes.model.import_report import ImportReport

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx
    from lxml import etree

    from processes.model import gov
    from processes.model.elements import Element, Lane, MessageFlow, Participant, Process, SequenceFlow
    from processes.model.patch import Patch


@dataclass(frozen=True, kw_only=True, eq=False)
class Model:
    """A drawn procedure; immutable.

    Two models are equal when their bytes are.  `patches` are the edits since the file was read, oldest first.
    """

    source: bytes
    name: str
    processes: Mapping[str, Process]
    elements: Mapping[str, Element]
    flows: Mapping[str, SequenceFlow]
    lanes: Mapping[str, Lane]
    participants: Mapping[str, Participant]
    message_flows: Mapping[str, MessageFlow]
    documents: Mapping[str, gov.Document]
    places: Mapping[str, gov.Place]
    procedure: gov.Procedure | None
    forms: Mapping[str, dict[str, Any]]
    global_tasks: Mapping[str, Element] = field(default_factory=dict)
    report: ImportReport = field(default_factory=ImportReport)
    has_diagram: bool = False
    dangling: tuple[tuple[str, str, str, int], ...] = ()
    file: str | None = None
    patches: tuple[Patch, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Model) and self.source == other.source

    def __hash__(self) -> int:
        return hash(self.source)

    def __repr__(self) -> str:
        return f"<Model {self.name!r}: {len(self.elements)} elements, {self.digest[:12]}>"

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal."""
        return sha256(self.source).hexdigest()

    @property
    def key(self) -> str:
        """The id of the main process: the key a definition is deployed under."""
        return self.main_process.id

    @cached_property
    def main_process(self) -> Process:
        """The process that is run: the first executable one, else the one with most elements."""
        declared = [p for p in self.processes.values() if p.executable]
        candidates = declared or list(self.processes.values())
        sizes = {p.id: sum(e.process == p.id for e in self.elements.values()) for p in candidates}
        return max(candidates, key=lambda p: sizes[p.id])

    @cached_property
    def tree(self) -> etree._Element:
        """The XML tree; read it, never write it: edits go to the bytes."""
        from processes.model.xml import parse

        return parse(self.source, file=self.file)

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        """The control flow as a directed graph; see `processes.model.graph`."""
        from processes.model.graph import control_flow

        return control_flow(self.elements, self.flows)

    def element(self, id: str) -> Element:
        """Return the element with this id; raises `UnknownElement`, which offers close ids."""
        try:
            return self.elements[id]
        except KeyError:
            raise UnknownElement(id, self.elements) from None

    def outgoing(self, id: str) -> tuple[SequenceFlow, ...]:
        """Return the sequence flows that leave `id`, in document order."""
        return self._outgoing.get(id, ())

    def incoming(self, id: str) -> tuple[SequenceFlow, ...]:
        """Return the sequence flows that reach `id`, in document order."""
        return self._incoming.get(id, ())

    def boundary_events(self, id: str) -> tuple[Element, ...]:
        """Return the boundary events attached to the activity `id`."""
        return tuple(e for e in self.elements.values() if e.attached_to == id)

    def label(self, id: str) -> Label:
        """Return the name people gave the element, flow or lane in every language, or the id itself."""
        for nouns in (self.elements, self.flows, self.lanes, self.processes, self.global_tasks):
            if id in nouns:
                return label_of(nouns[id])
        return Label(id)

    def lane_of(self, id: str) -> Lane | None:
        """Return the innermost lane the element stands in; None when the model has no lane for it."""
        lane = self.element(id).lane
        return self.lanes[lane] if lane else None

    def actor(self, id: str) -> str | None:
        """Return who does the step: what `gov:step` says, else the kind of its lane's party; None when nobody said."""
        element = self.element(id)
        if element.step is not None and element.step.actor is not None:
            return element.step.actor
        lane = self.lane_of(id)
        while lane is not None:
            if lane.party is not None and lane.party.kind is not None:
                return lane.party.kind
            lane = self.lanes.get(lane.parent) if lane.parent else None
        pool = self.participants.get(element.participant) if element.participant else None
        return pool.party.kind if pool is not None and pool.party is not None else None

    @cached_property
    def _outgoing(self) -> dict[str, tuple[SequenceFlow, ...]]:
        found: dict[str, list[SequenceFlow]] = {}
        for flow in self.flows.values():
            found.setdefault(flow.source, []).append(flow)
        return {key: tuple(flows) for key, flows in found.items()}

    @cached_property
    def _incoming(self) -> dict[str, tuple[SequenceFlow, ...]]:
        found: dict[str, list[SequenceFlow]] = {}
        for flow in self.flows.values():
            found.setdefault(flow.target, []).append(flow)
        return {key: tuple(flows) for key, flows in found.items()}
