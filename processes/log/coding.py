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
    Order = npt.NDArray[np.int64]

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
    array = column.combine_chunks()
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
            moved: Order = np.repeat(begins[runs] - (ends - lengths), lengths)
            moved += np.arange(len(cases))
            return moved
    return np.lexsort((micros, cases))


def taken(column: pa.ChunkedArray | pa.Array, order: Order | None) -> pa.Array:
    """Return the column as one array in `order`."""
    import pyarrow as pa

    if order is not None:
        column = column.take(pa.array(order))
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def recoded(column: pa.ChunkedArray | pa.Array, order: Order | None) -> pa.Array:
    """Return the texts in `order`, coded as they then first appear.

    >>> import numpy as np, pyarrow as pa
    >>> array = recoded(pa.array(["Sign", "Check", None]), np.array([1, 2, 0]))
    >>> array.dictionary.to_pylist(), array.indices.to_pylist()
    (['Check', 'Sign'], [0, None, 1])
    """
    import numpy as np
    import pyarrow as pa

    codes, texts = coded(column)
    if order is not None:
        codes = codes[order]
    count = len(texts)
    first = np.full(count + 1, len(codes), dtype=np.int64)
    # Written from the last row to the first, so that the first one stays; the unknown (-1) are written behind.
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    met = np.argsort(first[:count], kind="stable")[: int((first[:count] < len(codes)).sum())]
    fresh = np.full(count + 1, -1, dtype=np.int32)
    fresh[met] = np.arange(len(met), dtype=np.int32)
    codes = fresh[codes]
    return pa.DictionaryArray.from_arrays(
        pa.array(codes, mask=codes < 0 if bool((codes < 0).any()) else None), texts.take(pa.array(met))
    )


def runs(column: pa.Array) -> npt.NDArray[np.bool_]:
    """Return for each row whether it differs from the one before."""
    import numpy as np
    import pyarrow.compute as pc

    begins = np.ones(len(column), dtype=bool)
    if len(column) > 1:
        begins[1:] = pc.not_equal(column[1:], column[:-1]).to_numpy(zero_copy_only=False)
    return begins


def numbers_of(column: pa.Array, names: pa.Array) -> npt.NDArray[np.int64]:
    """Return for each row of a sorted column which of the `names` it holds, looking at each run once."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    begins = runs(column)
    at = pc.index_in(column.filter(pa.array(begins)), value_set=names).to_numpy(zero_copy_only=False)
    lengths = np.diff(np.append(np.flatnonzero(begins), len(column)))
    return np.repeat(at.astype(np.int64), lengths)


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
