"""Rework: activities done again in the same case.

What it measures: For each activity, in `n` the cases in which it was completed more than once, in `total` the extra
    instances, and in `mean` the share of its cases that repeat it.
Why it matters: Work done twice is paid twice, and the applicant waits for it twice.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> len(an.rework(two_certificates()))
    0

Misread: Some repetition is meant: one inspection for each of several buildings is no rework.
How sure: Exact for what was recorded; whether it was avoidable is a question for the office.
Source: edeaR `number_of_repetitions`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Measure, Row, require
from analytics.measures import measures
from analytics.successions import joined

if TYPE_CHECKING:
    from processes.log.event_log import EventLog


@measures.register
def rework(log: EventLog) -> Measure:
    """Return the activities completed more than once in a case; activities without rework have no row."""
    require(log)
    import numpy as np

    done = log.completions
    kinds = max(len(done.names), 1)
    # Sorted, equal ones stand together; which row is which is not asked.
    each = joined(done.case, done.activity, kinds)
    each.sort()
    same = each[1:] == each[:-1]
    extra = np.bincount(each[1:][same] % kinds, minlength=kinds)
    cases = np.bincount(done.activity, minlength=kinds) - extra
    same[1:] &= ~same[:-1]  # The second of each, not the third.
    again = np.bincount(each[1:][same] % kinds, minlength=kinds)
    rows = [
        Row(
            key=done.names[a],
            n=int(again[a]),
            unknown=0,
            mean=float(again[a] / cases[a]),
            total=float(extra[a]),
        )
        for a in np.flatnonzero(again).tolist()
    ]
    rows.sort(key=lambda row: (-(row.total or 0.0), row.key))
    return Measure(name="rework", level="activity", unit="times", rows=tuple(rows), origin=log.origin)
