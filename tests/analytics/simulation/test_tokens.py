"""Tokens are neither lost nor doubled."""

from __future__ import annotations

from collections import Counter

import analytics as an
from processes import library


def test_a_reminder_that_is_dealt_with_does_not_end_the_case() -> None:
    permit = library["building_permit"]
    log = an.simulate(permit.as_is, cases=40, seed=3)
    ended = Counter(
        (row["element"], row["ended_as"])
        for row in log.activities.select(["element", "ended_as"]).to_pylist()
    )
    assert ended["follow_up", "completed"] > 0, "the world is slow enough for reminders"
    assert ended["permit_decision", "completed"] == 40
