"""Lists of work items: a page, and counts, whose cost is what lies in one's own slice and not in the whole.

Whose work a list shows is a handful of slices: what one person holds, what waits for one audience.  Each is read
from an index that has it in the order of the list, no further than the page reaches; then they are merged.  Counting
stops at a limit.  So a page of an officer costs the same among a thousand open items and among a million.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.search_fields import APPLICANTS
from engine.store import audiences
from engine.store.search import words_of
from engine.store.tables import definition, instance, person_word, search_word, slice_word, watcher, work_item
from engine.work_query import FAIR_QUEUE, Counted, WorkQuery

if TYPE_CHECKING:
    from datetime import datetime

    from engine.store.unit_of_work import Unit

_c = work_item.c
_ORDERS: dict[str, list[Any]] = {
    "time left": [_c.due.is_(None), _c.due, _c.priority.desc(), _c.offered_at, _c.id],
    "oldest": [_c.offered_at, _c.id],
    "priority": [_c.priority.desc(), _c.due.is_(None), _c.due, _c.offered_at, _c.id],
    "latest": [_c.completed_at.desc(), _c.id],
}
#: With more audiences than this they are read together and sorted.
_MOST_MERGED = 12
_WHOSE = ("held_by", "offered_to", "delegated_by", "watched_by")
#: What is found in so few cases leads the search; what is found in more is asked of each row of the slice.
_FEW = 200
_LAST = "\U0010ffff"


def page(unit: Unit, query: WorkQuery, *, limit: int, offset: int, now: datetime) -> list[dict[str, Any]]:
    """Return the rows of a page, with the variables of their cases."""
    ids = _ids(unit, query, limit=limit, offset=offset, now=now)
    if not ids:
        return []
    rows = sa.select(work_item, instance.c.variables, instance.c.key.label("definition_key")).join(
        instance, instance.c.id == _c.instance
    )
    found = {row["id"]: dict(row) for row in unit.connection.execute(rows.where(_c.id.in_(ids))).mappings()}
    return [found[id_] for id_ in ids if id_ in found]


def counts(unit: Unit, queries: Mapping[str, WorkQuery], *, up_to: int, now: datetime) -> dict[str, Counted]:
    """Return how many items each query finds, counted in one journey and no further than `up_to`."""
    looked = _Looked(unit)
    found = {name: _found(looked, query) for name, query in _alike(queries).items()}
    asked = {}
    for name, query in queries.items():
        c = found.get(name, _c)
        parts = [
            sa.select(sa.literal(1).label("one")).where(*conditions).limit(up_to + 1)
            for conditions in _slices(looked, query, now=now, c=c, narrowed=name in found)
        ]
        if parts:
            together = sa.union_all(*(sa.select(part.subquery()) for part in parts)).subquery()
            asked[name] = sa.select(sa.func.count()).select_from(together).scalar_subquery()
    if not asked:
        return {name: Counted(number=0) for name in queries}
    statement = sa.select(*(query.label(f"q{i}") for i, query in enumerate(asked.values())))
    numbers = dict(zip(asked, unit.connection.execute(statement).one(), strict=True))
    return {
        name: Counted(number=min(numbers.get(name, 0), up_to), is_more=numbers.get(name, 0) > up_to)
        for name in queries
    }


def next_in_turn(
    unit: Unit, names: Sequence[str], *, definition_key: str | None, besides: Iterable[str], now: datetime
) -> str | None:
    """Return the id of what has waited longest for one of these names, locked with its case.

    PostgreSQL passes over rows that another officer is being given at this moment; SQLite has one writer at a time.
    """
    query = WorkQuery(offered_to=tuple(names), definition=definition_key, order="oldest")
    looked = _Looked(unit)
    heard = looked.heard_by(tuple(names))
    if not heard:
        return None
    statement = (
        sa.select(_c.id)
        .select_from(work_item.join(instance, instance.c.id == _c.instance))
        .where(
            _c.audience.in_(heard),
            _c.holder.is_(None),
            _c.status == "open",
            instance.c.status == "running",
            _c.id.not_in(list(besides)),
            *_narrowing(looked, query),
        )
        .order_by(*_ORDERS["oldest"])
        .limit(1)
    )
    row = unit.connection.execute(unit.lock_for(statement, skip=True)).first()
    return None if row is None else str(row[0])


class _Looked:
    """What the slices of one answer need to know first, looked up once: audiences, and versions of a key."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self._heard: dict[tuple[str, ...], list[str]] = {}
        self._versions: dict[str, list[str]] = {}
        self._few: dict[Any, list[str] | None] = {}
        self.searched: list[WorkQuery] = []
        self.nothing = sa.false()
        self.columns: Any = None

    def heard_by(self, names: tuple[str, ...]) -> list[str]:
        """Return the audiences to which any of these names belongs."""
        if names not in self._heard:
            self._heard[names] = audiences.heard_by(self.unit, names)
        return self._heard[names]

    def versions_of(self, key: str) -> list[str]:
        """Return the ids of the few versions of a key; with them a slice needs no other table."""
        if key not in self._versions:
            c = definition.c
            query = sa.select(c.id).where(sa.or_(c.key == key, c.id == key))
            self._versions[key] = [str(row[0]) for row in self.unit.connection.execute(query)]
        return self._versions[key]

    def few(self, query: sa.Select[Any]) -> list[str] | None:
        """Return what a query finds when it is little, None when it is more."""
        compiled = query.compile()
        key = (str(compiled), tuple(map(str, compiled.params.values())))
        if key not in self._few:
            found = [str(row[0]) for row in self.unit.connection.execute(query.limit(_FEW + 1))]
            self._few[key] = found if len(found) <= _FEW else None
        return self._few[key]


def _ids(unit: Unit, query: WorkQuery, *, limit: int, offset: int, now: datetime) -> list[str]:
    order = _ORDERS[query.order]
    parts = _slices(_Looked(unit), query, now=now)
    if not parts:
        return []
    if len(parts) == 1:
        statement: Any = sa.select(_c.id).where(*parts[0]).order_by(*order).limit(limit).offset(offset)
        return [str(row[0]) for row in unit.connection.execute(statement)]
    columns = [
        _c.id,
        _c.due.is_(None).label("undue"),
        _c.due,
        _c.priority,
        _c.offered_at,
        _c.completed_at,
    ]
    slices = [
        sa.select(sa.select(*columns).where(*part).order_by(*order).limit(limit + offset).subquery())
        for part in parts
    ]
    m = sa.union_all(*slices).subquery().c
    merged: dict[str, list[Any]] = {
        "time left": [m.undue, m.due, m.priority.desc(), m.offered_at, m.id],
        "oldest": [m.offered_at, m.id],
        "priority": [m.priority.desc(), m.undue, m.due, m.offered_at, m.id],
        "latest": [m.completed_at.desc(), m.id],
    }
    statement = sa.select(m.id).order_by(*merged[query.order]).limit(limit).offset(offset)
    return [str(row[0]) for row in unit.connection.execute(statement)]


def _slices(
    looked: _Looked, query: WorkQuery, *, now: datetime, c: Any = _c, narrowed: bool = False
) -> list[list[Any]]:
    """Return the conditions of each slice; no item is in two of them, but for what is watched.

    `c` are the columns they are about; where these are of what is `narrowed` already, only whose it is and when it is
    due are asked.
    """
    common = _due(query, c)
    if not narrowed:
        common.append(c.status == query.status)
    whose = _whose(looked, query)
    if whose is None:
        return [[*common, *([] if narrowed else _narrowing(looked, query)), *_resting(query.resting, now, c)]]
    return [
        [
            *_is_of(slice_, c),
            *(_resting(query.resting, now, c) if slice_[0] == "held" else []),
            *common,
            *([] if narrowed else _narrowing(looked, query, slice_)),
        ]
        for slice_ in whose
    ]


def _whose(looked: _Looked, query: WorkQuery) -> list[tuple[str, Any]] | None:
    """Return the slices a query reads, by their kind and whose they are; None for everybody's work."""
    if not (query.held_by or query.offered_to or query.delegated_by or query.watched_by):
        return None
    found: list[tuple[str, Any]] = []
    if query.held_by is not None:
        found.append(("held", query.held_by))
    if query.offered_to:
        heard = looked.heard_by(query.offered_to)
        apart = heard if len(heard) <= _MOST_MERGED else [tuple(heard)]
        found += [("waiting", one) for one in apart]
    if query.delegated_by is not None:
        found.append(("owned", query.delegated_by))
    if query.watched_by is not None:
        found.append(("watched", query.watched_by))
    return found


def _is_of(slice_: tuple[str, Any], c: Any) -> list[Any]:
    kind, whose = slice_
    if kind == "held":
        return [c.holder == whose]
    if kind == "waiting":
        return [
            c.audience.in_(whose) if isinstance(whose, tuple) else c.audience == whose,
            c.holder.is_(None),
        ]
    if kind == "owned":
        return [c.owner == whose, c.holder != whose]
    return [c.instance.in_(sa.select(watcher.c.instance).where(watcher.c.person == whose))]


def _alike(queries: Mapping[str, WorkQuery]) -> dict[str, WorkQuery]:
    """Return, of the queries that search words in open work, one that asks for all of them together.

    Searching costs more than looking who holds what, so several counts search once.
    """
    searching = {
        name: query
        for name, query in queries.items()
        if (query.text or query.applicant or query.fields) and query.status == "open"
    }
    words = {
        (q.text, q.applicant, q.definition, q.within, q.unseen, q.element, q.case, *q.fields.items())
        for q in searching.values()
    }
    whose = [{getattr(q, n) for q in searching.values()} - {None, ()} for n in _WHOSE]
    if len(searching) < 2 or len(words) > 1 or any(len(each) > 1 for each in whose):
        return {}
    values: dict[str, Any] = {
        name: next(iter(each), () if name == "offered_to" else None)
        for name, each in zip(_WHOSE, whose, strict=True)
    }
    one = replace(next(iter(searching.values())), due_from=None, due_before=None, resting=None, **values)
    return dict.fromkeys(searching, one)


def _found(looked: _Looked, query: WorkQuery) -> Any:
    """Return the columns of what a search finds in all of its slices, searched once."""
    if query not in looked.searched:
        columns = [_c.id, _c.instance, _c.holder, _c.audience, _c.owner, _c.due, _c.follow_up, _c.stopped]
        parts = [
            sa.select(*columns).where(
                *_is_of(slice_, _c), _c.status == query.status, *_narrowing(looked, query, slice_)
            )
            for slice_ in _whose(looked, query) or ()
        ]
        together = sa.union(*parts) if parts else sa.select(*columns).where(sa.false())
        looked.searched.append(query)
        looked.columns = together.cte("found").c
    return looked.columns


def _due(query: WorkQuery, c: Any) -> list[Any]:
    found: list[Any] = []
    if query.due_from is not None:
        found.append(c.due >= query.due_from)
    if query.due_before is not None:
        found.append(c.due < query.due_before)
    return found


def _resting(resting: bool | None, now: datetime, c: Any) -> list[Any]:
    if resting is None:
        return []
    if resting:
        return [sa.or_(c.follow_up > now, c.stopped.is_not(None))]
    return [sa.or_(c.follow_up.is_(None), c.follow_up <= now), c.stopped.is_(None)]


def _narrowing(looked: _Looked, query: WorkQuery, slice_: tuple[str, Any] | None = None) -> list[Any]:
    found: list[Any] = []
    if query.definition is not None:
        found.append(_c.definition.in_(looked.versions_of(query.definition)))
    if query.within:
        found.append(_c.definition.in_([id_ for key in query.within for id_ in looked.versions_of(key)]))
    if query.element is not None:
        found.append(_c.element == query.element)
    if query.case:
        found.append(_case_begins(looked, query, query.case))
    for name, text in query.fields.items():
        found.extend(_has_words(looked, query, words_of(text), slice_, field=name))
    if query.applicant:
        found.extend(_has_words(looked, query, words_of(query.applicant), slice_, applicant=True))
    if query.text and query.text.strip():
        words = _has_words(looked, query, words_of(query.text), slice_)
        case = _case_begins(looked, query, query.text)
        if not words:
            found.append(case)
        elif case is looked.nothing:
            # Without an alternative the words lead, and the slice is not read.
            found.extend(words)
        else:
            found.append(sa.or_(case, sa.and_(sa.true(), *words)))
    if query.case or query.fields or query.applicant or (query.text and query.text.strip()):
        # Whoever could ask a fair queue for a name would know where that person stands in it.
        found.append(sa.or_(_c.holder.is_not(None), _c.assignment.is_(None), _c.assignment != FAIR_QUEUE))
    return found


def _case_begins(looked: _Looked, query: WorkQuery, text: str) -> Any:
    """Whether a case number begins so; of few open ones their ids, so that no row is read for it."""
    typed = text.strip()
    starts = dict.fromkeys((typed, typed.upper()))
    begins = sa.or_(*(_begins(looked.unit, _c.business_key, start) for start in starts))
    if query.status != "open":
        return begins
    few = looked.few(sa.select(_c.id).where(_c.status == "open", begins))
    return begins if few is None else _c.id.in_(few) if few else looked.nothing


def _has_words(
    looked: _Looked,
    query: WorkQuery,
    words: Sequence[str],
    slice_: tuple[str, Any] | None,
    *,
    field: str | None = None,
    applicant: bool = False,
) -> list[Any]:
    """Return the conditions under which a case has these words.

    Of a rare word it is known in which cases it stands. Common ones are looked up, all of them before any case, among
    the words of what waits for an audience, or of what came into one person's hands; what one watches or has others do
    is little, so each of its rows is asked, and the database is kept from reading all the cases that have it.
    """

    def is_it(w: Any, word: str) -> list[Any]:
        found = [_begins(looked.unit, w.word, word)]
        if field is not None:
            found.append(w.field.in_((field, APPLICANTS + field)))
        if applicant:
            found.append(_begins(looked.unit, w.field, APPLICANTS))
        if query.unseen:
            unseen = [column for name in query.unseen for column in (name, APPLICANTS + name)]
            found.append(w.field.not_in(unseen))
        return found

    w, s, p = search_word.c, slice_word.c, person_word.c
    rare, common = [], []
    for word in words:
        few = looked.few(sa.select(w.instance).where(*is_it(w, word)))
        if few is not None:
            rare.append(_c.instance.in_(few))
        else:
            common.append(word)
    if not common:
        return rare
    kind, whose = slice_ if slice_ is not None else ("", None)
    if kind == "waiting":
        heard = s.audience.in_(whose) if isinstance(whose, tuple) else s.audience == whose
        having = [sa.select(s.instance).where(heard, *is_it(s, word)) for word in common]
    elif kind == "held":
        having = [sa.select(p.instance).where(p.person == whose, *is_it(p, word)) for word in common]
    else:
        each = (sa.select(w.instance).where(w.instance == _c.instance, *is_it(w, word)) for word in common)
        return [*rare, *(one.limit(1).scalar_subquery().is_not(None) for one in each)]
    return [*rare, _c.instance.in_(having[0] if len(having) == 1 else sa.intersect(*having))]


def _begins(unit: Unit, column: Any, start: str) -> Any:
    """Whether a text begins so, in the form an index answers under any collation."""
    if unit.is_postgres:
        return sa.and_(column.op("~>=~")(start), column.op("~<~")(start + _LAST))
    return sa.and_(column >= start, column < start + _LAST)
