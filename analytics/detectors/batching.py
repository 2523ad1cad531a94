"""Batching: somebody lets cases pile up and works them off together.

What it finds: In a log, an activity most of whose work is done in batches: the person had nothing in hand for at least
    a working hour while a case lay ready, then did three or more one right after another.
Why it matters: The first case of a pile waits for the last; people come back because the head signs on Fridays.
Wrong:
    “Head signs”: 40 papers every Friday at four.
Right:
    Each paper is signed when it comes, from a phone if need be.
How sure: Needs offers, starts and resources.  A person who was ill, in meetings or did work this log does not show
    would refute it.  Working one after another through a busy day is no batch, nor is what had gathered before the
    office opened.
Source: Lashkevich et al. (2022), Batch processing waste; Martin et al. (2021), doi:10.1016/j.is.2020.101642.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.batches import batches
from analytics.detectors import detectors
from analytics.finding import Evidence, Finding
from analytics.lengths import percent
from analytics.measure import seconds_of
from analytics.stages import replications
from processes.log.coding import coded
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    from analytics.study import Study

MIN_SHARE, MIN_DONE = 0.3, 20


@detectors.register
def batching(study: Study) -> Iterator[Finding]:
    """Yield one finding for each activity that is mostly done in batches."""
    import numpy as np

    from processes.calendar import WorkingCalendar

    if study.log is None or not study.done.num_rows:
        return
    calendar = study.calendar or WorkingCalendar.default()
    table = study.done
    offered, started, completed = (seconds_of(table[n]) for n in ("offered", "started", "completed"))
    people, _names = coded(table["resource"])
    # The same person never meets itself in another repetition of a simulation.
    who = np.where(people < 0, -1, people + replications(study.log, table) * (int(people.max(initial=0)) + 1))
    activity, names = coded(table["activity"])
    known = (who >= 0) & ~np.isnan(offered) & ~np.isnan(started)
    done = np.bincount(activity[known], minlength=len(names))
    if not known.any():
        return
    first = float(np.nanmin(offered)) - 86_400

    def worked(moments: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return calendar.seconds_between(np.full(len(moments), first), moments)

    found: dict[int, list[npt.NDArray[np.int64]]] = {}
    for batch in batches(
        who.astype(np.int64), activity.astype(np.int64), offered, started, completed, worked=worked
    ):
        found.setdefault(int(activity[batch[0]]), []).append(batch)
    labels = names.to_pylist()
    for code, piles in sorted(found.items(), key=lambda pile: labels[pile[0]]):
        inside = sum(len(pile) for pile in piles)
        if done[code] < MIN_DONE or inside / done[code] < MIN_SHARE:
            continue
        yield _finding(study, labels[code], piles, np.flatnonzero(known & (activity == code)))


def _finding(
    study: Study, activity: str, found: list[npt.NDArray[np.int64]], looked_at: npt.NDArray[np.int64]
) -> Finding:
    """Return the claim; `found` are the rows of each pile, `looked_at` all rows that could have been in one."""
    import numpy as np

    assert study.log is not None
    sizes = sorted(len(b) for b in found)
    inside = np.concatenate(found)
    alone = np.setdiff1d(looked_at, inside)
    case = study.passages.case
    rows = study.done.take(inside)
    elements = set(rows["element"].drop_null().to_pylist())
    return Finding(
        detector="batching",
        elements=tuple(elements) if len(elements) == 1 else (),
        claim=_("“{activity}” is done in piles: {share} % of it, typically {size} cases at a time.").format(
            activity=activity, share=percent(len(inside) / len(looked_at)), size=sizes[len(sizes) // 2]
        ),
        evidence=(
            Evidence(
                text=_(
                    "{batches} piles with {inside} of {done} cases, each begun after ready work had been left lying."
                ).format(batches=len(found), inside=len(inside), done=len(looked_at)),
                n=len(looked_at),
                against=len(alone),
                origin=study.log.origin,
                cases=study.sides(case[inside], case[alone]),
            ),
        ),
        confidence="medium",
        refutation=_("Work outside this log that kept the same people busy before each pile."),
        data={"activity": activity},
    )
