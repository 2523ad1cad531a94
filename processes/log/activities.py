"""Pairing events to activity instances.

Events that name their `instance` belong together by it.  For logs from elsewhere, which do not, a completion belongs to
the oldest open start of the same activity in the same case (first in, first out); a completion without a start is an
instance whose start is unknown.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, Any

from processes.log.coding import is_always

if TYPE_CHECKING:
    import pyarrow as pa

_FIRST = {"offered": "offered", "claimed": "claimed", "started": "started"}
_LAST = ("completed", "cancelled", "failed")


def activity_instances(events: pa.Table) -> pa.Table:
    """Return one row an activity instance of `events` (sorted by case and time); see `EventLog.activities`."""
    if events.num_rows and is_always(events["lifecycle"], "completed"):
        return _completions_only(events)
    if events.num_rows and events["instance"].null_count == 0:
        return _named_instances(events)
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


def _named_instances(events: pa.Table) -> pa.Table:
    """Return the instances of a log whose every event names its instance, by array operations alone."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    key = (
        pc.binary_join_element_wise(events["case"].cast(pa.string()), events["instance"], "\x00")
        .combine_chunks()
        .dictionary_encode()
    )
    codes, count = key.indices.to_numpy(), len(key.dictionary)
    stamps = events["timestamp"].cast(pa.int64()).combine_chunks()
    known = stamps.is_valid().to_numpy(zero_copy_only=False)
    micros = pc.fill_null(stamps, 0).to_numpy()
    stages = events["lifecycle"].cast(pa.string()).to_pylist()
    stage = np.array(stages, dtype=object)
    rows = np.arange(events.num_rows)

    def first_of(mask: np.ndarray) -> np.ndarray:
        found = np.full(count, -1, dtype=np.int64)
        chosen = rows[mask][::-1]
        found[codes[chosen]] = chosen
        return found

    def last_of(mask: np.ndarray) -> np.ndarray:
        found = np.full(count, -1, dtype=np.int64)
        chosen = rows[mask]
        found[codes[chosen]] = chosen
        return found

    def take(name: str, at: np.ndarray) -> pa.Array:
        return events[name].combine_chunks().cast(pa.string()).take(pa.array(at, mask=at < 0))

    moment = pa.timestamp("us", tz="UTC")
    ended = last_of(np.isin(stage, _LAST))
    last = last_of(np.ones(len(rows), dtype=bool))
    has = {
        n: events[n].combine_chunks().is_valid().to_numpy(zero_copy_only=False)
        for n in ("element", "resource", "group")
    }
    acted = last_of(has["resource"] & (stage != "offered"))
    times = {}
    for name in ("offered", "claimed", "started", "completed"):
        at = first_of((stage == name) & known)
        times[name] = pa.array(micros[at], mask=at < 0).cast(moment)
    table = pa.table(
        {
            "case": take("case", last),
            "activity": take("activity", last),
            "element": take("element", last_of(has["element"])),
            "instance": take("instance", last),
            "resource": take("resource", acted),
            "group": take("group", last_of(has["group"])),
            **times,
            "ended_as": take("lifecycle", ended),
            "__last": pa.array(micros[last]),
            "__row": pa.array(last),
        }
    )
    table = table.sort_by([("case", "ascending"), ("__last", "ascending"), ("__row", "ascending")])
    return table.drop_columns(["__last", "__row"]).append_column("position", _positions(table["case"]))


def _positions(cases: pa.ChunkedArray) -> pa.Array:
    """Return 0, 1, 2 … within each run of equal cases."""
    import numpy as np
    import pyarrow as pa

    codes = cases.combine_chunks().dictionary_encode().indices.to_numpy()
    begins = np.flatnonzero(np.diff(codes, prepend=-1))
    lengths = np.diff(np.append(begins, len(codes)))
    return pa.array(np.arange(len(codes)) - np.repeat(begins, lengths), pa.int64())


def _completions_only(events: pa.Table) -> pa.Table:
    """Return the instances of a log that records completions only, without a loop: each event is an instance."""
    import pyarrow as pa

    moment = pa.timestamp("us", tz="UTC")
    unknown = pa.nulls(events.num_rows, moment)
    texts = {
        n: events[n].cast(pa.string())
        for n in ("case", "activity", "element", "instance", "resource", "group")
    }
    return pa.table(
        texts
        | {"offered": unknown, "claimed": unknown, "started": unknown, "completed": events["timestamp"]}
        | {"ended_as": events["lifecycle"].cast(pa.string()), "position": _positions(events["case"])}
    )
