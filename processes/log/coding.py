"""A table of events put in order and coded once: what every measure afterwards needs, without touching a text twice.

Texts are coded by dictionary, sorted and taken as numbers.  Codes are given in the order texts first appear in the
sorted log, so that equal logs have equal tables whatever order their events came in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Codes = npt.NDArray[np.int32]
    Order = npt.NDArray[np.signedinteger[Any]]

#: Behind every moment: events without a time stand last in their case.
_LAST = 2**63 - 1


def coded(column: pa.ChunkedArray | pa.Array) -> tuple[Codes, pa.Array]:
    """Return the code of each row (-1: unknown) and the different texts, for texts coded already or not.

    >>> import pyarrow as pa
    >>> codes, texts = coded(pa.array(["Sign", None, "Sign"]))
    >>> codes.tolist(), texts.to_pylist()
    ([0, -1, 0], ['Sign'])
    """
    import numpy as np
    import pyarrow as pa

    if not isinstance(column, pa.ChunkedArray):
        column = pa.chunked_array([column])
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).dictionary_encode()
    array = whole(column)
    indices, texts = array.indices, array.dictionary.cast(pa.string())
    codes = (indices.fill_null(-1) if indices.null_count else indices).to_numpy(zero_copy_only=False)
    codes = codes.astype(np.int32, copy=False)
    if texts.null_count or len(texts.unique()) < len(texts):
        # A dictionary may hold a text twice, and an unknown one.
        again = texts.dictionary_encode()
        same = np.append(again.indices.fill_null(-1).to_numpy().astype(np.int32), np.int32(-1))
        return same[codes], again.dictionary
    return codes, texts


def by_name(codes: Codes, texts: pa.Array) -> tuple[Codes, pa.Array]:
    """Return the rows as positions among those texts that occur, sorted.

    >>> import numpy as np, pyarrow as pa
    >>> numbers, names = by_name(np.array([1, 0, 1]), pa.array(["P-2", "P-1", "never"]))
    >>> numbers.tolist(), names.to_pylist()
    ([0, 1, 0], ['P-1', 'P-2'])
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    met = np.zeros(len(texts), dtype=bool)
    met[codes] = True
    order = pc.sort_indices(texts).to_numpy()
    order = order[met[order]]
    rank = np.zeros(len(texts), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[codes], texts.take(pa.array(order))


def in_order(cases: Codes, moments: pa.ChunkedArray) -> Order | None:
    """Return the rows by case and moment, those of one instant as they came; None where they stand so already.

    `cases` are numbers; an unknown moment is behind the known ones of its case.
    """
    import numpy as np
    import pyarrow as pa

    micros = moments.cast(pa.int64())
    micros = (micros.fill_null(_LAST) if micros.null_count else micros).to_numpy()
    short = np.int32 if len(cases) < 1 << 31 else np.int64
    same = cases[1:] == cases[:-1]
    if bool(np.all(~same | (micros[1:] >= micros[:-1]))):
        # Within each run of a case all is in order; where no case comes again, whole runs are put in order.
        begins = np.concatenate(([0], np.flatnonzero(~same) + 1)) if len(cases) else np.zeros(0, np.int64)
        of = cases[begins]
        if bool(np.all(of[1:] > of[:-1])):
            return None
        runs = np.argsort(of, kind="stable")
        if bool(np.all(np.diff(of[runs]) > 0)):
            lengths = np.diff(np.append(begins, len(cases)))[runs]
            ends = np.cumsum(lengths)
            moved = np.repeat((begins[runs] - (ends - lengths)).astype(short), lengths)
            np.add(moved, np.arange(len(cases), dtype=short), out=moved)
            return moved
    return np.lexsort((micros, cases)).astype(short)


def taken(column: pa.ChunkedArray | pa.Array, order: Order | None) -> pa.Array:
    """Return the column as one array in `order`."""
    import pyarrow as pa

    if order is not None:
        column = column.take(pa.array(order))
    return whole(column) if isinstance(column, pa.ChunkedArray) else column


def whole(column: pa.ChunkedArray) -> pa.Array:
    """Return the column as one array, without a copy where it is one."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def recoded(column: pa.ChunkedArray | pa.Array, order: Order | None) -> pa.Array:
    """Return the texts in `order`, coded as they then first appear.

    >>> import numpy as np, pyarrow as pa
    >>> array = recoded(pa.array(["Sign", "Check", None]), np.array([1, 2, 0]))
    >>> array.dictionary.to_pylist(), array.indices.to_pylist()
    (['Check', 'Sign'], [0, None, 1])
    """
    import pyarrow as pa

    codes, texts = coded(column)
    if order is not None:
        codes = codes[order]
    # Codes are coded once more, which is quick: the dictionary then has them as they first appear.
    fresh = pa.array(codes, mask=codes < 0 if len(codes) and codes.min() < 0 else None).dictionary_encode()
    return pa.DictionaryArray.from_arrays(fresh.indices, texts.take(fresh.dictionary))


def numbers_among(column: pa.ChunkedArray, names: pa.ChunkedArray) -> Codes:
    """Return for each row which of the `names` it holds; every row holds one of them.

    >>> import pyarrow as pa
    >>> column, names = pa.chunked_array([["P-1", "P-1", "P-2"]]), pa.chunked_array([["P-1", "P-2"]])
    >>> numbers_among(column, names).tolist()
    [0, 0, 1]
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    names = whole(names)
    if column.num_chunks == 1 and pa.types.is_dictionary(column.type):
        array = column.chunk(0)
        if array.dictionary.equals(names):
            found: Codes = array.indices.to_numpy()
            return found
    codes, texts = coded(column)
    place: Codes = pc.index_in(texts, value_set=names).fill_null(-1).to_numpy().astype(np.int32)
    return place[codes]


def is_always(column: pa.ChunkedArray, text: str) -> bool:
    """Return whether every row of a coded column holds `text`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if column.null_count:
        return False
    if not pa.types.is_dictionary(column.type):
        return bool(pc.all(pc.equal(column, text)).as_py())
    held: set[Any] = set()
    for chunk in column.chunks:
        held |= set(chunk.dictionary.take(pc.unique(chunk.indices)).to_pylist())
    return held <= {text}
