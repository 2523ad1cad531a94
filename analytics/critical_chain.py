"""The critical path: the chain of steps that decides how long a case takes.

Where branches run side by side the longest one counts, where one of several is chosen the most probable.  A step's
length is what the log measured (the medians of waiting and work); where the log does not say, what the model says; and
where neither does it is unknown and counts nothing, which the chain says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analytics.critical_path import branch_probabilities, expected_path
from analytics.errors import NotMeasurable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog
    from processes.model.elements import Element
    from processes.model.model import Model

_CHOOSING = frozenset({"ExclusiveGateway", "EventBasedGateway", "ComplexGateway"})


@dataclass(frozen=True, kw_only=True)
class Link:
    """One step of the chain: its length in hours (None: unknown), and whether log or model say so."""

    element: str
    hours: float | None
    source: Literal["log", "model"] | None


@dataclass(frozen=True, kw_only=True)
class Chain:
    """The steps in order, `hours` together; `spare` are the hours by which a parallel branch is shorter, by element."""

    links: tuple[Link, ...]
    hours: float
    unknown: int
    spare: Mapping[str, float]


def critical_chain(
    model: Model,
    log: EventLog | None = None,
    *,
    unit: str = "working hours",
    calendar: WorkingCalendar | None = None,
) -> Chain | None:
    """Return the chain of `model` with lengths in hours of `unit`; None when no length is known at all.

    >>> from processes import read_model
    >>> from processes.examples import two_certificates
    >>> chain = critical_chain(
    ...     read_model(b"Register -> Sign", dialect="sketch"), two_certificates(), unit="hours"
    ... )
    >>> [(link.element, link.hours) for link in chain.links], chain.hours
    ([('register', 0.75), ('sign', 2.5)], 3.25)
    """
    tasks = [e for e in model.elements.values() if e.is_task]
    measured = _measured(log, unit, calendar) if log is not None else {}
    lengths: dict[str, tuple[float, Literal["log", "model"]]] = {}
    for element in tasks:
        own = measured.get(element.id, measured.get(element.name))
        if own is not None:
            lengths[element.id] = (own, "log")
        elif (said := _said(element, working=unit.startswith("working"))) is not None:
            lengths[element.id] = (said, "model")
    if not lengths:
        return None
    plain = {id_: value for id_, (value, _source) in lengths.items()}
    try:
        rest = _rest(model, plain)
    except NotMeasurable:
        return None
    path, spare = _walk(model, rest)
    links = tuple(
        Link(
            element=id_,
            hours=plain.get(id_),
            source=lengths[id_][1] if id_ in lengths else None,
        )
        for id_ in path
        if model.elements[id_].is_task
    )
    return Chain(
        links=links,
        hours=sum(link.hours or 0.0 for link in links),
        unknown=sum(link.hours is None for link in links),
        spare=spare,
    )


def _measured(log: EventLog, unit: str, calendar: WorkingCalendar | None) -> dict[str, float]:
    from analytics.measures.processing_time import processing_time
    from analytics.measures.waiting_time import waiting_time
    from analytics.recorded_elements import elements_of

    found: dict[str, float] = {}
    works = {row.key: row.median for row in processing_time(log, unit=unit, calendar=calendar)}
    for row in waiting_time(log, level="activity", unit=unit, calendar=calendar):
        parts = [part for part in (row.median, works.get(row.key)) if part is not None]
        if parts:
            found[row.key] = sum(parts)
    elements = {name: element for name, element in elements_of(log).items() if element}
    return found | {elements[name]: value for name, value in found.items() if name in elements}


def _said(element: Element, *, working: bool) -> float | None:
    """Return the hours a model says for a step: its wait (a day of it is eight working hours) and its work."""
    step = element.step
    if step is None or (step.wait is None and step.effort is None):
        return None
    hours = step.effort.typical.total_seconds() / 3600 if step.effort is not None else 0.0
    if step.wait is not None:
        days = step.wait.typical.total_seconds() / 86400
        hours += days * (8 if working else 24)
    return hours


def _rest(model: Model, lengths: Mapping[str, float]) -> dict[str, float]:
    """Return for each element how long it is from there to the end, on ways without loops."""
    import networkx as nx

    expected_path(model, lengths)  # refuses a loop that is never left
    forward: nx.DiGraph[str] = nx.DiGraph()
    forward.add_nodes_from(e.id for e in model.elements.values() if e.type != "BoundaryEvent")
    forward.add_edges_from(_without_returns(model, list(forward)))
    left: dict[str, float] = {}
    scopes = {id_: _beginnings(model, id_) for id_ in forward}
    # What is inside a subprocess is reckoned before the subprocess.
    inner = {(id_, first) for id_, firsts in scopes.items() for first in firsts}
    order: nx.DiGraph[str] = nx.DiGraph(forward.edges)
    order.add_nodes_from(forward)
    order.add_edges_from(inner)
    for id_ in reversed(list(nx.topological_sort(order))):
        own = lengths.get(id_, 0.0) + max((left[first] for first in scopes[id_]), default=0.0)
        onward = [(target, chance) for target, chance in _onward(model, id_) if forward.has_edge(id_, target)]
        if onward and _chooses(model, id_):
            rest = left[max(onward, key=lambda pair: pair[1])[0]]
        else:
            rest = max((left[target] for target, _chance in onward), default=0.0)
        left[id_] = own + rest
    return left


def _without_returns(model: Model, elements: list[str]) -> list[tuple[str, str]]:
    """Return the flows between the elements without those that lead back to where a case has been."""
    state: dict[str, int] = {}
    kept: list[tuple[str, str]] = []
    first = sorted(elements, key=lambda id_: bool(model.incoming(id_)))
    for start in first:
        stack = [(start, iter(model.outgoing(start)))] if start not in state else []
        state.setdefault(start, 1)
        while stack:
            here, flows = stack[-1]
            flow = next(flows, None)
            if flow is None:
                state[here] = 2
                stack.pop()
            elif state.get(flow.target) != 1 and flow.target in model.elements:
                kept.append((here, flow.target))
                if flow.target not in state:
                    state[flow.target] = 1
                    stack.append((flow.target, iter(model.outgoing(flow.target))))
    return kept


def _walk(model: Model, rest: Mapping[str, float]) -> tuple[list[str], dict[str, float]]:
    path: list[str] = []
    spare: dict[str, float] = {}
    starts = _beginnings(model, model.main_process.id)
    here: str | None = max(starts, key=lambda id_: rest.get(id_, 0.0), default=None)
    seen: set[str] = set()
    while here is not None and here not in seen:
        seen.add(here)
        path.append(here)
        for first in _beginnings(model, here):
            path += [e for e in _inside(model, first, rest) if e not in seen]
        onward = [pair for pair in _onward(model, here) if pair[0] in rest and pair[0] not in seen]
        if not onward:
            return path, spare
        if _chooses(model, here):
            here = max(onward, key=lambda pair: (pair[1], rest[pair[0]]))[0]
            continue
        longest = max(onward, key=lambda pair: rest[pair[0]])[0]
        for target, _chance in onward:
            if target != longest:
                spare[target] = rest[longest] - rest[target]
        here = longest
    return path, spare


def _inside(model: Model, start: str, rest: Mapping[str, float]) -> list[str]:
    found: list[str] = []
    here: str | None = start
    while here is not None and here not in found:
        found.append(here)
        onward = [
            target for target, _chance in _onward(model, here) if target in rest and target not in found
        ]
        here = max(onward, key=lambda target: rest[target], default=None)
    return found


def _beginnings(model: Model, scope: str) -> list[str]:
    inside = [e for e in model.elements.values() if e.scope == scope and e.type != "BoundaryEvent"]
    return [e.id for e in inside if e.type == "StartEvent"] or [
        e.id for e in inside if not model.incoming(e.id)
    ]


def _onward(model: Model, id_: str) -> list[tuple[str, float]]:
    chances = branch_probabilities(model, id_) if _chooses(model, id_) else {}
    return [(flow.target, chances.get(flow.id, 1.0)) for flow in model.outgoing(id_)]


def _chooses(model: Model, id_: str) -> bool:
    flows = model.outgoing(id_)
    return len(flows) > 1 and (
        model.elements[id_].type in _CHOOSING
        or (model.elements[id_].type != "InclusiveGateway" and any(flow.condition for flow in flows))
    )
