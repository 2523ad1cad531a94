"""What the door keeps beside a case, erased once the case is anonymised or gone.

The registers of incoming and outgoing documents stay: they are kept by a law of their own, with a digest in place of
the document. Work that was never finished on a form (its draft) goes with the case's other words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Table, delete, select, update

from modeler_api.store import tables as t
from modeler_api.store.notices import OF_NO_CASE
from modeler_api.store.unit_of_work import Store

#: So many cases are asked about, and erased, in one go.
_AT_ONCE = 500
_BESIDE_CASES = (t.comment, t.document, t.letter, t.notice)


def cases(store: Store) -> Iterator[list[str]]:
    """Yield the cases of which the door keeps something that the retention of cases is about, some at a time."""
    last = ""
    while True:
        found: set[str] = set()
        with store.begin() as connection:
            for table in _BESIDE_CASES:
                found.update(_after(connection, table, last))
        batch = sorted(found)[:_AT_ONCE]
        if not batch:
            return
        yield batch
        last = batch[-1]


def erase(store: Store, instances: Sequence[str], *, work_items: Sequence[str]) -> None:
    """Erase what is kept beside these cases, and drafts and answers of these work items; repeating it is harmless."""
    d, c = t.document.c, t.comment.c
    with store.begin() as connection:
        files = list(
            connection.execute(select(d.sha256).where(d.instance.in_(instances)).distinct()).scalars()
        )
        connection.execute(delete(t.document).where(d.instance.in_(instances)))
        connection.execute(
            delete(t.file).where(
                t.file.c.sha256.in_(files), ~select(d.id).where(d.sha256 == t.file.c.sha256).exists()
            )
        )
        comments = select(c.id).where(c.instance.in_(instances))
        connection.execute(delete(t.mention).where(t.mention.c.comment.in_(comments)))
        connection.execute(delete(t.comment_version).where(t.comment_version.c.comment.in_(comments)))
        connection.execute(delete(t.comment).where(c.instance.in_(instances)))
        connection.execute(delete(t.notice).where(t.notice.c.instance.in_(instances)))
        connection.execute(delete(t.letter).where(t.letter.c.instance.in_(instances)))
        subjects = [f"work-item:{id_}" for id_ in work_items]
        for start in range(0, len(subjects), _AT_ONCE):
            some = subjects[start : start + _AT_ONCE]
            connection.execute(delete(t.form_draft).where(t.form_draft.c.subject.in_(some)))
            connection.execute(
                update(t.register_answer)
                .where(t.register_answer.c.subject.in_(some))
                .values(about="", data=None)
            )


def _after(connection: Connection, table: Table, last: str) -> Iterator[str]:
    c = table.c.instance
    query = select(c).where(c > last).distinct().order_by(c).limit(_AT_ONCE)
    if table is t.notice:
        query = query.where(t.notice.c.kind.not_in(OF_NO_CASE))
    return iter(connection.execute(query).scalars().all())
