"""Comparing two logs: what changed, and how sure that is.

Each difference comes with a 95 % interval.  Two simulations repeated equally often with one seed met the same luck, so
their differences are paired by replication (common random numbers).  Otherwise each log's uncertainty is found by
itself: from its replications, or, for a log without any, by drawing its cases anew again and again (bootstrap).

Sources: Law, Simulation Modeling and Analysis (2015), 10.2 (paired-t) and 11.2 (common random numbers); Efron &
Tibshirani, An Introduction to the Bootstrap (1993).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.errors import NotComparable
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    import numpy.typing as npt

    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog, Origin
    from processes.text import Message

    Values = npt.NDArray[np.float64]

_RESAMPLES = 400


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One quantity before and after; figures are None when a log cannot say.

    `low` and `high` bound the difference (after minus before) with 95 % confidence; `is_sure` says that the interval
    does not contain zero.
    """

    name: str
    label: Message
    unit: str
    before: float | None
    after: float | None
    low: float | None = None
    high: float | None = None

    @property
    def difference(self) -> float | None:
        """After minus before: negative is less."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def share(self) -> float | None:
        """The difference as a share of before; None when there was nothing before."""
        return None if self.difference is None or not self.before else self.difference / self.before

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The differences of two logs, with where each comes from and how many cases it has.

    `warnings` say why the difference may not be the redesign's doing.
    """

    rows: tuple[Difference, ...]
    before_origin: Origin
    after_origin: Origin
    before_cases: int
    after_cases: int
    method: Message
    warnings: tuple[Message, ...] = ()

    def __iter__(self) -> Iterator[Difference]:
        return iter(self.rows)

    def __getitem__(self, name: str) -> Difference:
        for row in self.rows:
            if row.name == name:
                return row
        raise KeyError(name)


def compare(
    before: EventLog, after: EventLog, *, calendar: WorkingCalendar | None = None, seed: int = 0
) -> Comparison:
    """Return what is different in `after`: throughput, waiting, processing time, work items and handovers of a case.

    Raises `NotComparable` when a log has no cases.

    >>> from analytics import simulate
    >>> from processes import library
    >>> p = library["kg-spravka"]
    >>> logs = [simulate(m, p.scenario, cases=60, replications=5, seed=7) for m in (p.as_is, p.to_be)]
    >>> effect = compare(*logs)
    >>> effect["throughput_median"].is_sure
    True
    """
    import numpy as np

    for name, log in (("first", before), ("second", after)):
        if not len(log):
            raise NotComparable(
                _("The {name} log has no cases.").format(name=name), hint=_("Choose logs in which cases ran.")
            )
    paired = before.replications == after.replications and before.replications > 1 and before.is_simulated
    paired = paired and before.attributes.get("kyzmat:seed") == after.attributes.get("kyzmat:seed")
    rng = np.random.default_rng(seed)
    facts = [_case_facts(log, calendar) for log in (before, after)]
    groups = [_replication_of(log) for log in (before, after)]
    rows = []
    for name, fact, label, unit, statistic in _quantities():
        samples = [
            _sample(values[fact], group, statistic, rng) for values, group in zip(facts, groups, strict=True)
        ]
        points = [_point(values[fact], statistic) for values in facts]
        low, high = _interval(samples[0], samples[1], points, paired=paired)
        rows.append(
            Difference(
                name=name, label=label, unit=unit, before=points[0], after=points[1], low=low, high=high
            )
        )
    return Comparison(
        rows=tuple(rows),
        before_origin=before.origin,
        after_origin=after.origin,
        before_cases=len(before),
        after_cases=len(after),
        method=_("Paired by replication: both simulations met the same luck.")
        if paired
        else _("Each log's own uncertainty, from its replications or by drawing its cases anew."),
        warnings=tuple(_warnings(before, after)),
    )


def _warnings(before: EventLog, after: EventLog) -> Iterator[Message]:
    """Yield what besides the model differs between the two logs."""
    if before.origin != after.origin:
        yield _("One log was measured, the other simulated: the difference is also that of life and model.")
    worlds = {log.attributes.get("kyzmat:scenario") for log in (before, after) if log.is_simulated}
    if len(worlds) > 1:
        yield _(
            "The two simulations rest on different scenarios (arrivals, staff, lengths), so the difference is not the "
            "redesign's alone. Simulate both with the same scenario."
        )


def _quantities() -> list[tuple[str, str, Message, str, Callable[[Values], float]]]:
    import numpy as np

    def median(values: Values) -> float:
        return float(np.median(values))

    def p90(values: Values) -> float:
        return float(np.quantile(values, 0.9))

    def mean(values: Values) -> float:
        return float(np.mean(values))

    return [
        ("throughput_median", "throughput", _("Throughput time, half of the cases"), "working days", median),
        ("throughput_p90", "throughput", _("Throughput time, nine cases in ten"), "working days", p90),
        ("waiting_mean", "waiting", _("Waiting in a case, on average"), "working hours", mean),
        ("processing_mean", "processing", _("Work in a case, on average"), "working hours", mean),
        ("activities_mean", "activities", _("Activities in a case, on average"), "activities", mean),
        ("handovers_mean", "handovers", _("Handovers in a case, on average"), "handovers", mean),
    ]


def _case_facts(log: EventLog, calendar: WorkingCalendar | None) -> dict[str, Values]:
    """Return one value a case for each fact, in the order of `log.cases`; NaN where the log cannot say."""
    import numpy as np

    from analytics.case_times import case_spans
    from analytics.measure import length, seconds_of, unit_of
    from analytics.stages import ready, started

    day, _working = unit_of("working days", calendar)
    spans = case_spans(log)
    throughput = (
        length(seconds_of(spans["first"]), seconds_of(spans["last"]), working=True, calendar=calendar) / day
    )
    names = log.cases["case"].to_pylist()
    number = {case: index for index, case in enumerate(names)}
    table = log.activities
    codes = np.array([number[c] for c in table["case"].to_pylist()], dtype=np.int64)
    begun = started(table)
    waits = length(ready(table), begun, working=True, calendar=calendar).clip(min=0) / 3600
    works = length(begun, seconds_of(table["completed"]), working=True, calendar=calendar) / 3600
    # The first instance of a case in a log without offers has nothing before it to wait for.
    ended = np.array([v == "completed" for v in table["ended_as"].to_pylist()])
    groups = np.array(table["group"].fill_null("").to_pylist(), dtype=object)
    changes = np.zeros(len(names))
    if len(codes) > 1:
        same = (codes[1:] == codes[:-1]) & (groups[1:] != groups[:-1]) & ended[1:] & ended[:-1]
        np.add.at(changes, codes[1:][same], 1)
    unknown_group = np.zeros(len(names), dtype=bool)
    unknown_group[codes[groups == ""]] = True
    changes[unknown_group] = np.nan
    return {
        "throughput": throughput,
        "waiting": _sum(codes[ended], waits[ended], len(names)),
        "processing": _sum(codes[ended], works[ended], len(names)),
        "activities": np.bincount(codes[ended], minlength=len(names)).astype(np.float64),
        "handovers": changes,
    }


def _sum(codes: npt.NDArray[np.int64], values: Values, size: int) -> Values:
    import numpy as np

    sums = np.zeros(size)
    np.add.at(sums, codes, values)
    return sums


def _replication_of(log: EventLog) -> npt.NDArray[np.int64] | None:
    return log.cases["replication"].to_numpy() if log.replications > 1 else None


def _point(values: Values, statistic: Callable[[Values], float]) -> float | None:
    import numpy as np

    known = values[~np.isnan(values)]
    return statistic(known) if known.size else None


def _sample(
    values: Values,
    replication: npt.NDArray[np.int64] | None,
    statistic: Callable[[Values], float],
    rng: np.random.Generator,
) -> tuple[Values, float]:
    """Return draws of the statistic and the standard error of its value; an empty array when nothing is known."""
    import numpy as np

    known = ~np.isnan(values)
    if not known.any():
        return np.array([]), float("nan")
    if replication is not None:
        draws = np.array(
            [statistic(values[known & (replication == r)]) for r in np.unique(replication[known])],
            dtype=np.float64,
        )
        return draws, float(draws.std(ddof=1) / np.sqrt(len(draws))) if len(draws) > 1 else float("nan")
    sure = values[known]
    if sure.size < 2:
        # One case drawn anew is always itself: that it does not vary is no certainty, nobody can say.
        return sure, float("nan")
    draws = np.array([statistic(rng.choice(sure, sure.size)) for _ in range(_RESAMPLES)])
    return draws, float(draws.std(ddof=1))


def _interval(
    first: tuple[Values, float],
    second: tuple[Values, float],
    points: list[float | None],
    *,
    paired: bool,
) -> tuple[float | None, float | None]:
    import numpy as np

    if points[0] is None or points[1] is None:
        return None, None
    center = points[1] - points[0]
    if paired and len(first[0]) == len(second[0]):
        differences = second[0] - first[0]
        error = float(differences.std(ddof=1) / np.sqrt(len(differences)))
        width = _student(len(differences) - 1) * error
    else:
        width = 1.96 * float(np.hypot(first[1], second[1]))
    return (None, None) if np.isnan(width) else (center - width, center + width)


def _student(freedom: int) -> float:
    """Return the 97.5 % point of Student's t, by the expansion of Cornish and Fisher (error below 1 % from 3 on)."""
    exact = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776}
    if freedom in exact:
        return exact[freedom]
    z = 1.959964
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
