"""Frequency: how often each activity happened.

What it measures: For each activity (or resource, or group) the number of completed instances in `n`, and in `total` the
    number of cases it happened in.
Why it matters: A saving at a step counts as often as the step happens.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> an.frequency(two_certificates())["Register"].n
    2

Misread: Instances are not cases: a step repeated three times in one case counts three times in `n`.
How sure: Exact for what was recorded.
Source: edeaR `activity_frequency`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Level, Measure, Row, refuse_level, require, run
from analytics.measures import measures
from analytics.people import SMALLEST_GROUP, refuse_people, without_the_few

if TYPE_CHECKING:
    from processes.log.event_log import EventLog


@measures.register
def frequency(
    log: EventLog, *, level: Level = "activity", people: bool = False, smallest_group: int = SMALLEST_GROUP
) -> Measure:
    """Return how often each key of `level` (activity, resource, group) completed work; `total` counts cases.

    By resource only with `people=True`, and never those of groups of fewer than `smallest_group` people.
    """
    refuse_level("frequency", level, ("activity", "resource", "group"))
    refuse_people("frequency", level, people=people)
    require(log)
    import ibis

    t = ibis.memtable(log.activities.select(["case", level, "ended_as"]))
    t = t.filter(t.ended_as == "completed").mutate(key=t[level].fill_null("—"))
    result = t.group_by("key").agg(n=t.count(), cases=t.case.nunique()).order_by([ibis.desc("n"), "key"])
    rows = tuple(_row(r["key"], int(r["n"]), float(r["cases"])) for r in run(result).to_pylist())
    shown = without_the_few(rows, log, level, smallest=smallest_group)
    return Measure(name="frequency", level=level, unit="times", rows=shown, origin=log.origin)


def _row(key: str, n: int, cases: float) -> Row:
    per_case = n / cases
    return Row(
        key=key, n=n, unknown=0, median=None, p90=None, mean=per_case, minimum=None, maximum=None, total=cases
    )
