"""The words of the fields that a procedure declares searchable, as rows: written with the case, found by an index."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.store.statement import Statement
from engine.store.tables import instance, person_word, search_word, slice_word, work_item
from processes.text import folded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from engine.store.unit_of_work import Unit

#: Of one field, more words than this are not looked for.
MOST_WORDS = 24
_LONGEST = 64
_WORD = re.compile(r"\w+")
_ADD = Statement(sa.insert(search_word))
_SLICE = slice_word.c
_CLEAR = sa.delete(slice_word).where(_SLICE.instance == sa.bindparam("of"))
_PLACE = sa.insert(slice_word).from_select(
    ["instance", "audience", "field", "word"],
    sa.select(search_word.c.instance, work_item.c.audience, search_word.c.field, search_word.c.word)
    .join(work_item, work_item.c.instance == search_word.c.instance)
    .where(
        search_word.c.instance == sa.bindparam("of"),
        work_item.c.status == sa.literal_column("'open'"),
        work_item.c.audience.is_not(None),
    )
    .distinct(),
)
_FORGET = sa.delete(person_word).where(person_word.c.instance == sa.bindparam("of"))
_KNOWN = person_word.alias("known")
_HAND = sa.insert(person_word).from_select(
    ["instance", "person", "field", "word"],
    sa.select(search_word.c.instance, work_item.c.holder, search_word.c.field, search_word.c.word)
    .join(work_item, work_item.c.instance == search_word.c.instance)
    .where(
        search_word.c.instance == sa.bindparam("of"),
        work_item.c.status.in_([sa.literal_column("'open'"), sa.literal_column("'completed'")]),
        work_item.c.holder.is_not(None),
        ~sa.exists().where(
            _KNOWN.c.instance == search_word.c.instance,
            _KNOWN.c.person == work_item.c.holder,
            _KNOWN.c.field == search_word.c.field,
            _KNOWN.c.word == search_word.c.word,
        ),
    )
    .distinct(),
)


def words_of(value: object) -> list[str]:
    """Return the words of a value as they are compared: folded, each once.

    >>> words_of("Асан Үсөнов, 44/2")
    ['асан', 'усонов', '44', '2']
    >>> words_of(None), words_of(True)
    ([], [])
    """
    if value is None or isinstance(value, bool):
        return []
    values: Iterable[Any] = value if isinstance(value, (list, tuple)) else (value,)
    found = [word[:_LONGEST] for one in values for word in _WORD.findall(folded(str(one)))]
    return list(dict.fromkeys(found))[:MOST_WORDS]


def of_instance(unit: Unit, instance_id: str) -> frozenset[tuple[str, str]]:
    """Return the (field, word) pairs written for a case."""
    c = search_word.c
    rows = unit.connection.execute(sa.select(c.field, c.word).where(c.instance == instance_id))
    return frozenset((str(row[0]), str(row[1])) for row in rows)


def of_field(
    unit: Unit, definition_id: str, field: str, *, ids: Collection[str] | None = None
) -> dict[str, list[str]]:
    """Return the words written for one field of each case of a definition (of these `ids` only), sorted."""
    c = search_word.c
    query = (
        sa.select(c.instance, c.word)
        .join(instance, instance.c.id == c.instance)
        .where(instance.c.definition == definition_id, c.field == field)
        .order_by(c.instance, c.word)
    )
    if ids is not None:
        query = query.where(c.instance.in_(ids))
    found: dict[str, list[str]] = {}
    for case, word in unit.connection.execute(query):
        found.setdefault(str(case), []).append(str(word))
    return found


def add(unit: Unit, instance_id: str, words: Collection[tuple[str, str]]) -> None:
    """Write words of a case."""
    _ADD.run_each(
        unit, [{"instance": instance_id, "field": field, "word": word} for field, word in sorted(words)]
    )


def remove(unit: Unit, instance_id: str, words: Collection[tuple[str, str]]) -> None:
    """Remove words that a case no longer has."""
    c = search_word.c
    for field, word in sorted(words):
        unit.connection.execute(
            sa.delete(search_word).where(c.instance == instance_id, c.field == field, c.word == word)
        )


def place(unit: Unit, instance_id: str) -> None:
    """Write the words of a case for those to whom its open work is offered now; what stood there before goes."""
    unit.connection.execute(_CLEAR, {"of": instance_id})
    unit.connection.execute(_PLACE, {"of": instance_id})


def hand(unit: Unit, instance_id: str, *, anew: bool) -> None:
    """Write the words of a case for those who hold its work or have done some; `anew` when the words have changed.

    Who has given it back is left there: a list asks who holds the work too.
    """
    if anew:
        unit.connection.execute(_FORGET, {"of": instance_id})
    unit.connection.execute(_HAND, {"of": instance_id})
