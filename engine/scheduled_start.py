"""What starts a definition by itself: a clock, a message or a signal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from engine.store.suspensions import Rest


@dataclass(frozen=True, kw_only=True)
class ScheduledStart:
    """A timer start event: the moments at which it starts a case next, and the interval it repeats with.

    One that `rests` starts nothing until it is resumed.
    """

    element: str
    runs: tuple[datetime, ...]
    interval: str | None
    rest: Rest | None = None

    @property
    def rests(self) -> bool:
        """Whether it starts nothing for now."""
        return self.rest is not None


@dataclass(frozen=True, kw_only=True)
class ListeningStart:
    """A start event that waits for a `kind` ("message" or "signal") of this name; it may rest by itself."""

    element: str
    kind: str
    name: str
    rest: Rest | None = None

    @property
    def rests(self) -> bool:
        """Whether it starts nothing for now."""
        return self.rest is not None
