"""The cases behind a number: which they are, when they ran, how long they took and how long they waited.

Every number of a report can be opened into the list of its cases; the longest stand first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from analytics.case_times import case_spans, case_variants
from analytics.measure import length, require, seconds_of, unit_of
from analytics.slicing import mark
from analytics.stages import by_level, ready, started

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from analytics.case_set import CaseSet
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which cases: those in which `activity` happened, in which `giver` passed work to `taker`, that went `variant`,
    that took at least `low` and less than `high` (in the unit asked for), that are among `cases`, or all.
    """

    activity: str | None = None
    giver: str | None = None
    taker: str | None = None
    variant: str | None = None
    low: float | None = None
    high: float | None = None
    cases: CaseSet | None = None


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """One case; durations in the unit asked for, None where unknown.

    `here` is what it waited before the activity asked for, None without one.
    """

    case: str
    first: datetime
    last: datetime
    throughput: float | None
    waiting: float | None
    here: float | None
    activities: int
    variant: str


@dataclass(frozen=True, kw_only=True)
class CaseList:
    """Some rows of a list of `total` cases, in `unit`."""

    rows: tuple[CaseRow, ...]
    total: int
    unit: str


def case_list(
    log: EventLog,
    wanted: Wanted | None = None,
    *,
    offset: int = 0,
    limit: int = 50,
    unit: str = "working days",
    calendar: WorkingCalendar | None = None,
) -> CaseList:
    """Return the cases of `log` that are wanted, the longest first (of an activity: the longest wait before it).

    >>> from processes.examples import two_certificates
    >>> found = case_list(two_certificates(), Wanted(activity="Sign"), unit="hours")
    >>> [(row.case, row.throughput, row.here) for row in found.rows]
    [('2', 4.0, 2.5), ('1', 2.5, 1.5)]
    """
    import numpy as np

    asked = wanted or Wanted()
    require(log)
    factor, working = unit_of(unit, calendar)
    spans = case_spans(log)
    names = spans["case"].to_pylist()
    place = {name: at for at, name in enumerate(names)}
    first, last = seconds_of(spans["first"]), seconds_of(spans["last"])
    took = length(first, last, working=working, calendar=calendar) / factor
    ways = case_variants(log)["variant"].to_pylist()
    table = log.activities
    lay = length(ready(table), started(table), working=working, calendar=calendar).clip(min=0) / factor
    keys, sums = by_level(table, lay, "case")
    waited = np.full(len(names), np.nan)
    waited[[place[key] for key in keys.to_pylist()]] = sums
    cases = table["case"].to_pylist()
    at = np.array([place[case] for case in cases], dtype=np.int64)
    count = np.bincount(at, minlength=len(names))
    kept = np.ones(len(names), dtype=bool)
    here = np.full(len(names), np.nan)
    if asked.activity is not None:
        kept, here = _at_activity(table["activity"].to_pylist(), asked.activity, at, lay, len(names))
    if asked.giver is not None and asked.taker is not None:
        kept &= _passed(table["group"].to_pylist(), at, asked.giver, asked.taker, len(names))
    if asked.variant is not None:
        kept &= np.array([mark(way) == asked.variant for way in ways], dtype=bool)
    if asked.cases is not None:
        among = np.zeros(len(names), dtype=bool)
        among[[place[case] for case in asked.cases if case in place]] = True
        kept &= among
    if asked.low is not None:
        kept &= took >= asked.low
    if asked.high is not None:
        kept &= took < asked.high
    chosen = np.flatnonzero(kept)
    by = here if asked.activity is not None else took
    # Unknown lengths stand last, equal ones by name.
    order = chosen[np.argsort(-np.nan_to_num(by[chosen], nan=-1.0), kind="stable")]
    begins, ends = spans["first"], spans["last"]
    rows = tuple(
        CaseRow(
            case=names[i],
            first=begins[i].as_py(),
            last=ends[i].as_py(),
            throughput=_known(took[i]),
            waiting=_known(waited[i]),
            here=_known(here[i]),
            activities=int(count[i]),
            variant=ways[i],
        )
        for i in (int(x) for x in order[offset : offset + limit])
    )
    return CaseList(rows=rows, total=len(order), unit=unit)


def _at_activity(
    activities: list[str | None],
    wanted: str,
    at: npt.NDArray[np.int64],
    lay: npt.NDArray[np.float64],
    cases: int,
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.float64]]:
    """Return which cases the activity happened in, and what each waited before it (NaN: unknown)."""
    import numpy as np

    mine = np.array([a == wanted for a in activities], dtype=bool)
    kept, here = np.zeros(cases, dtype=bool), np.zeros(cases)
    kept[at[mine]] = True
    np.add.at(here, at[mine], lay[mine])
    return kept, np.where(kept, here, np.nan)


def _passed(
    groups: list[str | None], at: npt.NDArray[np.int64], giver: str, taker: str, cases: int
) -> npt.NDArray[np.bool_]:
    """Return in which cases work of the one group is followed by work of the other."""
    import numpy as np

    gave = np.array([g == giver for g in groups], dtype=bool)
    took = np.array([g == taker for g in groups], dtype=bool)
    kept = np.zeros(cases, dtype=bool)
    kept[at[1:][gave[:-1] & took[1:] & (at[1:] == at[:-1])]] = True
    return kept


def _known(value: float) -> float | None:
    return None if value != value else float(value)
