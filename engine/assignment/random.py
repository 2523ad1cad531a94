"""By lot: nobody can know beforehand whose desk a case will come to, which is a guard against arrangements."""

from __future__ import annotations

import secrets

from engine.assignment import Giving, assignments


@assignments.register
def by_lot(giving: Giving) -> str | None:
    """Return one of the persons, each as likely as the others."""
    members = giving.members
    return secrets.choice(members) if members else None
