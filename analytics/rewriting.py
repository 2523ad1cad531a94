"""Redesigning: every pattern proposes what it can for the findings of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.patterns import patterns
from analytics.rewrite import Rewrites

if TYPE_CHECKING:
    from analytics.finding import Findings
    from processes.model.model import Model


def redesign(model: Model, findings: Findings | None = None) -> Rewrites:
    """Return the rewrites that answer `findings` (by default those detected in `model`), the most promising first.

    >>> from processes import library
    >>> as_is = library["kg-spravka"].as_is
    >>> rewrite = redesign(as_is).best()
    >>> rewrite.undo(rewrite.apply(as_is)) == as_is
    True
    """
    if findings is None:
        from analytics.detection import detect

        findings = detect(model)
    found = [rewrite for _name, pattern in patterns.items() for rewrite in pattern(model, findings)]
    return Rewrites(found, model=model)
