"""The usual table read at once: UTF-8, times as ISO 8601, one event a row.

What is anything but usual (a time in another form, a row that slipped, activities in one row) is left to the reader
that goes row by row, which knows what to say of it.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa


def texts_at_once(file: IO[bytes], names: list[str], *, separator: str) -> pa.Table | None:
    """Return the rest of the file as columns of texts, nulls where a field is empty; None for an unusual table."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv

    kinds = dict.fromkeys(names, pa.dictionary(pa.int32(), pa.string()))
    try:
        table = csv.read_csv(
            file,
            read_options=csv.ReadOptions(column_names=names, block_size=1 << 24),
            parse_options=csv.ParseOptions(delimiter=separator, newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=kinds,
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
    except pa.ArrowException:
        return None
    table = table.unify_dictionaries()
    if any(pc.any(pc.match_substring_regex(_different(c), "^\\s|\\s$")).as_py() for c in table.columns):
        return None
    return table


def moments_at_once(column: pa.ChunkedArray, timezone: str | None) -> pa.ChunkedArray | None:
    """Return the texts of ISO 8601 as moments; None where some are in another form or have no zone nobody has said."""
    import pyarrow as pa
    import pyarrow.compute as pc

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
