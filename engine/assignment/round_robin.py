"""In turn: whoever comes after the one who was given work last, by name, and from the beginning again."""

from __future__ import annotations

from engine.assignment import Giving, assignments


@assignments.register
def round_robin(giving: Giving) -> str | None:
    """Return the next in the round."""
    members = giving.members
    if not members:
        return None
    last = giving.last
    chosen = next((name for name in members if last is None or name > last), members[0])
    giving.note_turn(chosen)
    return chosen
