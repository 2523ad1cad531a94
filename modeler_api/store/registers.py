"""The registers of incoming and outgoing documents: numbered without gaps for each agency and year, never changed.

A number is taken in the transaction that writes its entry, so that none is skipped and none is used twice. What
turns out wrong is said by an annotation; nothing is deleted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from modeler_api.store import tables as t
from modeler_api.store.in_place_of import in_place_of
from modeler_api.store.unit_of_work import Store
from processes.text import folded

Direction = Literal["in", "out"]
DIRECTIONS: tuple[Direction, ...] = ("in", "out")
NOTE, CORRECTION, REVOCATION = "note", "correction", "revocation"
KINDS = (NOTE, CORRECTION, REVOCATION)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a register."""

    id: str
    agency: str
    direction: str
    year: int
    number: int
    label: str
    at: dt.datetime
    entered_by: str
    on_behalf_of: str | None
    title: str
    correspondent: str
    their_number: str
    instance: str | None
    document: str | None
    sha256: str | None
    code_hash: str | None


@dataclass(frozen=True, kw_only=True)
class Annotation:
    """What was said of an entry later: a note, a correction, or that the document no longer counts."""

    id: str
    entry: str
    kind: str
    text: str
    written_by: str
    on_behalf_of: str | None
    written: dt.datetime


def enter(store: Store, *, agency: str, code: str, direction: Direction, **more: Any) -> Entry:
    """Write an entry with the next number of the register and return it; two at once get two numbers."""
    for _attempt in range(20):
        try:
            with store.begin() as connection:
                moment = t.now()
                number, label = take(connection, agency=agency, code=code, direction=direction, at=moment)
                return write(
                    connection,
                    agency=agency,
                    direction=direction,
                    number=number,
                    label=label,
                    at=moment,
                    **more,
                )
        except IntegrityError:
            # Somebody began the same series at the same moment; theirs is 1, so ours is not.
            continue
    raise RuntimeError("The register could not be written beside others of the same moment.")


def take(
    connection: Connection, *, agency: str, code: str, direction: str, at: dt.datetime
) -> tuple[int, str]:
    """Take the next number of a register's year and return it with its label; given back with the transaction."""
    c, year = t.register_series.c, _year(at)
    series = f"{agency}:{direction}:{year}"
    step = update(t.register_series).where(c.series == series).values(last=c.last + 1)
    if connection.execute(step).rowcount:
        number = int(connection.execute(select(c.last).where(c.series == series)).scalar_one())
    else:
        connection.execute(insert(t.register_series).values(series=series, last=1))
        number = 1
    return number, f"{code}-{year}-{direction.upper()}-{number:05d}"


def _year(at: dt.datetime) -> int:
    """The year in which an office enters something: by its own clock, not by the one the database keeps."""
    return t.day_of(at).year


def write(
    connection: Connection,
    *,
    agency: str,
    direction: str,
    number: int,
    label: str,
    at: dt.datetime,
    entered_by: str,
    title: str,
    correspondent: str,
    their_number: str = "",
    instance: str | None = None,
    document: str | None = None,
    sha256: str | None = None,
    code_hash: str | None = None,
) -> Entry:
    """Write an entry whose number was taken in the same transaction."""
    values: dict[str, Any] = {
        "id": t.new_id(),
        "agency": agency,
        "direction": direction,
        "year": _year(at),
        "number": number,
        "label": label,
        "at": at,
        "entered_by": entered_by,
        "on_behalf_of": in_place_of(entered_by),
        "title": title[:300],
        "correspondent": correspondent[:300],
        "their_number": their_number[:120],
        "instance": instance,
        "document": document,
        "sha256": sha256,
        "code_hash": code_hash,
    }
    searched = folded(" ".join((label, title, correspondent, their_number)))
    connection.execute(insert(t.register_entry).values(**values, searched=searched))
    return Entry(**values)


def annotate(store: Store, entry: str, *, kind: str, text: str, by: str) -> None:
    """Say something of an entry that stays beside it for ever."""
    values = {
        "id": t.new_id(),
        "entry": entry,
        "kind": kind,
        "text": text,
        "written_by": by,
        "on_behalf_of": in_place_of(by),
        "written": t.now(),
    }
    with store.begin() as connection:
        connection.execute(insert(t.register_annotation).values(values))


def said_of(store: Store, entries: list[str]) -> dict[str, list[Annotation]]:
    """What was said of entries, the oldest first."""
    c = t.register_annotation.c
    query = select(t.register_annotation).where(c.entry.in_(entries)).order_by(c.written, c.id)
    found: dict[str, list[Annotation]] = {}
    with store.begin() as connection:
        for row in connection.execute(query).mappings():
            found.setdefault(str(row["entry"]), []).append(Annotation(**row))
    return found


def find(store: Store, *, id_: str | None = None, label: str | None = None) -> Entry | None:
    """An entry by its id or its number, or None."""
    c = t.register_entry.c
    condition = c.id == id_ if id_ is not None else c.label == label
    with store.begin() as connection:
        row = connection.execute(_query().where(condition)).mappings().one_or_none()
    return None if row is None else Entry(**row)


def count(store: Store, **wanted: Any) -> int:
    """How many entries `some` would find without a limit."""
    with store.begin() as connection:
        query = select(func.count()).select_from(t.register_entry).where(*_conditions(**wanted))
        return int(connection.execute(query).scalar_one())


def some(store: Store, *, limit: int, offset: int = 0, **wanted: Any) -> list[Entry]:
    """A page of a register, the newest first: of an agency, a direction, a year, with these words."""
    c = t.register_entry.c
    query = (
        _query()
        .where(*_conditions(**wanted))
        .order_by(c.year.desc(), c.number.desc())
        .limit(limit)
        .offset(offset)
    )
    with store.begin() as connection:
        return [Entry(**row) for row in connection.execute(query).mappings()]


def every(store: Store, **wanted: Any) -> Iterator[Entry]:
    """Every entry that `some` would find, in pages."""
    offset = 0
    while page := some(store, limit=500, offset=offset, **wanted):
        yield from page
        offset += len(page)


def years(store: Store, agency: str) -> list[int]:
    """The years in which an agency's registers have entries, the newest first."""
    c = t.register_entry.c
    query = select(c.year).where(c.agency == agency).distinct().order_by(c.year.desc())
    with store.begin() as connection:
        return [int(year) for year in connection.execute(query).scalars()]


def _query() -> Any:
    return select(*[column for column in t.register_entry.c if column.name != "searched"])


def _conditions(
    *,
    agency: str,
    direction: str | None = None,
    year: int | None = None,
    words: str = "",
    instance: str | None = None,
) -> list[Any]:
    c = t.register_entry.c
    found = [c.agency == agency]
    if direction is not None:
        found.append(c.direction == direction)
    if year is not None:
        found.append(c.year == year)
    if instance is not None:
        found.append(c.instance == instance)
    for word in folded(words).split()[:8]:
        plain = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found.append(c.searched.like(f"%{plain}%", escape="\\"))
    return found
