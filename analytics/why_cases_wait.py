"""Why cases wait: each wait of a log, parted into its causes; the parts add up to the whole.

A *wait* lasts from the moment an activity could begin (it was offered; in a log without offers, the previous completion
in the case) until somebody began it, and while it was suspended.  Each second of it has one cause, the first of these
that holds:

1. **applicant** or **other agency**: the activity is the applicant's (or of a third party sent for), or another
   body's.  What our own engine suspended waits for the applicant: its clock stands still for nothing else.
2. **batching**: the case belongs to a batch (see `batches`) whose last case was not ready yet.
3. **unavailability**: the office was closed, or the person who did it in the end is known to have been away.
4. **contention**: that person was busy with work that had been ready before this one.
5. **prioritisation**: that person was busy with work that became ready later, and was preferred.
6. **unknown**: none of these is recorded.  Nobody was seen to be busy, and why it lay is not in the log.

Where no start is recorded, waiting and work cannot be told apart: the time until the completion is *unknown* but for
the hours the office was closed, and `unrecorded` says how much of the unknown that is.  A wait neither of whose ends is
recorded has no length and is counted in `unmeasured`.

Two things differ from the source: closed hours go before busyness, since a piece of work that lasts overnight keeps
nobody busy at night; and what an idle person let lie is *unknown*, not a cause of its own.  What lies between an
activity's completion and the next one's offer (timers, messages) is no wait of an activity and not in the whole.

Source: Lashkevich, Milani, Chapela-Campa, Suvorau, Dumas (2023), Why am I waiting? Data-driven analysis of waiting
times in business processes, doi:10.1007/978-3-031-34560-9_11.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from analytics.errors import NotMeasurable
from analytics.measure import Level, refuse_level, require, unit_of
from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime

    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    from analytics.occupied import Occupied
    from analytics.wait_pieces import Pieces
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog, Origin
    from processes.model.model import Model

    Seconds = npt.NDArray[np.float64]
    Truths = npt.NDArray[np.bool_]

Cause = Literal[
    "applicant", "other agency", "batching", "unavailability", "contention", "prioritisation", "unknown"
]
CAUSES: tuple[Cause, ...] = (
    "applicant",
    "other agency",
    "batching",
    "unavailability",
    "contention",
    "prioritisation",
    "unknown",
)

NAMES: dict[Cause, Message] = {
    "applicant": _("The applicant is waited for"),
    "other agency": _("Another agency is waited for"),
    "batching": _("Work is let pile up"),
    "unavailability": _("Nobody is there"),
    "contention": _("People are busy with earlier cases"),
    "prioritisation": _("Later cases are preferred"),
    "unknown": _("Unknown"),
}

MEANINGS: dict[Cause, Message] = {
    "applicant": _("The step is the applicant's own, or the clock stood still until papers were brought."),
    "other agency": _("The step is another agency's."),
    "batching": _("The case lay until the last case of a pile was there that was then done in one go."),
    "unavailability": _("The office was closed, or the person who did it was away."),
    "contention": _("The person who did it was at work on cases that had been ready before this one."),
    "prioritisation": _("The person who did it was at work on cases that became ready after this one."),
    "unknown": _("The log does not say: nobody is seen to be busy, or no start or no person was recorded."),
}


@dataclass(frozen=True, kw_only=True)
class Waited:
    """What one key waited, in the unit asked for; `parts` has every cause and adds up to `whole`.

    `waits` were measured, `unmeasured` have no recorded length; `unrecorded` is the part of the unknown in which
    waiting and work cannot be told apart.
    """

    key: str
    waits: int
    unmeasured: int
    parts: Mapping[Cause, float]
    unrecorded: float

    @property
    def whole(self) -> float:
        """All the waiting."""
        return sum(self.parts.values())

    def share(self, cause: Cause) -> float | None:
        """Return the share of a cause in the whole; None when nothing was measured or nothing waited."""
        return self.parts[cause] / self.whole if self.waits and self.whole else None


@dataclass(frozen=True, kw_only=True)
class Waits:
    """Every wait of a log, a row each, with the seconds of each cause; NaN where the wait has no length.

    `working` says whether closed hours are counted: in a working unit they are no part of the whole.
    """

    activities: pa.Table
    seconds: Mapping[Cause, Seconds]
    unrecorded: Seconds
    unit: str
    factor: float
    working: bool
    origin: Origin

    @cached_property
    def whole(self) -> Waited:
        """The waits of all cases together."""
        [row] = self.by("log")
        return row

    def by(self, level: Level) -> tuple[Waited, ...]:
        """Return the waits by log, case, activity or group, those that waited longest first."""
        import numpy as np
        import pyarrow.compute as pc

        refuse_level("why cases wait", level, ("log", "case", "activity", "group"))
        rows = self.activities.num_rows
        if level == "log":
            names, codes = ["all"], np.zeros(rows, dtype=np.int64)
        else:
            coded = pc.fill_null(self.activities[level], "—").combine_chunks().dictionary_encode()
            names, codes = coded.dictionary.to_pylist(), coded.indices.to_numpy()
        known = ~np.isnan(self.seconds["unknown"])

        def total(values: Seconds) -> Seconds:
            return np.bincount(codes[known], values[known], minlength=len(names)) / self.factor

        sums = {cause: total(self.seconds[cause]) for cause in CAUSES}
        lost = total(self.unrecorded)
        counts = np.bincount(codes[known], minlength=len(names))
        missing = np.bincount(codes[~known], minlength=len(names))
        found = [
            Waited(
                key=name,
                waits=int(counts[i]),
                unmeasured=int(missing[i]),
                parts={cause: float(sums[cause][i]) for cause in CAUSES},
                unrecorded=float(lost[i]),
            )
            for i, name in enumerate(names)
        ]
        return tuple(sorted(found, key=lambda w: (-w.whole, w.key)))


def why_cases_wait(
    log: EventLog,
    *,
    model: Model | None = None,
    unit: str = "working hours",
    calendar: WorkingCalendar | None = None,
    applicants: Collection[str] = (),
    agencies: Collection[str] = (),
    absences: Mapping[str, Sequence[tuple[datetime, datetime]]] | None = None,
) -> Waits:
    """Return every wait of `log` parted into its causes.

    Whose an activity is, `model` says; in a log without a model `applicants` and `agencies` name groups (or activities)
    of the applicant and of other bodies.  `absences` are the times people were away, by the name they have in the
    log.  In a working unit closed hours are not counted at all.

    >>> from processes.examples import two_certificates
    >>> found = why_cases_wait(two_certificates(), unit="hours").whole
    >>> found.whole, {cause: hours for cause, hours in found.parts.items() if hours}
    (4.0, {'unavailability': 0.5, 'contention': 0.5, 'unknown': 3.0})
    """
    from analytics.remembered import remembered

    require(log)
    factor, working = unit_of(unit, calendar)

    def reckoned() -> tuple[object, Waits]:
        found = _parted(log, model, working, calendar, applicants, agencies, absences or {})
        return calendar, found

    if applicants or agencies or absences:
        return replace(reckoned()[1], unit=unit, factor=factor)
    # A report and its detectors ask for the same; the calendar is kept with it, so that its number stays its own.
    asked = ("why cases wait", model.digest if model is not None else None, working, id(calendar))
    return replace(remembered(log, asked, reckoned)[1], unit=unit, factor=factor)


def _parted(
    log: EventLog,
    model: Model | None,
    working: bool,
    calendar: WorkingCalendar | None,
    applicants: Collection[str],
    agencies: Collection[str],
    absences: Mapping[str, Sequence[tuple[datetime, datetime]]],
) -> Waits:
    """Return the waits in seconds."""
    import numpy as np

    from analytics.wait_pieces import wait_pieces

    pieces = wait_pieces(log, model=model, applicants=applicants, agencies=agencies)
    moments = np.concatenate((pieces.start, pieces.end, pieces.work_start, pieces.work_end))
    worked = clock(calendar, moments, working=working)
    return parted(pieces, worked, working=working, origin=log.origin, absences=absences)


def parted(
    pieces: Pieces,
    worked: Callable[[Seconds], Seconds],
    *,
    working: bool,
    origin: Origin,
    absences: Mapping[str, Sequence[tuple[datetime, datetime]]],
) -> Waits:
    """Return the waits of `pieces` in seconds; all that a person of one of them did must be among them.

    `worked` gives the working seconds that had passed at a moment (see `clock`).
    """
    import numpy as np

    parts: dict[Cause, Seconds] = {cause: np.zeros(len(pieces.row)) for cause in CAUSES}
    whole = worked(pieces.end) - worked(pieces.start) if working else pieces.end - pieces.start

    theirs = np.zeros(len(pieces.row), dtype=bool)
    causes: tuple[tuple[Cause, Truths], ...] = (
        ("applicant", pieces.applicant),
        ("other agency", pieces.agency),
    )
    for cause, mine in causes:
        mask = mine & ~theirs
        parts[cause][mask] = whole[mask]
        theirs |= mask
    start = np.where(theirs, pieces.end, np.clip(_piled_until(pieces, worked), pieces.start, pieces.end))
    parts["batching"][~theirs] = (worked(start) - worked(pieces.start) if working else start - pieces.start)[
        ~theirs
    ]

    opened, closing = worked(start), worked(pieces.end)
    if not working:
        parts["unavailability"] += (pieces.end - start) - (closing - opened)
    taken = _occupied(pieces, opened, closing, worked, absences)
    parts["unavailability"] += taken.away
    parts["contention"] += taken.earlier
    parts["prioritisation"] += taken.later
    known = sum(parts[cause] for cause in CAUSES if cause != "unknown")
    parts["unknown"] = np.clip(whole - known, 0.0, None)

    rows = pieces.activities.num_rows
    seconds = {
        cause: np.where(pieces.measured, np.bincount(pieces.row, parts[cause], minlength=rows), np.nan)
        for cause in CAUSES
    }
    untold = np.where(pieces.unrecorded, parts["unknown"], 0.0)
    lost: Seconds = np.bincount(pieces.row, untold, minlength=rows).astype(np.float64)
    return Waits(
        activities=pieces.activities,
        seconds=seconds,
        unrecorded=lost,
        unit="seconds",
        factor=1.0,
        working=working,
        origin=origin,
    )


def clock(
    calendar: WorkingCalendar | None, moments: Seconds, *, working: bool
) -> Callable[[Seconds], Seconds]:
    """Return a function from moments to the working seconds since the first of `moments`.

    Where no calendar knows the years of these and plain time was asked for, all time counts as open.
    """
    import numpy as np

    from processes.calendar import WorkingCalendar as Calendar

    first = float(moments.min(initial=0.0 if not len(moments) else np.inf))
    chosen = calendar or Calendar.default()

    def worked(moments: Seconds) -> Seconds:
        return chosen.seconds_between(np.full(len(moments), first), moments)

    try:
        worked(moments)
    except ValueError as error:
        if working:
            raise NotMeasurable(str(error)) from error
        return lambda moments: moments
    return worked


def _piled_until(pieces: Pieces, worked: Callable[[Seconds], Seconds]) -> Seconds:
    """Return until when each piece waited for the last case of its batch; its own start where there was none."""
    import numpy as np

    from analytics.batches import batches

    activity = pieces.activities["activity"].combine_chunks().dictionary_encode().indices.to_numpy()
    found = batches(pieces.people, activity, pieces.ready, pieces.begun, pieces.completed, worked=worked)
    until = np.full(pieces.activities.num_rows, -np.inf)
    for batch in found:
        until[batch] = pieces.ready[batch].max()
    piled: Seconds = until[pieces.row]
    return piled


def _occupied(
    pieces: Pieces,
    opened: Seconds,
    closing: Seconds,
    worked: Callable[[Seconds], Seconds],
    absences: Mapping[str, Sequence[tuple[datetime, datetime]]],
) -> Occupied:
    """Return what the person of each piece did in what is left of it, on the axis of working time."""
    import numpy as np

    from analytics.occupied import Spans, occupied

    away = [
        (code, start.timestamp(), end.timestamp())
        for code, name in enumerate(pieces.names)
        for start, end in absences.get(name, ())
    ]
    person, first, last = (np.array([span[i] for span in away], dtype=np.float64) for i in range(3))
    whose = pieces.people[pieces.row]
    return occupied(
        # Nobody's wait has nobody to be busy: it ends where it begins.
        Spans(person=whose, start=opened, end=np.where(whose >= 0, closing, opened)),
        pieces.ready[pieces.row],
        work=Spans(
            person=pieces.people[pieces.work_row],
            start=worked(pieces.work_start),
            end=worked(pieces.work_end),
        ),
        work_ready=pieces.work_ready,
        away=Spans(person=person.astype(np.int64), start=worked(first), end=worked(last)),
    )
