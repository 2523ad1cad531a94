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

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from analytics.detectors import detectors
from analytics.finding import Evidence, Finding
from analytics.lengths import percent
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.study import Study

MIN_SIZE, MIN_SHARE, MIN_DONE = 3, 0.3, 20
#: Started this soon after the one before, it belongs to the same batch.
PAUSE = timedelta(minutes=5)
#: At least so much working time somebody let ready work lie.
LET_LIE = timedelta(hours=1)


@detectors.register
def batching(study: Study) -> Iterator[Finding]:
    """Yield one finding for each activity that is mostly done in batches."""
    from processes.calendar import WorkingCalendar

    if study.log is None:
        return
    calendar = study.calendar or WorkingCalendar.default()
    people: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in study.completed:
        if row["resource"] and row["started"] and row["offered"]:
            people[row["resource"]].append(row)
    done: dict[str, int] = defaultdict(int)
    batches: dict[str, list[list[dict[str, Any]]]] = defaultdict(list)
    for rows in people.values():
        rows.sort(key=lambda r: (r["started"], r["completed"]))
        for row in rows:
            done[row["activity"]] += 1
        for idle_since, batch in _runs(rows):
            first = max(idle_since, batch[0]["offered"]) if idle_since else batch[0]["offered"]
            start = batch[0]["started"]
            had_opened = calendar.between(start - LET_LIE, start) >= LET_LIE * 0.9
            if (
                len(batch) >= MIN_SIZE
                and had_opened
                and first < start
                and calendar.between(first, start) >= LET_LIE
            ):
                batches[batch[0]["activity"]].append(batch)
    for activity, found in sorted(batches.items()):
        inside = sum(len(b) for b in found)
        if done[activity] < MIN_DONE or inside / done[activity] < MIN_SHARE:
            continue
        yield _finding(study, activity, found, inside, done[activity])


def _runs(rows: list[dict[str, Any]]) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """Yield stretches of one activity done without a pause, each with the end of what was in hand before."""
    idle_since: Any = None
    run: list[dict[str, Any]] = []
    for row in rows:
        follows = (
            run
            and row["activity"] == run[0]["activity"]
            and row["started"] - run[-1]["completed"] <= PAUSE
            and row["offered"] <= run[0]["started"]
        )
        if run and not follows:
            yield idle_since, run
            idle_since, run = run[-1]["completed"], []
        run.append(row)
    if run:
        yield idle_since, run


def _finding(
    study: Study, activity: str, found: list[list[dict[str, Any]]], inside: int, done: int
) -> Finding:
    assert study.log is not None
    sizes = sorted(len(b) for b in found)
    elements = {r["element"] for batch in found for r in batch if r["element"]}
    return Finding(
        detector="batching",
        elements=tuple(elements) if len(elements) == 1 else (),
        claim=_("“{activity}” is done in piles: {share} % of it, typically {size} cases at a time.").format(
            activity=activity, share=percent(inside / done), size=sizes[len(sizes) // 2]
        ),
        evidence=(
            Evidence(
                text=_(
                    "{batches} piles with {inside} of {done} cases, each begun after ready work had been left lying."
                ).format(batches=len(found), inside=inside, done=done),
                n=inside,
                against=done - inside,
                origin=study.log.origin,
            ),
        ),
        confidence="medium",
        refutation=_("Work outside this log that kept the same people busy before each pile."),
        data={"activity": activity},
    )
