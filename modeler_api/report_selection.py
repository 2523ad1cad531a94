"""What of a log a report is about: the period, the way, the version, and working or calendar time.

It stands in the address, so that what one person sees can be sent to another; whatever is left out is counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from modeler_api.event_logs import Source
from modeler_api.quantities import whole_number
from processes.text import Message, _

if TYPE_CHECKING:
    from analytics.slicing import Slice
    from processes import EventLog
    from processes.calendar import WorkingCalendar

TIMES: dict[str, Message] = {"working": _("Working time"), "calendar": _("Calendar time")}


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What was asked for; None means everything there is. `errors` are what could not be read, by field."""

    log: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    way: str | None = None
    version: int | None = None
    is_working: bool = True
    errors: tuple[tuple[str, Message], ...] = ()
    uncovered: Message | None = None
    """Why working time cannot be counted though it was asked for; then calendar time is."""

    @property
    def case_unit(self) -> str:
        """The unit of what a case takes."""
        return "working days" if self.is_working else "days"

    @property
    def step_unit(self) -> str:
        """The unit of what a step takes."""
        return "working hours" if self.is_working else "hours"

    @property
    def arguments(self) -> dict[str, str | int | None]:
        """The part of an address that asks for the same again."""
        return {
            "log": self.log,
            "from": self.first.isoformat() if self.first else None,
            "to": self.last.isoformat() if self.last else None,
            "way": self.way,
            "version": self.version,
            "time": None if self.is_working else "calendar",
        }

    @property
    def is_narrowed(self) -> bool:
        """Whether some cases may be left out by what was asked for."""
        return any((self.first, self.last, self.way, self.version))


def asked(arguments: Mapping[str, str]) -> Selection:
    """The selection that an address or a form asks for.

    >>> asked({"from": "2026-03-01", "time": "calendar"}).case_unit
    'days'
    >>> [field for field, _why in asked({"to": "soon"}).errors]
    ['to']
    """
    errors: list[tuple[str, Message]] = []
    days: dict[str, dt.date | None] = {}
    for name in ("from", "to"):
        written = arguments.get(name, "").strip()
        try:
            days[name] = dt.date.fromisoformat(written) if written else None
        except ValueError:
            days[name] = None
            errors.append((name, _("Write the day as year, month and day: 2026-03-31.")))
    first, last = days["from"], days["to"]
    if first is not None and last is not None and last < first:
        errors.append(("to", _("The last day of the period comes before the first.")))
        last = None
    version = arguments.get("version", "")
    return Selection(
        log=arguments.get("log") or None,
        first=first,
        last=last,
        way=arguments.get("way") or None,
        version=whole_number(version),
        is_working=arguments.get("time") != "calendar",
        errors=tuple(errors),
    )


def countable(selection: Selection, source: Source | None, calendar: WorkingCalendar) -> Selection:
    """The selection, in calendar time where the calendar does not know the years of the log."""
    from processes.errors import NotCovered

    if source is None or not selection.is_working or (period := source.period) is None:
        return selection
    try:
        calendar.covering(*(moment.year for moment in period))
    except NotCovered as unknown:
        return replace(selection, is_working=False, uncovered=unknown.message)
    return selection


def narrowed(source: Source, selection: Selection, *, zone: str) -> Source:
    """The source with the cases that the selection asks for, and how many others were left out, with the reason."""
    if not selection.is_narrowed:
        return source
    from analytics.slicing import Exclusion

    log, left_out = source.log, []
    if selection.version is not None and source.versions:
        kept = frozenset(case for case, number in source.versions.items() if number == selection.version)
        narrow = _only(log, kept)
        if len(narrow) < len(log):
            left_out.append(Exclusion(why=_("ran by another version"), cases=len(log) - len(narrow)))
        log = narrow
    part = _sliced(log, selection.first, selection.last, selection.way, zone)
    return replace(source, log=part.log, left_out=(*left_out, *part.left_out))


@lru_cache(maxsize=8)
def _only(log: EventLog, cases: frozenset[str]) -> EventLog:
    return log.only(cases)


@lru_cache(maxsize=8)
def _sliced(log: EventLog, first: dt.date | None, last: dt.date | None, way: str | None, zone: str) -> Slice:
    from analytics.slicing import sliced

    return sliced(log, first=first, last=last, variant=way, zone=zone)
