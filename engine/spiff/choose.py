"""Which ways a token takes when it leaves: conditions, defaults, splits.

A flow without a condition is always taken.  Behind an activity the default is taken when no *condition* holds, whatever
else is taken; behind a gateway when nothing else is.  A condition that comes to nothing because a value is missing does
not hold; one that compares what cannot be compared (4 with "4") is no decision, default or not.

Source: BPMN 2.0.2, 13.2.1 and 13.3.1 (implicit split), 13.4.2 (exclusive), 13.4.3 (inclusive), 13.4.5 (complex).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.errors import SandboxError
from engine.expressions import feel, unknown_names
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from engine.spiff.plan import Arc, Node


def choose(node: Node, variables: Mapping[str, Any], *, declared: Container[str] = ()) -> list[Arc]:
    """Return the ways out of `node`; raises `SandboxError`, naming the flow, when no decision can be made.

    `declared` are the names that may be missing.
    """
    arcs = list(node.arcs)
    if node.type in ("ParallelGateway", "EventBasedGateway") or not any(
        a.condition or a.is_default for a in arcs
    ):
        if node.type == "ExclusiveGateway":
            return arcs[:1]
        return arcs
    default = next((arc for arc in arcs if arc.is_default), None)
    asked = [arc for arc in arcs if arc.condition and arc is not default]
    answers = dict(
        zip(
            [a.key for a in asked],
            feel.evaluate_all([(a.condition or "", variables) for a in asked]),
            strict=True,
        )
    )
    chosen = []
    for arc in arcs:
        if arc is default:
            continue
        if arc.key in answers:
            _check_names(arc, answers[arc.key], variables, declared)
        if arc.key in answers and not _is_true(arc, answers[arc.key], has_default=default is not None):
            continue
        chosen.append(arc)
        if node.type == "ExclusiveGateway":
            break
    if default is not None and not (
        chosen if node.element.is_gateway else [arc for arc in chosen if arc in asked]
    ):
        chosen.append(default)
    if chosen:
        return chosen
    raise SandboxError(
        _("No flow out of “{label}” can be taken: none of the conditions {conditions} is true.").format(
            label=node.element.label, conditions="; ".join(f"“{a.label}”: {a.condition}" for a in asked)
        ),
        element=node.element.id,
        hint=_("Give it a default flow, or correct the data."),
    )


def reopened(node: Node, variables: Mapping[str, Any]) -> list[Arc]:
    """Return the ways out of a complex gateway when it has let its last tokens in: only those that ask for it.

    A condition that does not look at `waitingForStart` was meant for the first time.
    """
    asked = [arc for arc in node.arcs if "waitingForStart" in (arc.condition or "")]
    answers = feel.evaluate_all([(a.condition or "", variables) for a in asked])
    return [a for a, answer in zip(asked, answers, strict=True) if _is_true(a, answer, has_default=True)]


def _check_names(
    arc: Arc, answer: feel.Answer, variables: Mapping[str, Any], declared: Container[str]
) -> None:
    condition = arc.condition or ""
    name = unknown_names.decisive(condition, answer, variables, declared)
    if name is not None:
        raise SandboxError(
            _(
                "The condition “{condition}” of the flow “{flow}” asks for “{name}”, which nobody has given."
            ).format(condition=condition, flow=arc.label, name=name),
            hint=_("Give it, correct the name, or say in the condition what holds without it."),
        )


def _is_true(arc: Arc, answer: feel.Answer, *, has_default: bool) -> bool:
    if isinstance(answer.value, bool):
        return answer.value
    if answer.error is None and answer.value is None and has_default and not answer.unfit:
        return False
    reason = answer.error or "; ".join(answer.warnings) or "neither true nor false"
    raise SandboxError(
        _("The condition “{condition}” of the flow “{flow}” cannot be decided: {reason}.").format(
            condition=arc.condition, flow=arc.label, reason=reason
        )
    )
