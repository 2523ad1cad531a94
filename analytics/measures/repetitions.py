"""Repetitions: an activity done again after something else.

What it measures: For each activity, in `n` how often a case came back to it after another activity, in `total` the
    cases that did, in `mean` the repetitions for each instance.
Why it matters: A case that comes back was sent on too early, and the desks between worked for nothing.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> len(an.repetitions(two_certificates()))
    0

Misread: Doing it again at once is a self-loop and not counted here; a payment each month is meant.
How sure: Exact for what was recorded. In procedures that go side by side, an activity of another branch may have
    come between.
Source: edeaR `number_of_repetitions`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Measure, Row, require
from analytics.measures import measures
from analytics.successions import coded_pairs, joined

if TYPE_CHECKING:
    from processes.log.event_log import EventLog


@measures.register
def repetitions(log: EventLog) -> Measure:
    """Return the repetitions of each activity that has any, those repeated most often first."""
    require(log)
    import numpy as np

    done = log.completions
    kinds = max(len(done.names), 1)
    _known, codes = coded_pairs(joined(done.case, done.activity, kinds), len(log) * kinds)
    first = np.full(int(codes.max(initial=-1)) + 1, len(codes))
    np.minimum.at(first, codes, np.arange(len(codes)))
    back = np.arange(len(codes)) > first[codes]
    # Done again at once is a self-loop.
    back[1:] &= done.activity[1:] != done.activity[:-1]
    activity = done.activity[back]
    counts = np.bincount(activity, minlength=kinds)
    cases = np.bincount(np.unique(joined(codes[back], activity, kinds)) % kinds, minlength=kinds)
    instances = np.bincount(done.activity, minlength=kinds)
    rows = [
        Row(
            key=done.names[a],
            n=int(counts[a]),
            unknown=0,
            mean=float(counts[a] / instances[a]),
            total=float(cases[a]),
        )
        for a in np.flatnonzero(counts).tolist()
    ]
    rows.sort(key=lambda row: (-row.n, row.key))
    return Measure(name="repetitions", level="activity", unit="times", rows=tuple(rows), origin=log.origin)
