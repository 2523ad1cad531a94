"""Measures of a large log: the same quantities as on one machine, asked where it stands.

Only those are here that are as exact as on one machine; any other is refused by its name (decision 0037).
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.errors import NotMeasurable
from analytics.large_counts import COUNTS
from analytics.large_registry import ASKED
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
# Whatever stands beside this file as `large_….py` registers what it asks, so that nothing is to be listed here.
for _module in sorted(Path(__file__).parent.glob("large_*.py")):
    if _module.stem != Path(__file__).stem:
        import_module(f"analytics.{_module.stem}")


def measurable() -> tuple[str, ...]:
    """Return the names of the measures a large log can be asked, in order.

    >>> measurable()[:3]
    ('concurrency', 'cost', 'directly_follows')
    """
    return tuple(sorted([*COUNTS, *LEVELS, *ASKED]))


def measure_large(
    name: str,
    log: LargeLog,
    *,
    level: Level | None = None,
    unit: str = "hours",
    calendar: WorkingCalendar | None = None,
    **given: Any,
) -> Measure:
    """Return the measure of that name at `level` (without one, where it usually stands), times in `unit`.

    Working time was counted when the log was prepared; `calendar` says how long a working day is and when a term ends,
    and why cases wait is told by it.  What a measure has to be told besides is `given` as on one machine (`rates=`,
    `limit=`, `activities=`); at level unit it is `units={person: unit}`.
    Raises `NotMeasurable` for a measure, a level or a unit that cannot be asked of a large log.
    """
    if level == "unit":
        return _by_unit(name, log, given, calendar=calendar, unit=unit)
    if name in ASKED:
        takes = signature(ASKED[name]).parameters
        given |= {"level": level} if level is not None else {}
        given |= {"calendar": calendar} if calendar is not None and "calendar" in takes else {}
        given |= {"unit": unit} if "unit" in takes else {}
        return ASKED[name](log, **given)
    if given:
        raise TypeError(f"{name} is asked without {', '.join(sorted(given))}.")
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


def _by_unit(name: str, log: LargeLog, given: dict[str, Any], **asked: Any) -> Measure:
    """Return a measure of people by their units: what is asked of the groups of a log in which each is its unit."""
    units = given.pop("units", None)
    takes = signature(measures[name]).parameters if name in measures else {}
    if "units" not in takes:
        raise NotMeasurable(
            _("{name} is not measured by unit.").format(name=name.replace("_", " ")),
            hint=_("Ask by group, or one of those that are: {names}.").format(
                names=", ".join(n for n in measurable() if "units" in signature(measures[n]).parameters)
            ),
        )
    if units is None:
        raise NotMeasurable(
            _("{name} by unit needs to know who works where.").format(name=name.replace("_", " ")),
            hint=_("Give units={person: unit}."),
        )
    return replace(measure_large(name, log.by_unit(units), **asked, **given), level="unit")
