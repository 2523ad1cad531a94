"""A measure of a log: rows of a distribution, with what they count and what they could not.

Durations are float seconds inside; the unit is applied once, at the end.  Median and 90th percentile come before means,
because waiting times have long tails.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from analytics.errors import NotMeasurable
from processes.errors import NotCovered
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog, Origin

Level = Literal["log", "case", "trace", "variant", "activity", "resource", "group", "unit"]

#: Seconds in a unit.  A working day is the calendar's usual day, eight hours in the default one.
UNITS = {"seconds": 1.0, "minutes": 60.0, "hours": 3600.0, "days": 86400.0}


#: So many keys are counted one by one; more of them at once, by DuckDB.
_FEW = 5_000


@dataclass(frozen=True, kw_only=True)
class Row:
    """The distribution of one key; every figure but `n` and `unknown` is None when nothing could be measured.

    A `suppressed` row is there and not shown: so few people stand behind it that its figures would be theirs.
    """

    key: str
    n: int
    unknown: int
    median: float | None = None
    p90: float | None = None
    mean: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    total: float | None = None
    suppressed: bool = False


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A measured quantity at one level; iterating gives its rows, those with the largest total first.

    `working` says whether durations count working time; `unknown` counts what lacked the times to be measured.
    """

    name: str
    level: str
    unit: str
    rows: tuple[Row, ...]
    origin: Origin
    working: bool = False

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, key: str) -> Row:
        for row in self.rows:
            if row.key == key:
                return row
        raise KeyError(key)

    @property
    def n(self) -> int:
        """How many durations were measured."""
        return sum(row.n for row in self.rows)

    @property
    def unknown(self) -> int:
        """How many could not be measured, because a time was not recorded."""
        return sum(row.unknown for row in self.rows)


def seconds_of(column: pa.ChunkedArray) -> npt.NDArray[np.float64]:
    """Return a timestamp column as seconds since 1970, NaN for unknown."""
    import numpy as np
    import pyarrow as pa

    # Through float: int64 microseconds summed over millions of rows would wrap around.
    micros = column.cast(pa.int64()).to_numpy(zero_copy_only=False).astype(np.float64)
    result: npt.NDArray[np.float64] = micros / 1_000_000
    return result


def length(
    starts: npt.NDArray[np.float64],
    ends: npt.NDArray[np.float64],
    *,
    working: bool,
    calendar: WorkingCalendar | None,
) -> npt.NDArray[np.float64]:
    """Return the seconds from `starts` to `ends`, working or plain; NaN where a time is unknown.

    Raises `NotMeasurable` when the calendar cannot say which days of those years were worked.
    """
    if not working:
        return ends - starts
    from processes.calendar import WorkingCalendar as Calendar

    try:
        return (calendar or Calendar.default()).seconds_between(starts, ends)
    except NotCovered as error:
        raise NotMeasurable(error.message, hint=error.hint) from error


def unit_of(unit: str, calendar: WorkingCalendar | None) -> tuple[float, bool]:
    """Return (seconds in `unit`, whether it counts working time); raises `NotMeasurable` for an unknown unit."""
    working = unit.startswith("working ")
    plain = unit.removeprefix("working ")
    if plain not in UNITS:
        known = ", ".join([*UNITS, "working hours", "working days"])
        raise NotMeasurable(
            _("There is no unit {unit!r}.").format(unit=unit), hint=_("Known: {known}.").format(known=known)
        )
    if working and plain == "days":
        from processes.calendar import WorkingCalendar as Calendar

        return (calendar or Calendar.default()).usual_day.total_seconds(), True
    return UNITS[plain], working


def distribution(
    keys: list[str] | pa.Array | pa.ChunkedArray, values: npt.NDArray[np.float64], *, factor: float
) -> tuple[Row, ...]:
    """Return a row for each key over `values` (NaN: unknown), divided by `factor`, largest total first."""
    import numpy as np
    import pyarrow as pa

    coded = (
        keys if isinstance(keys, pa.Array | pa.ChunkedArray) else pa.array(keys, pa.string())
    ).dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    if len(coded.dictionary) <= _FEW:
        names = [str(name) for name in coded.dictionary.to_pylist()]
        codes = coded.indices.to_numpy(zero_copy_only=False)
        return distribution_of_codes(codes, names, values, factor=factor)
    import ibis

    unknown = np.isnan(values)
    table = pa.table({"key": keys, "value": pa.array(values / factor, mask=unknown)})
    return ordered(run(spread_by_key(ibis.memtable(table))).to_pylist())


def spread_by_key(table: Any) -> Any:
    """Return the expression of the distribution of `value` for each `key` of an Ibis table; null is unknown."""
    value = table.value
    return table.group_by("key").agg(
        n=value.count(),
        unknown=value.isnull().sum(),
        median=value.quantile(0.5),
        p90=value.quantile(0.9),
        mean=value.mean(),
        minimum=value.min(),
        maximum=value.max(),
        total=value.sum(),
    )


def ordered(found: Iterable[dict[str, Any]]) -> tuple[Row, ...]:
    """Return what an engine answered to `spread_by_key` as rows, the largest total first.

    >>> nothing = {"n": 0, "unknown": 2, "total": None}
    >>> [
    ...     row.key
    ...     for row in ordered(
    ...         [{"key": "Ask"} | nothing, {"key": "Sign", "n": 1, "unknown": 0, "total": 3.0}]
    ...     )
    ... ]
    ['Sign', 'Ask']
    """
    rows = (
        Row(**one | {"key": str(one["key"]), "n": int(one["n"]), "unknown": int(one["unknown"] or 0)})
        for one in found
    )
    return tuple(sorted(rows, key=lambda row: (-(row.total or 0.0), row.key)))


def distribution_of_codes(
    codes: npt.NDArray[np.signedinteger[Any]],
    names: list[str],
    values: npt.NDArray[np.float64],
    *,
    factor: float,
) -> tuple[Row, ...]:
    """Return what `distribution` does, for keys that are positions in `names`; names without a value have no row.

    >>> import numpy as np
    >>> [row] = distribution_of_codes(
    ...     np.zeros(3, int), ["Sign"], np.array([60.0, 120.0, np.nan]), factor=60.0
    ... )
    >>> row.n, row.unknown, row.median, row.total
    (2, 1, 1.5, 3.0)
    """
    import numpy as np

    counts = np.bincount(codes, minlength=len(names))
    unknown = np.bincount(codes[np.isnan(values)], minlength=len(names))
    begins = np.concatenate(([0], np.cumsum(counts)[:-1]))
    # Codes of sixteen bits are sorted by counting; the values then key by key, which is quicker than all together.
    short = codes.astype(np.uint16) if len(names) < 1 << 16 else codes
    values = values[np.argsort(short, kind="stable")] if len(names) > 1 else values.copy()
    values /= factor
    rows = []
    for code in np.flatnonzero(counts).tolist():
        n = int(counts[code] - unknown[code])
        mine = values[begins[code] : begins[code] + counts[code]]
        # Unknown values are sorted behind the others.
        mine.sort()
        mine = mine[:n]
        if not n:
            rows.append(Row(key=names[code], n=0, unknown=int(unknown[code])))
            continue
        median, p90 = (_quantile(mine, share) for share in (0.5, 0.9))
        total = float(mine.sum())
        rows.append(
            Row(
                key=names[code],
                n=n,
                unknown=int(unknown[code]),
                median=median,
                p90=p90,
                mean=total / n,
                minimum=float(mine[0]),
                maximum=float(mine[-1]),
                total=total,
            )
        )
    return tuple(sorted(rows, key=lambda row: (-(row.total or 0.0), row.key)))


def _quantile(ordered: npt.NDArray[np.float64], share: float) -> float:
    """Return the quantile of sorted values, between two of them in proportion."""
    at = (len(ordered) - 1) * share
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return float(ordered[low] + (ordered[high] - ordered[low]) * (at - low))


def run(expression: Any) -> pa.Table:
    """Return the result of an Ibis expression, computed by an embedded DuckDB of this thread."""
    return _connection().to_pyarrow(expression)


_LOCAL = threading.local()


def _connection() -> Any:
    """Return this thread's DuckDB: its connections must not be shared between threads."""
    import ibis

    if not hasattr(_LOCAL, "connection"):
        _LOCAL.connection = ibis.duckdb.connect()
    return _LOCAL.connection


def require(log: EventLog) -> None:
    """Raise `NotMeasurable` when there is nothing to measure."""
    if not len(log):
        raise NotMeasurable(
            _("The log has no cases."), hint=_("Choose a period or a procedure in which cases ran.")
        )


def refuse_level(name: str, level: str, known: tuple[str, ...]) -> None:
    """Raise `NotMeasurable` when `name` has no `level`."""
    if level not in known:
        raise NotMeasurable(
            _("{name} has no level {level!r}.").format(name=name, level=level),
            hint=_("Known: {known}.").format(known=", ".join(known)),
        )
