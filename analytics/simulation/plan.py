"""Compiling a model and a scenario into what the clock needs: for each element its kind, its flows, its lengths.

A figure comes from the scenario, else from the model's `gov:` annotations.  What neither says is either harmless and
taken as an assumption that the log names (equal chances, enough staff), or it would have to be invented: then the model
is refused with the elements that lack it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.critical_path import branch_probabilities
from analytics.errors import NotSimulatable
from analytics.interactions import APPLICANT_SIDE
from processes.model.duration import read_duration
from processes.scenario import Distribution, Staff
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.elements import Element
    from processes.model.gov import Spread
    from processes.model.model import Model
    from processes.scenario import Scenario

_AUTOMATIC = frozenset({"ServiceTask", "ScriptTask", "BusinessRuleTask", "SendTask"})
#: Tasks our people do; a manual task is done outside the system, by the applicant or a third party.
_BY_PEOPLE = frozenset({"UserTask", "Task", "CallActivity"})
_REFUSED_EVENTS = frozenset({"Compensate", "Cancel", "Link"})


@dataclass(frozen=True, kw_only=True)
class Node:
    """One element, ready to be played."""

    id: str
    name: str
    kind: str
    outgoing: tuple[str, ...] = ()
    incoming: int = 0
    chances: tuple[float, ...] = ()
    group: str | None = None
    duration: Distribution | None = None
    wait: Distribution | None = None
    rest: Distribution | None = None
    children: tuple[str, ...] = ()
    scope: str = ""
    boundary: tuple[str, ...] = ()
    delay: float | None = None
    is_working_delay: bool = False
    is_interrupting: bool = True
    times: int = 1
    is_sequential: bool = False
    is_staffed: bool = True
    is_in_office_hours: bool = True


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A model ready to be played: nodes by id, the targets of flows, where the process starts."""

    nodes: dict[str, Node]
    target: dict[str, str]
    starts: tuple[str, ...]
    reaches: dict[str, frozenset[str]]
    before: dict[str, tuple[str, ...]]
    staff: dict[str, Staff]
    assumptions: tuple[str, ...] = ()


def plan(model: Model, scenario: Scenario) -> Plan:
    """Return the plan of the main process of `model`; raises `NotSimulatable` naming every element that hinders it."""
    return _Planner(model, scenario).plan()


def _unplayed(e: Element) -> Iterator[str]:
    """Yield what an element asks for that is run, but not simulated."""
    if e.type == "ComplexGateway":
        yield "is a complex gateway"
    if e.type == "AdHocSubProcess" and (e.sequential or e.completion_condition):
        yield "is an ad-hoc subprocess with an order or an end of its own"
    if e.start_quantity != 1 or e.completion_quantity != 1:
        yield "needs or gives several tokens at once"
    if len(e.event_definitions) > 1 and e.type != "BoundaryEvent":
        yield "is an event with several triggers"


class _Planner:
    def __init__(self, model: Model, scenario: Scenario) -> None:
        self.model = model
        self.scenario = scenario
        self.process = model.main_process.id
        self.inside = [e for e in model.elements.values() if e.process == self.process]
        self.assumed: set[str] = set()
        self.lacking: list[Element] = []
        self.refused: list[str] = []

    def plan(self) -> Plan:
        nodes = {e.id: self._node(e) for e in self.inside if not self._is_aside(e)}
        if self.lacking:
            names = ", ".join(f"“{e.label}”" for e in self.lacking[:5])
            more = f" and {len(self.lacking) - 5} more" if len(self.lacking) > 5 else ""
            raise NotSimulatable(
                _("Nobody has said how long {names}{more} takes.").format(names=names, more=more),
                element=self.lacking[0].id,
                hint=_("Give the effort of each task in the model, or its duration in the scenario."),
            )
        if self.refused:
            raise NotSimulatable(" ".join(self.refused))
        starts = tuple(
            e.id for e in self.inside if e.scope == self.process and e.type == "StartEvent" and e.id in nodes
        ) or tuple(e.id for e in self.inside if e.scope == self.process and not self.model.incoming(e.id))
        if not starts:
            raise NotSimulatable(
                _("{name} has no place where it starts.").format(name=self.model.name),
                hint=_("Draw a start event."),
            )
        return Plan(
            nodes=nodes,
            target={f.id: f.target for f in self.model.flows.values()},
            starts=starts[:1],
            reaches=self._reaches(nodes),
            before={
                n.id: self._before(n.id, nodes) for n in nodes.values() if n.kind in ("Task", "SubProcess")
            },
            staff=dict(self.scenario.staff),
            assumptions=self._assumptions(nodes),
        )

    def _is_aside(self, element: Element) -> bool:
        """Whether the element belongs to what is never entered: an event subprocess, compensation, another start."""
        walk: Element | None = element
        while walk is not None:
            if walk.is_event_subprocess or walk.is_for_compensation:
                return True
            walk = self.model.elements.get(walk.scope)
        return False

    def _node(self, e: Element) -> Node:
        definition = e.event_definition
        if definition is not None and definition.type in _REFUSED_EVENTS and e.type != "BoundaryEvent":
            self.refused.append(
                f"“{e.label}” is a {definition.type.lower()} event, which is not simulated yet."
            )
        self.refused.extend(f"“{e.label}” {reason}, which is not simulated yet." for reason in _unplayed(e))
        flows = self.model.outgoing(e.id)
        chances: tuple[float, ...] = ()
        if self._chooses(e):
            probabilities = branch_probabilities(
                self.model, e.id, given=self.scenario.branching, assumed=self.assumed
            )
            chances = tuple(probabilities[f.id] for f in flows)
        elif e.type == "InclusiveGateway" and len(flows) > 1:
            chances = tuple(self._inclusive_chance(f.id, f.probability, e) for f in flows)
        is_activity = e.is_task or e.type in ("SubProcess", "Transaction", "AdHocSubProcess")
        times, sequential = self._times(e)
        return Node(
            id=e.id,
            name=e.label,
            kind=self._kind(e),
            outgoing=tuple(f.id for f in flows),
            incoming=len(self.model.incoming(e.id)),
            chances=chances,
            group=self._group(e),
            duration=self._duration(e) if e.is_task else None,
            wait=self.scenario.waits.get(e.id),
            rest=self._rest(e),
            children=self._children(e) if is_activity and not e.is_task else (),
            scope=e.scope if e.scope != self.process else "",
            boundary=tuple(b.id for b in self.model.boundary_events(e.id) if self._is_played(b)),
            delay=self._delay(e),
            is_working_delay=bool(definition and definition.working),
            is_interrupting=e.is_interrupting,
            times=times,
            is_sequential=sequential,
            is_staffed=e.type in _BY_PEOPLE and not self._is_alone(e),
            is_in_office_hours=bool(e.step and e.step.is_in_person)
            or (e.type in _BY_PEOPLE and not self._is_alone(e)),
        )

    @staticmethod
    def _kind(e: Element) -> str:
        if e.type == "EndEvent" and e.event_definition is not None and e.event_definition.type == "Terminate":
            return "Terminate"
        if e.type in ("SubProcess", "Transaction", "AdHocSubProcess"):
            return "SubProcess"
        return "Task" if e.is_task else e.type

    def _is_alone(self, e: Element) -> bool:
        """Whether the applicant does it without anybody of the office: at home, online, at a kiosk.

        What is sent online to an office is still worked on there: a step in an office's lane is never done alone.
        """
        lane = self.model.lane_of(e.id)
        if lane is not None and lane.party is not None and lane.party.kind in ("official", "otherAgency"):
            return False
        return bool(
            e.step and e.step.channel and not e.step.is_in_person and self.model.actor(e.id) in APPLICANT_SIDE
        )

    def _chooses(self, e: Element) -> bool:
        flows = self.model.outgoing(e.id)
        if len(flows) < 2:
            return False
        if e.type in ("ExclusiveGateway", "EventBasedGateway", "ComplexGateway"):
            return True
        return not e.is_gateway and any(f.condition for f in flows)

    def _inclusive_chance(self, flow: str, probability: float | None, e: Element) -> float:
        given = self.scenario.branching.get(flow, probability)
        if given is None:
            self.assumed.add(e.id)
        return 0.5 if given is None else given

    def _is_played(self, boundary: Element) -> bool:
        """Whether a boundary event can be foreseen: timers by their duration, others only by a probability."""
        return self._delay(boundary) is not None

    def _delay(self, e: Element) -> float | None:
        d = e.event_definition
        if d is None or d.type != "Timer" or d.timer_kind != "duration" or not d.expression:
            return None
        text = d.expression.strip().strip('"')
        for wrapper in ('duration("', "duration('"):
            text = text.removeprefix(wrapper).rstrip(")").strip("\"'")
        try:
            return read_duration(text).total_seconds()
        except ValueError:
            return None

    def _group(self, e: Element) -> str | None:
        for group in e.candidate_groups:
            if group in self.scenario.staff:
                return group
        return e.candidate_groups[0] if e.candidate_groups else None

    def _duration(self, e: Element) -> Distribution | None:
        given = self.scenario.durations.get(e.id)
        if given is not None:
            return given
        if e.step is not None and e.step.effort is not None:
            return _triangle(e.step.effort)
        if e.type in _AUTOMATIC or e.type == "ReceiveTask":
            return Distribution(kind="fixed", parameters=(0.0,))
        self.lacking.append(e)
        return None

    def _rest(self, e: Element) -> Distribution | None:
        """Return how long the case rests after the step, as annotated; a scenario with waits of its own replaces it."""
        if self.scenario.waits or e.step is None or e.step.wait is None or not e.step.wait.maximum:
            return None
        return _triangle(e.step.wait)

    def _children(self, e: Element) -> tuple[str, ...]:
        children = [c for c in self.inside if c.scope == e.id and c.type != "BoundaryEvent"]
        starts = [c.id for c in children if c.type == "StartEvent"]
        return tuple(starts or [c.id for c in children if not self.model.incoming(c.id)])

    def _times(self, e: Element) -> tuple[int, bool]:
        multi = e.multi_instance
        if multi is None:
            return 1, False
        if multi.cardinality is not None and multi.cardinality.strip().isdigit():
            return int(multi.cardinality), multi.sequential
        self.refused.append(
            f"“{e.label}” repeats for each item of {multi.collection or 'a collection'}, and how many items a case has "
            "is not known; give a cardinality to simulate it."
        )
        return 1, multi.sequential

    def _reaches(self, nodes: dict[str, Node]) -> dict[str, frozenset[str]]:
        """Return for each inclusive join the nodes a token can still come from."""
        import networkx as nx

        joins = [n for n in nodes.values() if n.kind == "InclusiveGateway" and n.incoming > 1]
        if not joins:
            return {}
        graph = self.model.graph
        return {n.id: frozenset(nx.ancestors(graph, n.id)) - {n.id} for n in joins}

    def _before(self, id: str, nodes: dict[str, Node]) -> tuple[str, ...]:
        """Return the tasks after which a case may still rest when `id` is offered: the nearest before it."""
        found: list[str] = []
        seen = {id}
        look = [id]
        while look:
            for before in self.model.graph.predecessors(look.pop()):
                if before in seen or before not in nodes:
                    continue
                seen.add(before)
                if nodes[before].kind == "Task":
                    found.append(before)
                else:
                    look.append(before)
        return tuple(b for b in found if nodes[b].rest is not None)

    def _assumptions(self, nodes: dict[str, Node]) -> tuple[str, ...]:
        said = [
            f"At “{self.model.label(gateway)}” every way out is taken as equally likely."
            for gateway in sorted(self.assumed)
        ]
        unstaffed = sorted(
            {
                n.group
                for n in nodes.values()
                if n.kind == "Task"
                and n.is_staffed
                and n.group
                and n.is_in_office_hours
                and n.group not in self.scenario.staff
            }
        )
        if unstaffed:
            said.append(f"There is always somebody free for {', '.join(unstaffed)}.")
        return (*said, *self._of_events(nodes))

    def _of_events(self, nodes: dict[str, Node]) -> list[str]:
        """Return what is taken for granted about events whose moment nobody can foresee."""
        said = []
        for e in self.inside:
            if e.id not in nodes:
                continue
            if e.type == "BoundaryEvent" and not self._is_played(e):
                said.append(f"“{e.label}” is taken never to happen.")
            elif (
                e.type == "IntermediateCatchEvent" and nodes[e.id].delay is None and nodes[e.id].wait is None
            ):
                said.append(f"“{e.label}” is taken to happen at once.")
        others = [
            e for e in self.inside if e.scope == self.process and e.type == "StartEvent" and e.id in nodes
        ]
        if len(others) > 1:
            said.append(f"Every case starts at “{others[0].label}”, none at another start.")
        return said


def _triangle(spread: Spread) -> Distribution:
    low, mode, high = (t.total_seconds() for t in (spread.minimum, spread.typical, spread.maximum))
    return Distribution(kind="triangular", parameters=(low, mode, high))
