"""Which step sets a piece of data and which reads it: definitions and uses of variables.

Forms, scripts, mappings and multi-instance outputs set; conditions, scripts, mappings, timers and the expressions
inside forms read.  What a service or a message brings is not known from the drawing; such steps are the `open_ends`.

Source: Aho, Lam, Sethi & Ullman, "Compilers" (2006), 9.2.5 (definitions and uses); BPMN 2.0.2, 10.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from processes.model.data import SETS_ANYTHING, form_fields, form_texts, names_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from processes.model.elements import Element
    from processes.model.model import Model


@dataclass(frozen=True, kw_only=True)
class DataFlow:
    """Who sets and who reads each variable; ids of elements, or of sequence flows for conditions.

    `open_ends` are the steps that may set more than the drawing says.
    """

    sets: Mapping[str, tuple[str, ...]]
    reads: Mapping[str, tuple[str, ...]]
    open_ends: tuple[str, ...]

    @property
    def unread(self) -> tuple[str, ...]:
        """Variables that are set and read nowhere."""
        return tuple(name for name in self.sets if name not in self.reads)

    @property
    def unset(self) -> tuple[str, ...]:
        """Variables that are read and set nowhere in the drawing."""
        return tuple(name for name in self.reads if name not in self.sets)


def data_flow(model: Model) -> DataFlow:
    """Return the definitions and uses of the variables of `model`, in document order.

    >>> from processes import read_model
    >>> model = read_model(b"Register -> ([fee > 0] Pay / Waive)", dialect="sketch")
    >>> flow = data_flow(model)
    >>> list(flow.reads), flow.unset
    (['fee'], ('fee',))
    """
    sets: dict[str, list[str]] = {}
    reads: dict[str, list[str]] = {}
    for element in model.elements.values():
        for name in dict.fromkeys(_set_by(model, element)):
            sets.setdefault(name, []).append(element.id)
        local = {each.item for each in [element.multi_instance] if each is not None}
        for name in dict.fromkeys(_read_by(model, element)):
            if name not in local:
                reads.setdefault(name, []).append(element.id)
    for flow in model.flows.values():
        for name in names_in(flow.condition or ""):
            reads.setdefault(name, []).append(flow.id)
    return DataFlow(
        sets={name: tuple(ids) for name, ids in sets.items()},
        reads={name: tuple(ids) for name, ids in reads.items()},
        open_ends=tuple(e.id for e in model.elements.values() if _is_open(model, e)),
    )


def data_dependencies(model: Model) -> nx.DiGraph[str]:
    """Return which step needs which: an edge from the step that sets a variable to those that read it later.

    A condition's reading is its gateway's.  Edges carry the names (attribute `variables`).  Two steps without a path
    between them in this graph can be done in either order, as far as the drawing tells.
    """
    found = data_flow(model)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(model.elements)
    later = {
        id_: nx.descendants(model.graph, id_)
        for ids in found.sets.values()
        for id_ in ids
        if id_ in model.graph
    }
    for name, setters in found.sets.items():
        for reader in found.reads.get(name, ()):
            step = model.flows[reader].source if reader in model.flows else reader
            for setter in setters:
                if setter == step or step not in later.get(setter, ()):
                    continue
                if graph.has_edge(setter, step):
                    graph.edges[setter, step]["variables"].append(name)
                else:
                    graph.add_edge(setter, step, variables=[name])
    return graph


def _set_by(model: Model, element: Element) -> Iterator[str]:
    if element.type in ("UserTask", "StartEvent") and element.form in model.forms:
        yield from form_fields(model.forms[element.form or ""])
    if element.script is not None and element.script.result:
        yield element.script.result
    yield from (target for _source, target in element.outputs if target)
    each = element.multi_instance
    if each is not None and each.output_collection:
        yield each.output_collection


def _read_by(model: Model, element: Element) -> Iterator[str]:
    own = {target for _source, target in element.inputs}
    texts = [source for source, _target in element.inputs]
    texts += [element.loop_condition or "", element.correlation_key or "", element.due or ""]
    for definition in element.event_definitions:
        texts += [definition.expression or "", definition.correlation_key or ""]
    each = element.multi_instance
    if each is not None:
        texts += [each.collection or "", each.cardinality or "", each.completion_condition or ""]
    if element.step is not None:
        texts.append(element.step.criteria or "")
    if element.form in model.forms:
        fields = set(form_fields(model.forms[element.form or ""]))
        for text in form_texts(model.forms[element.form or ""].get("components")):
            yield from (n for n in names_in(text) if n not in fields)
    if element.script is not None:
        yield from (n for n in names_in(element.script.text) if n not in own)
    for text in texts:
        yield from names_in(text)


def _is_open(model: Model, element: Element) -> bool:
    receives = any(d.type in ("Message", "Signal") for d in element.event_definitions)
    if receives and element.type not in ("EndEvent", "IntermediateThrowEvent"):
        return True
    if element.type in SETS_ANYTHING:
        return True
    if element.script is not None and element.script.result is None:
        return True
    return element.type == "UserTask" and element.form not in model.forms
