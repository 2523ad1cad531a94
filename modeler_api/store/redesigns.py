"""Proposed redesigns: rewrites offered for a version of a model, and what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import insert, select, update

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store


@dataclass(frozen=True, kw_only=True)
class ProposedRedesign:
    """One rewrite offered: `status` is "proposed", "applied" or "refused"; `result_version` is the model it led to."""

    id: str
    procedure: str
    base_version: str
    name: str
    reason: str
    data: dict[str, Any]
    status: str
    result_version: str | None
    created_by: str
    created: dt.datetime
    decided: dt.datetime | None


def propose(
    store: Store,
    *,
    procedure: str,
    base_version: str,
    name: str,
    reason: str,
    created_by: str,
    data: Mapping[str, Any] | None = None,
) -> ProposedRedesign:
    """Note a rewrite as offered."""
    values: dict[str, Any] = {
        "id": t.new_id(),
        "procedure": procedure,
        "base_version": base_version,
        "name": name,
        "reason": reason,
        "data": dict(data or {}),
        "status": "proposed",
        "result_version": None,
        "created_by": created_by,
        "created": t.now(),
        "decided": None,
    }
    with store.begin() as connection:
        connection.execute(insert(t.proposed_redesign).values(values))
    return ProposedRedesign(**values)


def decide(
    store: Store,
    redesign_id: str,
    *,
    status: Literal["applied", "refused"],
    result_version: str | None = None,
) -> None:
    """Note what became of a rewrite."""
    decision = {"status": status, "result_version": result_version, "decided": t.now()}
    with store.begin() as connection:
        connection.execute(
            update(t.proposed_redesign).where(t.proposed_redesign.c.id == redesign_id).values(decision)
        )


def by_id(store: Store, redesign_id: str) -> ProposedRedesign | None:
    """The rewrite with this id, or None."""
    with store.begin() as connection:
        query = select(t.proposed_redesign).where(t.proposed_redesign.c.id == redesign_id)
        row = connection.execute(query).mappings().one_or_none()
    return None if row is None else ProposedRedesign(**row)


def of_procedure(store: Store, procedure: str) -> tuple[ProposedRedesign, ...]:
    """The rewrites offered for a procedure, the newest first."""
    c = t.proposed_redesign.c
    query = select(t.proposed_redesign).where(c.procedure == procedure).order_by(c.created.desc())
    with store.begin() as connection:
        rows = connection.execute(query).mappings().all()
    return tuple(ProposedRedesign(**row) for row in rows)
