"""Lead time: the days from application to result, as the model promises (M7).

What it measures: The critical path of the waits: at parallel branches the longest counts, at alternatives the average
    weighted by their probabilities; minimum, typical and maximum are in `parts`.
Why it matters: It is the term an applicant asks for first.
Example:
    >>> import analytics as an
    >>> from processes import library
    >>> an.lead_time(library["kg-llc"].as_is).value
    10.5

Misread: It is what the analyst wrote of waiting days, not what was measured; queues of minutes are not in it.
How sure: Alternatives without probabilities are taken as equally likely; their gateways are in `parts["assumed"]`.
Source: Critical path method, Kelley & Walker (1959); vocabulary M7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.critical_path import expected_path
from analytics.figure import Figure
from analytics.interactions import assessed_steps, confidence_of
from analytics.measures import measures
from processes.text import _

if TYPE_CHECKING:
    from processes.model.gov import Spread
    from processes.model.model import Model

_DAY = 86400.0


@measures.register
def lead_time(model: Model) -> Figure:
    """Return the typical lead time in days, rounded to a tenth; None when no task says how long it waits."""
    waiting = [s for s in assessed_steps(model) if s.step.wait is not None]
    waits: dict[str, Spread] = {s.element.id: s.step.wait for s in waiting if s.step.wait is not None}
    assumed: set[str] = set()

    def path(which: str) -> float:
        seconds = {id_: getattr(spread, which).total_seconds() for id_, spread in waits.items()}
        return round(expected_path(model, seconds, assumed=assumed) / _DAY, 1)

    return Figure(
        name="lead_time",
        label=_("Lead time"),
        unit="days",
        value=path("typical") if waits else None,
        elements=tuple(id_ for id_, spread in waits.items() if spread.maximum),
        unknown=tuple(e.id for e in model.elements.values() if e.is_task and e.id not in waits),
        parts={
            "minimum": path("minimum") if waits else None,
            "maximum": path("maximum") if waits else None,
            "assumed": sorted(assumed),
        },
        confidence=confidence_of(waiting, "wait"),
        about=("wait",),
    )
