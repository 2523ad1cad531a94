"""Reports that were made: their figures as data, and the file when one was written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store


@dataclass(frozen=True, kw_only=True)
class ReportRow:
    """One report: `kind` says which page shows `data`; `logs` are the ids of the logs it was made from."""

    id: str
    procedure: str
    kind: str
    title: str
    path: str | None
    data: dict[str, Any]
    logs: tuple[str, ...]
    created_by: str
    created: dt.datetime


def add(
    store: Store,
    *,
    procedure: str,
    kind: str,
    title: str,
    created_by: str,
    data: Mapping[str, Any] | None = None,
    logs: Sequence[str] = (),
    path: str | None = None,
) -> ReportRow:
    """Note a report that has been made."""
    values: dict[str, Any] = {
        "id": t.new_id(),
        "procedure": procedure,
        "kind": kind,
        "title": title,
        "path": path,
        "data": dict(data or {}),
        "logs": list(logs),
        "created_by": created_by,
        "created": t.now(),
    }
    with store.begin() as connection:
        connection.execute(insert(t.report).values(values))
    return _value(values)


def by_id(store: Store, report_id: str) -> ReportRow | None:
    """The report with this id, or None."""
    with store.begin() as connection:
        row = connection.execute(select(t.report).where(t.report.c.id == report_id)).mappings().one_or_none()
    return None if row is None else _value(row)


def of_procedure(store: Store, procedure: str, *, kind: str | None = None) -> tuple[ReportRow, ...]:
    """The reports of a procedure, the newest first, of one kind when asked."""
    query = select(t.report).where(t.report.c.procedure == procedure)
    if kind is not None:
        query = query.where(t.report.c.kind == kind)
    with store.begin() as connection:
        rows = connection.execute(query.order_by(t.report.c.created.desc())).mappings().all()
    return tuple(_value(row) for row in rows)


def _value(row: Any) -> ReportRow:
    return ReportRow(**{**row, "logs": tuple(row["logs"])})
