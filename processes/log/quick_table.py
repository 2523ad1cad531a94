"""The usual table read at once: UTF-8, times as ISO 8601, one event a row.

What is anything but usual (a time in another form, a row that slipped, activities in one row) is left to the reader
that goes row by row, which knows what to say of it.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa


def columns_at_once(
    file: IO[bytes], names: list[str], *, separator: str, moments: str | None = None
) -> dict[str, Any] | None:
    """Return the rest of the file as columns of coded texts, null where a field is empty; None for an unusual table.

    The column `moments` is read as moments where every one of them is written with its zone, else as texts too.
    """
    import pyarrow as pa

    begin = file.tell()
    if moments is not None:
        found = _read(file, names, separator, {moments: pa.timestamp("us", tz="UTC")})
        if found is not None:
            return found
        file.seek(begin)
    return _read(file, names, separator, {})


def _read(
    file: IO[bytes], names: list[str], separator: str, typed: Mapping[str, Any]
) -> dict[str, Any] | None:
    import pyarrow as pa
    from pyarrow import csv

    try:
        table = csv.read_csv(
            file,
            # Small blocks, one at a time: those in work stand in memory beside the columns.
            read_options=csv.ReadOptions(column_names=names, block_size=1 << 20, use_threads=False),
            parse_options=csv.ParseOptions(delimiter=separator, newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.dictionary(pa.int32(), pa.string())) | dict(typed),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
    except pa.ArrowException:
        return None
    columns = {name: table[name] for name in names}
    del table
    for name in names:
        # One after the other; each block has a dictionary of its own, which is looked through only once here.
        columns[name] = columns.pop(name).combine_chunks()
        if name not in typed and _has_margins(columns[name]):
            return None
    pa.default_memory_pool().release_unused()  # What the blocks in work took.
    return columns


def _has_margins(column: pa.Array) -> bool:
    import pyarrow.compute as pc

    return bool(pc.any(pc.match_substring_regex(column.dictionary, "^\\s|\\s$")).as_py())


def moments_at_once(column: pa.Array, timezone: str | None) -> pa.Array | None:
    """Return the texts of ISO 8601 as moments; None where some are in another form or have no zone nobody has said."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_timestamp(column.type):
        return column
    texts = column.cast(pa.string())
    try:
        return pc.cast(texts, pa.timestamp("us", tz="UTC"))
    except pa.ArrowException:
        if timezone is None:
            return None
    try:
        local = pc.cast(texts, pa.timestamp("us"))
        # A clock that is put back shows an hour twice: who reads row by row decides which is meant.
        return pc.cast(
            pc.assume_timezone(local, timezone, ambiguous="raise", nonexistent="raise"),
            pa.timestamp("us", tz="UTC"),
        )
    except pa.ArrowException:
        return None


def lifecycles_at_once(column: pa.Array, known: Mapping[str, str]) -> pa.Array:
    """Return the transitions under the names they have here; an empty one is a completion."""
    import pyarrow as pa

    return _each(
        column, lambda text: known.get(text.lower(), text.lower()), empty="completed", type_=pa.string()
    )


def read_at_once(column: pa.Array, read: Any) -> pa.Array:
    """Return the column with each different text read once."""
    return _each(column, read)


def different_texts(column: pa.Array) -> list[str]:
    """Return the different texts of a column."""
    found: list[str] = column.dictionary.drop_null().to_pylist()
    return found


def _each(column: pa.Array, read: Any, *, empty: Any = None, type_: Any = None) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    values = pa.array([read(text) for text in column.dictionary.to_pylist()], type_)
    taken = pc.take(values, column.indices)
    return taken if empty is None else pc.fill_null(taken, empty)
