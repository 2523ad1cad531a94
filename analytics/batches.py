"""Batches: work somebody let pile up and then did in one go.

A *run* is a stretch in which one person does the same activity for one case after another, at most `PAUSE` apart, all
of them ready when the first was begun.  A run is a *batch* when it has at least `MIN_SIZE` cases and the person had
nothing in hand for `LET_LIE` of working time before it, while one of its cases lay ready: who works one after another
through a busy day lets nothing lie, and what had gathered before the office opened was not let lie either.

Source: Martin et al. (2021), Batch identification, doi:10.1016/j.is.2020.101642; Lashkevich et al. (2022), Batch
processing waste; the idle hour before is our own condition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]
    Seconds = npt.NDArray[np.float64]

MIN_SIZE = 3
#: Begun within so many seconds after the one before, it belongs to the same run.
PAUSE = 300.0
#: So many working seconds somebody let ready work lie.
LET_LIE = 3600.0
#: An office that opened a few minutes within that hour counts as open.
_OPEN = 0.9


def batches(
    people: Numbers,
    activities: Numbers,
    ready: Seconds,
    begun: Seconds,
    ended: Seconds,
    *,
    worked: Callable[[Seconds], Seconds],
) -> list[Numbers]:
    """Return the batches, each as the positions of its rows in the order they were begun.

    `people` and `activities` are codes (negative: unknown), the times seconds since 1970; `worked` gives the working
    seconds that had passed at a moment.  Rows of which something is unknown are in no batch.

    >>> import numpy as np
    >>> one, begun = np.zeros(3, dtype=int), 43_200.0 + 60.0 * np.arange(3)
    >>> found = batches(one, one, begun - 7200, begun, begun + 60, worked=lambda moments: moments)
    >>> [batch.tolist() for batch in found]
    [[0, 1, 2]]
    """
    import numpy as np

    known = (people >= 0) & ~np.isnan(ready) & ~np.isnan(begun) & ~np.isnan(ended)
    rows = np.flatnonzero(known)
    rows = rows[np.lexsort((ended[rows], begun[rows], people[rows]))]
    columns = [column[rows].tolist() for column in (people, activities, ready, begun, ended)]
    runs = [run for run in _runs(*columns) if run[1] - run[0] >= MIN_SIZE]
    if not runs:
        return []
    start = np.array([begun[rows[first]] for first, _last, _before in runs])
    lay = np.array(
        [
            max(float(ready[rows[first:last]].min()), -np.inf if before is None else before)
            for first, last, before in runs
        ]
    )
    let_lie = worked(start) - worked(np.minimum(lay, start)) >= LET_LIE
    was_open = worked(start) - worked(start - LET_LIE) >= LET_LIE * _OPEN
    return [
        rows[first:last]
        for (first, last, _before), taken in zip(runs, let_lie & was_open, strict=True)
        if taken
    ]


def _runs(
    people: list[int],
    activities: list[int],
    ready: list[float],
    begun: list[float],
    ended: list[float],
) -> Iterator[tuple[int, int, float | None]]:
    """Yield first row, row after the last, and until when the person was busy before (None: never seen before)."""
    first, busy_until, before = 0, None, None
    latest = ended[0] if ended else 0.0
    for row in range(1, len(people)):
        same = people[row] == people[row - 1]
        if (
            same
            and activities[row] == activities[first]
            and begun[row] - ended[row - 1] <= PAUSE
            and ready[row] <= begun[first]
        ):
            latest = max(latest, ended[row])
            continue
        yield first, row, before
        busy_until = latest if same else None
        first, before = row, busy_until
        latest = max(latest, ended[row]) if same else ended[row]
    if people:
        yield first, len(people), before
