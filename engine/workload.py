"""How much work lies with whom: open, late, soon due, and what was done in time of late."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Workload:
    """The work of one holder, or with `holder` None what nobody has taken.

    `done` counts what was completed since the moment asked for, `done_with_term` that part of it that had a due date,
    and `done_in_time` what was completed by then.

    >>> Workload(holder=None, open=4, overdue=1, due_soon=2, done=9, done_with_term=8, done_in_time=6).met
    0.75
    """

    holder: str | None
    open: int = 0
    overdue: int = 0
    due_soon: int = 0
    done: int = 0
    done_with_term: int = 0
    done_in_time: int = 0

    @property
    def met(self) -> float | None:
        """The share of what was done with a due date that was done by it; None when nothing had one."""
        return self.done_in_time / self.done_with_term if self.done_with_term else None


def together(loads: list[Workload]) -> Workload:
    """The sum of workloads, of no holder."""
    numbers = ("open", "overdue", "due_soon", "done", "done_with_term", "done_in_time")
    return Workload(holder=None, **{name: sum(getattr(load, name) for load in loads) for name in numbers})
