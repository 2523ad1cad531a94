"""The study: functions from logs and models to values.

It answers in verbs: discover, conform, measure, detect, redesign, simulate, compare, report.  There is no clock in it
and no randomness without a seed.  **A simulation returns an `EventLog`**, so every measure and every detector works on
the future as it does on the past; **a redesign is a `Rewrite`**, a named list of edits that can be taken back.

Measures are found by the names of their modules: `throughput_time`, `waiting_time`, `steps`, `visits` and so on are
names of this package without standing in any list.

>>> import analytics as an
>>> from processes import read_model
>>> an.steps(read_model(b"Register -> Decide", dialect="sketch")).value is None
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analytics.comparison import Comparison, compare
    from analytics.conforming import Conformance, conform
    from analytics.detection import detect
    from analytics.discovering import discover
    from analytics.errors import AnalyticsError
    from analytics.figure import Figure
    from analytics.finding import Finding, Findings
    from analytics.measure import Measure
    from analytics.procedure_summary import summary
    from analytics.reporting import report
    from analytics.rewrite import Rewrite, Rewrites
    from analytics.rewriting import redesign
    from analytics.simulating import simulate

__all__ = [
    "AnalyticsError",
    "Comparison",
    "Conformance",
    "Figure",
    "Finding",
    "Findings",
    "Measure",
    "Rewrite",
    "Rewrites",
    "compare",
    "conform",
    "detect",
    "discover",
    "redesign",
    "report",
    "simulate",
    "summary",
]

_HOMES = {
    "AnalyticsError": "analytics.errors",
    "Comparison": "analytics.comparison",
    "Conformance": "analytics.conforming",
    "Figure": "analytics.figure",
    "Finding": "analytics.finding",
    "Findings": "analytics.finding",
    "Measure": "analytics.measure",
    "Rewrite": "analytics.rewrite",
    "Rewrites": "analytics.rewrite",
    "compare": "analytics.comparison",
    "conform": "analytics.conforming",
    "detect": "analytics.detection",
    "discover": "analytics.discovering",
    "redesign": "analytics.rewriting",
    "report": "analytics.reporting",
    "simulate": "analytics.simulating",
    "summary": "analytics.procedure_summary",
}


def __getattr__(name: str) -> Any:
    """Return a public name, or the measure whose module is called so."""
    if name in _HOMES:
        value = globals()[name] = getattr(import_module(_HOMES[name]), name)
        return value
    if not name.startswith("_"):
        from analytics.measures import measures

        if name in measures:
            return measures[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    from analytics.measures import measures

    return sorted([*__all__, *measures])
