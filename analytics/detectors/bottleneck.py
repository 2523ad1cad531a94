"""Bottleneck: where cases of a log wait most, and whether they wait for people.

What it finds: The activity before which more than a fair share of all recorded waiting lies, with how many cases wait
    there, how busy its group is, and whether work queues up behind other work.
Why it matters: Time saved anywhere else does not shorten the procedure by a day.
Wrong:
    80 % of the waiting lies before “Come back for it”.
Right:
    Waiting is spread, and no activity holds more than a quarter of it.
How sure: Where it waits is counted, why is inferred: a busy group points to a queue, an idle one to
    something else (the applicant, the post, a term).  Unknown starts are left out and counted.
Source: Dumas et al., Fundamentals of BPM (2018), 7.2 (queueing); Lashkevich et al. (2023), Why am I waiting?
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Evidence, Finding
from analytics.lengths import percent
from analytics.measure import length
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.case_set import Places
    from analytics.measure import Row
    from analytics.study import Study

#: Less than this share of all waiting is no bottleneck; fewer waits than this are an anecdote.
MIN_SHARE, MIN_WAITS = 0.3, 10
#: A group busier than this keeps cases waiting by itself.
BUSY = 0.8


@detectors.register
def bottleneck(study: Study) -> Iterator[Finding]:
    """Yield the activity most of the waiting lies before, when it is enough to matter."""
    from datetime import timedelta

    if study.log is None or study.waiting is None:
        return
    rows = [r for r in study.waiting if r.total]
    whole = sum(r.total or 0.0 for r in rows)
    if len(study.waiting.rows) < 2 or whole <= 0:
        return
    worst = max(rows, key=lambda r: r.total or 0.0)
    share = (worst.total or 0.0) / whole
    if share < MIN_SHARE or worst.n < MIN_WAITS:
        return
    busy = _utilisation(study, worst.key)
    element = _element_of(study, worst.key)
    per_case = (worst.total or 0.0) / len(study.log)
    yield Finding(
        detector="bottleneck",
        elements=(element,) if element else (),
        claim=_(
            "{share} % of all waiting lies before “{label}”: half of the cases wait more than {median:.1f} "
            "working hours there."
        ).format(share=percent(share), label=worst.key, median=worst.median or 0.0),
        evidence=(_counted(study, worst), *(_busyness(study, busy))),
        saving=study.saving(
            element or "",
            lead=timedelta(hours=per_case),
            formula=_("at most all waiting there: {hours:.1f} working hours in a case, on average").format(
                hours=per_case
            ),
        ),
        confidence="high" if study.waiting.unknown == 0 else "medium",
        refutation=_("Recorded times that do not show when the work could have begun, or when it began."),
        data={"activity": worst.key},
    )


def _counted(study: Study, row: Row) -> Evidence:
    assert study.log is not None
    return Evidence(
        text=_(
            "{n} waits counted, nine in ten up to {p90:.1f} working hours; {unknown} have no recorded start."
        ).format(n=row.n, p90=row.p90 or 0.0, unknown=row.unknown),
        n=row.n,
        origin=study.log.origin,
        cases=study.sides(_waited(study, row.key)),
    )


def _waited(study: Study, activity: str) -> Places:
    """Return the cases whose wait before the activity is counted."""
    import numpy as np
    import pyarrow.compute as pc

    from analytics.stages import ready, started
    from processes.log.coding import numbers_among

    assert study.log is not None
    table = study.log.activities
    wait = started(table) - ready(table)
    here = pc.fill_null(pc.equal(table["activity"], activity), False).to_numpy(zero_copy_only=False)
    mine = here & ~np.isnan(wait)
    cases: Places = numbers_among(table["case"], study.log.cases["case"])[mine]
    return cases


def _busyness(study: Study, busy: tuple[str, int, float] | None) -> Iterator[Evidence]:
    assert study.log is not None
    if busy is None:
        yield Evidence(
            text=_("Who did the work is not recorded, so nothing can be said about how busy they were."),
            origin=study.log.origin,
        )
        return
    group, people, share = busy
    text = (
        _("The people of {group} ({people}) were at work {share} % of their time: cases wait for them.")
        if share >= BUSY
        else _(
            "The people of {group} ({people}) were at work {share} % of their time: cases wait for something else."
        )
    )
    yield Evidence(
        text=text.format(people=people, group=group, share=percent(min(share, 1.0))), origin=study.log.origin
    )


def _utilisation(study: Study, activity: str) -> tuple[str, int, float] | None:
    """Return the group of the activity, how many people it showed, and the share of the time they worked."""
    import numpy as np

    done = study.passages
    here = (done.activity.codes == done.activity.code(activity)) & (done.resource.codes >= 0)
    groups = set(done.group.codes[here].tolist()) - {-1}
    if len(groups) != 1:
        return None
    [group] = groups
    mine = (done.group.codes == group) & (done.resource.codes >= 0) & ~np.isnan(done.started)
    if not mine.any():
        return None
    starts, ends = done.started[mine], done.completed[mine]
    worked = float(np.nansum(length(starts, ends, working=True, calendar=study.calendar)))
    assert study.log is not None
    parts = [_replication(case) for case in study.log.cases["case"].to_pylist()]
    known = {part: number for number, part in enumerate(dict.fromkeys(parts))}
    of = np.array([known[part] for part in parts], dtype=np.int64)[done.case[mine]]
    who = done.resource.codes[mine]
    available = 0.0
    for part in np.unique(of):
        own = of == part
        low, high = starts[own].min(), np.nanmax(np.fmax(starts, ends)[own])
        open_ = length(np.array([low]), np.array([high]), working=True, calendar=study.calendar)
        available += float(open_[0]) * len(np.unique(who[own]))
    people = len(np.unique(who))
    return (done.group.names[group], people, worked / available) if available else None


def _replication(case: str) -> str:
    """Return what parts the cases of repeated simulations; empty for any other case."""
    head, dash, _rest = case.partition("-")
    return head if dash and head.startswith("S") else ""


def _element_of(study: Study, activity: str) -> str | None:
    """Return the element of the model the activity is, when there is exactly one."""
    done = study.passages
    met = set(done.element.codes[done.activity.codes == done.activity.code(activity)].tolist()) - {-1}
    ids = {done.element.names[code] for code in met}
    if study.model is not None:
        ids = {i for i in ids if i in study.model.elements} or {
            e.id for e in study.model.elements.values() if e.name == activity
        }
    return ids.pop() if len(ids) == 1 else None
