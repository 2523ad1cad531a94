"""Measures of a large log: the same quantities as on one machine, asked where it stands.

Only those are here that are as exact as on one machine.  Any other is refused by its name: why a case waits needs
everybody's whole day, a workload what all had in hand at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.errors import NotMeasurable
from analytics.large_counts import COUNTS
from analytics.large_times import LEVELS, measured_times
from analytics.measure import Measure, refuse_level, unit_of
from analytics.measures import measures
from processes.text import _

if TYPE_CHECKING:
    from analytics.large_log import LargeLog
    from analytics.measure import Level
    from processes.calendar import WorkingCalendar

#: What is not written as its name with spaces.
_WRITTEN = {
    "directly_follows": "directly-follows",
    "self_loops": "self-loops",
    "ping_pong_rate": "ping-pong rate",
}


def measurable() -> tuple[str, ...]:
    """Return the names of the measures a large log can be asked, in order.

    >>> measurable()[:3]
    ('concurrency', 'directly_follows', 'end_activities')
    """
    return tuple(sorted([*COUNTS, *LEVELS]))


def measure_large(
    name: str,
    log: LargeLog,
    *,
    level: Level | None = None,
    unit: str = "hours",
    calendar: WorkingCalendar | None = None,
) -> Measure:
    """Return the measure of that name at `level` (without one, where it usually stands), times in `unit`.

    Working time was counted when the log was prepared; `calendar` says only how long a working day is.  Raises
    `NotMeasurable` for a measure, a level or a unit that cannot be asked of a large log.
    """
    if name in LEVELS:
        return measured_times(name, log, level=level, unit=unit, calendar=calendar)
    if name not in COUNTS:
        what = (
            _("{name} cannot be measured on a large log.")
            if name in measures
            else _("There is no measure {name}.")
        )
        raise NotMeasurable(
            what.format(name=name),
            hint=_("On {on} can be measured: {measurable}; the others on one machine.").format(
                on=log.on, measurable=", ".join(measurable())
            ),
        )
    asked = COUNTS[name]
    refuse_level(name.replace("_", " "), level or asked.level, (asked.level,))
    factor, working = unit_of(unit, calendar)
    if working and asked.unit is None:
        raise NotMeasurable(
            _("A large log is not measured in {unit}.").format(unit=unit),
            hint=_("{name} is measured in calendar time there; in working time on one machine.").format(
                name=name
            ),
        )
    return Measure(
        name=_WRITTEN.get(name, name.replace("_", " ")),
        level=asked.level,
        unit=asked.unit or unit,
        rows=asked.ask(log, factor),
        origin=log.origin,
    )
