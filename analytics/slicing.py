"""A part of a log: the cases that ended in a period, went one way, or have what somebody asks for.

What is left out is counted with the reason, because a number without its exclusions is half a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from analytics.case_times import case_spans, case_variants
from analytics.measure import seconds_of
from processes.text import Message, _

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from processes.log.event_log import EventLog


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    """How many cases were left out, and why."""

    why: Message
    cases: int


@dataclass(frozen=True, kw_only=True)
class Slice:
    """A part of a log with what it leaves out."""

    log: EventLog
    left_out: tuple[Exclusion, ...] = ()


def sliced(
    log: EventLog,
    *,
    first: date | None = None,
    last: date | None = None,
    variant: str | None = None,
    zone: str = "Asia/Bishkek",
) -> Slice:
    """Return the cases of `log` that ended from the day `first` to the day `last`, and went the way `variant`.

    Days are those of `zone`; `variant` is the mark of a way (see `mark`).

    >>> from processes.examples import two_certificates
    >>> part = sliced(two_certificates(), last=date(2026, 3, 1))
    >>> len(part.log), [(str(x.why), x.cases) for x in part.left_out]
    (0, [('ended after the period', 2)])
    """
    import numpy as np

    if not len(log) or (first is None and last is None and not variant):
        return Slice(log=log)
    spans = case_spans(log)
    ended = seconds_of(spans["last"])
    kept = np.ones(spans.num_rows, dtype=bool)
    left_out: list[Exclusion] = []
    if first is not None:
        kept = _without(kept, ended < _midnight(first, zone), _("ended before the period"), left_out)
    if last is not None:
        after = ended >= _midnight(last + timedelta(days=1), zone)
        kept = _without(kept, after, _("ended after the period"), left_out)
    if variant:
        marks = np.array([mark(v) == variant for v in case_variants(log)["variant"].to_pylist()], dtype=bool)
        kept = _without(kept, ~marks, _("went another way"), left_out)
    if kept.all():
        return Slice(log=log)
    cases = spans["case"].to_pylist()
    return Slice(log=log.only([cases[i] for i in np.flatnonzero(kept)]), left_out=tuple(left_out))


def mark(variant: str) -> str:
    """Return a short mark of a way, for addresses.

    >>> mark("Register → Sign") == mark("Register → Sign"), len(mark("Register → Sign"))
    (True, 12)
    """
    return blake2b(variant.encode(), digest_size=6).hexdigest()


def _without(
    kept: npt.NDArray[np.bool_], out: npt.NDArray[np.bool_], why: Message, left_out: list[Exclusion]
) -> npt.NDArray[np.bool_]:
    count = int((kept & out).sum())
    if count:
        left_out.append(Exclusion(why=why, cases=count))
    return kept & ~out


def _midnight(day: date, zone: str) -> float:
    return datetime.combine(day, time(), ZoneInfo(zone)).timestamp()
