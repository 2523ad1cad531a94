"""Days that do not count: while an applicant completes the file, the clock of the case stands still.

The engine writes such a stop as a suspension of the work that awaits the applicant; the term of the whole case stands
still with it.  A suspension for another reason costs time like any other.

Source: Law of the Kyrgyz Republic No. 210 of 31.07.2015 on administrative procedures; `processes.term`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.term import Stop

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog

#: The attribute of a suspending event that says whether the work waits for the applicant.
AWAITS = "awaits_applicant"

#: The stops of each activity instance, by case and instance.
Stops = dict[tuple[str, str], tuple[Stop, ...]]


def clock_stops(log: EventLog, calendar: WorkingCalendar) -> Stops:
    """Return the days on which the clock of each activity instance stood still; most instances have none.

    The last stop has no end while nobody let the clock go on.

    >>> from processes import WorkingCalendar
    >>> from processes.examples import two_certificates
    >>> clock_stops(two_certificates(), WorkingCalendar.default())
    {}
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if AWAITS not in log.events.column_names:
        return {}
    stage = log.events["lifecycle"].cast(pa.string())
    wanted = pc.and_(
        pc.is_in(stage, pa.array(["suspended", "resumed"])),
        pc.and_(pc.is_valid(log.events["instance"]), pc.is_valid(log.events["timestamp"])),
    )
    found: Stops = {}
    for event in log.events.filter(wanted).to_pylist():
        key = event["case"], event["instance"]
        day = event["timestamp"].astimezone(calendar.zone).date()
        so_far = found.get(key, ())
        stands = bool(so_far) and so_far[-1].last is None
        if event["lifecycle"] == "resumed" and stands:
            found[key] = (*so_far[:-1], Stop(first=so_far[-1].first, last=max(day, so_far[-1].first)))
        elif event["lifecycle"] == "suspended" and not stands and event[AWAITS] is True:
            found[key] = (*so_far, Stop(first=day))
    return found


def by_case(stops: Mapping[tuple[str, str], Iterable[Stop]]) -> dict[str, tuple[Stop, ...]]:
    """Return the stops of whole cases, in order of their first days, those that still stand last."""
    found: dict[str, list[Stop]] = {}
    for (case, _instance), own in stops.items():
        found.setdefault(case, []).extend(own)
    return {c: tuple(sorted(own, key=lambda s: (s.last is None, s.first))) for c, own in found.items()}


def counted_seconds(
    start: datetime, end: datetime, stops: Iterable[Stop], *, working: bool, calendar: WorkingCalendar
) -> float:
    """Return the seconds from `start` to `end` that count, working or calendar time, without the days of `stops`.

    >>> from datetime import date, datetime, UTC
    >>> from processes import WorkingCalendar
    >>> begin, end = datetime(2026, 3, 2, 4, tzinfo=UTC), datetime(2026, 3, 12, 4, tzinfo=UTC)
    >>> stops = [Stop(first=date(2026, 3, 4), last=date(2026, 3, 6))]
    >>> office = WorkingCalendar.default()
    >>> plain = counted_seconds(begin, end, [], working=False, calendar=office)
    >>> (plain - counted_seconds(begin, end, stops, working=False, calendar=office)) / 86_400
    3.0
    """
    last = end.astimezone(calendar.zone).date()
    counted = calendar.stopped((s.first, s.last or max(last, s.first)) for s in stops)
    if working:
        return counted.between(start, end).total_seconds()
    first = start.astimezone(calendar.zone).date()
    still = sum(first <= day <= last for day in counted.stops - calendar.stops)
    return max((end - start).total_seconds() - still * 86_400.0, 0.0)
