"""From a plan to the guest's specification: one spec of ours for each element."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from engine.spiff.specs import activities, ad_hoc, complex_gateway, events, gateways
from engine.spiff.specs.token import Scope, Token

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.pinned_decision import Pinned
    from engine.spiff.plan import Node, Plan

_ACTIVITIES: dict[str, type[Token]] = {
    "Task": activities.PassingTask,
    "ManualTask": activities.PassingTask,
    "UserTask": activities.Offered,
    "ScriptTask": activities.Scripted,
    "ServiceTask": activities.Served,
    "BusinessRuleTask": activities.Served,
    "SendTask": activities.Sent,
    "ReceiveTask": activities.Received,
    "SubProcess": activities.Scoped,
    "Transaction": activities.Scoped,
    "AdHocSubProcess": ad_hoc.AdHoc,
    "CallActivity": activities.Scoped,
}
#: Tasks that may be nothing but an expression, as some vendors write it.
_COMPUTED = frozenset({"ServiceTask", "SendTask", "BusinessRuleTask"})


class Specification(WorkflowSpec):
    """The specs of one plan, by node key."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(name=plan.root)
        self.plan = plan
        self.by_key: dict[str, Token] = {}
        #: Whether there are joins that look at where all the other tokens are.
        self.has_inclusive_joins = self.has_complex_joins = False
        #: Whether steps have limits, so that terms of them are kept.
        self.has_limits = False
        #: What the tasks that decide are pinned to, by node key.
        self.decisions: Mapping[str, Pinned] = {}

    def spec(self, key: str) -> Token:
        """Return the spec of the node with this key."""
        return self.by_key[key]

    def grow(self, plan: Plan) -> None:
        """Have the specs of a longer plan too; whoever works with what was there goes on with it."""
        by_key = dict(self.by_key)
        for node in plan.nodes.values():
            if node.key in by_key:
                continue
            spec = by_key[node.key] = _kind(node)(self, node)
            self.has_inclusive_joins |= isinstance(spec, gateways.InclusiveJoin)
            self.has_limits |= node.element.step is not None and node.element.step.limit is not None
            self.has_complex_joins |= isinstance(spec, complex_gateway.ComplexGateway)
        self.by_key, self.plan = by_key, plan


def build(plan: Plan) -> Specification:
    """Return the specification of `plan`; instances of one definition share it."""
    specification = Specification(plan)
    specification.start = _root(specification)
    specification.grow(plan)
    return specification


def _root(specification: Specification) -> Any:
    class _Nowhere:
        key = "the process itself"

    return Scope(specification, _Nowhere())  # type: ignore[arg-type]  # the root is no element


def _kind(node: Node) -> type[Token]:
    joins = len(node.incoming) > 1
    match node.type:
        case "ParallelGateway":
            return gateways.ParallelJoin if joins else gateways.Passing
        case "InclusiveGateway":
            return gateways.InclusiveJoin if joins else gateways.Passing
        case "ComplexGateway":
            return complex_gateway.ComplexGateway if joins else gateways.Passing
        case "EventBasedGateway":
            return gateways.EventBased
        case "ExclusiveGateway":
            return gateways.Passing
        case "StartEvent":
            return events.Starting
        case "EndEvent" | "IntermediateThrowEvent":
            return events.Throwing
        case "IntermediateCatchEvent" | "BoundaryEvent":
            return events.Catching
    if node.element.decision and node.type in ("BusinessRuleTask", "ServiceTask"):
        return activities.Decided
    if node.element.script is not None and node.type in _COMPUTED and not node.element.topic:
        return activities.Scripted
    if node.type == "SendTask" and not node.element.message:
        return activities.Served
    return _ACTIVITIES[node.type]
