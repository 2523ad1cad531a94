"""Who handed work to whom: each completion that came from somebody else's, counted once for measure and drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from processes.log.event_log import EventLog

    Codes = npt.NDArray[np.signedinteger[Any]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Handings:
    """Pieces of work that came from another: `giver` and `taker` code into `names`.

    `at` is the place of the taker's completion among the log's completions.  Of `unnamed` more, giver or taker is not
    recorded: whether work changed hands there nobody can say.
    """

    giver: Codes
    taker: Codes
    names: list[str]
    at: Codes
    unnamed: int


def handings(log: EventLog, level: Literal["group", "resource"]) -> Handings:
    """Return what followed in a case on the work of another group or person.

    >>> from processes.examples import two_certificates
    >>> found = handings(two_certificates(), "group")
    >>> [(found.names[g], found.names[t]) for g, t in zip(found.giver, found.taker)], found.unnamed
    ([('clerk', 'head'), ('clerk', 'head')], 0)
    """
    import numpy as np

    done = log.completions
    codes, names = (done.group, done.groups) if level == "group" else (done.resource, done.people)
    giver, taker = codes[:-1], codes[1:]
    together = done.case[1:] == done.case[:-1]
    lost = together & ((giver < 0) | (taker < 0))
    passed = together & ~lost & (giver != taker)
    return Handings(
        giver=giver[passed],
        taker=taker[passed],
        names=names,
        at=np.flatnonzero(passed) + 1,
        unnamed=int(lost.sum()),
    )
