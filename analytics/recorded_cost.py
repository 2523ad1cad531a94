"""What a log itself says its work cost: the cost extension of XES, one amount for each completed piece of work.

Source: IEEE 1849-2023 (XES), cost extension: `cost:total` and `cost:currency`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from processes.log.event_log import EventLog

_TOTAL, _CURRENCY = ("cost:total", "cost"), "cost:currency"


class Recorded(NamedTuple):
    """What `n` completed pieces of work cost together; of `unknown` more nobody recorded it."""

    total: float
    n: int
    unknown: int


def recorded_cost(log: EventLog) -> dict[str, Recorded] | None:
    """Return the recorded cost of each activity; None when the log records no costs.

    The events of one piece of work may each repeat its cost: its completion speaks for it.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    name = next((n for n in _TOTAL if n in log.events.column_names), None)
    if name is None:
        return None
    column = log.events[name]
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        return None
    done = pc.equal(log.events["lifecycle"].cast(pa.string()), "completed").to_numpy(zero_copy_only=False)
    costs = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
    coded = log.events["activity"].combine_chunks()
    codes, size = coded.indices.to_numpy(), len(coded.dictionary)
    known = done & ~np.isnan(costs)
    sums = np.bincount(codes[known], weights=costs[known], minlength=size)
    counts = np.bincount(codes[known], minlength=size)
    unknown = np.bincount(codes[done], minlength=size) - counts
    return {
        str(label): Recorded(float(total), int(n), int(lacking))
        for label, total, n, lacking in zip(coded.dictionary.to_pylist(), sums, counts, unknown, strict=True)
    }


def recorded_currency(log: EventLog) -> str | None:
    """Return the currency the log recorded its costs in, when it is one and the same."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if _CURRENCY not in log.events.column_names:
        return None
    found = pc.unique(log.events[_CURRENCY].cast(pa.string())).drop_null().to_pylist()
    return str(found[0]) if len(found) == 1 else None
