"""Dismissed findings: what a reformer has looked at and set aside, with the reason.

A finding is known by its fingerprint, which the caller derives from the detector, the elements and the evidence; when
the evidence changes the fingerprint does too, and the finding comes back.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store


@dataclass(frozen=True, kw_only=True)
class DismissedFinding:
    """One finding set aside, by whom and why."""

    id: str
    procedure: str
    fingerprint: str
    reason: str
    by: str
    created: dt.datetime


def dismiss(store: Store, *, procedure: str, fingerprint: str, reason: str, by: str) -> None:
    """Set a finding aside; a second dismissal replaces the first one's reason."""
    c = t.dismissed_finding.c
    same = (c.procedure == procedure) & (c.fingerprint == fingerprint)
    values = {
        "id": t.new_id(),
        "procedure": procedure,
        "fingerprint": fingerprint,
        "reason": reason,
        "by": by,
        "created": t.now(),
    }
    with store.begin() as connection:
        connection.execute(delete(t.dismissed_finding).where(same))
        connection.execute(insert(t.dismissed_finding).values(values))


def restore(store: Store, *, procedure: str, fingerprint: str) -> None:
    """Bring a dismissed finding back."""
    c = t.dismissed_finding.c
    with store.begin() as connection:
        connection.execute(
            delete(t.dismissed_finding).where((c.procedure == procedure) & (c.fingerprint == fingerprint))
        )


def dismissed(store: Store, procedure: str) -> tuple[DismissedFinding, ...]:
    """The findings of a procedure that were set aside, the newest first."""
    c = t.dismissed_finding.c
    query = select(t.dismissed_finding).where(c.procedure == procedure).order_by(c.created.desc())
    with store.begin() as connection:
        rows = connection.execute(query).mappings().all()
    return tuple(DismissedFinding(**row) for row in rows)
