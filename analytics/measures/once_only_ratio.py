"""Once-only ratio: how much of what is asked the state could look up itself (M10).

What it measures: 1 minus the share of asked documents that a state register already holds, between 0 (everything asked
    is already held) and 1 (nothing is).
Why it matters: It shows in one figure how far a procedure is from "ask once".
Example:
    >>> import analytics as an
    >>> from processes import library
    >>> round(an.once_only_ratio(library["kg-llc"].as_is).value, 2)
    0.43

Misread: 1 does not mean that little is asked, only that nothing asked is already held.
How sure: Documents whose register nobody named count as not held, so the ratio may be too good.
Source: Regulation (EU) 2018/1724, art. 14; vocabulary M10.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figure import Figure
from analytics.interactions import assessed_steps, lower, weakest
from analytics.measures import measures
from analytics.measures.documents import documents
from processes.text import _

if TYPE_CHECKING:
    from processes.model.model import Model


@measures.register
def once_only_ratio(model: Model) -> Figure:
    """Return the ratio between 0 and 1; None when no document is asked or nothing is assessed."""
    asked = documents(model)
    held = asked.parts["held by the state"]
    ids = {ask.document for s in assessed_steps(model) for ask in s.step.asks}
    papers = [model.documents[id_] for id_ in sorted(ids) if id_ in model.documents]
    return Figure(
        name="once_only_ratio",
        label=_("Once-only ratio"),
        unit="ratio",
        value=1 - held / asked.value if asked.value else None,
        elements=asked.elements,
        unknown=asked.unknown,
        parts={"held by the state": held},
        confidence=lower(asked.confidence, weakest(e for paper in papers for e in paper.evidence)),
        about=("document",),
    )
