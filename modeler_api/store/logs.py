"""Event logs on disk: which log of which procedure lies where, and where it came from.

The events themselves are files under the data folder; the row says whether they were measured or simulated, so that
no page can show one as the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import insert, select

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store


@dataclass(frozen=True, kw_only=True)
class EventLogFile:
    """One log: `path` is relative to the data folder, `variant` is "as_is", "to_be" or a name given to it."""

    id: str
    procedure: str
    variant: str
    origin: str
    path: str
    cases: int
    seed: int | None
    replications: int | None
    model_version: str | None
    attributes: dict[str, Any]
    created_by: str
    created: dt.datetime

    @property
    def is_simulated(self) -> bool:
        """Whether the simulator produced it; every page that shows it says so."""
        return self.origin == "simulated"


def add(
    store: Store,
    *,
    procedure: str,
    variant: str,
    origin: Literal["measured", "simulated"],
    path: str,
    cases: int,
    created_by: str,
    seed: int | None = None,
    replications: int | None = None,
    model_version: str | None = None,
    attributes: Mapping[str, Any] | None = None,
) -> EventLogFile:
    """Note a log that has been written to `path`, relative to the data folder."""
    values: dict[str, Any] = {
        "id": t.new_id(),
        "procedure": procedure,
        "variant": variant,
        "origin": origin,
        "path": path,
        "cases": cases,
        "seed": seed,
        "replications": replications,
        "model_version": model_version,
        "attributes": dict(attributes or {}),
        "created_by": created_by,
        "created": t.now(),
    }
    with store.begin() as connection:
        connection.execute(insert(t.event_log_file).values(values))
    return EventLogFile(**values)


def by_id(store: Store, log_id: str) -> EventLogFile | None:
    """The log with this id, or None."""
    with store.begin() as connection:
        query = select(t.event_log_file).where(t.event_log_file.c.id == log_id)
        row = connection.execute(query).mappings().one_or_none()
    return None if row is None else EventLogFile(**row)


def of_procedure(
    store: Store, procedure: str, *, variant: str | None = None, model_version: str | None = None
) -> tuple[EventLogFile, ...]:
    """The logs of a procedure, the newest first, of one variant or one model version when asked."""
    c = t.event_log_file.c
    query = select(t.event_log_file).where(c.procedure == procedure)
    if variant is not None:
        query = query.where(c.variant == variant)
    if model_version is not None:
        query = query.where(c.model_version == model_version)
    with store.begin() as connection:
        rows = connection.execute(query.order_by(c.created.desc(), c.id)).mappings().all()
    return tuple(EventLogFile(**row) for row in rows)


def newest(store: Store, procedure: str, *, variant: str | None = None) -> EventLogFile | None:
    """The newest log of a procedure, or None."""
    return next(iter(of_procedure(store, procedure, variant=variant)), None)
