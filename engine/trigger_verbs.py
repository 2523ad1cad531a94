"""The verbs about what begins by itself: flow triggers, clocks, messages and signals that start cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from engine import arguments, following, operating, timers
from engine.operations import id_of
from engine.scheduled_start import ListeningStart, ScheduledStart
from engine.store import suspensions, triggers, waiting

if TYPE_CHECKING:
    from engine.definition import Definition
    from engine.store import Unit
    from engine.trigger import Outcome as Ending
    from engine.trigger import Trigger
    from engine.workshop import Workshop

T = TypeVar("T")


class Triggers:
    """The part of `engine.Engine` about what starts cases by itself."""

    _shop: Workshop
    _key: Callable[[Definition | str], str]
    _write: Callable[[Callable[[Unit], T]], T]
    _send: Callable[[Sequence[str]], None]

    def add_trigger(
        self,
        source: Definition | str,
        target: Definition | str,
        *,
        on: Ending = "completed",
        variables: Sequence[str] | None = None,
        by: str,
    ) -> Trigger:
        """Let a case of `target` start whenever one of `source` ends so; it takes along the business key and variables.

        The newest version of `target` starts, once for each case that ends.
        """
        arguments.person(by)
        keys = self._key(source), self._key(target)
        return self._write(
            lambda unit: following.add(
                self._shop, unit, source=keys[0], target=keys[1], on=on, variables=variables, by=by
            )
        )

    def triggers(self) -> list[Trigger]:
        """Return every flow trigger, oldest first."""
        with self._shop.store.read() as unit:
            return triggers.all_of(unit)

    def enable_trigger(self, trigger: Trigger | str, *, enabled: bool = True, by: str) -> None:
        """Switch a flow trigger on or off; what has ended meanwhile starts nothing later."""
        arguments.person(by)
        self._write(lambda unit: following.enable(unit, id_of(trigger), enabled=enabled))

    def remove_trigger(self, trigger: Trigger | str, *, by: str) -> None:
        """Remove a flow trigger."""
        arguments.person(by)
        self._write(lambda unit: following.remove(unit, id_of(trigger)))

    def scheduled_starts(self, definition: Definition | str, *, runs: int = 5) -> list[ScheduledStart]:
        """Return what a clock starts of a definition, each with its next `runs` moments at most."""
        key = self._key(definition)
        with self._shop.store.read() as unit:
            rows = waiting.start_timers(unit, key)
            resting = suspensions.found(unit, "start")
        found = []
        for row in rows:
            first = timers.Due(at=row["due"], remaining=row["remaining"], interval=row["interval"])
            moments = timers.upcoming(first, count=runs, working=row["working"], calendar=self._shop.calendar)
            found.append(
                ScheduledStart(
                    element=row["element"],
                    runs=moments,
                    interval=row["interval"],
                    rest=resting.get(suspensions.name_of_start(key, row["element"])),
                )
            )
        return found

    def timer_runs(
        self, expression: str, kind: str, *, working: bool = False, runs: int = 5
    ) -> tuple[datetime, ...]:
        """Return when a timer of this text and kind (`date`, `duration`, `cycle`) would fire if it began now.

        Raises `SandboxError` where the text is no such time; one in FEEL says its time only where its case is known.
        """
        now, calendar = self._shop.now(), self._shop.calendar
        first = timers.due(expression, kind, {}, now=now, working=working, calendar=calendar)
        return timers.upcoming(first, count=runs, working=working, calendar=calendar)

    def listening_starts(self, definition: Definition | str) -> list[ListeningStart]:
        """Return which messages and signals start a definition."""
        key = self._key(definition)
        with self._shop.store.read() as unit:
            rows = [row for kind in ("message", "signal") for row in waiting.starts_of(unit, key, kind)]
            resting = suspensions.found(unit, "start")
        return [
            ListeningStart(
                element=row["element"],
                kind=row["kind"],
                name=row["name"],
                rest=resting.get(suspensions.name_of_start(key, row["element"])),
            )
            for row in rows
        ]

    def suspend_start(self, definition: Definition | str, element: str, *, by: str, reason: str) -> None:
        """Let one start event of a definition rest: its clock starts nothing, its messages are kept.

        Another version with the same start event finds it resting.  Raises `InvalidArgument` when nothing starts there
        by itself.
        """
        arguments.person(by)
        key = self._key(definition)
        self._write(
            lambda unit: operating.suspend_start(self._shop, unit, key, element, by=by, reason=reason)
        )

    def resume_start(self, definition: Definition | str, element: str, *, by: str) -> None:
        """Let a start event start again; what came due meanwhile fires as its timer says, kept messages start now."""
        arguments.person(by)
        key = self._key(definition)
        self._send(self._write(lambda unit: operating.resume_start(self._shop, unit, key, element)))
