"""Columns while they are filled: codes instead of texts, so that a log of millions of events stays small."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


class Texts:
    """A column of texts, each different one kept once; None is unknown."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._rows = array("i")

    def append(self, text: str | None) -> None:
        """Add one row."""
        if text is None:
            self._rows.append(-1)
        else:
            self._rows.append(self._codes.setdefault(text, len(self._codes)))

    def __len__(self) -> int:
        return len(self._rows)

    def arrow(self) -> pa.Array:
        """Return the column as an Arrow array of texts, coded by dictionary."""
        import numpy as np
        import pyarrow as pa

        rows = np.frombuffer(self._rows, dtype=np.int32) if self._rows else np.empty(0, np.int32)
        indices = pa.array(rows, mask=rows < 0)
        return pa.DictionaryArray.from_arrays(indices, pa.array(list(self._codes), pa.string()))


class Moments:
    """A column of moments in microseconds since 1970; None is unknown."""

    _UNKNOWN = -(2**63)

    def __init__(self) -> None:
        self._rows = array("q")

    def append(self, microseconds: int | None) -> None:
        """Add one row."""
        self._rows.append(self._UNKNOWN if microseconds is None else microseconds)

    def arrow(self) -> pa.Array:
        """Return the column as an Arrow array of UTC timestamps."""
        import numpy as np
        import pyarrow as pa

        rows = np.frombuffer(self._rows, dtype=np.int64) if self._rows else np.empty(0, np.int64)
        return pa.array(rows, mask=rows == self._UNKNOWN).cast(pa.timestamp("us", tz="UTC"))
