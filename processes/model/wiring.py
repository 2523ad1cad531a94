"""The wiring of a file while it is edited: flows, what they join, and everything that refers to an element.

References stand in many places: `sourceRef`, `incoming`, `flowNodeRef`, `default`, associations, message flows.  A
removal takes along what could not stand without the element.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from processes.errors import NotEditable
from processes.model.diagram import Diagram
from processes.model.source import quoted
from processes.model.xml import BPMN, local, namespace
from processes.text import _

if TYPE_CHECKING:
    from lxml import etree

    from processes.model.draft import Draft
    from processes.model.patch import Splice

_ENDS = ("sequenceFlow", "messageFlow", "association", "conversationLink")
_REFERENCES = ("flowNodeRef", "incoming", "outgoing", "sourceRef", "targetRef")


class Wiring:
    """Changes of the flow graph, as strokes of a draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    def connect(self, flow: str, *, source: str | None = None, target: str | None = None) -> None:
        """Lead an existing flow from `source` and to `target`; what is None stays."""
        node = self.draft.source.node(flow)
        old = {"outgoing": node.get("sourceRef", ""), "incoming": node.get("targetRef", "")}
        new = {"outgoing": source, "incoming": target}
        splices: list[Splice] = []
        for attribute, side in (("sourceRef", "outgoing"), ("targetRef", "incoming")):
            end = new[side]
            if end is None or end == old[side]:
                continue
            splices += self.draft.source.attribute(node, attribute, end)
            splices += self._forget(old[side], side, flow)
            if side == "outgoing" and self.draft.source.by_id[old[side]].get("default") == flow:
                splices += self.draft.source.attribute(self.draft.source.by_id[old[side]], "default", None)
        self.draft.apply(splices)
        for side in ("outgoing", "incoming"):
            end = new[side]
            if end is not None and end != old[side]:
                self._remember(end, side, flow)

    def _forget(self, owner: str, side: str, flow: str) -> list[Splice]:
        node = self.draft.source.by_id.get(owner)
        if node is None:
            return []
        return [
            self.draft.source.removal(n)
            for n in node.iterchildren("*")
            if local(n) == side and (n.text or "").strip().rpartition(":")[2] == flow
        ]

    def _remember(self, owner: str, side: str, flow: str) -> None:
        """List the flow at the element, when the file lists flows at elements at all."""
        source = self.draft.source
        if owner not in source.by_id:
            raise NotEditable(
                _("A flow would be led to {owner}, which is not in the file.").format(
                    owner=owner or "nothing"
                ),
                hint=_("Mend the flows that lead nowhere first, then repeat the edit."),
                element=flow,
            )
        node = source.node(owner)
        name = source.bpmn(side, node)
        text = f"<{name}>{escape(flow)}</{name}>"
        same = [n for n in node.iterchildren("*") if local(n) == side]
        other = [n for n in node.iterchildren("*") if local(n) in ("incoming", "outgoing")]
        before = [n for n in node.iterchildren("*") if local(n) in ("documentation", "extensionElements")]
        if same:
            self.draft.apply([source.after(same[-1], text)])
        elif not self.lists_flows():
            return
        elif side == "outgoing" and other:
            self.draft.apply([source.after(other[-1], text)])
        elif before:
            self.draft.apply([source.after(before[-1], text)])
        else:
            self.draft.apply(source.inside(node, text, first=True))

    def lists_flows(self) -> bool:
        """Return whether elements of this file list their incoming and outgoing flows."""
        return any(
            local(n) in ("incoming", "outgoing") and namespace(n) == BPMN for n in self.draft.source.nodes
        )

    def add_flow(
        self, id_: str, source: str, target: str, *, scope: str, name: str = "", condition: str | None = None
    ) -> str:
        """Add a sequence flow to the scope and return its id, numbered when it is taken."""
        file = self.draft.source
        owner = file.node(scope)
        id_ = file.new_id(id_)
        tag_ = file.bpmn("sequenceFlow", owner)
        named = f" name={quoted(name)}" if name else ""
        opening = f"<{tag_} id={quoted(id_)}{named} sourceRef={quoted(source)} targetRef={quoted(target)}"
        if condition is None:
            text = f"{opening}/>"
        else:
            inner = file.bpmn("conditionExpression", owner)
            text = f"{opening}>\n  <{inner}>{escape(condition)}</{inner}>\n</{tag_}>"
        self.add(scope, text)
        self._remember(source, "outgoing", id_)
        self._remember(target, "incoming", id_)
        return id_

    def add(self, scope: str, text: str) -> None:
        """Add an element to a process or subprocess, behind the last of its flow elements."""
        file = self.draft.source
        kinds = ("sequenceFlow", "Task", "Event", "Gateway", "task", "callActivity", "subProcess")
        flow = [n for n in file.node(scope).iterchildren("*") if local(n).endswith(kinds)]
        if flow:
            self.draft.apply([file.after(flow[-1], text)])
        else:
            self.draft.apply(file.inside(file.node(scope), text))

    def add_to_lane(self, lane: str, id_: str) -> None:
        """List an element in a lane."""
        file = self.draft.source
        node = file.node(lane)
        name = file.bpmn("flowNodeRef", node)
        text = f"<{name}>{escape(id_)}</{name}>"
        refs = [n for n in node.iterchildren("*") if local(n) == "flowNodeRef"]
        if refs:
            self.draft.apply([file.after(refs[-1], text)])
        else:
            self.draft.apply(file.inside(node, text))

    def remove(self, ids: set[str]) -> None:
        """Remove the elements with everything inside them and everything that refers to them, drawn or written."""
        gone = self._closure(ids)
        doomed = [n for n in self.draft.source.nodes if self._is_doomed(n, gone)]
        chosen = set(doomed)
        outermost = [n for n in doomed if not any(a in chosen for a in n.iterancestors())]
        splices = [self.draft.source.removal(n) for n in outermost]
        for node in self.draft.source.nodes:
            if node.get("default") in gone and node not in chosen:
                splices += self.draft.source.attribute(node, "default", None)
        splices += Diagram(self.draft).remove(gone)
        self.draft.apply(splices)

    def _is_doomed(self, node: etree._Element, gone: set[str]) -> bool:
        if namespace(node) != BPMN:
            return False
        if node.get("id") in gone:
            return True
        return local(node) in _REFERENCES and (node.text or "").strip().rpartition(":")[2] in gone

    def _closure(self, ids: set[str]) -> set[str]:
        """Return the ids and those of everything that cannot stand without them."""
        gone = set(ids)
        size = 0
        while size != len(gone):
            size = len(gone)
            for node in self.draft.source.nodes:
                if namespace(node) != BPMN or not node.get("id"):
                    continue
                ends = {_plain(node.get(a)) for a in ("sourceRef", "targetRef", "attachedToRef")}
                kind = local(node)
                refers = (kind in _ENDS or kind == "boundaryEvent") and ends & gone
                parent = node.getparent()
                within = parent is not None and parent.get("id") in gone and namespace(parent) == BPMN
                if kind in ("dataInputAssociation", "dataOutputAssociation"):
                    refers = {_plain(c.text) for c in node.iterchildren("*")} & gone
                if refers or within:
                    gone.add(node.get("id") or "")
        return gone


def _plain(reference: str | None) -> str:
    return (reference or "").strip().rpartition(":")[2]
