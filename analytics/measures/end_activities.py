"""End activities: what cases end with.

What it measures: For each activity the number of cases whose last completed activity it is (`n`) and, in `mean`,
    their share.
Why it matters: It shows how cases end: granted, refused, withdrawn, or left lying.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> [(row.key, row.n) for row in an.end_activities(two_certificates())]
    [('Sign', 2)]

Misread: The last activity of a case that still runs is where it stands, not how it ends.
How sure: Exact for what was recorded; cases that completed nothing are counted in `unknown` of the row "—".
Source: edeaR `end_activities`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Measure, require
from analytics.measures import measures
from analytics.outermost import outermost

if TYPE_CHECKING:
    from processes.log.event_log import EventLog


@measures.register
def end_activities(log: EventLog) -> Measure:
    """Return the activities cases end with, the most frequent first; `mean` is the share of cases."""
    require(log)
    rows = outermost(log, last=True)
    return Measure(name="end activities", level="activity", unit="cases", rows=rows, origin=log.origin)
