"""A flow being drawn: tasks, gateways and flows that become a BPMN file."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from processes.text import latin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.process_tree import Tree

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' id="definitions" targetNamespace="urn:kyzmat:discovered">'
)
#: What an XML file cannot hold.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class FlowDrawing:
    """Nodes as (tag, id, name) and flows as (source, target), in the order they were drawn."""

    nodes: list[tuple[str, str, str]] = field(default_factory=list)
    flows: list[tuple[str, str]] = field(default_factory=list)
    _taken: Counter[str] = field(default_factory=Counter)

    def node(self, tag: str, name: str = "") -> str:
        """Draw a node and return its id."""
        id_ = self._free_id(name, tag)
        self.nodes.append((tag, id_, name))
        return id_

    def _free_id(self, name: str, otherwise: str) -> str:
        """An id made of a name in Latin letters that nothing in the drawing has yet."""
        base = re.sub(r"\W+", "_", latin(name.lower()), flags=re.ASCII).strip("_")[:60] or otherwise
        base = base if base[0].isalpha() else f"n_{base}"
        self._taken[base] += 1
        id_ = base if self._taken[base] == 1 else f"{base}_{self._taken[base]}"
        while id_ in self._taken and id_ != base:
            self._taken[base] += 1
            id_ = f"{base}_{self._taken[base]}"
        if id_ != base:
            self._taken[id_] += 1
        return id_

    def flow(self, source: str, target: str) -> None:
        """Lead from one node to another."""
        self.flows.append((source, target))

    def tree(self, tree: Tree) -> None:
        """Draw a process tree between a start and an end."""
        start = self.node("startEvent")
        last = self._branch(tree, start)
        self.flow(last, self.node("endEvent"))

    def _branch(self, tree: Tree, before: str) -> str:
        """Draw a tree behind a node and return where it is left."""
        if tree.is_silent:
            return before
        if tree.operator == "leaf":
            task = self.node("task", tree.label or "")
            self.flow(before, task)
            return task
        if tree.operator == "sequence":
            for child in tree.children:
                before = self._branch(child, before)
            return before
        if tree.operator == "loop":
            return self._loop(tree, before)
        tag = "parallelGateway" if tree.operator == "parallel" else "exclusiveGateway"
        split, join = self.node(tag), self.node(tag)
        self.flow(before, split)
        for child in tree.children:
            self.flow(self._branch(child, split), join)
        return join

    def _loop(self, tree: Tree, before: str) -> str:
        entry = self.node("exclusiveGateway")
        self.flow(before, entry)
        decision = self.node("exclusiveGateway")
        self.flow(self._branch(tree.children[0], entry), decision)
        for redo in tree.children[1:]:
            self.flow(self._branch(redo, decision), entry)
        return decision

    def bpmn(self, *, name: str, lanes: Mapping[str, str] | None = None) -> bytes:
        """Return the BPMN file; `lanes` says by task name in which lane it stands.

        The id of the process is made of its name: models of two logs are two procedures.
        """
        key = _quoted(self._free_id(name, "discovered"))
        lines = [_HEAD, f'  <bpmn:process id={key} name={_quoted(name)} isExecutable="false">']
        lines += self._lane_set(lanes or {})
        lines += [
            f"    <bpmn:{tag} id={_quoted(id_)}{f' name={_quoted(label)}' if label else ''}/>"
            for tag, id_, label in self.nodes
        ]
        lines += [
            f"    <bpmn:sequenceFlow id={_quoted(self._free_id(f'flow {n}', 'flow'))} "
            f"sourceRef={_quoted(a)} targetRef={_quoted(b)}/>"
            for n, (a, b) in enumerate(self.flows, start=1)
        ]
        return "\n".join([*lines, "  </bpmn:process>", "</bpmn:definitions>", ""]).encode()

    def _lane_set(self, lanes: Mapping[str, str]) -> list[str]:
        if not lanes:
            return []
        of: dict[str, str] = {id_: lanes[name] for _tag, id_, name in self.nodes if name in lanes}
        # Events and gateways stand in the lane they are reached from, the start in that it leads to.
        for _round in self.nodes:
            for source, target in self.flows:
                if source in of and target not in of:
                    of[target] = of[source]
            for source, target in reversed(self.flows):
                if target in of and source not in of:
                    of[source] = of[target]
            if len(of) == len(self.nodes):
                break
        lines = [f"    <bpmn:laneSet id={_quoted(self._free_id('lanes', 'lanes'))}>"]
        for number, lane in enumerate(dict.fromkeys(of.values()), start=1):
            id_ = _quoted(self._free_id(f"lane {number}", "lane"))
            lines.append(f"      <bpmn:lane id={id_} name={_quoted(lane)}>")
            lines += [
                f"        <bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>"
                for _tag, node, _name in self.nodes
                if of.get(node) == lane
            ]
            lines.append("      </bpmn:lane>")
        return [*lines, "    </bpmn:laneSet>"]


def _quoted(text: str) -> str:
    return quoteattr(_UNWRITABLE.sub("\ufffd", text))
