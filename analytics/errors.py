"""What the study cannot answer, and why."""

from __future__ import annotations

from processes.errors import ProcessesError


class AnalyticsError(ProcessesError):
    """A question the given log or model cannot answer."""


class NotMeasurable(AnalyticsError):
    """The measure makes no sense at this level, in this unit or on this log."""


class NotSimulatable(AnalyticsError):
    """The model or its scenario lacks something a simulation needs, or has something it cannot honour."""


class NotComparable(AnalyticsError):
    """The two logs cannot be compared."""


class NotApplicable(AnalyticsError):
    """The redesign does not fit the model it was applied to."""
