"""Refusals: how many cases were refused, and why.

What it measures: The cases in which one of the named activities was completed, or whose attribute `outcome` has one
    of the named values: a row a reason with the cases in `n` and their share of all cases in `mean`.
Why it matters: Each refusal is a journey for nothing; a reason that returns each week is a question the form should
    ask.
Example:
    >>> import analytics as an
    >>> from processes.examples import two_certificates
    >>> [(row.key, row.n) for row in an.refusals(two_certificates(), activities={"Refuse"})]
    []

Misread: Who was turned away at the desk never became a case.
How sure: As sure as the names given. A refused case without a recorded reason is counted in `unknown` of the row
    "—".
Source: UNCTAD eRegulations (outcomes); Administrative Procedures Act of the Kyrgyz Republic (2015), reasons for an
    act.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analytics.errors import NotMeasurable
from analytics.measure import Measure, Row, require
from analytics.measures import measures
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from processes.log.event_log import EventLog


@measures.register
def refusals(
    log: EventLog,
    *,
    activities: Collection[str] = (),
    outcome: str | None = None,
    refused: Collection[str] = (),
    reason: str | None = None,
) -> Measure:
    """Return the refused cases by reason.

    A case is refused that completed one of `activities`, or whose `outcome` is one of `refused`; `outcome` and `reason`
    are attributes of the case or of its events, of which the last one counts.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    require(log)
    refuse_unsaid(activities, outcome, refused)
    found: set[str] = set()
    if activities:
        table = log.activities
        done = pc.and_(
            pc.fill_null(pc.equal(table["ended_as"], "completed"), False),
            pc.is_in(table["activity"], pa.array(sorted(activities), pa.string())),
        )
        found |= set(table.filter(done)["case"].to_pylist())
    if outcome is not None and refused:
        found |= {case for case, value in _last(log, outcome).items() if value in refused}
    reasons = _last(log, reason) if reason is not None else {}
    counts = Counter(reasons.get(case) for case in found)
    rows = rows_of(counts, whole=len(log))
    return Measure(name="refusals", level="log", unit="cases", rows=rows, origin=log.origin)


def refuse_unsaid(activities: Collection[str], outcome: str | None, refused: Collection[str]) -> None:
    """Raise `NotMeasurable` when nobody has said what a refusal is."""
    if not activities and (outcome is None or not refused):
        raise NotMeasurable(
            _("Nobody has said what a refusal is in this log."),
            hint=_(
                "Name the activities that refuse (activities=), or the attribute and its values (outcome=, refused=)."
            ),
        )


def rows_of(counts: Mapping[str | None, int], *, whole: int) -> tuple[Row, ...]:
    """Return the rows of so many refused cases by reason (None: not recorded), among `whole` cases."""
    rows = [
        Row(key=str(why), n=n, unknown=0, mean=n / whole, total=float(n))
        for why, n in sorted(counts.items(), key=lambda c: (-c[1], str(c[0])))
        if why is not None
    ]
    if n := counts.get(None, 0):
        # Without an attribute to look at, all refusals are one row; with one, these lack their reason.
        rows.append(Row(key="—", n=n, unknown=n, mean=n / whole, total=float(n)))
    return tuple(rows)


def no_attribute(name: str, known: Iterable[str]) -> NotMeasurable:
    """Return the refusal of an attribute the log does not have."""
    return NotMeasurable(
        _("The log has no attribute {name!r}.").format(name=name),
        hint=_("Known: {known}.").format(known=", ".join(sorted(known))),
    )


def _last(log: EventLog, name: str) -> dict[str, str]:
    """Return the last known value of an attribute by case; raises `NotMeasurable` where the log has none."""
    import pyarrow as pa

    for table in (log.cases, log.events):
        if name in table.column_names:
            pairs = zip(table["case"].to_pylist(), table[name].cast(pa.string()).to_pylist(), strict=True)
            return {case: value for case, value in pairs if value is not None}
    raise no_attribute(name, {*log.cases.column_names, *log.events.column_names})
