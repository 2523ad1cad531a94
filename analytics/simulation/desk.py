"""People and working hours: a desk serves cases one after another, in the order they came.

Times are float seconds since 1970.  Work that is not finished when the office closes goes on when it opens; nobody
begins outside the hours.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.errors import NotSimulatable
from processes.text import _

if TYPE_CHECKING:
    from processes.calendar import WorkingCalendar


class Hours:
    """The open time of a calendar, as plain lists a loop can search quickly; None is open round the clock."""

    def __init__(self, calendar: WorkingCalendar | None) -> None:
        self.always = calendar is None
        if calendar is not None:
            table = calendar.shift_table()
            self.starts: list[float] = table.starts.tolist()
            self.ends: list[float] = table.ends.tolist()
            self.before: list[float] = table.before.tolist()

    def opening(self, moment: float) -> float:
        """Return `moment` when it is open, else the next opening."""
        if self.always:
            return moment
        index = bisect_right(self.starts, moment) - 1
        if index >= 0 and moment < self.ends[index]:
            return moment
        return self._start(index + 1)

    def after(self, moment: float, seconds: float) -> float:
        """Return when `seconds` of open time have passed since `moment`."""
        if self.always or seconds <= 0:
            return moment + seconds
        begin = self.opening(moment)
        index = bisect_right(self.starts, begin) - 1
        target = self.before[index] + (begin - self.starts[index]) + seconds
        index = bisect_right(self.before, target, lo=index) - 1
        if self.before[index] == target:
            index -= 1
        end = self.starts[index] + (target - self.before[index])
        if end > self.ends[-1]:
            self._start(len(self.starts))
        return end

    def _start(self, index: int) -> float:
        if index >= len(self.starts):
            raise NotSimulatable(
                _("The simulated cases run past the end of the calendar."),
                hint=_("Simulate fewer cases or more people, or give the calendar more years."),
            )
        return self.starts[index]


@dataclass
class Desk:
    """`count` people who serve one queue."""

    name: str
    count: int
    hours: Hours
    free: list[int] = field(default_factory=list)
    queue: deque[Any] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.free = list(range(self.count, 0, -1))
