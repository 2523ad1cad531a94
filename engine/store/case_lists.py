"""Lists of cases: a page, and a count, whose cost is what one may see and not the whole.

What a person may see is a handful of slices: what they opened, what came into their hands, what is or was the work of
an audience they belong to or lead.  Each is read from an index that has it by the day its cases were opened, no further
than the page reaches; then they are merged, each case once.  What is found in few cases leads instead of the slices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.case_query import CaseQuery, WaitingStep
from engine.store import audiences, instances
from engine.store.tables import definition, instance, work_item
from engine.store.tables.cases import IS_RARE, RARE
from engine.work_query import FAIR_QUEUE, Counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.case_reader import CaseReader
    from engine.instance import Instance
    from engine.store.unit_of_work import Unit

_i, _w = instance.c, work_item.c
#: More slices than this are read together.
_MOST_MERGED = 40
#: What has at most so many cases leads the search.
_FEW = 500
#: When more than this lies in many audiences together, the newest cases are asked one after another whose they are.
_MANY = 50_000


def page(unit: Unit, query: CaseQuery, *, limit: int, offset: int) -> list[Instance]:
    """Return a page of a list of cases, the newest first."""
    parts = _slices(unit, query)
    if not parts:
        return []
    if len(parts) == 1:
        statement = _ordered(parts[0]).limit(limit).offset(offset)
    else:
        reached = [sa.select(_ordered(part).limit(limit + offset).subquery()) for part in parts]
        m = sa.union(*reached).subquery().c
        statement = (
            sa.select(m.started, m.id).order_by(m.started.desc(), m.id.desc()).limit(limit).offset(offset)
        )
    return instances.these(unit, [str(row.id) for row in unit.connection.execute(statement)])


def count(unit: Unit, query: CaseQuery, *, up_to: int) -> Counted:
    """Return how many cases a list shows, counted no further than `up_to`."""
    parts = [sa.select(_ordered(part).limit(up_to + 1).subquery()) for part in _slices(unit, query)]
    if not parts:
        return Counted(number=0)
    together = (parts[0] if len(parts) == 1 else sa.union(*parts)).subquery()
    number = int(unit.connection.execute(sa.select(sa.func.count()).select_from(together)).scalar_one())
    return Counted(number=min(number, up_to), is_more=number > up_to)


def waiting(unit: Unit, ids: Sequence[str]) -> list[WaitingStep]:
    """Return at which steps of these cases work waits for a person now, each step of a case once."""
    query = (
        sa.select(_w.instance, _w.definition, _w.element, _w.label)
        .where(_w.instance.in_(ids), _w.status == "open")
        .distinct()
        .order_by(_w.instance, _w.element)
    )
    return [WaitingStep(**row) for row in unit.connection.execute(query).mappings()] if ids else []


def _ordered(part: sa.Select[Any]) -> sa.Select[Any]:
    """Return a slice in the order of the list; its two columns are when a case was opened, and its id."""
    started, id_ = part.selected_columns
    return part.order_by(started.desc(), id_.desc())


def _slices(unit: Unit, query: CaseQuery) -> list[sa.Select[Any]]:
    """Return the slices of a list; a case may be in several of them."""
    versions = _versions(unit, query)
    if versions is not None and not versions:
        return []
    asked = _asked_of_case(query, versions or {})
    reader = _Reader(unit, query.reader) if query.reader is not None else None
    is_rare = query.status in RARE and query.number is None
    if asked and not is_rare:
        # The versions are named too: the index of states begins with them.
        of_these = [_i.definition.in_(list(versions))] if versions is not None else []
        found = unit.connection.execute(sa.select(_i.id).where(*asked, *of_these).limit(_FEW + 1))
        few = [str(row[0]) for row in found]
        if len(few) <= _FEW:
            theirs = [reader.is_theirs()] if reader is not None else []
            return [sa.select(_i.started, _i.id).where(_i.id.in_(few), *theirs)] if few else []
    keys = None if versions is None else sorted(set(versions.values()))
    if reader is None:
        apart = keys is not None and len(keys) <= _MOST_MERGED
        each = [[key] for key in keys or ()] if apart else [keys]
        return [sa.select(_i.started, _i.id).where(*_of_keys(some), *asked) for some in each]
    opened = sa.select(_i.started, _i.id).where(_i.started_by == reader.person, *_of_keys(keys), *asked)
    parts = reader.parts()
    if parts is None:
        return [sa.select(_i.started, _i.id).where(*_of_keys(keys), *asked, reader.is_theirs())]
    narrowed: list[Any] = [_w.definition.in_(list(versions))] if versions is not None else []
    if is_rare:
        narrowed.append(_w.standing == query.status)
        if query.definition in (versions or {}):
            narrowed.append(_w.definition == query.definition)
    elif asked:
        # Asked of each row in turn, so that the database does not read all the cases of which it holds.
        narrowed.append(_holds(sa.select(_i.id).where(_i.id == _w.instance, *asked)))
    return [opened, *(sa.select(_w.opened, _w.instance).where(part, *narrowed).distinct() for part in parts)]


class _Reader:
    """What a person may see: what came into their hands, and the work of audiences they belong to or lead."""

    def __init__(self, unit: Unit, reader: CaseReader) -> None:
        self._unit, self.person = unit, reader.person
        self._led = set(audiences.heard_by(unit, reader.leads))
        self._heard = set(audiences.heard_by(unit, reader.groups)) - self._led

    def parts(self) -> list[Any] | None:
        """Return the conditions of the slices of work items; None when all of the newest cases are asked instead."""
        held = _w.holder == self.person
        if len(self._led) + len(self._heard) <= _MOST_MERGED:
            led = [_w.audience == one for one in sorted(self._led)]
            return [held, *led, *(sa.and_(_w.audience == one, _is_told()) for one in sorted(self._heard))]
        reached = sa.select(_w.id).where(_w.audience.in_(self._led | self._heard)).limit(_MANY + 1).subquery()
        number = self._unit.connection.execute(sa.select(sa.func.count()).select_from(reached)).scalar_one()
        return [held, self._any_audience()] if number <= _MANY else None

    def is_theirs(self) -> sa.ColumnElement[bool]:
        """Whether a case is or was theirs, asked of one case."""
        work = sa.select(_w.id).where(
            _w.instance == _i.id, sa.or_(_w.holder == self.person, self._any_audience())
        )
        return sa.or_(_i.started_by == self.person, _holds(work))

    def _any_audience(self) -> sa.ColumnElement[bool]:
        heard = sa.and_(_w.audience.in_(sorted(self._heard)), _is_told())
        return sa.or_(heard, _w.audience.in_(sorted(self._led)))


def _versions(unit: Unit, query: CaseQuery) -> dict[str, str] | None:
    """Return the versions a list is of, with the keys they have; None for any."""
    if query.within is None and query.definition is None:
        return None
    c = definition.c
    statement = sa.select(c.id, c.key)
    if query.within is not None:
        statement = statement.where(c.key.in_(query.within))
    if query.definition is not None:
        one = sa.select(c.key).where(sa.or_(c.id == query.definition, c.key == query.definition))
        statement = statement.where(c.key.in_(one))
    return {str(row.id): str(row.key) for row in unit.connection.execute(statement)}


def _asked_of_case(query: CaseQuery, versions: Mapping[str, str]) -> list[Any]:
    """Return what only the case itself knows."""
    found: list[Any] = []
    if query.number is not None:
        found.append(_i.business_key == query.number)
    if query.status is not None:
        found.append(_i.status == query.status)
        if query.status in RARE:
            found.append(IS_RARE)  # which tells the database that their index has them all
    if query.definition in versions:
        found.append(_i.definition == query.definition)
    return found


def _of_keys(keys: Sequence[str] | None) -> list[Any]:
    if keys is None:
        return []
    return [_i.key == keys[0] if len(keys) == 1 else _i.key.in_(keys)]


def _is_told() -> sa.ColumnElement[bool]:
    """Whether those to whom it is offered may know whose it is: from a fair queue nobody picks."""
    return sa.or_(
        _w.status != "open", _w.holder.is_not(None), _w.assignment.is_(None), _w.assignment != FAIR_QUEUE
    )


def _holds(query: sa.Select[Any]) -> sa.ColumnElement[bool]:
    return query.limit(1).scalar_subquery().is_not(None)
