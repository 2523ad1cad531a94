"""The two tables of a log made of columns in whatever order and coding: its events, sorted and coded, and its cases.

Columns are taken out of the mapping they come in, one after the other, so that a log of millions of events never
stands in memory twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from processes.errors import NotALog
from processes.log.coding import by_name, coded, in_order, recoded, taken
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from processes.log.coding import Order

#: The columns every log has; those after them are attributes of its events.
STANDARD_COLUMNS = ("case", "activity", "element", "instance", "resource", "group", "lifecycle", "timestamp")


def standard_types() -> dict[str, pa.DataType]:
    """Return the type of each standard column."""
    import pyarrow as pa

    text = pa.dictionary(pa.int32(), pa.string())
    return dict.fromkeys(STANDARD_COLUMNS, text) | {
        "instance": pa.string(),
        "timestamp": pa.timestamp("us", tz="UTC"),
    }


def plain_type(type_: Any) -> Any:
    """Return the type of the values themselves, where they may be coded."""
    import pyarrow as pa

    return type_.value_type if pa.types.is_dictionary(type_) else type_


def event_table(columns: dict[str, Any]) -> tuple[pa.Table, pa.Array]:
    """Return the events by case and time, and the names of the cases, sorted; `columns` is emptied.

    The dictionary of the column `case` is those names, so that its codes number the cases.  Raises `NotALog`
    where the columns case, activity or timestamp are missing, and for events without a case.
    """
    import pyarrow as pa

    missing = {"case", "activity", "timestamp"} - columns.keys()
    if missing:
        raise NotALog(_("The events lack the columns {missing}.").format(missing=", ".join(sorted(missing))))
    if unknown := columns["case"].null_count:
        raise NotALog(
            _("{count} events have no case.").format(count=unknown), hint=_("Every event needs a case.")
        )
    numbers, names = by_name(*coded(columns.pop("case")))
    stamps = columns.pop("timestamp").cast(pa.timestamp("us", tz="UTC"))
    order = in_order(numbers, stamps)
    numbers = numbers if order is None else numbers[order]
    made = {
        "case": pa.DictionaryArray.from_arrays(pa.array(numbers), names),
        "timestamp": taken(stamps, order),
    }
    del stamps
    zeros = _zeros(len(numbers))
    for name, type_ in standard_types().items():
        if name not in made:
            made[name] = _standard(name, type_, columns.pop(name, None), order, zeros)
    extra = sorted(columns)
    for name in extra:
        text = pa.types.is_string(plain_type(columns[name].type))
        made[name] = (recoded if text else taken)(columns.pop(name), order)
    return pa.table({name: made[name] for name in (*STANDARD_COLUMNS, *extra)}), names


def with_cases_of_its_own(events: pa.Table) -> pa.Table:
    """Return sorted events whose column `case` is coded by the names of exactly those cases that occur."""
    import pyarrow as pa

    numbers, names = by_name(*coded(events["case"]))
    at = events.schema.get_field_index("case")
    return events.set_column(at, "case", pa.DictionaryArray.from_arrays(pa.array(numbers), names))


def case_table(names: pa.Array, given: Mapping[str, Mapping[str, Any]] | pa.Table | None) -> pa.Table:
    """Return a row for each of `names` with what is `given` of it: its attributes, and its replication."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(given, pa.Table):
        table = given.filter(pc.is_in(given["case"], names)).sort_by("case")
        if table.num_rows == len(names):
            return (
                table
                if "replication" in table.column_names
                else table.append_column("replication", pa.nulls(table.num_rows, pa.int64()))
            )
        given = {row["case"]: row for row in given.to_pylist()}
    if not given:
        return pa.table({"case": names, "replication": pa.nulls(len(names), pa.int64())})
    known = [given.get(case, {}) for case in names.to_pylist()]
    keys = dict.fromkeys(key for row in given.values() for key in row if key not in ("case", "replication"))
    columns: dict[str, Any] = {
        "case": names,
        "replication": pa.array([row.get("replication") for row in known], pa.int64()),
    }
    for key in keys:
        columns[key] = attribute_column([row.get(key) for row in known])
    return pa.table(columns)


def attribute_column(values: list[Any]) -> pa.Array:
    """Return the attribute's values as one typed column; where types are mixed, as texts."""
    import pyarrow as pa

    try:
        column = pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return pa.array([None if v is None else str(v) for v in values], pa.string())
    known_zone = pa.types.is_timestamp(column.type) and column.type.tz is not None
    return column.cast(pa.timestamp("us", tz="UTC")) if known_zone else column


def _standard(name: str, type_: Any, column: Any, order: Order | None, zeros: pa.Buffer) -> pa.Array:
    import pyarrow as pa

    if column is None:
        return _absent(name, type_, zeros)
    if pa.types.is_dictionary(type_):
        return recoded(column, order)
    return taken(column.cast(type_), order)


def _zeros(rows: int) -> pa.Buffer:
    """Return nothing but zeros: as codes the first text, as validity nobody, as offsets nothing."""
    import numpy as np
    import pyarrow as pa

    return pa.py_buffer(np.zeros(rows + 1, dtype=np.int32))


def _absent(name: str, type_: Any, zeros: pa.Buffer) -> pa.Array:
    """Return a column nobody gave: unknown in every row, except that an event of no other kind is a completion.

    Columns that say nothing share their memory.
    """
    import pyarrow as pa

    rows = zeros.size // 4 - 1
    if name == "lifecycle":
        codes = pa.Array.from_buffers(pa.int32(), rows, [None, zeros], null_count=0)
        return pa.DictionaryArray.from_arrays(codes, pa.array(["completed"][:rows], pa.string()))
    if pa.types.is_dictionary(type_):
        codes = pa.Array.from_buffers(pa.int32(), rows, [zeros, zeros], null_count=rows)
        return pa.DictionaryArray.from_arrays(codes, pa.array([], pa.string()))
    return pa.Array.from_buffers(type_, rows, [zeros, zeros, zeros.slice(0, 0)], null_count=rows)
