"""A statement, compiled once: what a verb says to the database on its way, said again without being put together anew.

SQLAlchemy composes a statement each time it is executed, which costs more than the statement itself; a verb says the
same dozen over and over.  These are composed, and their values' conversions looked up, once per kind of database, and
then go straight to the driver.  Whatever is asked rarely stays with `Unit.connection`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect
    from sqlalchemy.sql.dml import UpdateBase
    from sqlalchemy.sql.selectable import Select

    from engine.store.unit_of_work import Unit

Convert = Callable[[Any], Any]
#: More rows than this are not gathered into one statement but sent as what they are: many.
MOST_GATHERED = 32


class _Compiled:
    """The text of a statement for one dialect, and how its values go in and come out."""

    def __init__(
        self, construct: Select[Any] | UpdateBase, dialect: Dialect, *, sets: Sequence[str] | None
    ) -> None:
        keys = None if sets is None else list(sets)
        compiled: Any = construct.compile(dialect=dialect, column_keys=keys)
        self.text = str(compiled)
        self.inserts = self.text.startswith("INSERT")
        self.names: tuple[str, ...] | None = (
            tuple(compiled.positiontup) if compiled.positiontup is not None else None
        )
        self.fixed = {
            name: bind.effective_value
            for name, bind in compiled.binds.items()
            if not bind.required and bind.effective_value is not None
        }
        self.binds: dict[str, Convert | None] = {
            name: _processor(bind.type, dialect, "bind_processor") for name, bind in compiled.binds.items()
        }
        columns = getattr(construct, "selected_columns", ())
        self.columns = [
            (column.name, _processor(column.type, dialect, "result_processor")) for column in columns
        ]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """Return the values in the form the driver takes."""
        found = {}
        for name, convert in self.binds.items():
            value = values[name] if name in values else self.fixed.get(name)
            found[name] = convert(value) if convert is not None else value
        return found if self.names is None else tuple([found[name] for name in self.names])


def _processor(kind: Any, dialect: Dialect, which: str) -> Convert | None:
    implementation = kind.dialect_impl(dialect)
    if which == "bind_processor":
        convert: Convert | None = implementation.bind_processor(dialect)
    else:
        convert = implementation.result_processor(dialect, None)
    return convert


class _Together:
    """The text of several statements that go out as one."""

    def __init__(self, text: str) -> None:
        self.text = text


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
        self._construct = construct
        self._sets = sets
        self._locks = locks
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, unit: Unit, **values: Any) -> list[dict[str, Any]]:
        """Return what a query finds, as rows by column name."""
        compiled = self._for(unit.connection.dialect)
        cursor = self._execute(unit, compiled, compiled.parameters(values))
        return [
            {
                name: convert(value) if convert is not None else value
                for (name, convert), value in zip(compiled.columns, row, strict=True)
            }
            for row in cursor.fetchall()
        ]

    def first(self, unit: Unit, **values: Any) -> dict[str, Any] | None:
        """Return the first row, or None."""
        return next(iter(self.rows(unit, **values)), None)

    def run(self, unit: Unit, **values: Any) -> int:
        """Execute and return how many rows were changed."""
        compiled = self._for(unit.connection.dialect)
        return int(self._execute(unit, compiled, compiled.parameters(values)).rowcount)

    def run_each(self, unit: Unit, rows: Iterable[Mapping[str, Any]]) -> None:
        """Execute once for each row, in one go."""
        compiled = self._for(unit.connection.dialect)
        given = [compiled.parameters(row) for row in rows]
        held = unit.gathered
        if held is not None and compiled.inserts and len(held) + len(given) <= MOST_GATHERED:
            held.extend((compiled.text, row) for row in given)
        elif len(given) == 1:
            self._execute(unit, compiled, given[0])
        elif given:
            self._execute(unit, compiled, given, many=True)

    def close(self, unit: Unit, **values: Any) -> int:
        """Execute with all that the unit has gathered, in one journey; return how many rows this statement changed."""
        compiled = self._for(unit.connection.dialect)
        given = compiled.parameters(values)
        gathered, unit.gathered = unit.gathered, None
        if not gathered:
            return int(self._execute(unit, compiled, given).rowcount)
        parts = []
        for number, (text, row) in enumerate(gathered):
            parts.append(f"part_{number} AS ({text.replace('%(', f'%(p{number}_')})")
            given |= {f"p{number}_{name}": value for name, value in row.items()}
        together = _Together(f"WITH {', '.join(parts)} {compiled.text}")
        return int(self._execute(unit, together, given).rowcount)

    def _for(self, dialect: Dialect) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            construct = self._construct
            if self._locks and dialect.name == "postgresql":
                construct = construct.with_for_update()  # type: ignore[union-attr]  # only queries lock
            found = self._compiled[dialect.name] = _Compiled(construct, dialect, sets=self._sets)
        return found

    def _execute(self, unit: Unit, compiled: _Compiled | _Together, given: Any, *, many: bool = False) -> Any:
        cursor = unit.cursor
        dialect = unit.connection.dialect
        try:
            if many:
                cursor.executemany(compiled.text, given)
            else:
                cursor.execute(compiled.text, given)
        except dialect.loaded_dbapi.Error as error:
            lost = dialect.is_disconnect(error, None, cursor)
            if lost:
                unit.connection.invalidate(error)
            raise DBAPIError.instance(
                compiled.text,
                None,
                error,
                dialect.loaded_dbapi.Error,
                connection_invalidated=lost,
                dialect=dialect,
            ) from error
        return cursor
