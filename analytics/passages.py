"""What was completed in a log, as arrays: each passage of a case through an activity, by case and position.

A million passages as rows of Python take a minute and a gigabyte; as codes and moments they take a second.  Detectors
ask which ways cases went, and look at each different way once.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from processes.log.coding import coded, numbers_among

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Codes = npt.NDArray[np.signedinteger[Any]]
    Seconds = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Texts:
    """A column of texts: the code of each row (-1: nobody recorded it) and the different texts."""

    codes: Codes
    names: list[str]

    def code(self, text: str) -> int:
        """Return the code of a text; -2 where no row holds it."""
        return self.names.index(text) if text in self.names else -2

    def among(self, texts: set[str] | frozenset[str]) -> npt.NDArray[np.bool_]:
        """Return for each row whether its text is one of `texts`."""
        import numpy as np

        # The last one stands for -1.
        return np.array([*(name in texts for name in self.names), False], dtype=bool)[self.codes]

    def text(self, row: int) -> str | None:
        """Return the text of a row."""
        code = int(self.codes[row])
        return self.names[code] if code >= 0 else None


@dataclass(frozen=True, kw_only=True, eq=False)
class Passages:
    """The completed activity instances; moments are seconds since 1970, NaN where nobody recorded them.

    `case` numbers the cases of the log; `runs` says of each case whether some of its work has not ended.
    """

    case: Codes
    runs: npt.NDArray[np.bool_]
    activity: Texts
    element: Texts
    group: Texts
    resource: Texts
    offered: Seconds
    claimed: Seconds
    started: Seconds
    completed: Seconds

    @property
    def begun(self) -> Seconds:
        """When each was started, or else claimed."""
        import numpy as np

        return np.where(np.isnan(self.started), self.claimed, self.started)

    def ways(
        self,
        *columns: Texts,
        rows: npt.NDArray[np.bool_] | None = None,
        finished: bool = True,
    ) -> list[tuple[tuple[tuple[str | None, ...], ...], int]]:
        """Return the different ways cases went, each with how many cases went it.

        A way is the texts of `columns` in each of its passages; only those of `rows`, where that is given.  Cases with
        work that has not ended are left out unless `finished` is off.
        """
        return [(way, len(cases)) for way, cases in self.cases_by_way(*columns, rows=rows, finished=finished)]

    def cases_by_way(
        self,
        *columns: Texts,
        rows: npt.NDArray[np.bool_] | None = None,
        finished: bool = True,
    ) -> list[tuple[tuple[tuple[str | None, ...], ...], Codes]]:
        """Return what `ways` does, with the places of the cases in the log instead of their number."""
        import numpy as np

        wanted = ~self.runs[self.case] if finished else np.ones(len(self.case), dtype=bool)
        cases = np.unique(self.case[wanted])
        if rows is not None:
            wanted = wanted & rows
        of = self.case[wanted]
        each = np.zeros(len(of), dtype=np.int64)
        for column in columns:
            each = each * (len(column.names) + 1) + column.codes[wanted] + 1
        begins = np.flatnonzero(np.diff(of, prepend=-1)).tolist()
        found: dict[bytes, list[int]] = {}
        for low, high in pairwise([*begins, len(of)]):
            found.setdefault(each[low:high].tobytes(), []).append(low)
        ways: list[tuple[tuple[tuple[str | None, ...], ...], Codes]] = [
            (self._told(np.frombuffer(way, np.int64), columns), of[lows]) for way, lows in found.items()
        ]
        if len(cases) > len(begins):
            ways.append(((), np.setdiff1d(cases, of)))
        return ways

    @staticmethod
    def _told(way: npt.NDArray[np.int64], columns: tuple[Texts, ...]) -> tuple[tuple[str | None, ...], ...]:
        told = []
        for number in way.tolist():
            texts: list[str | None] = []
            for column in reversed(columns):
                number, code = divmod(number, len(column.names) + 1)
                texts.append(column.names[code - 1] if code else None)
            told.append(tuple(reversed(texts)))
        return tuple(told)


def passages(activities: pa.Table, cases: pa.Table) -> Passages:
    """Return the completed instances of `activities`; `cases` are the log's.

    >>> from processes.examples import two_certificates
    >>> log = two_certificates()
    >>> done = passages(log.activities, log.cases)
    >>> done.ways(done.activity)
    [((('Register',), ('Sign',)), 2)]
    """
    import numpy as np
    import pyarrow.compute as pc

    from analytics.measure import seconds_of

    runs = np.zeros(cases.num_rows, dtype=bool)
    open_ = activities.filter(pc.is_null(activities["ended_as"]))
    if open_.num_rows:
        runs[numbers_among(open_["case"], cases["case"])] = True
    ended = pc.fill_null(pc.equal(activities["ended_as"], "completed"), False)
    done = activities if pc.all(ended).as_py() else activities.filter(ended)

    def texts(name: str) -> Texts:
        codes, names = coded(done[name])
        return Texts(codes=codes, names=names.to_pylist())

    return Passages(
        case=numbers_among(done["case"], cases["case"]),
        runs=runs,
        activity=texts("activity"),
        element=texts("element"),
        group=texts("group"),
        resource=texts("resource"),
        **{name: seconds_of(done[name]) for name in ("offered", "claimed", "started", "completed")},
    )
