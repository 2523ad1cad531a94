"""Pairing events to activity instances.

Events that name their `instance` belong together by it.  For logs from elsewhere, which do not, a completion belongs to
the oldest open start of the same activity in the same case (first in, first out); a completion without a start is an
instance whose start is unknown.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

_FIRST = {"offered": "offered", "claimed": "claimed", "started": "started"}
_LAST = ("completed", "cancelled", "failed")


def activity_instances(events: pa.Table) -> pa.Table:
    """Return one row an activity instance of `events` (sorted by case and time); see `EventLog.activities`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if events.num_rows and pc.all(pc.equal(events["lifecycle"].cast(pa.string()), "completed")).as_py():
        return _completions_only(events)
    columns = {name: events[name].to_pylist() for name in events.column_names}
    rows: list[dict[str, Any]] = []
    named: dict[tuple[str, str], dict[str, Any]] = {}
    open_: dict[tuple[str, str], deque[dict[str, Any]]] = defaultdict(deque)
    for number, stage in enumerate(columns["lifecycle"]):
        case, activity = columns["case"][number], columns["activity"][number]
        instance = columns["instance"][number]
        row = named.get((case, instance)) if instance is not None else None
        if row is None and instance is None:
            queue = open_[case, activity]
            if queue and (
                stage in _LAST or stage in ("suspended", "resumed") or queue[-1].get(stage) is None
            ):
                row = queue[0] if stage in _LAST or stage not in _FIRST else queue[-1]
        if row is None:
            row = {"case": case, "activity": activity, "element": None, "instance": instance}
            rows.append(row)
            if instance is not None:
                named[case, instance] = row
            elif stage not in _LAST:
                open_[case, activity].append(row)
        _record(row, stage, columns, number)
        if stage in _LAST and instance is None and row in open_[case, activity]:
            open_[case, activity].remove(row)
    return _table(rows)


def _record(row: dict[str, Any], stage: str, columns: dict[str, list[Any]], number: int) -> None:
    stamp = columns["timestamp"][number]
    if stage in _FIRST:
        row.setdefault(stage, stamp)
    elif stage in _LAST:
        row["ended_as"] = stage
        if stage == "completed":
            row["completed"] = stamp
    row["last"] = stamp
    for name in ("element", "resource", "group"):
        value = columns[name][number]
        if value is not None and (name != "resource" or stage != "offered"):
            row[name] = value


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa

    rows.sort(key=lambda r: (r["case"], r["last"] is None, r["last"] or 0))
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        row["position"] = counts[row["case"]]
        counts[row["case"]] += 1
    moment = pa.timestamp("us", tz="UTC")
    schema = pa.schema(
        [(n, pa.string()) for n in ("case", "activity", "element", "instance", "resource", "group")]
        + [(n, moment) for n in ("offered", "claimed", "started", "completed")]
        + [("ended_as", pa.string()), ("position", pa.int64())]
    )
    return pa.Table.from_pylist(rows, schema=schema)


def _completions_only(events: pa.Table) -> pa.Table:
    """Return the instances of a log that records completions only, without a loop: each event is an instance."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    moment = pa.timestamp("us", tz="UTC")
    codes = pc.dictionary_encode(events["case"]).combine_chunks().indices.to_numpy()
    begins = np.flatnonzero(np.diff(codes, prepend=-1))
    lengths = np.diff(np.append(begins, len(codes)))
    positions = np.arange(len(codes)) - np.repeat(begins, lengths)
    unknown = pa.nulls(events.num_rows, moment)
    texts = {
        n: events[n].cast(pa.string())
        for n in ("case", "activity", "element", "instance", "resource", "group")
    }
    return pa.table(
        texts
        | {"offered": unknown, "claimed": unknown, "started": unknown, "completed": events["timestamp"]}
        | {"ended_as": events["lifecycle"].cast(pa.string()), "position": pa.array(positions, pa.int64())}
    )
