"""Letters that a piece of work issues: written down before the work is completed, issued once after it.

Issuing takes the number, writes the register and keeps the document in one transaction: there is a letter with its
number and its entry, or there is none of the three.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from engine.actor import Actor
from modeler_api.store import documents, registers
from modeler_api.store import tables as t
from modeler_api.store.in_place_of import in_place_of
from modeler_api.store.registers import Entry
from modeler_api.store.unit_of_work import Store


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter of a work item: what it says, and the register's entry once it is issued."""

    id: str
    work_item: str
    instance: str
    agency: str
    content: dict[str, Any]
    prepared_by: str
    on_behalf_of: str | None
    prepared: dt.datetime
    entry: str | None
    issued: dt.datetime | None

    @property
    def signer(self) -> Actor:
        """Who completed the work, with the absent person in whose place they did."""
        return Actor(self.prepared_by, on_behalf_of=self.on_behalf_of)


#: For so long nobody else writes down a letter of the same work: whoever did is about to complete it.
LEASE = dt.timedelta(minutes=1)


class Preparing(Exception):
    """The work is being completed elsewhere at this moment, with its letter."""


def prepare(
    store: Store, *, work_item: str, instance: str, agency: str, content: dict[str, Any], by: str
) -> str:
    """Write down what a letter will say and return the id of this writing; one that is issued stays as it is.

    Raises `Preparing` while another has been written down a moment ago: its words would go out with our answers.
    """
    c, moment, id_ = t.letter.c, t.now(), t.new_id()
    values: dict[str, Any] = {"agency": agency, "content": content, "prepared_by": by, "prepared": moment}
    values |= {"on_behalf_of": in_place_of(by)}
    stale = (c.work_item == work_item) & c.issued.is_(None) & (c.prepared < moment - LEASE)
    try:
        with store.begin() as connection:
            connection.execute(delete(t.letter).where(stale))
            fresh = {"id": id_, "work_item": work_item, "instance": instance, **values}
            connection.execute(insert(t.letter).values(fresh))
    except IntegrityError:
        there = of_work_item(store, work_item)
        if there is None or there.issued is None:
            raise Preparing from None
        return there.id
    return id_


def withdraw(store: Store, id_: str) -> None:
    """Forget what was written down for work that was not completed after all."""
    c = t.letter.c
    with store.begin() as connection:
        connection.execute(delete(t.letter).where((c.id == id_) & c.issued.is_(None)))


def waiting(store: Store, limit: int = 20) -> list[Letter]:
    """Letters that were written down and not issued, the oldest first."""
    c = t.letter.c
    query = select(t.letter).where(c.issued.is_(None)).order_by(c.prepared).limit(limit)
    with store.begin() as connection:
        return [Letter(**row) for row in connection.execute(query).mappings()]


def of_work_item(store: Store, work_item: str) -> Letter | None:
    """The letter of a piece of work, or None."""
    with store.begin() as connection:
        row = (
            connection.execute(select(t.letter).where(t.letter.c.work_item == work_item))
            .mappings()
            .one_or_none()
        )
    return None if row is None else Letter(**row)


def forget(store: Store, work_item: str) -> None:
    """Drop a letter that was never issued because its work was not completed."""
    c = t.letter.c
    with store.begin() as connection:
        connection.execute(delete(t.letter).where((c.work_item == work_item) & c.issued.is_(None)))


def issue(
    store: Store, letter: Letter, *, code: str, agency_code: str, set_: Callable[[str, dt.datetime], bytes]
) -> Entry | None:
    """Issue a letter once and return its entry; None when somebody else has issued it.

    `set_` makes the document of a number and a moment; `code` is what whoever checks it has to know.
    """
    for _attempt in range(20):
        try:
            with store.begin() as connection:
                moment = t.now()
                c = t.letter.c
                mine = (c.id == letter.id) & c.issued.is_(None)
                if not connection.execute(update(t.letter).where(mine).values(issued=moment)).rowcount:
                    return None
                number, label = registers.take(
                    connection, agency=letter.agency, code=agency_code, direction="out", at=moment
                )
                content = set_(label, moment)
                said = letter.content
                document = documents.kept(
                    connection,
                    content=content,
                    media_type="application/pdf",
                    scan="ours",
                    name=f"{label}.pdf",
                    subject=f"work-item:{letter.work_item}",
                    added_by=letter.signer,
                    instance=letter.instance,
                    origin="letter",
                    visibility=str(said.get("visibility", documents.APPLICANT)),
                    note=str(said["data"].get("title", "")),
                )
                entry = registers.write(
                    connection,
                    agency=letter.agency,
                    direction="out",
                    number=number,
                    label=label,
                    at=moment,
                    entered_by=letter.signer,
                    title=str(said["data"].get("title", "")),
                    correspondent=str(said["data"].get("to", "")),
                    instance=letter.instance,
                    document=document.id,
                    sha256=document.sha256,
                    code_hash=hashlib.sha256(code.encode()).hexdigest(),
                )
                connection.execute(update(t.letter).where(c.id == letter.id).values(entry=entry.id))
                return entry
        except IntegrityError:
            # Somebody began the same series at the same moment.
            continue
    raise RuntimeError("The letter could not be issued beside others of the same moment.")
