"""What desks of a large log had in hand, and how much of their open hours they worked: sums along each desk's time.

The office's clock was read when the log was prepared, so that open time between two moments is their difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.errors import NotMeasurable
from analytics.large_counts import told
from analytics.large_registry import asked
from analytics.large_times import require_covered
from analytics.measure import Level, Measure, Row, refuse_level
from analytics.measures.workload import row_of
from analytics.people import SMALLEST_GROUP, suppressed
from processes.text import _

if TYPE_CHECKING:
    from analytics.large_log import LargeLog

#: Each moment of a piece of work, and what the office's clock said then.
CLOCKS = {"ready": "ready_at", "begun": "begun_at", "ended": "ended_at"}


@asked
def workload(log: LargeLog, *, level: Level = "group", smallest_group: int = SMALLEST_GROUP) -> Measure:
    """Return the instances in hand of each group, the largest load first."""
    import ibis
    import numpy as np

    refuse_level("workload", level, ("group",))
    require_covered(log, log.work, CLOCKS)
    t = log.work.mutate(key=log.work.group.fill_null("—"))
    t = t.mutate(known=(t.ready.notnull() & t.ended.notnull()))
    counts = _counted(log, t)
    used = t.filter(t.known)
    columns = ("key", "replication", "case", "position")
    taken = used.select(*columns, moment=used.ready, at=used.ready_at, step=ibis.literal(1, "int64"))
    given = used.select(
        *columns,
        moment=ibis.greatest(used.ended, used.ready),
        at=ibis.greatest(used.ended_at, used.ready_at),
        step=ibis.literal(-1, "int64"),
    )
    changes = taken.union(given)
    # At one moment what ends goes before what begins; two of a kind at once are told apart for every engine alike.
    along: dict[str, Any] = {
        "group_by": ["key", "replication"],
        "order_by": ["moment", "step", "case", "position"],
    }
    loads = changes.mutate(
        load=changes.step.sum().over(ibis.cumulative_window(**along)),
        lasting=changes.at.lead().over(ibis.window(**along)) - changes.at,
    )
    loads = loads.filter(loads.lasting > 0).group_by(["key", "load"]).agg(lasting=lambda t: t.lasting.sum())
    found: dict[str, list[tuple[int, int]]] = {}
    for row in told(log, loads):
        found.setdefault(row["key"], []).append((row["load"], row["lasting"]))
    rows = []
    for key, row in counts.items():
        if key == "—" or key not in found:
            n = 0 if key == "—" else row["used"]
            rows.append(Row(key=key, n=n, unknown=row["whole"] - n))
            continue
        held, weights = (np.array(column, float) for column in zip(*sorted(found[key]), strict=True))
        rows.append(row_of(key, held, weights, n=row["used"], unknown=row["whole"] - row["used"]))
    return Measure(
        name="workload",
        level=level,
        unit="activities",
        rows=_shown(rows, counts, smallest=smallest_group),
        origin=log.origin,
        working=True,
    )


@asked
def utilisation(log: LargeLog, *, level: Level = "group", smallest_group: int = SMALLEST_GROUP) -> Measure:
    """Return the utilisation of the people of each group, the busiest first."""
    import ibis

    refuse_level("utilisation", level, ("group",))
    require_covered(log, log.work, CLOCKS)
    t = log.work.mutate(key=log.work.group.fill_null("—"))
    t = t.mutate(known=(t.resource.notnull() & t.begun.notnull() & (t.ended >= t.begun)).fill_null(False))
    counts = _counted(log, t)
    if not any(row["named"] for row in counts.values()):
        raise NotMeasurable(
            _("The log does not say who worked."), hint=_("Utilisation needs the resource of each event.")
        )
    used = t.filter(t.known)
    before = ibis.window(
        group_by=["key", "resource", "replication"],
        order_by=["begun", "case", "position"],
        rows=(None, -1),
    )
    # What is done side by side counts once: only what lasts beyond everything begun before.
    used = used.mutate(busy_until=used.ended_at.max().over(before))
    since = ibis.greatest(used.begun_at, used.busy_until.fill_null(used.begun_at))
    used = used.mutate(worked=ibis.greatest(used.ended_at - since, ibis.literal(0, "int64")))
    people = used.group_by(["key", "resource", "replication"]).agg(
        worked=used.worked.sum(), open=used.ended_at.max() - used.begun_at.min()
    )
    people = people.filter(people.open > 0)
    people = people.mutate(share=people.worked.cast("float64") / people.open.cast("float64"))
    spread = people.group_by("key").agg(
        n=people.count(),
        median=people.share.quantile(0.5),
        p90=people.share.quantile(0.9),
        mean=people.share.mean(),
        minimum=people.share.min(),
        maximum=people.share.max(),
    )
    found = {row["key"]: row for row in told(log, spread)}
    rows = [
        Row(**found[key], unknown=row["whole"] - row["used"])
        if key in found and key != "—"
        else Row(key=key, n=0, unknown=row["whole"] - (0 if key == "—" else row["used"]))
        for key, row in counts.items()
    ]
    return Measure(
        name="utilisation",
        level=level,
        unit="share",
        rows=_shown(rows, counts, smallest=smallest_group),
        origin=log.origin,
        working=True,
    )


def _counted(log: LargeLog, table: Any) -> dict[str, dict[str, Any]]:
    """Return how many instances each desk has, how many of them are used, and how many people stand behind them."""
    found = table.group_by("key").agg(
        whole=table.count(),
        used=table.known.sum(),
        named=table.resource.count(),
        heads=table.resource.nunique(),
        heads_used=table.resource.nunique(where=table.known),
    )
    return {row["key"]: {**row, "used": int(row["used"] or 0)} for row in told(log, found)}


def _shown(rows: list[Row], counts: dict[str, dict[str, Any]], *, smallest: int) -> tuple[Row, ...]:
    rows.sort(key=lambda row: (-(row.mean or 0.0), row.key))
    heads = {key: int(row["heads_used"] or row["heads"] or 0) for key, row in counts.items()}
    shown = suppressed((row for row in rows if row.key != "—"), heads, smallest=smallest)
    return shown + tuple(row for row in rows if row.key == "—")
