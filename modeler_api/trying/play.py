"""Playing a case: its acts are done one after another in a fresh engine, and what stands then is told.

Time stands still until somebody lets it pass. No service is called: each waits until the one who plays says how it
answers. Everybody who works is somebody else, so that four eyes can be played alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from engine import Engine
from engine.errors import EngineError
from engine.testing import Clock
from modeler_api.store.acts import Act
from processes.text import Message, _

if TYPE_CHECKING:
    from engine import HistoryRecord, Incident, Instance, WorkItem
    from processes import Model
    from processes.decision.model import DecisionModel

BY = "applicant"
CASE = "TRY-1"


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """A message somebody waits for at `element`."""

    element: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What stands after the acts that were done; `refused` says why the next one was not.

    `here` are the elements the case is at, `history` what happened, `ends` the end events it reached.
    """

    acts: tuple[Act, ...]
    status: str
    now: dt.datetime
    due: dt.datetime | None
    items: tuple[WorkItem, ...]
    services: tuple[Incident, ...]
    messages: tuple[Awaited, ...]
    data: Mapping[str, Any]
    here: frozenset[str]
    history: tuple[HistoryRecord, ...]
    ends: tuple[str, ...]
    refused: Message | None = None


class _Silent(RuntimeError):
    """A service that is not called while a case is only played."""


def played(
    models: Sequence[Model], acts: Sequence[Act], *, decisions: Sequence[DecisionModel] = ()
) -> Situation:
    """Play the first of the models; the others are called by it.

    Raises `NotExecutable` with every reason when the model cannot run.
    """
    clock = Clock()
    engine = Engine("sqlite://", clock=clock)
    try:
        return _Stage(engine, clock, models, decisions).play(acts)
    finally:
        engine.dispose()


class _Stage:
    def __init__(
        self, engine: Engine, clock: Clock, models: Sequence[Model], decisions: Sequence[DecisionModel]
    ) -> None:
        self.engine, self.clock, self.model = engine, clock, models[0]
        for model in models:
            for element in model.elements.values():
                if element.topic:
                    engine.service_task(element.topic)(_silent)
        self.definition = engine.deploy([*models, *decisions], by=BY)
        self.case: Instance | None = None

    def play(self, acts: Sequence[Act]) -> Situation:
        done: list[Act] = []
        for act in acts:
            try:
                self._do(act)
            except EngineError as error:
                return self._situation(tuple(done), refused=error.message)
            except LookupError:
                return self._situation(tuple(done), refused=_no_longer(act, self.model))
            done.append(act)
        return self._situation(tuple(done))

    def _do(self, act: Act) -> None:
        engine = self.engine
        if act.do == "start":
            self.case = engine.start(self.definition, data=act.data, business_key=CASE, by=BY)
        elif act.do == "complete":
            item = _there(self._items(), act)
            step = self.model.elements[item.element].step if item.element in self.model.elements else None
            who = item.holder or f"officer for {(step and step.bound_to) or item.element}"
            if item.holder is None:
                engine.claim(item, by=who)
            engine.complete(item, by=who, data=act.data)
        elif act.do in ("serve", "error"):
            incident = _there(self._services(), act)
            if act.do == "serve":
                engine.resolve(incident, by=BY, data=act.data)
            else:
                engine.throw(incident, code=act.name, by=BY, data=act.data)
        elif act.do == "message":
            engine.correlate(act.name, key=self._key(act), data=act.data, by=BY)
        elif act.do == "wait":
            due = engine.next_timer()
            if due is None:
                raise LookupError
            self.clock.set(max(due, self.clock.now()))
            engine.fire_timers()
            engine.run_jobs()
        else:
            raise LookupError

    def _key(self, act: Act) -> str:
        element = self.model.elements.get(act.element)
        key = element.correlation_key if element is not None else None
        key = key or (
            element.event_definition.correlation_key if element and element.event_definition else None
        )
        if not key or self.case is None:
            return CASE
        from engine.expressions import feel

        return str(feel.evaluate(key, dict(self.engine.instance(self.case).data)))

    def _items(self) -> list[WorkItem]:
        if self.case is None:
            return []
        return self.engine.work_items()

    def _services(self) -> list[Incident]:
        return self.engine.incidents()

    def _situation(self, acts: tuple[Act, ...], *, refused: Message | None = None) -> Situation:
        engine, case = self.engine, self.case
        if case is None:
            return Situation(
                acts=acts,
                status="new",
                now=self.clock.now(),
                due=None,
                items=(),
                services=(),
                messages=(),
                data={},
                here=frozenset(),
                history=(),
                ends=(),
                refused=refused,
            )
        found = engine.instance(case)
        history = tuple(engine.history(case))
        running = found.status == "running"
        here = _open(history) if running else frozenset()
        return Situation(
            acts=acts,
            status=found.status,
            now=self.clock.now(),
            due=engine.next_timer() if running else None,
            items=tuple(self._items()),
            services=tuple(self._services()) if running else (),
            messages=_awaited(self.model, here),
            data=found.data,
            here=here,
            history=history,
            ends=tuple(
                record.element
                for record in history
                if record.kind == "completed"
                and record.element
                and record.type == "EndEvent"
                and self.model.elements[record.element].scope == self.model.main_process.id
            ),
            refused=refused,
        )


def _silent() -> None:
    raise _Silent("It is not called while the case is only played.")


class _Placed(Protocol):
    @property
    def element(self) -> str: ...


_Thing = TypeVar("_Thing", bound=_Placed)


def _there(things: Iterable[_Thing], act: Act) -> _Thing:
    """What waits where an act was done; raises `LookupError` when nothing does: the model has changed since."""
    found = next((thing for thing in things if thing.element == act.element), None)
    if found is None:
        raise LookupError(act.element)
    return found


def _no_longer(act: Act, model: Model) -> Message:
    if act.do == "wait":
        return _("No deadline and no timer is set, so letting time pass changes nothing.")
    return _("“{label}” does not wait for this now.").format(label=model.label(act.element or act.name))


def _open(history: Sequence[HistoryRecord]) -> frozenset[str]:
    """The elements that were begun and are not over."""
    begun: dict[tuple[str, str | None], bool] = {}
    for record in history:
        if record.element and record.type != "Process":
            begun[record.element, record.activity] = record.kind not in ("completed", "cancelled", "failed")
    return frozenset(element for (element, _activity), is_open in begun.items() if is_open)


def _awaited(model: Model, here: frozenset[str]) -> tuple[Awaited, ...]:
    found = []
    for element in model.elements.values():
        waits = element.id in here or (element.type == "BoundaryEvent" and element.attached_to in here)
        name = element.message or next(
            (each.name for each in element.event_definitions if each.type == "Message" and each.name), None
        )
        is_catching = element.type in ("ReceiveTask", "IntermediateCatchEvent", "BoundaryEvent")
        if waits and name and is_catching:
            found.append(Awaited(element=element.id, name=name))
    return tuple(found)
