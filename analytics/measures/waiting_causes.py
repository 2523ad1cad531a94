"""Waiting causes: why cases wait.

What it measures: Each wait of a log parted into what it was spent on: the applicant, another agency, work let pile up,
    nobody there, people busy with earlier cases, later cases preferred, unknown.  The totals of the causes add up to
    all waiting.  At level `activity`, `group` and `case` a row is `Sign → contention`.
Why it matters: A queue is answered with people, a pile with a habit, a closed office with its hours; to know where
    cases wait is not enough to choose.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> {row.key: row.total for row in an.waiting_causes(two_certificates(), unit="hours")}
    {'unknown': 3.0, 'contention': 0.5, 'unavailability': 0.5}

Misread: The causes of one wait follow one another; to take one away need not shorten the wait, when the next was
    hidden behind it.  What the log of another procedure keeps people busy with is not seen here.
How sure: Needs offers, starts and persons.  Of completions only, nothing but closed hours can be told: the rest is
    *unknown*, work included.  `n` counts the waits with the cause, `unknown` those without a recorded length.
Source: Lashkevich et al. (2023), Why am I waiting?, doi:10.1007/978-3-031-34560-9_11; see `why_cases_wait`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.measure import Level, Measure, distribution, refuse_level
from analytics.measures import measures
from analytics.why_cases_wait import CAUSES, why_cases_wait

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    from analytics.why_cases_wait import Waits
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog
    from processes.model.model import Model


@measures.register
def waiting_causes(
    log: EventLog,
    *,
    level: Level = "log",
    unit: str = "working hours",
    calendar: WorkingCalendar | None = None,
    model: Model | None = None,
) -> Measure:
    """Return the waiting by cause in `unit`; levels log, case, activity, group.  `model` says whose a step is."""
    refuse_level("waiting causes", level, ("log", "case", "activity", "group"))
    waits = why_cases_wait(log, model=model, unit=unit, calendar=calendar)
    keys, values = rows_of(waits, level)
    return Measure(
        name="waiting causes",
        level=level,
        unit=unit,
        rows=distribution(keys, values, factor=waits.factor),
        origin=waits.origin,
        working=waits.working,
    )


def rows_of(waits: Waits, level: Level) -> tuple[pa.Array, npt.NDArray[np.float64]]:
    """Return the key of each part of each wait at `level`, and its seconds (NaN: no recorded length)."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    table = waits.activities
    keys, values = [], []
    for cause in CAUSES:
        seconds = waits.seconds[cause]
        # A wait without a recorded length has no known cause; one that had no part in a cause is no row of it.
        said = (seconds > 0) | (np.isnan(seconds) & (cause == "unknown"))
        if level == "log":
            names = pa.array([cause] * int(said.sum()), pa.string())
        else:
            whose = pc.fill_null(table[level].filter(pa.array(said)).combine_chunks(), "—")
            names = pc.binary_join_element_wise(whose, cause, " → ")
        keys.append(names)
        values.append(seconds[said])
    return pa.concat_arrays(keys), np.concatenate(values)
