"""What the verbs work with: the store, the clock, the calendar, and the definitions that are kept ready.

A definition's specification is built once per process and shared by all of its instances.
"""

from __future__ import annotations

from collections import OrderedDict
from contextvars import copy_context
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import RLock
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from engine.assignment import Named, Roster
from engine.connections import Connections
from engine.errors import UnknownDefinition
from engine.expressions import feel
from engine.expressions.limits import Limits, keep_to
from engine.live_trees import LiveTrees
from engine.search_fields import search_fields
from engine.store import decisions, definitions
from engine.timers import ZONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.definition import Definition
    from engine.pinned_decision import Pinned
    from engine.search_fields import SearchField
    from engine.spiff.build import Specification
    from engine.spiff.normalise import Resolve
    from engine.spiff.plan import Plan
    from engine.store import Store, Unit
    from processes import Model, WorkingCalendar
    from processes.calendar import Unit as WorkingUnit
    from processes.decision.model import DecisionModel

T = TypeVar("T")

#: Definitions kept ready per process.
KEPT = 256


class Clock(Protocol):
    """Whatever tells the time, in aware UTC."""

    def now(self) -> datetime:
        """Return the present moment."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the present moment."""
        return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class CaseLimit:
    """How long a whole case may take."""

    amount: timedelta
    unit: WorkingUnit


class Workshop:
    """Shared by all verbs of one engine; safe for several threads."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        calendar: WorkingCalendar | None = None,
        keeps: bool = False,
        limits: Limits | None = None,
        connections: Connections | None = None,
        roster: Roster | None = None,
    ) -> None:
        self.store = store
        self.roster = roster or Named()
        self.clock = clock
        self.calendar = calendar
        self.keeps = keeps
        self.limits = limits or Limits()
        self.connections = connections or Connections()
        self.handlers: dict[str, Callable[..., Any]] = {}
        self._specifications: OrderedDict[str, Specification] = OrderedDict()
        self._models: OrderedDict[str, Model] = OrderedDict()
        self._decision_models: OrderedDict[str, DecisionModel] = OrderedDict()
        self._definitions: dict[str, Definition] = {}
        self._case_limits: dict[str, CaseLimit | None] = {}
        self._search_fields: dict[str, tuple[SearchField, ...]] = {}
        #: The audiences this process knows to be written.
        self.audiences: set[str] = set()
        self._lock = RLock()
        self.live = LiveTrees()

    @property
    def working_time(self) -> WorkingCalendar:
        """The calendar of this engine, by default that of the Kyrgyz office week."""
        if self.calendar is None:
            from processes import WorkingCalendar

            return WorkingCalendar.default()
        return self.calendar

    def case_limit(self, unit: Unit, definition: Definition) -> CaseLimit | None:
        """Return how long a case of a definition may take as a whole, looked up once; None: nobody has said."""
        if definition.id not in self._case_limits:
            found = self.model(unit, definition.digest).procedure if definition.main else None
            self._case_limits[definition.id] = (
                None
                if found is None or found.limit is None
                else CaseLimit(
                    amount=found.limit, unit="calendar" if found.limit_unit == "calendar" else "working"
                )
            )
        return self._case_limits[definition.id]

    def now(self) -> datetime:
        """Return the present moment, to the microsecond both databases keep."""
        return self.clock.now().astimezone(UTC)

    def write(self, verb: Callable[[Unit], T]) -> T:
        """Run `verb` in one transaction, in which expressions see this workshop's time."""
        return self.at_this_moment(lambda: self.store.write(verb))

    def at_this_moment(self, work: Callable[[], T]) -> T:
        """Return what `work` returns, with expressions seeing this workshop's time and keeping to its limits."""
        return copy_context().run(self._work_here, work)

    def _work_here(self, work: Callable[[], T]) -> T:
        feel.stand_at(self.now(), zone=self.calendar.timezone if self.calendar is not None else ZONE)
        keep_to(self.limits)
        return work()

    def definition(self, unit: Unit, definition_id: str) -> Definition:
        """Return a definition by its id, read once: it never changes.  Raises `UnknownDefinition`."""
        found = self._definitions.get(definition_id)
        if found is None:
            found = definitions.by_id(unit, definition_id)
            if found is None:
                raise UnknownDefinition(definition_id)
            self._definitions[definition_id] = found
        return found

    def model(self, unit: Unit, digest: str) -> Model:
        """Return a deployed model, read once."""
        with self._lock:
            if digest in self._models:
                self._models.move_to_end(digest)
                return self._models[digest]
        from processes import read_model

        content, name = definitions.content(unit, digest)
        model = read_model(content)
        del name
        with self._lock:
            self._models[digest] = model
            while len(self._models) > KEPT:
                self._models.popitem(last=False)
        return model

    def search_fields(self, unit: Unit, definition_id: str) -> tuple[SearchField, ...]:
        """Return what people search by in the cases of a definition, looked up once."""
        found = self._search_fields.get(definition_id)
        if found is None:
            model = self.model(unit, self.definition(unit, definition_id).digest)
            found = self._search_fields[definition_id] = search_fields(model)
        return found

    def decision_model(self, unit: Unit, digest: str) -> DecisionModel:
        """Return a deployed DMN file, read once."""
        with self._lock:
            if digest in self._decision_models:
                self._decision_models.move_to_end(digest)
                return self._decision_models[digest]
        from processes import read_decisions

        model = read_decisions(definitions.content(unit, digest)[0])
        with self._lock:
            self._decision_models[digest] = model
            while len(self._decision_models) > KEPT:
                self._decision_models.popitem(last=False)
        return model

    def specification(self, unit: Unit, definition_id: str) -> Specification:
        """Return the specification of a definition, built once."""
        with self._lock:
            if definition_id in self._specifications:
                self._specifications.move_to_end(definition_id)
                return self._specifications[definition_id]
        from engine.spiff.build import build
        from engine.spiff.normalise import normalise

        definition = self.definition(unit, definition_id)
        plan = normalise(
            self.model(unit, definition.digest),
            definition.key,
            resolve=self._resolve(unit, definition_id),
            digest=definition.id,
        )
        built = build(plan)
        built.decisions = self._pinned(unit, plan)
        with self._lock:
            self._specifications[definition_id] = built
            while len(self._specifications) > KEPT:
                self._specifications.popitem(last=False)
        return built

    def _resolve(self, unit: Unit, definition_id: str) -> Resolve:
        def resolve(owner: str, name: str) -> tuple[Model, str, str] | None:
            bound = definitions.bundle_of(unit, owner or definition_id).get(name)
            target = definitions.by_id(unit, bound) if bound else None
            if target is None:
                return None
            return self.model(unit, target.digest), target.key, target.id

        return resolve

    def _pinned(self, unit: Unit, plan: Plan) -> dict[str, Pinned]:
        elements = {key: node.element for key, node in plan.nodes.items()}
        return decisions.pinned(lambda digest: self.decision_model(unit, digest), unit, elements, plan.digest)

    def called(self, unit: Unit, specification: Specification, name: str) -> tuple[str, str] | None:
        """Return the definition that a computed call means now, and its container; None when nothing is called so."""
        found = definitions.by_key(unit, name)
        return None if found is None else (found.id, self.include(unit, specification, found.id))

    def include(self, unit: Unit, specification: Specification, definition_id: str) -> str:
        """Let a specification have what a definition runs too; return that one's container."""
        from engine.spiff.normalise import extended

        target = self.definition(unit, definition_id)
        with self._lock:
            key = f"{target.key}@{target.id}"
            if key not in specification.plan.containers:
                plan, key = extended(
                    specification.plan,
                    self.model(unit, target.digest),
                    target.key,
                    resolve=self._resolve(unit, specification.plan.digest),
                    definition=target.id,
                )
                specification.grow(plan)
                specification.decisions = self._pinned(unit, plan)
            return key
