"""The verbs about time: stopping a clock, letting it go on, extending a term, and asking how it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from engine import arguments, clocks, terms
from engine.operations import id_of
from engine.store import terms as kept
from engine.store import work_items

if TYPE_CHECKING:
    from engine.instance import Instance
    from engine.store import Unit
    from engine.work_item import WorkItem
    from engine.work_term import WorkTerm
    from engine.workshop import Workshop

T = TypeVar("T")


class Terms:
    """The part of `engine.Engine` about how long work and cases may take."""

    _shop: Workshop
    _write: Callable[[Callable[[Unit], T]], T]

    def stop_clock(
        self, of: WorkItem | Instance | str, *, by: str, reason: str, groups: Sequence[str] | None = None
    ) -> None:
        """Let the clock of a work item (and of its case) stand still from today on: others must act first.

        Of an instance, the clocks of all that is open in it.  The item is then due at no date, and rests with its
        holder.  Raises `WrongState` when there is no limit or the clock stands still already.

        >>> from engine import Engine
        >>> from processes import read_model
        >>> from processes.model.edits_of_annotations import set_step
        >>> engine = Engine("sqlite://")
        >>> model = read_model(b"Check @clerks -> Decide @heads", dialect="sketch")
        >>> permit = engine.deploy(set_step(model, "check", limit=timedelta(days=10)), by="ana")
        >>> case = engine.start(permit, by="ana")
        >>> [item] = engine.work_items(case)
        >>> engine.stop_clock(item, by="ana", reason="The plan is missing.")
        >>> engine.work_item(item).due, engine.term(item).is_stopped
        (None, True)
        """
        arguments.person(by)
        self._write(lambda unit: terms.stop(self._shop, unit, id_of(of), by=by, reason=reason, groups=groups))

    def restart_clock(
        self, of: WorkItem | Instance | str, *, by: str, groups: Sequence[str] | None = None
    ) -> None:
        """Let a clock go on after today; raises `WrongState` when it is not stopped."""
        arguments.person(by)
        self._write(lambda unit: terms.restart(self._shop, unit, id_of(of), by=by, groups=groups))

    def extend_term(
        self,
        of: WorkItem | Instance | str,
        *,
        by: str,
        amount: timedelta,
        reason: str,
        groups: Sequence[str] | None = None,
    ) -> None:
        """Give a work item (or case) `amount` more time, in the unit of its limit, for a reason the applicant reads.

        Raises `NotExtendable` the second time, and when the term is over.
        """
        arguments.person(by)
        self._write(
            lambda unit: terms.extend(
                self._shop, unit, id_of(of), by=by, amount=amount, reason=reason, groups=groups
            )
        )

    def term(self, of: WorkItem | Instance | str) -> WorkTerm | None:
        """Return the term of an open work item or of a running case; None when nobody has set a limit."""
        with self._shop.store.read() as unit:
            item = work_items.one(unit, id_of(of))
            instance = item["instance"] if item is not None else id_of(of)
            task = item["task"] if item is not None else None
            if item is not None and item["status"] != "open":
                return None
            rows = [row for row in kept.of_instance(unit, instance) if row["task"] == task]
        if not rows:
            return None
        return clocks.as_work_term(rows[0], self._shop.working_time, clocks.today(self._shop))

    def case_dues(self, instances: Sequence[str]) -> dict[str, datetime]:
        """Return by when each of these running cases has to be decided; one without a limit, or whose clock stands
        still, is left out.
        """
        with self._shop.store.read() as unit:
            rows = kept.of_cases(unit, instances) if instances else []
        return {row["instance"]: row["due"] for row in rows if not kept.term_in(row).is_stopped}

    def recompute_terms(self) -> int:
        """Compute every open term anew after the calendar has changed; return how many moved.

        Each change is in the history.  What has been reached stays reached.  One that fails in a way nobody has
        foreseen holds up none of the others; what it raised is raised at the end.
        """
        from engine.jobs.sweep import Failures, raise_all

        with self._shop.store.read() as unit:
            calendar = self._shop.working_time
            other = [
                (row["id"], row["instance"])
                for row in kept.running(unit)
                if kept.term_in(row).due(calendar) != row["due"]
            ]
        moved, failures = 0, Failures()
        for id_, instance in other:
            try:
                moved += self._write(partial(terms.recompute, self._shop, id_=id_, instance=instance))
            except Exception as error:  # noqa: BLE001  # whatever it is, the others are to be moved all the same
                failures[id_] = error
        raise_all("terms after a change of the calendar", failures)
        return moved
