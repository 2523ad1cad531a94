"""Some cases of a log: those a finding counts, and those of them that speak against it.

A finding on a log of a million events would carry a hundred thousand names; it carries their places in the log, and the
names are told when somebody opens the number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Places = npt.NDArray[np.signedinteger[Any]]


@dataclass(frozen=True, eq=False)
class CaseSet:
    """Cases by their places in `names`, each once, in the order of the log; iterating gives their names.

    >>> import numpy as np
    >>> from processes.examples import two_certificates
    >>> chosen = CaseSet(two_certificates().cases["case"], np.array([1, 1]))
    >>> len(chosen), list(chosen)
    (1, ['2'])
    """

    names: pa.ChunkedArray
    places: Places

    def __post_init__(self) -> None:
        import numpy as np

        object.__setattr__(self, "places", np.unique(np.asarray(self.places, dtype=np.int64)))

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names.take(self.places).to_pylist())

    def __or__(self, other: CaseSet) -> CaseSet:
        import numpy as np

        return CaseSet(self.names, np.concatenate([self.places, other.places]))


@dataclass(frozen=True, eq=False, kw_only=True)
class CaseSides:
    """The cases that bear a claim out, and those that speak against it.

    A case in which the same thing happened twice, once in each way, is among both.
    """

    bearing: CaseSet
    against: CaseSet

    @property
    def counted(self) -> CaseSet:
        """All cases that were looked at."""
        return self.bearing | self.against
