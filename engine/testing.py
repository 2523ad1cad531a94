"""For the tests of whoever embeds the engine: a clock that stands still until it is told to advance.

>>> from datetime import timedelta
>>> clock = Clock()
>>> before = clock.now()
>>> clock.advance(timedelta(days=2))
>>> clock.now() - before
datetime.timedelta(days=2)
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """A frozen clock, in aware UTC; give it to `Engine(url, clock=clock)`."""

    def __init__(self, start: datetime | None = None) -> None:
        start = start or datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
        if start.tzinfo is None:
            raise ValueError("A clock needs an aware time: say which time zone it is in.")
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """Return the time at which the clock stands."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Let `by` pass; nothing else happens until somebody calls `fire_timers`."""
        if by < timedelta(0):
            raise ValueError("A clock does not run backwards.")
        self._now += by

    def set(self, at: datetime) -> None:
        """Let the time until `at` pass."""
        self.advance(at.astimezone(UTC) - self._now)
