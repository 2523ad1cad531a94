"""A procedure's figures for everybody: counts and lengths, with nothing that could be traced to a person.

A figure that rests on fewer than `k` cases is suppressed.  Where one suppressed count could be reckoned from the total
and the others, the smallest of the others is suppressed too.  The file says what was suppressed and why.

Source: Sweeney, k-anonymity (2002); complementary suppression as statistical offices do it (Hundepool et al., 2012).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.charts.trend import trend
from analytics.errors import AnalyticsError
from analytics.report_tables import day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog
    from processes.model.model import Model

#: No open file is made with a smaller one.
SMALLEST_K = 10


@dataclass(frozen=True, kw_only=True)
class Group:
    """The cases under one key: how many, their median and 90th percentile; all None when suppressed."""

    key: str
    n: int | None
    median: float | None
    p90: float | None

    @property
    def is_suppressed(self) -> bool:
        """Whether too few cases stand behind it."""
        return self.n is None


@dataclass(frozen=True, kw_only=True)
class OpenData:
    """What is published: `about` the procedure, and groups by period and by step; lengths in `unit`."""

    k: int
    origin: str
    unit: str
    period: str
    about: Mapping[str, Any] = field(default_factory=dict)
    whole: Group
    periods: tuple[Group, ...]
    steps: tuple[Group, ...]
    ways: tuple[Group, ...]

    @property
    def suppressed(self) -> int:
        """How many groups are suppressed."""
        return sum(g.is_suppressed for g in (self.whole, *self.periods, *self.steps, *self.ways))


def open_data(
    log: EventLog, model: Model, *, k: int = SMALLEST_K, calendar: WorkingCalendar | None = None
) -> OpenData:
    """Return what may be published of `log`, in working days (of steps: the wait before them).

    Raises `AnalyticsError` for a `k` under ten.
    """
    if k < SMALLEST_K:
        raise AnalyticsError(
            f"Open data needs groups of at least {SMALLEST_K} cases, not {k}.",
            hint="Figures on fewer cases can be traced to a person.",
        )
    from analytics.measures.frequency import frequency
    from analytics.measures.throughput_time import throughput_time
    from analytics.measures.variants import variants
    from analytics.measures.waiting_time import waiting_time

    [all_cases] = throughput_time(log, unit="working days", calendar=calendar)
    points = trend(log, unit="working days", calendar=calendar)
    waits = {row.key: row for row in waiting_time(log, unit="working days", calendar=calendar)}
    took = {
        row.key: row for row in throughput_time(log, level="variant", unit="working days", calendar=calendar)
    }
    steps = [
        Group(key=row.key, n=int(row.total or 0), median=waits[row.key].median, p90=waits[row.key].p90)
        for row in frequency(log)
    ]
    return OpenData(
        k=k,
        origin=log.origin,
        unit="working days",
        period=points.length,
        about=_about(model),
        whole=_hidden([Group(key="all", n=len(log), median=all_cases.median, p90=all_cases.p90)], k)[0],
        periods=_hidden(
            [
                Group(key=day(p.start, points.length), n=p.n, median=p.median, p90=p.p90)
                for p in points.points
                if p.n
            ],
            k,
            adds_up=True,
        ),
        # A case comes to several steps, so their counts add up to nothing that is published.
        steps=_hidden(steps, k),
        ways=_hidden(
            [
                Group(key=row.key, n=row.n, median=took[row.key].median, p90=took[row.key].p90)
                for row in variants(log)
            ],
            k,
            adds_up=True,
        ),
    )


def _hidden(groups: Sequence[Group], k: int, *, adds_up: bool = False) -> tuple[Group, ...]:
    """Return the groups, those of fewer than `k` cases without figures.

    Where they add up to a published total, a lone suppressed group could be reckoned from it: then the smallest of the
    others goes too.
    """
    small = {at for at, group in enumerate(groups) if (group.n or 0) < k}
    if adds_up and small and sum(groups[at].n or 0 for at in small) < k:
        others = [at for at in range(len(groups)) if at not in small]
        if others:
            small.add(min(others, key=lambda at: groups[at].n or 0))
    return tuple(
        Group(key=g.key if not adds_up or at not in small else "", n=None, median=None, p90=None)
        if at in small
        else g
        for at, g in enumerate(groups)
    )


def _about(model: Model) -> dict[str, Any]:
    from analytics.procedure_summary import summary

    figures = {figure.name: figure for figure in summary(model)}
    said = model.procedure
    contacts = figures["contact_index"].value
    return {
        "name": model.name,
        "code": said.code if said is not None else None,
        "owner": said.owner if said is not None else None,
        "legal basis": [norm.ref for norm in said.legal] if said is not None else [],
        "cases a year": said.frequency if said is not None else None,
        "contacts in a case": float(contacts) if contacts is not None else None,
        "visits": figures["visits"].value,
        "documents": figures["documents"].value,
        "steps": figures["steps"].value,
    }
