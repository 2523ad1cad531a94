"""A procedure's figures for everybody: counts and lengths, with nothing that could be traced to a person.

A figure that rests on fewer than `k` cases is suppressed.  Where one suppressed count could be reckoned from the total
and the others, the smallest of the others is suppressed too; and a step's count is suppressed where, less the published
ways that come to it, it would tell of fewer than `k` cases that went a suppressed way.  The file says what was
suppressed and why.

Source: Sweeney, k-anonymity (2002); complementary suppression as statistical offices do it (Hundepool et al., 2012).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.charts.trend import trend
from analytics.errors import AnalyticsError
from analytics.report_tables import day
from analytics.stages import ready, started
from analytics.successions import joined, ways
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.measure import Row
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog
    from processes.model.model import Model

#: No open file is made with a smaller one.
SMALLEST_K = 10


@dataclass(frozen=True, kw_only=True)
class Group:
    """The cases under one key: how many, their median and 90th percentile; all None when suppressed.

    The lengths alone are None where too few of the cases have one.
    """

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
    log: EventLog,
    model: Model,
    *,
    k: int = SMALLEST_K,
    calendar: WorkingCalendar | None = None,
    is_working: bool = True,
) -> OpenData:
    """Return what may be published of `log`, in working days or plain ones (of steps: the wait before them).

    Raises `AnalyticsError` for a `k` under ten.
    """
    if k < SMALLEST_K:
        raise AnalyticsError(
            _("Open data needs groups of at least {least} cases, not {k}.").format(least=SMALLEST_K, k=k),
            hint=_("Figures on fewer cases can be traced to a person."),
        )
    from analytics.measures.frequency import frequency
    from analytics.measures.throughput_time import throughput_time
    from analytics.measures.variants import variants
    from analytics.measures.waiting_time import waiting_time

    unit = "working days" if is_working else "days"
    [all_cases] = throughput_time(log, unit=unit, calendar=calendar)
    points = trend(log, unit=unit, calendar=calendar)
    took = {row.key: row for row in throughput_time(log, level="variant", unit=unit, calendar=calendar)}
    waits = {row.key: row for row in waiting_time(log, unit=unit, calendar=calendar)}
    waited = _cases_that_waited(log)
    whole = [_group("all", len(log), all_cases, rests_on=all_cases.n, k=k)]
    periods = [
        Group(key=day(p.start, points.length), n=p.n, median=p.median, p90=p.p90)
        for p in points.points
        if p.n
    ]
    went = [_group(row.key, row.n, took[row.key], rests_on=took[row.key].n, k=k) for row in variants(log)]
    steps = [
        _group(row.key, int(row.total or 0), waits[row.key], rests_on=waited.get(row.key, 0), k=k)
        for row in frequency(log)
    ]
    hidden_ways = _hidden(went, k, adds_up=True)
    told_by_ways = _reckonable(log, {went[at].key for at in hidden_ways}, k)
    # A case comes to several steps, so their counts add up to nothing that is published.
    hidden_steps = _hidden(steps, k) | {at for at, step in enumerate(steps) if step.key in told_by_ways}
    return OpenData(
        k=k,
        origin=log.origin,
        unit=unit,
        period=points.length,
        about=_about(model),
        whole=_without(whole, _hidden(whole, k))[0],
        periods=_without(periods, _hidden(periods, k, adds_up=True), is_named=False),
        steps=_without(steps, hidden_steps),
        ways=_without(went, hidden_ways, is_named=False),
    )


def _group(key: str, n: int, row: Row, *, rests_on: int, k: int) -> Group:
    """Return a group of `n` cases, with its lengths where at least `k` cases have one."""
    is_enough = rests_on >= k
    return Group(key=key, n=n, median=row.median if is_enough else None, p90=row.p90 if is_enough else None)


def _cases_that_waited(log: EventLog) -> dict[str, int]:
    """Return in how many cases the wait before each step is recorded."""
    import numpy as np
    import pyarrow as pa

    table = log.activities
    known = pa.array(~np.isnan(ready(table)) & ~np.isnan(started(table)))
    sizes = table.select(["case", "activity"]).filter(known).group_by("activity")
    counted = sizes.aggregate([("case", "count_distinct")]).to_pylist()
    return {row["activity"]: row["case_count_distinct"] for row in counted}


def _hidden(groups: Sequence[Group], k: int, *, adds_up: bool = False) -> set[int]:
    """Return which of the groups are not published: those of fewer than `k` cases.

    Where they add up to a published total, a lone suppressed group could be reckoned from it: then the smallest of the
    others goes too.
    """
    small = {at for at, group in enumerate(groups) if (group.n or 0) < k}
    if adds_up and small and sum(groups[at].n or 0 for at in small) < k:
        others = [at for at in range(len(groups)) if at not in small]
        if others:
            small.add(min(others, key=lambda at: groups[at].n or 0))
    return small


def _reckonable(log: EventLog, hidden: set[str], k: int) -> set[str]:
    """Return the steps whose count would tell of fewer than `k` cases of the hidden ways.

    Less the published ways that come to a step, its count is that of the hidden cases which came to it, and with the
    total that of those which did not.
    """
    import numpy as np

    codes, names = ways(log)
    is_hidden = np.array([name in hidden for name in names], dtype=bool)[codes]
    done, together = log.completions, int(is_hidden.sum())
    # A case that came to a step twice came to it.
    met = np.unique(joined(done.case, done.activity, len(done.names)))
    met = met[is_hidden[met // max(len(done.names), 1)]]
    came = np.bincount(met % max(len(done.names), 1), minlength=len(done.names)).tolist()
    return {
        name
        for name, count in zip(done.names, came, strict=True)
        if 0 < count < k or 0 < together - count < k
    }


def _without(groups: Sequence[Group], hidden: set[int], *, is_named: bool = True) -> tuple[Group, ...]:
    """Return the groups, the hidden ones without figures, and without their key where that tells too much."""
    return tuple(
        Group(key=group.key if is_named else "", n=None, median=None, p90=None) if at in hidden else group
        for at, group in enumerate(groups)
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
