"""Variants: the different ways cases went.

What it measures: For each sequence of completed activities the number of cases (`n`) and, in `mean`, their share.
Why it matters: A procedure that goes forty ways has no standard; the rare ways often hold most of the time.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> [(row.key, row.n) for row in an.variants(two_certificates())]
    [('Register → Sign', 2)]

Misread: Two cases that did the same side by side in another order are two variants.
How sure: Exact for what was recorded.
Source: edeaR `trace_explorer`; van der Aalst, Process Mining (2016), 5.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Measure, Row, require
from analytics.measures import measures
from analytics.successions import ways

if TYPE_CHECKING:
    from processes.log.event_log import EventLog


@measures.register
def variants(log: EventLog) -> Measure:
    """Return the variants of `log`, the most frequent first; `mean` is the share of cases."""
    require(log)
    import numpy as np

    codes, names = ways(log)
    counts = np.bincount(codes, minlength=len(names)).tolist()
    found = sorted(zip(names, counts, strict=True), key=lambda way: (-way[1], way[0]))
    rows = tuple(Row(key=name, n=n, unknown=0, mean=n / len(log), total=float(n)) for name, n in found if n)
    return Measure(name="variants", level="variant", unit="cases", rows=rows, origin=log.origin)
