"""The stretches of waiting and of work of a log, as the files of a large one hold them: each with its person's bucket.

The bucket of a person is a number that is the same in every part; stretches of nobody are spread by their case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    from analytics.wait_pieces import Pieces
    from processes.log.event_log import EventLog
    from processes.model.model import Model

BUCKETS = 1 << 16

_WAIT, _WORK, _NEITHER = "wait", "work", "neither"


def stretches(log: EventLog, *, model: Model | None = None) -> pa.Table:
    """Return a row for each stretch of waiting and of work, and one for an activity instance that has none.

    `position` tells the instances of a case apart; `ready`, `begun`, `completed` and `measured` are the instance's.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    from analytics.wait_pieces import wait_pieces

    pieces = wait_pieces(log, model=model)
    table = pieces.activities
    bare = np.setdiff1d(np.arange(table.num_rows), np.concatenate((pieces.row, pieces.work_row)))
    none, lost = np.zeros(len(bare), dtype=bool), np.full(len(bare), np.nan)
    idle = np.zeros(len(pieces.work_row), dtype=bool)
    row = np.concatenate((pieces.row, pieces.work_row, bare)).astype(np.int64)
    own_ready = pieces.ready[pieces.row]
    columns = {
        "kind": pa.array(
            [_WAIT] * len(pieces.row) + [_WORK] * len(pieces.work_row) + [_NEITHER] * len(bare), pa.string()
        ),
        "start": _moments(np.concatenate((pieces.start, pieces.work_start, lost))),
        "end": _moments(np.concatenate((pieces.end, pieces.work_end, lost))),
        "ready_then": _moments(np.concatenate((own_ready, pieces.work_ready, lost))),
        "applicant": pa.array(np.concatenate((pieces.applicant, idle, none))),
        "agency": pa.array(np.concatenate((pieces.agency, idle, none))),
        "unrecorded": pa.array(np.concatenate((pieces.unrecorded, idle, none))),
        "person": _persons(log, table).take(pa.array(row)),
        "ready": _moments(pieces.ready[row]),
        "begun": _moments(pieces.begun[row]),
        "completed": _moments(pieces.completed[row]),
        "measured": pa.array(pieces.measured[row]),
        "position": pa.array(row),
    }
    for name in ("case", "activity", "group"):
        columns[name] = table[name].combine_chunks().cast(pa.string()).take(pa.array(row))
    whose = pc.coalesce(columns["person"], columns["case"]).dictionary_encode()
    numbers = [crc32(name.encode()) % BUCKETS for name in whose.dictionary.to_pylist()]
    columns["bucket"] = pa.array(numbers, pa.int64()).take(whose.indices)
    # People stand side by side, so that a few buckets are a few pages of the file.
    return pa.table(columns).sort_by("bucket")


def pieces_of(table: pa.Table) -> Pieces:
    """Return the stretches of some buckets as pieces."""
    import numpy as np
    import pyarrow as pa

    from analytics.wait_pieces import Pieces

    table = table.sort_by([(name, "ascending") for name in ("case", "position", "start")]).combine_chunks()

    def column(name: str) -> Any:
        return table[name].to_numpy()

    case = table["case"].combine_chunks().dictionary_encode().indices.to_numpy()
    fresh = (np.diff(case, prepend=-1) != 0) | (np.diff(column("position"), prepend=-1) != 0)
    row, once = np.cumsum(fresh) - 1, np.flatnonzero(fresh)
    whose = table["person"].combine_chunks().dictionary_encode()
    people = whose.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    kind = table["kind"].to_numpy()
    wait, work = kind == _WAIT, (kind == _WORK) & (people >= 0)
    start, end = column("start"), column("end")
    return Pieces(
        activities=table.select(["case", "activity", "group"]).take(pa.array(once)),
        names=whose.dictionary.to_pylist(),
        people=people[once],
        ready=column("ready")[once],
        begun=column("begun")[once],
        completed=column("completed")[once],
        measured=column("measured")[once],
        row=row[wait],
        start=start[wait],
        end=end[wait],
        applicant=column("applicant")[wait],
        agency=column("agency")[wait],
        unrecorded=column("unrecorded")[wait],
        work_row=row[work],
        work_start=start[work],
        work_end=end[work],
        work_ready=column("ready_then")[work],
    )


def _persons(log: EventLog, table: pa.Table) -> pa.Array:
    """Return who did each activity, with the repetition of a simulation they belong to; null where nobody is named."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from analytics.stages import replications

    again = pa.array(replications(log, table)).cast(pa.string())
    return pc.binary_join_element_wise(again, table["resource"].combine_chunks().cast(pa.string()), "/")


def _moments(values: npt.NDArray[np.float64]) -> pa.Array:
    import numpy as np
    import pyarrow as pa

    return pa.array(values, mask=np.isnan(values))
