"""Simulating and detecting: the building permit, cases in the hundreds."""

from __future__ import annotations

import analytics
from bench.sample import Sample, timed
from processes import library


def measure(size: int) -> list[Sample]:
    """Simulates a year of permits, then looks for what to improve."""
    permit = library["building_permit"]
    cases = 20 if size == 0 else 1000 * size
    log = analytics.simulate(permit.as_is, permit.scenario, cases=cases, seed=7)
    return [
        timed(
            "cases simulated",
            cases,
            lambda: analytics.simulate(permit.as_is, permit.scenario, cases=cases, seed=7),
        ),
        timed("cases searched", cases, lambda: analytics.detect(log, permit.as_is)),
    ]
