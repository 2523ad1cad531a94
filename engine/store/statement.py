"""A statement, compiled once: what a verb says to the database on its way, said again without being put together anew.

SQLAlchemy composes a statement each time it is executed, which costs more than the statement itself; a verb says the
same dozen over and over.  These are composed, and their values' conversions looked up, once per kind of database, and
then go straight to the driver.  Whatever is asked rarely stays with `Unit.connection`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from engine.store.types import converter

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect
    from sqlalchemy.sql.dml import UpdateBase
    from sqlalchemy.sql.selectable import Select

    from engine.store.unit_of_work import Unit

_NUMBER = re.compile(r"\$(\d+)")
#: More rows than this are not gathered into one statement but sent as what they are: many.
MOST_GATHERED = 32


class _Compiled:
    """The text of a statement for one dialect, and how its values go in and come out."""

    def __init__(
        self, construct: Select[Any] | UpdateBase, dialect: Dialect, *, sets: Sequence[str] | None
    ) -> None:
        keys = None if sets is None else list(sets)
        compiled: Any = construct.compile(dialect=dialect, column_keys=keys)
        if compiled.positiontup is not None:
            self.text, self.names = str(compiled), list(compiled.positiontup)
        else:
            self.text, self.names = _numbered(str(compiled))
        binds = [compiled.binds[name] for name in self.names]
        # Values that stand in the statement itself need not be given.
        self._fixed = {
            name: bind.effective_value
            for name, bind in zip(self.names, binds, strict=True)
            if not bind.required and bind.effective_value is not None
        }
        converters = [converter(bind.type, dialect, result=False) for bind in binds]
        self._converts = [(place, convert) for place, convert in enumerate(converters) if convert is not None]
        self._pick = itemgetter(*self.names) if len(self.names) > 1 else None
        columns = list(getattr(construct, "selected_columns", ()))
        self._columns = tuple(column.name for column in columns)
        converters = [converter(column.type, dialect, result=True) for column in columns]
        self._converters = [
            (place, convert) for place, convert in enumerate(converters) if convert is not None
        ]

    def parameters(self, values: Mapping[str, Any]) -> list[Any]:
        """Return the values in the form and order the driver takes."""
        if self._fixed:
            values = {**values, **self._fixed}
        try:
            given = list(self._pick(values)) if self._pick is not None else [values[n] for n in self.names]
        except KeyError:
            # What a row does not name it leaves empty.
            given = [values.get(name) for name in self.names]
        for place, convert in self._converts:
            given[place] = convert(given[place])
        return given

    def row(self, found: Sequence[Any]) -> dict[str, Any]:
        """Return what the driver found as values by column name."""
        values = list(found)
        for place, convert in self._converters:
            values[place] = convert(values[place])
        return dict(zip(self._columns, values, strict=True))


def _numbered(text: str) -> tuple[str, list[str]]:
    """Return a statement whose values are numbered, as PostgreSQL itself has it, and their names in that order.

    >>> _numbered("SELECT %(a)s::TEXT, %(b)s, %(a)s")
    ('SELECT $1::TEXT, $2, $1', ['a', 'b'])
    """
    names: list[str] = []

    def number(found: re.Match[str]) -> str:
        if found[1] is None:
            return "%"
        if found[1] not in names:
            names.append(found[1])
        return f"${names.index(found[1]) + 1}"

    return re.sub(r"%(?:\((\w+)\)s|%)", number, text), names


@lru_cache(maxsize=1024)
def _together(texts: tuple[str, ...]) -> str:
    """Return several numbered statements as one, the last of them closing it; their values follow one another."""
    parts, before = [], 0
    for text in texts:
        places = [int(found) for found in _NUMBER.findall(text)]
        moved = _NUMBER.sub(lambda found, by=before: f"${int(found[1]) + by}", text)  # type: ignore[misc]  # a default binds it now
        parts.append(moved)
        before += max(places, default=0)
    *first, last = parts
    return f"WITH {', '.join(f'part_{n} AS ({part})' for n, part in enumerate(first))} {last}"


class Statement:
    """One statement with named values (`bindparam`), for every database the engine knows.

    With `locks`, the rows it finds are locked until the transaction ends, in the order of its tables.  `sets` are the
    columns an update writes.
    """

    def __init__(
        self,
        construct: Select[Any] | UpdateBase,
        *,
        locks: bool = False,
        sets: Sequence[str] | None = None,
    ) -> None:
        self.construct = construct
        self._sets = sets
        self._locks = locks
        self._ready: dict[str, _Compiled] = {}

    def rows(self, unit: Unit, **values: Any) -> list[dict[str, Any]]:
        """Return what a query finds, as rows by column name."""
        compiled = self.compiled(unit.dialect)
        cursor = self._execute(unit, compiled.text, compiled.parameters(values))
        return [compiled.row(found) for found in cursor.fetchall()]

    def first(self, unit: Unit, **values: Any) -> dict[str, Any] | None:
        """Return the first row, or None."""
        return next(iter(self.rows(unit, **values)), None)

    def run(self, unit: Unit, **values: Any) -> int:
        """Execute and return how many rows were changed."""
        compiled = self.compiled(unit.dialect)
        return int(self._execute(unit, compiled.text, compiled.parameters(values)).rowcount)

    def run_each(self, unit: Unit, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute once for each row, in one go."""
        if not rows:
            return
        compiled = self.compiled(unit.dialect)
        given = [compiled.parameters(row) for row in rows]
        held = unit.gathered
        if held is not None and len(held) + len(given) <= MOST_GATHERED:
            held.extend((compiled.text, row) for row in given)
            return
        if held:
            # What was said before goes first: a row taken away then may be written anew now.
            self._send(unit, held)
            unit.gathered = []
        if len(given) == 1:
            self._execute(unit, compiled.text, given[0])
        else:
            self._execute(unit, compiled.text, given, many=True)

    def close(self, unit: Unit, **values: Any) -> int:
        """Execute with all that the unit has gathered, in one journey; return how many rows this statement changed."""
        compiled = self.compiled(unit.dialect)
        given = compiled.parameters(values)
        gathered, unit.gathered = unit.gathered, None
        if not gathered:
            return int(self._execute(unit, compiled.text, given).rowcount)
        text = _together((*(text for text, _row in gathered), compiled.text))
        return int(self._execute(unit, text, [*chain(*(row for _text, row in gathered)), *given]).rowcount)

    def _send(self, unit: Unit, held: Sequence[tuple[str, list[Any]]]) -> None:
        """Send what was gathered, in one journey."""
        texts = tuple(text for text, _row in held)
        text = _together(texts) if len(texts) > 1 else texts[0]
        self._execute(unit, text, list(chain(*(row for _text, row in held))))

    def compiled(self, dialect: Dialect) -> _Compiled:
        """Return the statement as one kind of database takes it."""
        found = self._ready.get(dialect.name)
        if found is None:
            construct = self.construct
            if self._locks and dialect.name == "postgresql":
                construct = construct.with_for_update()  # type: ignore[union-attr]  # only queries lock
            found = self._ready[dialect.name] = _Compiled(construct, dialect, sets=self._sets)
        return found

    def _execute(self, unit: Unit, text: str, given: Any, *, many: bool = False) -> Any:
        cursor = unit.cursor
        try:
            if many:
                cursor.executemany(text, given)
            else:
                cursor.execute(text, given)
        except unit.dialect.loaded_dbapi.Error as error:
            raise unit.failure(text, error) from error
        return cursor
