"""A log prepared once: its completed activity instances as codes and moments, by case and position.

Measures that count what follows what need nothing else, and need it as arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Completions:
    """The completed activity instances of a log, those of a case side by side, in the order of their completion.

    `case` numbers the cases in the order of `EventLog.cases`; `activity` codes into `names`, `resource` and `group`
    into `people` and `groups` (-1: nobody recorded it); `moment` is in seconds since 1970, NaN where
    it is not recorded.
    """

    case: Codes
    activity: Codes
    names: list[str]
    resource: Codes
    people: list[str]
    group: Codes
    groups: list[str]
    moment: npt.NDArray[np.float64]


def completions(activities: pa.Table, cases: pa.Table) -> Completions:
    """Return the completed instances of `activities`; `cases` are the log's."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    done = pc.fill_null(pc.equal(activities["ended_as"], "completed"), False)
    if not pc.all(done).as_py():
        activities = activities.filter(done)
    column = activities["case"].combine_chunks()
    # Both are sorted by case: what differs from the row before is the next case that completed anything.
    begins = np.ones(len(column), dtype=bool)
    if len(column) > 1:
        begins[1:] = pc.not_equal(column[1:], column[:-1]).to_numpy(zero_copy_only=False)
    numbers = pc.index_in(column.filter(pa.array(begins)), value_set=cases["case"].combine_chunks())
    case = numbers.to_numpy(zero_copy_only=False).astype(np.int64)[np.cumsum(begins) - 1]
    activity, names = _coded(activities["activity"])
    resource, people = _coded(activities["resource"])
    group, groups = _coded(activities["group"])
    micros = activities["completed"].cast(pa.int64()).to_numpy(zero_copy_only=False).astype(np.float64)
    return Completions(
        case=case,
        activity=activity,
        names=names,
        resource=resource,
        people=people,
        group=group,
        groups=groups,
        moment=micros / 1_000_000,
    )


def _coded(column: pa.ChunkedArray) -> tuple[Codes, list[str]]:
    import numpy as np

    coded = column.combine_chunks().dictionary_encode()
    codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return codes, [str(name) for name in coded.dictionary.to_pylist()]
