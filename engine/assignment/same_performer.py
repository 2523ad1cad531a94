"""To whoever did the step named by `performerOf` in this case; when they can no longer be given work, to nobody."""

from __future__ import annotations

from engine.assignment import Giving, assignments


@assignments.register
def same_performer(giving: Giving) -> str | None:
    """Return who did the earlier step, if they are still among those who may."""
    performer = giving.earlier_performer
    return performer if performer in giving.members else None
