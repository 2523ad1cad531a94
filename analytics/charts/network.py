"""The network of handovers: who passes work to whom, how often, and how long the receiver lets it lie.

Between groups always; between persons only for who may see them, and never persons of too small a group.

Source: van der Aalst & Song, Mining Social Networks (2004), handover of work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analytics.handings import handings
from analytics.measure import length, require, unit_of
from analytics.stages import ready, started

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    from analytics.handings import Codes
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog

MOST_EDGES, MOST_NODES = 40, 24


@dataclass(frozen=True, kw_only=True)
class Party:
    """Who works: a group or a person, with the number of pieces of work and of people behind it."""

    name: str
    work: int
    people: int


@dataclass(frozen=True, kw_only=True)
class Passing:
    """Work that went from one party to another: how often, and its median wait there (None: not recorded)."""

    giver: str
    taker: str
    n: int
    wait: float | None


@dataclass(frozen=True, kw_only=True)
class Network:
    """The parties and the passings between them, the most frequent first.

    `hidden` counts the passings from or to groups of fewer than `smallest` people, `unnamed` those where the log names
    nobody at this `level`, `others` the passings of less frequent pairs that are not shown.
    """

    parties: tuple[Party, ...]
    passings: tuple[Passing, ...]
    hidden: int
    unnamed: int
    others: int
    smallest: int
    unit: str
    level: Literal["group", "resource"] = "group"


def drawn_network(
    log: EventLog,
    *,
    level: Literal["group", "resource"] = "group",
    smallest: int = 1,
    unit: str = "working hours",
    calendar: WorkingCalendar | None = None,
) -> Network:
    """Return who passes work to whom in `log`, with waits in `unit`.

    A group in which fewer than `smallest` people worked is left out and counted as hidden; at level `resource` so are
    the people in it.

    >>> from processes.examples import two_certificates
    >>> [(p.giver, p.taker, p.n, p.wait) for p in drawn_network(two_certificates()).passings]
    [('clerk', 'head', 2, 1.75)]
    """
    import numpy as np
    import pyarrow.compute as pc

    require(log)
    factor, working = unit_of(unit, calendar)
    table = log.activities
    lay = length(ready(table), started(table), working=working, calendar=calendar).clip(min=0) / factor
    done = pc.fill_null(pc.equal(table["ended_as"], "completed"), False)
    table, lay = table.filter(done), lay[done.to_numpy(zero_copy_only=False)]
    people = _people(table)
    handed, completed = handings(log, level), log.completions
    names, codes = handed.names, completed.group if level == "group" else completed.resource
    small = _small(table, codes, names, level, people, smallest)
    givers, takers, waits = handed.giver, handed.taker, lay[handed.at]
    shown = ~(small[givers] | small[takers])
    pair = givers[shown].astype(np.int64) * len(names) + takers[shown]
    found, inverse, count = np.unique(pair, return_inverse=True, return_counts=True)
    order = np.argsort(-count, kind="stable")[:MOST_EDGES]
    passings = []
    for at in order:
        known = waits[shown][inverse == at]
        known = known[~np.isnan(known)]
        passings.append(
            Passing(
                giver=names[found[at] // len(names)],
                taker=names[found[at] % len(names)],
                n=int(count[at]),
                wait=float(np.median(known)) if len(known) else None,
            )
        )
    work = np.bincount(codes[codes >= 0], minlength=len(names))
    counted = [
        Party(name=name, work=int(work[at]), people=people.get(name, 1) if level == "group" else 1)
        for at, name in enumerate(names)
        if not small[at]
    ]
    return Network(
        parties=tuple(sorted(counted, key=lambda p: (-p.work, p.name))[:MOST_NODES]),
        passings=tuple(passings),
        hidden=int((~shown).sum()),
        unnamed=handed.unnamed,
        others=int(count.sum() - count[order].sum()),
        smallest=smallest,
        unit=unit,
        level=level,
    )


def _people(table: pa.Table) -> dict[str, int]:
    """Return how many people each group's work was done by."""
    named = table.select(["group", "resource"]).group_by("group").aggregate([("resource", "count_distinct")])
    return {row["group"]: int(row["resource_count_distinct"]) for row in named.to_pylist() if row["group"]}


def _small(
    table: pa.Table,
    codes: Codes,
    names: list[str],
    level: str,
    people: dict[str, int],
    smallest: int,
) -> npt.NDArray[np.bool_]:
    """Return for each name whether it is, or only belongs to, a group of fewer than `smallest` people."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if smallest <= 1:
        return np.zeros(len(names), dtype=bool)
    if level == "group":
        return np.array([people.get(name, 0) < smallest for name in names], dtype=bool)
    large = [group for group, count in people.items() if count >= smallest]
    inside = pc.is_in(table["group"], pa.array(large, pa.string())).to_numpy(zero_copy_only=False)
    fine = np.zeros(len(names), dtype=bool)
    named = codes >= 0
    np.logical_or.at(fine, codes[named], inside[named])
    return ~fine
