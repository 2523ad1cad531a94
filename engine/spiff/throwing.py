"""Errors, escalations and terminations: what is thrown looks for who catches it, from the inside out.

At each scope first its event subprocesses are asked, then the boundary events of the activity it is; who means exactly
this code comes before who names none and so catches any.  An error nobody catches fails the instance; an escalation
nobody catches is let pass.

Source: BPMN 2.0.2, 8.4.3 (error), 10.5.1 and 10.5.6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.spiff.specs.token import inner_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from SpiffWorkflow.task import Task

    from engine.spiff.plan import Container, Node, Plan
    from processes.model.elements import EventDefinition


def catcher(task: Task, plan: Plan, kind: str, code: str) -> tuple[Task, Node, Node | None] | None:
    """Return who catches `code` thrown at `task`: the host or scope, the catching event, and its event subprocess."""
    came_from: Task | None = None
    at: Task | None = task
    while at is not None:
        container = _container(at, plan) if came_from is not None else None
        if container is not None and not _is_handler(came_from):
            starts = [
                (plan.nodes[start], plan.nodes[key])
                for key in container.event_subprocesses
                for start in plan.containers[plan.nodes[key].inner or key].event_starts
            ]
            for exact in (True, False):
                for start, subprocess in starts:
                    if _matches(start, kind, code, exact=exact):
                        return at, start, subprocess
        if at.parent is not None and "round" not in at.internal_data:
            boundaries = [plan.nodes[key] for key in at.task_spec.node.boundaries]
            for exact in (True, False):
                for boundary in boundaries:
                    if _matches(boundary, kind, code, exact=exact):
                        return at, boundary, None
        came_from, at = at, at.parent
    return None


def _container(task: Task, plan: Plan) -> Container | None:
    if task.parent is None:
        return plan.containers[plan.root]
    inner = inner_of(task)
    return plan.containers[inner] if inner else None


def _is_handler(task: Task | None) -> bool:
    return task is not None and task.parent is not None and task.task_spec.node.element.is_event_subprocess


def _matches(node: Node, kind: str, code: str, *, exact: bool | None = None) -> bool:
    return any(
        _means(definition, code, exact=exact)
        for definition in node.element.event_definitions
        if definition.type == kind
    )


def _means(definition: EventDefinition, code: str, *, exact: bool | None) -> bool:
    """Whether a catching event means what is thrown: by its code, name or reference, or because it names no code."""
    by_name = bool(code) and code in (definition.code, definition.name, definition.reference)
    names_none = not (definition.name or definition.reference) if definition.type == "Signal" else True
    by_default = not definition.code and names_none
    return (by_name and exact is not False) or (by_default and exact is not True)


def caught_by_rounds(body: Task, plan: Plan, thrown: EventDefinition) -> list[Node]:
    """Return the boundary events of a repeated activity that catch what one of its rounds throws."""
    code = thrown.code or thrown.name or thrown.reference or ""
    return [
        boundary
        for boundary in (plan.nodes[key] for key in body.task_spec.node.boundaries)
        if _matches(boundary, thrown.type, code)
    ]


def payload(code: str, data: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the variables an error leaves for the path that catches it."""
    return {**(data or {}), "errorCode": code}
