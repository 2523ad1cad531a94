"""The audit trail: who did, or tried to do, what at the door.

What happened inside a case is the engine's history; here stands what the engine cannot see, such as sign-ins,
refusals and publications. Entries are added and read, never changed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select

from modeler_api.store import tables as t
from modeler_api.store.in_place_of import in_place_of
from modeler_api.store.unit_of_work import Store


@dataclass(frozen=True, kw_only=True)
class AuditEntry:
    """One act or attempt; `outcome` is "done" or "refused"."""

    id: str
    at: dt.datetime
    who: str
    on_behalf_of: str | None
    role: str
    action: str
    subject: str
    outcome: str


def note(store: Store, *, who: str, role: str, action: str, subject: str = "", outcome: str = "done") -> None:
    """Add an entry for this moment."""
    entry = {
        "id": t.new_id(),
        "at": t.now(),
        "who": who[:80],
        "on_behalf_of": in_place_of(who),
        "role": role,
        "action": action,
        "subject": subject[:300],
        "outcome": outcome,
    }
    with store.begin() as connection:
        connection.execute(insert(t.audit_entry).values(entry))


def entries(
    store: Store, *, agency: str | None = None, limit: int, offset: int = 0
) -> tuple[AuditEntry, ...]:
    """A page of entries, the newest first; with an agency those of its people."""
    query = _of_agency(select(t.audit_entry), agency)
    query = query.order_by(t.audit_entry.c.at.desc(), t.audit_entry.c.id)
    with store.begin() as connection:
        rows = connection.execute(query.limit(limit).offset(offset)).mappings().all()
    return tuple(AuditEntry(**row) for row in rows)


def count(store: Store, *, agency: str | None = None) -> int:
    """How many entries there are; with an agency those of its people."""
    query = _of_agency(select(func.count()).select_from(t.audit_entry), agency)
    with store.begin() as connection:
        return int(connection.execute(query).scalar_one())


def _of_agency(query: Any, agency: str | None) -> Any:
    if agency is None:
        return query
    return query.where(t.audit_entry.c.who.in_(select(t.account.c.name).where(t.account.c.agency == agency)))
