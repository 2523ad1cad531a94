"""Overloaded desk: a group gets more work than it gets done.

What it finds: In a log, a group whose queue was longer in the later half of the time in which work came in than in the
    earlier, and whose people are at work more than four fifths of the open hours, or are what at least half of the
    wait is for (they were at other cases).
Why it matters: A queue that grows has no end; urging people who are busy anyway only makes mistakes.
Wrong:
    “Expertise”: 9 of 10 waiting hours the people were at other cases; the queue went from 4 to 11.
Right:
    The people are busy seven hours of ten, and the queue is as long in May as it was in March.
How sure: Busyness is a lower bound, as other procedures are not in the log.  One sign alone is not reported.  A queue
    that grew can shrink after the last case came in; a season would refute it.  Logs without starts, offers or people
    are not measurable, and nothing is said of groups of fewer than three: that would be about a person.
Source: Dumas et al., Fundamentals of BPM (2018), 7.2 (queueing); Lashkevich et al. (2023), Why am I waiting?,
    doi:10.1007/978-3-031-34560-9_11.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from analytics.detectors import detectors
from analytics.errors import NotMeasurable
from analytics.finding import Evidence, Finding
from analytics.lengths import percent
from analytics.successions import joined
from processes.log.coding import numbers_among
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    from analytics.case_set import CaseSides
    from analytics.study import Study
    from analytics.why_cases_wait import Waited

#: A group busier than this keeps cases waiting by itself; of its wait at least this share is for its people.
BUSY, CONTENDED = 0.8, 0.5
#: Fewer pieces of work than this are an anecdote; a queue has to grow by this factor and this many cases.
MIN_WORK, GROWTH, MIN_GROWTH = 20, 1.5, 1.0
#: A smaller group would be a person.
SMALLEST_GROUP = 3


class _Queue(NamedTuple):
    """The mean number that waited in the earlier and in the later half of that time, and the work counted."""

    earlier: float
    later: float
    n: int
    unknown: int
    cases: CaseSides

    @property
    def grows(self) -> bool:
        return self.later >= GROWTH * self.earlier and self.later - self.earlier >= MIN_GROWTH


@detectors.register
def overloaded_desk(study: Study) -> Iterator[Finding]:
    """Yield one finding for each group that shows at least two of the three signs, one of them its growing queue."""
    if study.log is None or not len(study.log) or study.log.origin == "simulated":
        return  # repetitions of a simulation have no common period
    from analytics.measures.utilisation import utilisation
    from analytics.why_cases_wait import why_cases_wait

    try:
        busy = {
            r.key: r.mean
            for r in utilisation(study.log, calendar=study.calendar, smallest_group=SMALLEST_GROUP)
        }
        waits = why_cases_wait(study.log, model=study.model, calendar=study.calendar).by("group")
    except NotMeasurable:
        return
    queues, people = _queues(study), _people(study)
    for waited in waits:
        queue, share = queues.get(waited.key), busy.get(waited.key)
        if queue is None or queue.n < MIN_WORK or not queue.grows or people[waited.key] < SMALLEST_GROUP:
            continue
        for_people = _for_people(waited)
        if (share is not None and share > BUSY) or (for_people is not None and for_people >= CONTENDED):
            yield _finding(study, waited, queue, share)


def _for_people(waited: Waited) -> float | None:
    """Return the share of the wait in which the people were at other cases; None when nothing was measured."""
    parts = [waited.share("contention"), waited.share("prioritisation")]
    known = [p for p in parts if p is not None]
    return sum(known) if known else None


def _people(study: Study) -> Mapping[str, int]:
    """Return how many people each group showed; none for a group nobody was seen in."""
    import numpy as np

    done = study.passages
    known = (done.group.codes >= 0) & (done.resource.codes >= 0)
    pairs = np.unique(joined(done.group.codes[known], done.resource.codes[known], len(done.resource.names)))
    counts = np.bincount(pairs // max(len(done.resource.names), 1), minlength=len(done.group.names))
    return Counter(dict(zip(done.group.names, counts.tolist(), strict=True)))


def _queues(study: Study) -> dict[str, _Queue]:
    """Return the queue of each group; a piece of work waits from its readiness to its start."""
    import numpy as np
    import pyarrow.compute as pc

    from analytics.stages import ready, started

    assert study.log is not None
    table = study.log.activities
    could, begun = ready(table), started(table)
    coded = pc.fill_null(table["group"], "—").combine_chunks().dictionary_encode()
    codes = coded.indices.to_numpy()
    known = ~np.isnan(could) & ~np.isnan(begun)
    if not known.any():
        return {}
    cases = numbers_among(table["case"], study.log.cases["case"])
    # What is left is only worked off after the last piece came in: that is no sign of a queue that shrinks.
    first, last = float(could[known].min()), float(could[known].max())
    found = {}
    for code, name in enumerate(coded.dictionary.to_pylist()):
        mine = (codes == code) & known
        lost = int(((codes == code) & ~known).sum())
        if name == "—" or last <= first:
            continue
        halves = [
            _mean_waiting(study, could[mine], begun[mine], low, high)
            for low, high in ((first, (first + last) / 2), ((first + last) / 2, last))
        ]
        found[name] = _Queue(halves[0], halves[1], int(mine.sum()), lost, study.sides(cases[mine]))
    return found


def _mean_waiting(
    study: Study, could: npt.NDArray[np.float64], begun: npt.NDArray[np.float64], low: float, high: float
) -> float:
    """Return how many waited on average in the open hours between two moments."""
    import numpy as np

    from analytics.measure import length

    start, end = could.clip(low, high), np.maximum(could, begun).clip(low, high)
    open_ = length(np.array([low]), np.array([high]), working=True, calendar=study.calendar)[0]
    lain = length(start, end, working=True, calendar=study.calendar).sum()
    return float(lain / open_) if open_ > 0 else 0.0


def _finding(study: Study, waited: Waited, queue: _Queue, share: float | None) -> Finding:
    from datetime import timedelta

    assert study.log is not None
    busy_with_others = waited.parts["contention"] + waited.parts["prioritisation"]
    per_case = busy_with_others / len(study.log)
    origin = study.log.origin
    facts = [
        Evidence(
            text=_(
                "In the earlier half of the period {earlier:.1f} cases waited at a time, in the later half "
                "{later:.1f}; {n} pieces of work counted, of {unknown} nobody recorded when they could begin or began."
            ).format(earlier=queue.earlier, later=queue.later, n=queue.n, unknown=queue.unknown),
            n=queue.n,
            origin=origin,
            cases=queue.cases,
        )
    ]
    if waited.whole:
        facts.append(
            Evidence(
                text=_(
                    "Of {whole:.1f} working hours of waiting {busy:.1f} the people were at other cases; {other:.1f} "
                    "have another or no known cause and speak against it."
                ).format(whole=waited.whole, busy=busy_with_others, other=waited.whole - busy_with_others),
                origin=origin,
            )
        )
    facts.append(
        Evidence(
            text=_("Its people were at work on cases of this log {share} % of the open hours.").format(
                share=percent(min(share, 1.0))
            )
            if share is not None
            else _("How busy its people were cannot be told."),
            origin=origin,
        )
    )
    return Finding(
        detector="overloaded_desk",
        elements=(),
        claim=_(
            "{group} gets more work than it gets done: its queue grew, and cases wait for its people."
        ).format(group=waited.key),
        evidence=tuple(facts),
        saving=study.saving(
            "",
            lead=timedelta(hours=per_case),
            formula=_(
                "at most the wait for people at other cases: {hours:.1f} working hours in a case, on average"
            ).format(hours=per_case),
        ),
        confidence="medium" if queue.unknown == 0 else "low",
        refutation=_("A season with many applications, or people who were away and are back."),
        data={"group": waited.key},
    )
