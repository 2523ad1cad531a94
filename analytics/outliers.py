"""What stands out in how cases are handled: signs that a queue can be jumped, with counts and how sure they are.

Each is an *exposure*: something a reviewer should understand, never proof of anything about a person.  There are good
reasons for most of them (an urgent case, a missing paper, an easy one), and the counts against are always given.

- *order*: work that was begun although older work of the same step lay waiting.
- *speed*: applicants whose cases are faster than half of all cases more often than chance explains.
- *express*: groups to which more express cases come than to others, and how much faster express cases are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.bounds import wilson, z_of
from analytics.case_times import case_spans
from analytics.interactions import APPLICANT_SIDE
from analytics.measure import length, require, seconds_of
from analytics.stages import ready, started

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog
    from processes.model.model import Model

#: Fewer cases of one applicant say nothing and would name them.
FEWEST = 5
#: What two people at one desk may begin in another order without meaning anything by it.
SLACK_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class OutOfOrder:
    """One step: of `n` pieces of work `count` were begun before older ones; the share lies between `low` and `high`."""

    activity: str
    count: int
    n: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share of work that was begun before older work."""
        return self.count / self.n


@dataclass(frozen=True, kw_only=True)
class Speed:
    """The cases of one applicant: of `n` cases `count` were faster than half of all, the share at least `low`."""

    applicant: str
    count: int
    n: int
    low: float


@dataclass(frozen=True, kw_only=True)
class Speeds:
    """The applicants who stand out, of how many looked at; `too_few` have fewer than five cases and are left out.

    Of `unknown` cases nobody knows the applicant, or how long they took.
    """

    found: tuple[Speed, ...]
    looked_at: int
    too_few: int
    unknown: int = 0


@dataclass(frozen=True, kw_only=True)
class ExpressShare:
    """One group: of the `n` cases that came to it `count` were express, against `usual` of all cases."""

    group: str
    count: int
    n: int
    low: float
    high: float
    usual: float

    @property
    def stands_out(self) -> bool:
        """Whether even the lower bound is above the share of all cases."""
        return self.low > self.usual


@dataclass(frozen=True, kw_only=True)
class Express:
    """The express cases: how many of all, how many of them are faster than half of the others, and the groups."""

    cases: int
    all_cases: int
    faster: int
    low: float
    high: float
    groups: tuple[ExpressShare, ...]


def out_of_order(log: EventLog, model: Model | None = None) -> tuple[OutOfOrder, ...]:
    """Return for each step how often work was begun though older work of it lay there, the largest share first.

    Steps whose beginnings are not recorded are missing: nothing can be said of them.  So are those that `model` says
    the applicant does: nobody in the office decides when they come.

    >>> from processes.examples import two_certificates
    >>> [(row.activity, row.count, row.n) for row in out_of_order(two_certificates())]
    [('Register', 0, 2), ('Sign', 0, 2)]
    """
    import numpy as np

    require(log)
    table = log.activities
    could, began = ready(table), started(table)
    coded = table["activity"].combine_chunks().dictionary_encode()
    kinds, labels = coded.indices.to_numpy(), coded.dictionary.to_pylist()
    known = ~(np.isnan(could) | np.isnan(began))
    theirs = _of_applicants(model) if model is not None else frozenset()
    found = []
    for kind, label in enumerate(labels):
        if label in theirs:
            continue
        mine = np.flatnonzero(known & (kinds == kind))
        if len(mine) < 2:
            continue
        order = mine[np.lexsort((began[mine], could[mine]))]
        begins = began[order]
        # The latest beginning among all older work: whoever began before it began out of order.
        older = np.maximum.accumulate(begins)
        jumped = np.zeros(len(order), dtype=bool)
        jumped[1:] = begins[1:] < older[:-1] - SLACK_SECONDS
        count = int(jumped.sum())
        low, high = wilson(count, len(order))
        found.append(OutOfOrder(activity=label, count=count, n=len(order), low=low, high=high))
    return tuple(sorted(found, key=lambda row: (-row.share, row.activity)))


def _of_applicants(model: Model) -> frozenset[str]:
    """Return the names of the steps that applicants, or those they send for, do themselves."""
    return frozenset(
        name
        for e in model.elements.values()
        if e.is_task and model.actor(e.id) in APPLICANT_SIDE
        for name in (e.id, e.name)
    )


def speed_by_applicant(
    log: EventLog,
    applicants: str | Mapping[str, str],
    *,
    calendar: WorkingCalendar | None = None,
    working: bool = True,
) -> Speeds:
    """Return the applicants whose cases are faster more often than by chance.

    They are told apart by an attribute of the cases, or by the mark of each case (see `Engine.applicants`).  With 95 %
    confidence over all applicants looked at together; raises `KeyError` for an attribute no case has.

    >>> from processes.examples import two_certificates
    >>> speeds = speed_by_applicant(two_certificates(), {"1": "a"})
    >>> speeds.looked_at, speeds.too_few, speeds.unknown
    (0, 1, 1)
    """
    import numpy as np

    require(log)
    spans = case_spans(log)
    took = length(seconds_of(spans["first"]), seconds_of(spans["last"]), working=working, calendar=calendar)
    half = float(np.nanmedian(took))
    of_case: Mapping[str, object] = (
        dict(zip(log.cases["case"].to_pylist(), log.cases[applicants].to_pylist(), strict=True))
        if isinstance(applicants, str)
        else applicants
    )
    groups: dict[str, list[float]] = {}
    for case, seconds in zip(spans["case"].to_pylist(), took, strict=True):
        value = of_case.get(case)
        if value is not None and seconds == seconds:
            groups.setdefault(str(value), []).append(float(seconds))
    large = {value: times for value, times in groups.items() if len(times) >= FEWEST}
    z, found = z_of(len(large)), []
    for value, times in large.items():
        count = sum(seconds < half for seconds in times)
        low, _high = wilson(count, len(times), z=z)
        if low > 0.5:
            found.append(Speed(applicant=value, count=count, n=len(times), low=low))
    return Speeds(
        found=tuple(sorted(found, key=lambda one: (-one.low, one.applicant))),
        looked_at=len(large),
        too_few=len(groups) - len(large),
        unknown=len(took) - sum(map(len, groups.values())),
    )


def express_cases(
    log: EventLog, model: Model, *, calendar: WorkingCalendar | None = None, working: bool = True
) -> Express | None:
    """Return what the log says of cases that paid to be faster; None when the model knows no express fee.

    A case is express when it came to a step with an express fee.
    """
    import numpy as np

    require(log)
    paid = {
        name
        for e in model.elements.values()
        if e.is_task and e.step is not None and any(fee.express for fee in e.step.fees)
        for name in (e.id, e.name)
    }
    if not paid:
        return None
    table = log.activities
    names = table["activity"].to_pylist()
    elements = table["element"].to_pylist()
    cases, groups = table["case"].to_pylist(), table["group"].to_pylist()
    express = {
        c
        for c, a, e in zip(cases, names, elements, strict=True)
        if a in paid or (e is not None and e in paid)
    }
    spans = case_spans(log)
    took = length(seconds_of(spans["first"]), seconds_of(spans["last"]), working=working, calendar=calendar)
    is_express = np.array([case in express for case in spans["case"].to_pylist()], dtype=bool)
    faster = _faster(took, is_express)
    low, high = wilson(faster, int(is_express.sum())) if is_express.any() else (0.0, 1.0)
    return Express(
        cases=int(is_express.sum()),
        all_cases=len(is_express),
        faster=faster,
        low=low,
        high=high,
        groups=_express_groups(dict.fromkeys(zip(groups, cases, strict=True)), express, len(is_express)),
    )


def _faster(took: npt.NDArray[np.float64], is_express: npt.NDArray[np.bool_]) -> int:
    import numpy as np

    others = took[~is_express & ~np.isnan(took)]
    if not len(others):
        return 0
    return int((took[is_express] < float(np.median(others))).sum())


def _express_groups(
    pairs: Mapping[tuple[str | None, str], None], express: set[str], cases: int
) -> tuple[ExpressShare, ...]:
    counted: dict[str, list[int]] = {}
    for group, case in pairs:
        if group is not None:
            both = counted.setdefault(group, [0, 0])
            both[0] += case in express
            both[1] += 1
    large = {group: both for group, both in counted.items() if both[1] >= FEWEST}
    z, usual = z_of(len(large)), len(express) / cases
    found = []
    for group, (count, n) in large.items():
        low, high = wilson(count, n, z=z)
        found.append(ExpressShare(group=group, count=count, n=n, low=low, high=high, usual=usual))
    return tuple(sorted(found, key=lambda one: (-one.low, one.group)))
