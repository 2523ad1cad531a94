"""Working time: terms added and intervals differenced, one by one and many at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from bench.sample import Sample, timed
from processes import WorkingCalendar


def measure(size: int) -> list[Sample]:
    """Uses the office week of the Kyrgyz Republic."""
    office = WorkingCalendar.default()
    single = 100 if size == 0 else 10_000 * size
    many = 1_000 if size == 0 else 1_000_000 * size
    rng = np.random.default_rng(7)
    starts = rng.uniform(1.5e9, 2.0e9, many)
    ends = starts + rng.uniform(0, 1e6, many)
    hours = rng.uniform(0, 1e6, many)
    days = np.datetime64("2020-01-01") + rng.integers(0, 3000, many)
    monday = datetime(2026, 3, 2, 4, tzinfo=UTC)
    ten, far = timedelta(days=10), timedelta(days=5000)
    office.add(monday, far)  # the table of the years it needs is made once
    return [
        timed("terms of 10 working days", single, lambda: [office.add(monday, ten) for _ in range(single)]),
        timed("terms of 5000 working days", single, lambda: [office.add(monday, far) for _ in range(single)]),
        timed("intervals in working time", many, lambda: office.seconds_between(starts, ends)),
        timed("hours of work added", many, lambda: office.seconds_after(starts, hours)),
        timed("last days of terms", many, lambda: office.last_days(days, 15)),
    ]
