"""To whoever has least to do: fewest open work items, of equals the first by name."""

from __future__ import annotations

from engine.assignment import Giving, assignments


@assignments.register
def least_loaded(giving: Giving) -> str | None:
    """Return who holds least."""
    load = giving.load
    return min(giving.members, key=lambda name: (load.get(name, 0), name), default=None)
