"""Documents that people hand in, and the letters that are issued: their bytes once each, by their digest, and who
handed in what, when, in which version.

The bytes stand in the database beside everything else: they are there, or not, with the row that speaks of them, and
a copy of the database is a copy of the documents.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from modeler_api.store import tables as t
from modeler_api.store.in_place_of import in_place_of
from modeler_api.store.unit_of_work import Store

OFFICE, APPLICANT = "office", "applicant"
"""Who may see a document: the office only, or the applicant too."""

REGISTER = "register"
"""The subject of what came or went on paper and stands in an agency's register, perhaps without a case."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """One version of one document, without its bytes; `series` is the id of its first version."""

    id: str
    series: str
    version: int
    instance: str | None
    subject: str
    name: str
    sha256: str
    origin: str
    visibility: str
    note: str
    added_by: str
    on_behalf_of: str | None
    added: dt.datetime
    size: int
    media_type: str
    scan: str


def keep(
    store: Store,
    *,
    content: bytes,
    media_type: str,
    scan: str,
    name: str,
    subject: str,
    added_by: str,
    instance: str | None = None,
    origin: str = "upload",
    visibility: str = OFFICE,
    note: str = "",
    replaces: str | None = None,
    id_: str | None = None,
) -> Document:
    """Keep a document and return it; with `replaces` as the next version of that series.

    With an id of the caller's own it is kept once, however often it is asked for.
    """
    for _attempt in range(8):
        try:
            with store.begin() as connection:
                return kept(
                    connection,
                    content=content,
                    media_type=media_type,
                    scan=scan,
                    name=name,
                    subject=subject,
                    added_by=added_by,
                    instance=instance,
                    origin=origin,
                    visibility=visibility,
                    note=note,
                    replaces=replaces,
                    id_=id_,
                )
        except IntegrityError:
            # Somebody kept the same bytes, or the next version, at the same moment: now theirs stand there.
            continue
    raise RuntimeError("The document could not be kept beside others of the same moment.")


def kept(
    connection: Connection,
    *,
    content: bytes,
    media_type: str,
    scan: str,
    name: str,
    subject: str,
    added_by: str,
    instance: str | None,
    origin: str,
    visibility: str,
    note: str,
    replaces: str | None = None,
    id_: str | None = None,
) -> Document:
    """Keep a document inside a transaction of the caller's."""
    if id_ is not None:
        before = _one(connection, t.document.c.id == id_)
        if before is not None:
            return before
    digest, moment = hashlib.sha256(content).hexdigest(), t.now()
    known = connection.execute(select(t.file.c.scan).where(t.file.c.sha256 == digest)).scalar_one_or_none()
    scanned = moment if scan == "clean" else None
    if known is None:
        values: dict[str, Any] = {"sha256": digest, "content": content, "size": len(content), "kept": moment}
        values |= {"media_type": media_type, "scan": scan, "scanned": scanned}
        connection.execute(insert(t.file).values(values))
    elif scan == "clean" and known != "clean":
        connection.execute(update(t.file).where(t.file.c.sha256 == digest).values(scan=scan, scanned=scanned))
    fresh, version, series = id_ or t.new_id(), 1, ""
    if replaces is not None:
        series = replaces
        last = select(func.max(t.document.c.version)).where(t.document.c.series == series)
        version = int(connection.execute(last).scalar_one()) + 1
    connection.execute(
        insert(t.document).values(
            id=fresh,
            series=series or fresh,
            version=version,
            instance=instance,
            subject=subject,
            name=name,
            sha256=digest,
            origin=origin,
            visibility=visibility,
            note=note,
            added_by=added_by,
            on_behalf_of=in_place_of(added_by),
            added=moment,
        )
    )
    found = _one(connection, t.document.c.id == fresh)
    assert found is not None
    return found


def find(store: Store, ids: Sequence[str]) -> dict[str, Document]:
    """The documents with these ids, those that are there."""
    with store.begin() as connection:
        rows = connection.execute(_query().where(t.document.c.id.in_(list(ids)))).mappings()
        return {str(row["id"]): Document(**row) for row in rows}


def content(store: Store, sha256: str) -> bytes:
    """The bytes with this digest."""
    with store.begin() as connection:
        query = select(t.file.c.content).where(t.file.c.sha256 == sha256)
        return bytes(connection.execute(query).scalar_one())


def of_instance(store: Store, instance: str) -> list[Document]:
    """Every version of the documents of a case, the newest version of each first, in the order they came."""
    query = _query().where(t.document.c.instance == instance)
    return _listed(store, query.order_by(t.document.c.added, t.document.c.version.desc()))


def versions(store: Store, series: str) -> list[Document]:
    """Every version of one document, the newest first."""
    return _listed(store, _query().where(t.document.c.series == series).order_by(t.document.c.version.desc()))


def attach(store: Store, ids: Sequence[str], *, instance: str) -> None:
    """Say to which case documents belong that were handed in before it; one that belongs to a case stays there."""
    c = t.document.c
    with store.begin() as connection:
        named = c.id.in_(list(ids)) & c.instance.is_(None)
        connection.execute(update(t.document).where(named).values(instance=instance))


def show_to(store: Store, id_: str, visibility: str) -> None:
    """Say who may see a document, all its versions."""
    with store.begin() as connection:
        series = select(t.document.c.series).where(t.document.c.id == id_).scalar_subquery()
        connection.execute(
            update(t.document).where(t.document.c.series == series).values(visibility=visibility)
        )


def _query() -> Any:
    f = t.file.c
    joined = t.document.join(t.file, t.document.c.sha256 == f.sha256)
    return select(*t.document.c, f.size, f.media_type, f.scan).select_from(joined)


def _one(connection: Connection, condition: Any) -> Document | None:
    row = connection.execute(_query().where(condition)).mappings().one_or_none()
    return None if row is None else Document(**row)


def _listed(store: Store, query: Any) -> list[Document]:
    with store.begin() as connection:
        return [Document(**row) for row in connection.execute(query).mappings()]
