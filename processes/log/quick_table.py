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
) -> pa.Table | None:
    """Return the rest of the file as columns of texts, nulls where a field is empty; None for an unusual table.

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


def _read(file: IO[bytes], names: list[str], separator: str, typed: Mapping[str, Any]) -> pa.Table | None:
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv

    try:
        table = csv.read_csv(
            file,
            # Small blocks: those in work stand in memory beside the columns.
            read_options=csv.ReadOptions(column_names=names, block_size=1 << 20),
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
    # Together at once: each block has a dictionary of its own, which is looked through only once here.
    table = table.combine_chunks()
    for name in names:
        if (
            name not in typed
            and pc.any(pc.match_substring_regex(_different(table[name]), "^\\s|\\s$")).as_py()
        ):
            return None
    return table


def moments_at_once(column: pa.ChunkedArray, timezone: str | None) -> pa.ChunkedArray | None:
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


def lifecycles_at_once(column: pa.ChunkedArray, known: Mapping[str, str]) -> pa.ChunkedArray:
    """Return the transitions under the names they have here; an empty one is a completion."""
    import pyarrow as pa

    return _each(
        column, lambda text: known.get(text.lower(), text.lower()), empty="completed", type_=pa.string()
    )


def read_at_once(column: pa.ChunkedArray, read: Any) -> pa.ChunkedArray:
    """Return the column with each different text read once."""
    return _each(column, read)


def different_texts(column: pa.ChunkedArray) -> list[str]:
    """Return the different texts of a column."""
    found: list[str] = _different(column).to_pylist()
    return found


def _different(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks().dictionary.drop_null()


def _each(column: pa.ChunkedArray, read: Any, *, empty: Any = None, type_: Any = None) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = column.combine_chunks()
    values = pa.array([read(text) for text in coded.dictionary.to_pylist()], type_)
    taken = pc.take(values, coded.indices)
    return taken if empty is None else pc.fill_null(taken, empty)
