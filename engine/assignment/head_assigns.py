"""To the head, who passes it on to an officer: nobody takes it before."""

from __future__ import annotations

from engine.assignment import Giving, assignments


@assignments.register
def head_assigns(giving: Giving) -> str | None:
    """Return the head of those it is offered to, of several the first by name."""
    return next(iter(giving.heads), None)
