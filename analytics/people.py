"""Whose work a measure counts: roles, units, and people only where that is allowed.

Figures of a single person are shown only where an office has decided so (`people=True`), and never where so few share
the person's role that everybody knows who is meant; what measures people themselves (workload, utilisation,
involvement, specialisation) is not shown of so small a role or unit either: such a row is *suppressed*, which is
neither zero nor unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.errors import NotMeasurable
from analytics.measure import Row, refuse_level
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    from analytics.measure import Level
    from processes.log.event_log import EventLog

#: Fewer people than this behind a row, and it is not shown.
SMALLEST_GROUP = 5


def refuse_people(name: str, level: Level, *, people: bool) -> None:
    """Raise `NotMeasurable` for figures by person where nobody has allowed them.

    >>> refuse_people("workload", "group", people=False)
    >>> refuse_people("workload", "resource", people=True)
    """
    if level == "resource" and not people:
        raise NotMeasurable(
            _("{name} is not shown by person.").format(name=name),
            hint=_("Ask by group; by person only where the office has decided so (people=True)."),
        )


def keys_of_people(
    name: str, table: pa.Table, level: Level, *, people: bool, units: Mapping[str, str] | None
) -> pa.Array:
    """Return under which key each activity instance is counted: its group, its person's unit, or its person.

    Raises `NotMeasurable` for people where nobody has allowed it, and for units nobody has named.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    refuse_level(name, level, ("group", "unit", "resource"))
    refuse_people(name, level, people=people)
    if level != "unit":
        return table[level].combine_chunks().cast(pa.string())
    if units is None:
        raise NotMeasurable(
            _("{name} by unit needs to know who works where.").format(name=name),
            hint=_("Give units={person: unit}."),
        )
    coded = pc.fill_null(table["resource"], "").combine_chunks().dictionary_encode()
    named = pa.array([units.get(person) for person in coded.dictionary.to_pylist()], pa.string())
    return named.take(coded.indices)


def suppressed(rows: Iterable[Row], heads: Mapping[str, int], *, smallest: int) -> tuple[Row, ...]:
    """Return the rows, without the figures of those behind which fewer than `smallest` people stand.

    >>> shown, hidden = suppressed(
    ...     [Row(key="desk", n=9, unknown=0), Row(key="head", n=3, unknown=0)],
    ...     {"desk": 6, "head": 1},
    ...     smallest=5,
    ... )
    >>> (shown.n, hidden.n, hidden.suppressed)
    (9, 0, True)
    """
    return tuple(
        row if heads.get(row.key, 0) >= smallest else Row(key=row.key, n=0, unknown=0, suppressed=True)
        for row in rows
    )


def without_the_few(rows: Iterable[Row], log: EventLog, level: Level, *, smallest: int) -> tuple[Row, ...]:
    """Return rows by person without the figures of whoever works in a group of fewer than `smallest` people.

    A row of several people (`A → B`) is not shown when any of them works in so small a group; the row of work nobody
    is named for ("—") stays, and so do all rows of another `level`.
    """
    if level != "resource" or smallest <= 1:
        return tuple(rows)
    table = log.activities
    heads = heads_behind(table, table["resource"].combine_chunks(), level)
    shown = tuple(rows)
    fewest = {
        row.key: smallest if row.key == "—" else min(heads.get(who, 1) for who in row.key.split(" → "))
        for row in shown
    }
    return suppressed(shown, fewest, smallest=smallest)


def heads_behind(
    table: pa.Table, keys: pa.Array, level: Level, *, used: npt.NDArray[np.bool_] | None = None
) -> dict[str, int]:
    """Return how many people share each key; behind a person stand those of their group.

    Where some rows of a key are `used` for its figures, only the people of those stand behind it.
    """
    import pyarrow as pa

    if used is not None:
        mask = pa.array(used)
        whole = heads_behind(table, keys, level)
        return whole | heads_behind(table.filter(mask), keys.filter(mask), level)
    pairs = pa.table({"key": keys, "person": table["resource"], "group": table["group"]})
    if level != "resource":
        # Behind a unit stand its people, whether or not a group is named for their work.
        sizes = (
            pairs.select(["key", "person"])
            .drop_null()
            .group_by("key")
            .aggregate([("person", "count_distinct")])
        )
        return dict(zip(sizes["key"].to_pylist(), sizes["person_count_distinct"].to_pylist(), strict=True))
    pairs = pairs.drop_null()
    sizes = pairs.group_by("group").aggregate([("person", "count_distinct")])
    of_group = dict(zip(sizes["group"].to_pylist(), sizes["person_count_distinct"].to_pylist(), strict=True))
    found: dict[str, int] = {}
    for row in pairs.group_by(["key", "group"]).aggregate([]).to_pylist():
        found[row["key"]] = max(found.get(row["key"], 0), of_group[row["group"]])
    return found
