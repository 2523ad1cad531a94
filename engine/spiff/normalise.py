"""From models to a plan: links become ways, called processes are bound, nothing stays implicit.

Works on the typed elements the hardened reader gives, not on SpiffWorkflow's own parser: that one recurses (a chain of
1,500 tasks overflows it), lets the ids `Start`, `End` and `Root` collide with its own names, and refuses several
outgoing flows on an activity.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.spiff.plan import Arc, Container, Node, Plan
from processes.model.beginning import beginning, is_link_catch
from processes.model.data import names_declared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from processes.model.elements import Element
    from processes.model.model import Model


#: Answers, for a definition's id (empty: the one being planned) and a `calledElement`, with the model, the process in
#: it and the id of the definition it was bound to.
Resolve = Callable[[str, str], "tuple[Model, str, str] | None"]


def normalise(model: Model, process: str, *, resolve: Resolve | None = None, digest: str = "") -> Plan:
    """Return the plan of `process` in `model`; `resolve` finds what its call activities call in other files."""
    builder = _Builder(resolve or (lambda _owner, _name: None))
    root = builder.callable(model, process, "")
    return Plan(
        digest=digest or f"{model.digest}:{process}",
        root=root,
        nodes=builder.nodes,
        containers=builder.containers,
        arcs=builder.arcs,
        conditionals=builder.conditionals,
        compensates=builder.compensates,
        declared=frozenset().union(*(names_declared(each) for each in builder.models.values())),
    )


def extended(
    plan: Plan, model: Model, process: str, *, resolve: Resolve, definition: str
) -> tuple[Plan, str]:
    """Return the plan with what a definition runs that a computed call has named, and that one's container."""
    builder = _Builder(resolve)
    builder.nodes.update(plan.nodes)
    builder.containers.update(plan.containers)
    builder.arcs.update(plan.arcs)
    builder.conditionals, builder.compensates = plan.conditionals, plan.compensates
    key = builder.callable(model, process, f"@{definition}")
    return (
        replace(
            plan,
            nodes=builder.nodes,
            containers=builder.containers,
            arcs=builder.arcs,
            conditionals=builder.conditionals,
            compensates=builder.compensates,
            declared=plan.declared.union(*(names_declared(each) for each in builder.models.values())),
        ),
        key,
    )


class _Builder:
    def __init__(self, resolve: Resolve) -> None:
        self.resolve = resolve
        self.nodes: dict[str, Node] = {}
        self.containers: dict[str, Container] = {}
        self.arcs: dict[str, tuple[str, str]] = {}
        self.conditionals = False
        self.compensates = False
        self.models: dict[str, Model] = {}

    def callable(self, model: Model, name: str, suffix: str) -> str:
        """Add a process, or a task outside of any; return its container's key."""
        if name in model.global_tasks:
            return self._global_task(model, model.global_tasks[name], suffix)
        return self.process(model, name, suffix)

    def process(self, model: Model, process: str, suffix: str) -> str:
        """Add a process, and what it calls, once; return its container's key."""
        key = f"{process}{suffix}"
        if key in self.containers:
            return key
        self.models[model.digest] = model
        inside: dict[str, list[Element]] = defaultdict(list)
        for element in model.elements.values():
            if element.process == process:
                inside[element.scope].append(element)
        self._container(model, process, process, suffix, inside, isolated=True)
        for scope in [s for s in inside if s != process]:
            self._container(model, scope, process, suffix, inside, isolated=False)
        links = _links(model, process)
        boundaries: dict[str, list[Element]] = defaultdict(list)
        for elements in inside.values():
            for element in elements:
                if element.attached_to:
                    boundaries[element.attached_to].append(element)
        for elements in inside.values():
            for element in elements:
                self._node(model, element, suffix, links, boundaries.get(element.id, []))
        return key

    def _container(
        self,
        model: Model,
        scope: str,
        process: str,
        suffix: str,
        inside: Mapping[str, list[Element]],
        *,
        isolated: bool,
    ) -> None:
        members = inside.get(scope, [])
        plain, triggered = beginning(model, members)
        self.containers[f"{scope}{suffix}"] = Container(
            key=f"{scope}{suffix}",
            process=process,
            starts=tuple(f"{e.id}{suffix}" for e in plain),
            event_subprocesses=tuple(f"{e.id}{suffix}" for e in members if e.is_event_subprocess),
            event_starts=tuple(f"{e.id}{suffix}" for e in triggered),
            isolated=isolated,
            undone_by=next((f"{e.id}{suffix}" for e in members if _compensates(model, e)), None),
        )

    def _node(
        self,
        model: Model,
        element: Element,
        suffix: str,
        links: Mapping[tuple[str, str], Element],
        boundaries: list[Element],
    ) -> None:
        key = f"{element.id}{suffix}"
        arcs = [
            Arc(
                key=f"{flow.id}{suffix}",
                label=flow.name or flow.id,
                target=f"{flow.target}{suffix}",
                condition=flow.condition,
                is_default=flow.is_default or element.default == flow.id,
            )
            for flow in model.outgoing(element.id)
        ]
        definition = element.event_definition
        if definition is not None and definition.type == "Link" and element.type == "IntermediateThrowEvent":
            catch = links[element.scope, definition.name or definition.reference or ""]
            arcs.append(Arc(key=f"{key}→", label=element.label, target=f"{catch.id}{suffix}"))
        kinds = {d.type for d in element.event_definitions}
        self.conditionals = self.conditionals or "Conditional" in kinds
        self.compensates = self.compensates or bool(kinds & {"Compensate", "Cancel"})
        undone_by = next((b.compensated_by for b in boundaries if b.compensated_by), None)
        for arc in arcs:
            self.arcs[arc.key] = (key, arc.target)
        inner: str | None = None
        if element.type in ("SubProcess", "Transaction", "AdHocSubProcess"):
            inner = key
        elif (
            element.type == "CallActivity"
            and element.called_element
            and not element.called_element.startswith("=")
        ):
            inner = self._called(model, suffix, element.called_element)
        self.nodes[key] = Node(
            key=key,
            element=element,
            container=f"{element.scope}{suffix}",
            arcs=tuple(arcs),
            incoming=tuple(f"{flow.id}{suffix}" for flow in model.incoming(element.id)),
            boundaries=tuple(f"{b.id}{suffix}" for b in boundaries),
            inner=inner,
            undone_by=f"{undone_by}{suffix}" if undone_by else None,
        )
        if inner == key and inner not in self.containers:
            self.containers[inner] = Container(key=inner, process=element.process, starts=())

    def _global_task(self, model: Model, task: Element, suffix: str) -> str:
        """Add a task that stands outside of any process, as a process of that one task."""
        key = f"{task.id}{suffix}"
        self.models[model.digest] = model
        if key not in self.containers:
            self.containers[key] = Container(key=key, process=task.id, starts=(key,), isolated=True)
            self._node(model, task, suffix, {}, [])
        return key

    def _called(self, model: Model, suffix: str, name: str) -> str | None:
        if name in model.processes or name in model.global_tasks:
            return self.callable(model, name, suffix)
        found = self.resolve(suffix.removeprefix("@"), name)
        if found is None:
            return None
        target, process, definition = found
        return self.callable(target, process, f"@{definition}")


def _compensates(model: Model, element: Element) -> bool:
    """Whether an element is the event subprocess that compensates its scope."""
    return element.is_event_subprocess and any(
        e.scope == element.id and any(d.type == "Compensate" for d in e.event_definitions)
        for e in model.elements.values()
        if e.type == "StartEvent"
    )


def _links(model: Model, process: str) -> dict[tuple[str, str], Element]:
    found = {}
    for element in model.elements.values():
        if element.process == process and is_link_catch(element) and element.event_definition is not None:
            name = element.event_definition.name or element.event_definition.reference or ""
            found[element.scope, name] = element
    return found
