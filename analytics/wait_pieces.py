"""The waits and the work of a log as pieces of time, each with whose it is.

An activity instance waits from the moment it could begin until it was begun, and again while it was suspended; between
those it is worked on.  An instance that was suspended several times has several pieces of both.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics.clock_stops import AWAITS
from analytics.interactions import APPLICANT_SIDE
from analytics.measure import seconds_of
from analytics.stages import ready, replications, started

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    from processes.log.event_log import EventLog
    from processes.model.model import Model

    Numbers = npt.NDArray[np.int64]
    Seconds = npt.NDArray[np.float64]
    Truths = npt.NDArray[np.bool_]

#: Whose an activity is; a receive task waits for its sender from beginning to end.
_APPLICANT, _AGENCY, _MESSAGE = 1, 2, 4


@dataclass(frozen=True, kw_only=True)
class Pieces:
    """Pieces of waiting and of work, as arrays; times are seconds since 1970.

    For each row of `activities`: `people` codes into `names` (-1: nobody recorded; in each
    repetition of a simulation a person is another), the moments it was `ready`, `begun`
    and `completed`, and whether its waiting can be `measured`.  For each piece of waiting: its `row`, `start`, `end`,
    whose it is (`applicant`, `agency`), and whether it is `unrecorded` where waiting ends and work begins.  For each
    piece of work: `work_row`, `work_start`, `work_end`, and when it had become ready.
    """

    activities: pa.Table
    names: list[str]
    people: Numbers
    ready: Seconds
    begun: Seconds
    completed: Seconds
    measured: Truths
    row: Numbers
    start: Seconds
    end: Seconds
    applicant: Truths
    agency: Truths
    unrecorded: Truths
    work_row: Numbers
    work_start: Seconds
    work_end: Seconds
    work_ready: Seconds


def wait_pieces(
    log: EventLog,
    *,
    model: Model | None = None,
    applicants: Collection[str] = (),
    agencies: Collection[str] = (),
) -> Pieces:
    """Return the pieces of waiting and of work of `log`.

    >>> from processes.examples import two_certificates
    >>> pieces = wait_pieces(two_certificates())
    >>> (pieces.end - pieces.start).tolist()
    [0.0, 5400.0, 0.0, 9000.0]
    """
    import numpy as np

    table = log.activities
    could, begun, ended = ready(table), started(table), seconds_of(table["completed"])
    whose = _actors(table, model, applicants, agencies)
    # Whoever waits for a message does no work, however long its instance stands open.
    begun = np.where((whose & _MESSAGE) > 0, np.nan, begun)
    until = np.where(np.isnan(begun), ended, begun)
    measured = ~np.isnan(could) & ~np.isnan(until)
    rows = np.flatnonzero(measured)
    waits = _Spans(rows, np.minimum(could, until)[rows], until[rows])
    stops = _stops(log, table)
    worked_until = _worked_until(ended, stops)
    at_work = np.flatnonzero(~np.isnan(begun) & ~np.isnan(worked_until) & (worked_until > begun))
    work = _Spans(at_work, begun[at_work], worked_until[at_work])
    awaited = np.zeros(len(rows), dtype=bool)
    if stops:
        waits, work, awaited = _suspended(waits, work, stops)
    resource = table["resource"].combine_chunks().dictionary_encode()
    people = resource.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    again = replications(log, table)
    names = [str(name) for name in resource.dictionary.to_pylist()] * (int(again.max(initial=0)) + 1)
    people = np.where(people < 0, people, people + again * len(resource.dictionary))
    done = people[work.row] >= 0
    row = waits.row
    return Pieces(
        activities=table,
        names=names,
        people=people,
        ready=could,
        begun=begun,
        completed=ended,
        measured=measured,
        row=row,
        start=waits.start,
        end=waits.end,
        applicant=((whose[row] & _APPLICANT) > 0) | awaited,
        agency=(whose[row] & _AGENCY) > 0,
        unrecorded=np.isnan(begun[row]),
        work_row=work.row[done],
        work_start=work.start[done],
        work_end=work.end[done],
        # Work whose readiness nobody recorded was ready when it was begun, at the latest.
        work_ready=np.where(np.isnan(could), begun, np.fmin(could, begun))[work.row[done]],
    )


@dataclass(frozen=True)
class _Spans:
    """Pieces of time of rows of the activities."""

    row: Numbers
    start: Seconds
    end: Seconds


def _actors(
    table: pa.Table, model: Model | None, applicants: Collection[str], agencies: Collection[str]
) -> Numbers:
    """Return for each row whose it is, as the model or the names given say."""
    import numpy as np
    import pyarrow.compute as pc

    found = np.zeros(table.num_rows, dtype=np.int64)
    columns = {
        name: pc.fill_null(table[name], "").combine_chunks().dictionary_encode()
        for name in ("element", "activity", "group")
    }
    known = _said(model)
    for name in ("activity", "element"):
        codes = [known.get(value, 0) for value in columns[name].dictionary.to_pylist()]
        mine = np.array([*codes, 0], dtype=np.int64)[columns[name].indices.to_numpy()]
        found = np.where(mine > 0, mine, found)
    for names, flag in ((set(applicants), _APPLICANT), (set(agencies), _AGENCY)):
        for name in ("activity", "group"):
            given = np.array([v in names for v in columns[name].dictionary.to_pylist()] + [False])
            found |= np.where(given[columns[name].indices.to_numpy()], flag, 0)
    return found


def _said(model: Model | None) -> dict[str, int]:
    """Return whose each task is that is not the office's, by its id and by its name."""
    if model is None:
        return {}
    said: dict[str, int] = {}
    for element in model.elements.values():
        if not element.is_task:
            continue
        if element.type == "ReceiveTask":
            flag = _MESSAGE | _flag(_sender(model, element.id) or model.actor(element.id))
        else:
            flag = _flag(model.actor(element.id))
        if flag:
            said[element.id] = flag
            said.setdefault(element.name, flag)
    return said


def _flag(actor: str | None) -> int:
    return _APPLICANT if actor in APPLICANT_SIDE else _AGENCY if actor == "otherAgency" else 0


def _sender(model: Model, id: str) -> str | None:
    """Return the kind of the party whose message a receive task waits for; None when nobody has said."""
    for flow in model.message_flows.values():
        if flow.target == id:
            pool = model.participants.get(flow.source)
            if pool is None and flow.source in model.elements:
                pool = model.participants.get(model.elements[flow.source].participant or "")
            if pool is not None and pool.party is not None:
                return pool.party.kind
    return None


def _stops(log: EventLog, table: pa.Table) -> dict[int, list[tuple[float, float, bool]]]:
    """Return, by row of the activities, from when until when it was suspended and whether it waited for the applicant.

    A suspension nobody ended lasts until the completion, or for ever: how long, nobody can tell yet.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    stage = log.events["lifecycle"].cast(pa.string())
    wanted = pc.is_in(stage, pa.array(["suspended", "resumed"]))
    wanted = pc.and_(
        wanted, pc.and_(pc.is_valid(log.events["instance"]), pc.is_valid(log.events["timestamp"]))
    )
    events = log.events.filter(wanted)
    if not events.num_rows:
        return {}
    keys = zip(table["case"].to_pylist(), table["instance"].to_pylist(), strict=True)
    rows = {key: row for row, key in enumerate(keys)}
    found: dict[int, list[tuple[float, float, bool]]] = defaultdict(list)
    since: dict[int, tuple[float, bool]] = {}
    for event in events.to_pylist():
        row = rows[event["case"], event["instance"]]
        moment = event["timestamp"].timestamp()
        if event["lifecycle"] == "suspended":
            since.setdefault(row, (moment, event.get(AWAITS) is True))
        elif row in since:
            start, theirs = since.pop(row)
            found[row].append((start, moment, theirs))
    for row, (start, theirs) in since.items():
        found[row].append((start, float("inf"), theirs))
    return dict(found)


def _worked_until(ended: Seconds, stops: dict[int, list[tuple[float, float, bool]]]) -> Seconds:
    """Return until when each row is known to have been at work: its end, or while it runs, when it was last resumed."""
    until = ended.copy()
    for row, spans in stops.items():
        resumed = [go for _stop, go, _theirs in spans if go != float("inf")]
        if resumed and until[row] != until[row]:
            until[row] = max(resumed)
    return until


def _suspended(
    waits: _Spans, work: _Spans, stops: dict[int, list[tuple[float, float, bool]]]
) -> tuple[_Spans, _Spans, Any]:
    """Return the waits and the work with the suspensions cut out of both added to the waits, and which are the
    applicant's."""
    import numpy as np

    pieces: list[tuple[int, float, float, bool]] = []
    working: list[tuple[int, float, float]] = []
    for spans, is_wait in ((waits, True), (work, False)):
        for row, start, end in zip(*(a.tolist() for a in (spans.row, spans.start, spans.end)), strict=True):
            at = start
            for stop, go, theirs in stops.get(row, ()):
                low, high = max(stop, at), min(go, end)
                if high <= low:
                    continue
                _add(pieces, working, row, at, low, is_wait=is_wait)
                pieces.append((row, low, high, theirs))
                at = high
            _add(pieces, working, row, at, end, is_wait=is_wait)
    rows, starts, ends, whose = zip(*pieces, strict=True) if pieces else ((), (), (), ())
    cut = zip(*working, strict=True) if working else ((), (), ())
    work_rows, work_starts, work_ends = cut
    return (
        _Spans(np.array(rows, dtype=np.int64), np.array(starts, float), np.array(ends, float)),
        _Spans(np.array(work_rows, dtype=np.int64), np.array(work_starts, float), np.array(work_ends, float)),
        np.array(whose, dtype=bool),
    )


def _add(
    pieces: list[tuple[int, float, float, bool]],
    working: list[tuple[int, float, float]],
    row: int,
    start: float,
    end: float,
    *,
    is_wait: bool,
) -> None:
    if is_wait:
        pieces.append((row, start, end, False))
    elif end > start:
        working.append((row, start, end))
