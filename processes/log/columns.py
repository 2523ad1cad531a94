"""Columns while they are filled: codes instead of texts, so that a log of millions of events stays small."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import pyarrow as pa


class Texts:
    """A column of texts, each different one kept once; None is unknown."""

    def __init__(self) -> None:
        #: The different texts, and the code each of them has; for a reader that fills the column itself.
        self.codes: dict[str, int] = {}
        #: The code of each row; -1 is unknown.
        self.rows = array("i")

    def append(self, text: str | None) -> None:
        """Add one row."""
        if text is None:
            self.rows.append(-1)
        else:
            self.rows.append(self.codes.setdefault(text, len(self.codes)))

    def __len__(self) -> int:
        return len(self.rows)

    def put_all(self, row: int, codes: np.ndarray) -> None:
        """Add rows with these codes, the first of them the `row`-th; those between are unknown."""
        gap = row - len(self.rows)
        if gap > 0:
            self.rows.extend([-1] * gap)
        self.rows.frombytes(codes.tobytes())

    def put(self, row: int, text: str) -> None:
        """Set the next row to be set, the `row`-th; those between are unknown."""
        gap = row - len(self.rows)
        if gap > 0:
            self.rows.extend([-1] * gap)
        self.append(text)

    @property
    def different(self) -> tuple[str, ...]:
        """The different texts, in the order they came."""
        return tuple(self.codes)

    def known(self, text: str, *, rows: int) -> None:
        """Make the column `rows` long, and set `text` wherever it is unknown."""
        import numpy as np

        codes = np.frombuffer(self._indices(rows).fill_null(-1).to_numpy(), dtype=np.int32).copy()
        codes[codes < 0] = self.codes.setdefault(text, len(self.codes))
        self.rows = array("i", codes.tobytes())

    def arrow(self, *, rows: int | None = None) -> pa.Array:
        """Return the column as an Arrow array of texts, coded by dictionary; `rows` long when that is given."""
        import pyarrow as pa

        texts = pa.array(list(self.codes), pa.string())
        return pa.DictionaryArray.from_arrays(self._indices(rows), texts)

    def arrow_of(self, read: Callable[[str], Any], *, rows: int) -> pa.Array:
        """Return the column with each different text read once by `read`; what reads as None is unknown."""
        import pyarrow as pa
        import pyarrow.compute as pc

        read_once = pa.array([read(text) for text in self.codes])
        return pc.take(read_once, self._indices(rows))

    def moments(self, read: Callable[[str], int | None], *, rows: int) -> pa.Array:
        """Return the column as UTC timestamps, those that do not say their zone read by `read` (see `moments_of`)."""
        import pyarrow as pa
        import pyarrow.compute as pc

        once = Moments()
        once.put_all(moments_of(pa.array(list(self.codes), pa.string()).cast(pa.binary()), read))
        return pc.take(once.arrow(), self._indices(rows))

    def _indices(self, rows: int | None) -> pa.Array:
        import numpy as np
        import pyarrow as pa

        codes = np.frombuffer(self.rows, dtype=np.int32) if self.rows else np.empty(0, np.int32)
        if rows is not None and rows > len(codes):
            codes = np.append(codes, np.full(rows - len(codes), -1, np.int32))
        return pa.array(codes, mask=codes < 0)


class Moments:
    """A column of moments in microseconds since 1970; None is unknown."""

    UNKNOWN = -(2**63)

    def __init__(self) -> None:
        self._rows = array("q")

    def append(self, microseconds: int | None) -> None:
        """Add one row."""
        self._rows.append(self.UNKNOWN if microseconds is None else microseconds)

    def put_all(self, microseconds: np.ndarray) -> None:
        """Add rows, `UNKNOWN` where they are."""
        self._rows.frombytes(microseconds.tobytes())

    def arrow(self) -> pa.Array:
        """Return the column as an Arrow array of UTC timestamps."""
        import numpy as np
        import pyarrow as pa

        rows = np.frombuffer(self._rows, dtype=np.int64) if self._rows else np.empty(0, np.int64)
        return pa.array(rows, mask=rows == self.UNKNOWN).cast(pa.timestamp("us", tz="UTC"))


def moments_of(texts: pa.Array, read: Callable[[str], int | None]) -> np.ndarray:
    """Return the microseconds since 1970 of times that say their zone, all at once; any other is read by `read`.

    >>> import pyarrow as pa
    >>> moments_of(pa.array([b"1970-01-01T06:00:01+06:00"]), lambda text: None).tolist()
    [1000000]
    """
    import numpy as np
    import pyarrow as pa

    try:
        moments = texts.cast(pa.string()).cast(pa.timestamp("us", tz="UTC"))
    except pa.ArrowInvalid:
        found = [read(text.decode()) for text in texts.to_pylist()]
        return np.array([Moments.UNKNOWN if moment is None else moment for moment in found], np.int64)
    return np.asarray(moments.cast(pa.int64()).to_numpy())
