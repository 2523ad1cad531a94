"""Legal coverage: how much of the procedure a law demands (M13).

What it measures: Of the tasks that ask something of the applicant or control them, the share that names a mandatory
    law; in `parts` the tasks by the highest norm they rest on.
Why it matters: What no law demands a ministry can drop by itself, tomorrow.
Example:
    >>> import analytics as an
    >>> from processes import library
    >>> figure = an.legal_coverage(library["kg-llc"].as_is)
    >>> figure.value is not None and 0 <= figure.value <= 1
    True

Misread: A high share is no praise: a burden in a law is harder to lift.
How sure: Counts what an analyst entered; tasks without an entry are listed as unknown and not in the share.
Source: vocabulary M13; Better Regulation toolbox, tool 58 (European Commission, 2023).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analytics.figure import Figure
from analytics.interactions import assessed_steps, confidence_of, unassessed
from analytics.measures import measures
from processes.text import _

if TYPE_CHECKING:
    from processes.model.model import Model

_ORDER = ("law", "decree", "order", "practice", "none")


@measures.register
def legal_coverage(model: Model) -> Figure:
    """Return the share of tasks a mandatory law demands, 0 to 1; None when no task names any norm."""
    steps = assessed_steps(model)
    said = [s for s in steps if s.step.legal]
    by_law = [s for s in said if any(n.type == "law" and n.mandatory for n in s.step.legal)]
    highest = Counter(min((n.type for n in s.step.legal), key=_ORDER.index) for s in said)
    return Figure(
        name="legal_coverage",
        label=_("Demanded by law"),
        unit="ratio",
        value=len(by_law) / len(said) if said else None,
        elements=tuple(s.element.id for s in by_law),
        unknown=tuple(s.element.id for s in steps if not s.step.legal) + unassessed(model),
        parts=dict(highest),
        confidence=confidence_of(said, "step"),
        about=("step",),
    )
