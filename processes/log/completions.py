"""A log prepared once: its completed activity instances as codes and moments, by case and position.

Measures that count what follows what need nothing else, and need it as arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from processes.log.coding import coded, numbers_among

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    from processes.log.coding import Codes


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
    import pyarrow.compute as pc

    done = pc.fill_null(pc.equal(activities["ended_as"], "completed"), False)
    if not pc.all(done).as_py():
        activities = activities.filter(done)
    return _completions(activities, activities["completed"], cases)


def completions_of_events(events: pa.Table, cases: pa.Table) -> Completions:
    """Return the completed instances of a log in which every event completes one; `cases` are the log's."""
    return _completions(events, events["timestamp"], cases)


def _completions(rows: pa.Table, completed: pa.ChunkedArray, cases: pa.Table) -> Completions:
    import numpy as np
    import pyarrow as pa

    activity, names = _coded(rows["activity"])
    resource, people = _coded(rows["resource"])
    group, groups = _coded(rows["group"])
    seconds = completed.cast(pa.int64()).to_numpy(zero_copy_only=False).astype(np.float64)
    seconds /= 1_000_000
    return Completions(
        case=numbers_among(rows["case"], cases["case"]),
        activity=activity,
        names=names,
        resource=resource,
        people=people,
        group=group,
        groups=groups,
        moment=seconds,
    )


def _coded(column: pa.ChunkedArray) -> tuple[Codes, list[str]]:
    codes, texts = coded(column)
    return codes, [str(name) for name in texts.to_pylist()]
