"""Start activities: what cases start with.

What it measures: For each activity the number of cases whose first completed activity it is (`n`) and, in `mean`,
    their share.
Why it matters: Cases that begin in many ways come in through many doors, some of which nobody opened on purpose.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> [(row.key, row.n) for row in an.start_activities(two_certificates())]
    [('Register', 2)]

Misread: An activity that begins few cases may be what a log was cut at, not how cases begin.
How sure: Exact for what was recorded; cases that completed nothing are counted in `unknown` of the row "—".
Source: edeaR `start_activities`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Measure, require
from analytics.measures import measures
from analytics.outermost import outermost

if TYPE_CHECKING:
    from processes.log.event_log import EventLog


@measures.register
def start_activities(log: EventLog) -> Measure:
    """Return the activities cases start with, the most frequent first; `mean` is the share of cases."""
    require(log)
    rows = outermost(log, last=False)
    return Measure(name="start activities", level="activity", unit="cases", rows=rows, origin=log.origin)
