"""Conforming: how far the cases of a log go as the model says, and where they do not.

A deviation stands at an element of the diagram: a step that was *skipped*; one that is in the model but was done where
it does not provide for it (*misplaced*); something the model does not know at all (*unknown*), at the step it followed.

Events find their element by its id, or else by its name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from analytics.alignment import Alignment, Effort, align
from analytics.errors import NotMeasurable
from analytics.measure import require
from analytics.play import Play
from analytics.token_replay import Replay, replay
from analytics.traces import cases_by_trace
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analytics.traces import Trace
    from processes.log.event_log import EventLog, Origin
    from processes.model.model import Model

Kind = Literal["skipped", "misplaced", "unknown"]
#: How many places all alignments of a log may look at: about a minute.
MOST_EFFORT = 3_000_000
#: And those of one way to go.
MOST_EFFORT_A_TRACE = 300_000
#: How many cases a deviation names.
EXAMPLES = 5


@dataclass(frozen=True, kw_only=True)
class Deviation:
    """What is otherwise than the model says at `element` (None: before the first step).

    `label` is the step in words, `n` the cases, `times` how often; `examples` are some of the cases.
    """

    kind: Kind
    element: str | None
    label: str
    n: int
    times: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Conformance:
    """How far a log goes as a model says.

    `n` cases were looked at, `fitting` of them deviate nowhere; of `unknown` cases it could not be told within the
    effort allowed.  `fitness` (0 to 1) is the mean over cases of 1 - deviations / (steps of the case + shortest way of
    the model), `log_fitness` the same over all steps of the log together; None when nothing could be told.  `replay`
    counts tokens.  `deviations` begin with those of most cases.  `unmatched` are activities without an element,
    `unrecorded` tasks without an event.
    """

    n: int
    fitting: int
    unknown: int
    fitness: float | None
    log_fitness: float | None
    replay: Replay
    deviations: tuple[Deviation, ...]
    unmatched: tuple[str, ...]
    unrecorded: tuple[str, ...]
    origin: Origin = "measured"

    def at(self, element: str) -> tuple[Deviation, ...]:
        """Return the deviations that stand at one element."""
        return tuple(d for d in self.deviations if d.element == element)


@dataclass
class _Tally:
    cases: set[str] = field(default_factory=set)
    times: int = 0


def conform(log: EventLog, model: Model, *, effort: int = MOST_EFFORT) -> Conformance:
    """Return how far the completed activities of `log` go as `model` says.

    Each way a case went is aligned once; `effort` bounds how many places all of them look at.  Raises `NotMeasurable`
    for a log without cases, one none of whose activities are in the model, or a model that cannot be followed.

    >>> from processes import read_model
    >>> from processes.examples import two_certificates
    >>> found = conform(two_certificates(), read_model(b"Register -> Check -> Sign", dialect="sketch"))
    >>> found.fitness, [(d.kind, d.element, d.n) for d in found.deviations]
    (0.8, [('skipped', 'check', 2)])
    """
    require(log)
    cases_of = cases_by_trace(log, elements=model.elements)
    element_of = elements_by_name(model, {name for trace in cases_of for name in trace})
    if not element_of:
        raise NotMeasurable(
            _("No activity of the log is in the model “{name}”.").format(name=model.name),
            hint=_("Compare the log with a model whose steps have the same ids or names."),
        )
    tasks = {e.id for e in model.elements.values() if e.is_task and not e.is_for_compensation}
    recorded = set(element_of.values())
    reached = {e for e in tasks if model.elements[e].process in {model.elements[r].process for r in recorded}}
    play = Play(model, recorded | reached)
    budget = Effort(effort)
    shortest = align(play, [], effort=Effort(MOST_EFFORT_A_TRACE))
    least = shortest.cost if shortest is not None else 0
    sums = _Sums()
    tallies: dict[tuple[Kind, str | None, str], _Tally] = defaultdict(_Tally)
    for trace, cases in sorted(cases_of.items(), key=lambda item: (-len(item[1]), item[0])):
        sums.replayed(replay(play, [element_of.get(name) for name in trace]), len(cases))
        given = min(MOST_EFFORT_A_TRACE, budget.left)
        own = Effort(given)
        found = (
            align(play, [(element_of.get(name), name) for name in trace], effort=own) if given > 0 else None
        )
        budget.left -= given - max(own.left, 0)
        if found is None:
            sums.unknown += len(cases)
            continue
        sums.aligned(found, trace, least, len(cases))
        for kind, element, label in _deviations(found, element_of, model):
            tally = tallies[kind, element, label]
            tally.cases.update(cases)
            tally.times += len(cases)
    return Conformance(
        n=len(log),
        fitting=sums.fitting,
        unknown=sums.unknown,
        fitness=sums.fitness / sums.known if sums.known else None,
        log_fitness=1 - sums.cost / sums.longest if sums.longest else None,
        replay=sums.tokens(),
        deviations=tuple(_sorted(tallies)),
        unmatched=tuple(sorted({n for trace in cases_of for n in trace} - element_of.keys())),
        unrecorded=tuple(sorted(reached - recorded)),
        origin=log.origin,
    )


@dataclass
class _Sums:
    """What is added up over the ways to go, each with its number of cases."""

    fitting: int = 0
    known: int = 0
    unknown: int = 0
    fitness: float = 0.0
    cost: int = 0
    longest: int = 0
    of: Counter[str] = field(default_factory=Counter)

    def replayed(self, found: Replay, cases: int) -> None:
        for name in ("produced", "consumed", "missing", "remaining"):
            self.of[name] += getattr(found, name) * cases

    def tokens(self) -> Replay:
        of = self.of
        return Replay(
            produced=of["produced"],
            consumed=of["consumed"],
            missing=of["missing"],
            remaining=of["remaining"],
        )

    def aligned(self, found: Alignment, trace: Trace, least: int, cases: int) -> None:
        worst = len(trace) + least
        self.known += cases
        self.fitting += cases if found.cost == 0 else 0
        self.fitness += cases * (1 - found.cost / worst if worst else 1.0)
        self.cost += cases * found.cost
        self.longest += cases * worst


def _deviations(
    found: Alignment, element_of: dict[str, str], model: Model
) -> Iterable[tuple[Kind, str | None, str]]:
    for match in found.matches:
        if match.kind == "skipped" and match.element is not None:
            yield "skipped", match.element, model.label(match.element)
        elif match.kind == "unexpected" and match.label is not None:
            if match.label in element_of:
                element = element_of[match.label]
                yield "misplaced", element, model.label(element)
            else:
                yield "unknown", match.element, match.label


def _sorted(tallies: dict[tuple[Kind, str | None, str], _Tally]) -> list[Deviation]:
    found = [
        Deviation(
            kind=kind,
            element=element,
            label=label,
            n=len(tally.cases),
            times=tally.times,
            examples=tuple(sorted(tally.cases)[:EXAMPLES]),
        )
        for (kind, element, label), tally in tallies.items()
    ]
    return sorted(found, key=lambda d: (-d.n, d.kind, d.element or "", d.label))


def elements_by_name(model: Model, names: Iterable[str]) -> dict[str, str]:
    """Return the element each name of a log means: by id, else by its name, when only one element has that.

    >>> from processes import read_model
    >>> elements_by_name(read_model(b"Register -> Decide", dialect="sketch"), ["DECIDE ", "Refuse"])
    {'DECIDE ': 'decide'}
    """
    named: dict[str, list[str]] = defaultdict(list)
    for element in model.elements.values():
        if element.name:
            named[_folded(element.name)].append(element.id)
    found = {}
    for name in names:
        same = named.get(_folded(name), [])
        if name in model.elements:
            found[name] = name
        elif len(same) == 1:
            found[name] = same[0]
    return found


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
