"""What one advance of an instance wants written: plain values, stored in the same transaction as its state.

They are written once and never changed; they are not frozen only because a step makes several of them, and a frozen
one takes three times as long to make.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from processes.calendar import Unit
    from processes.text import Message


@dataclass(slots=True, kw_only=True)
class Happening:
    """A record for the history, still without number, time and digest."""

    element: str | None
    label: str
    type: str
    kind: str
    by: str | None = None
    activity: str | None = None
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Offer:
    """A work item to be offered."""

    task: int
    element: str
    label: str
    candidates: tuple[str, ...]
    assignee: str | None
    form: str | None
    due: datetime | None
    process: str
    assignment: str | None = None
    priority: int = 50
    limit: timedelta | None = None
    limit_unit: Unit = "working"


@dataclass(slots=True, kw_only=True)
class Awaited:
    """A message or signal somebody waits for."""

    task: int
    kind: str
    name: str
    key: str | None
    element: str


@dataclass(slots=True, kw_only=True)
class Alarm:
    """A timer: when it is due, and for a cycle how many rounds remain (None: without end) and how far apart."""

    task: int
    element: str
    due: datetime
    remaining: int | None = 1
    interval: str | None = None
    working: bool = False
    missed: str = "all"


@dataclass(slots=True, kw_only=True)
class Errand:
    """A job for the outbox."""

    kind: str
    task: int | None
    element: str | None
    payload: dict[str, Any]
    delay: timedelta | None = None


@dataclass(slots=True, kw_only=True)
class Stuck:
    """An incident: why the token at this element does not go on."""

    task: int
    element: str
    label: str
    kind: str
    message: Message


@dataclass(slots=True, kw_only=True)
class Withdrawn:
    """A token that no longer waits: `rows` is what was kept for it (work item, wait, job), `has_limit` a term too."""

    task: int
    rows: str
    status: str
    has_limit: bool = False


@dataclass(kw_only=True)
class Effects:
    """All that one advance wants written."""

    history: list[Happening] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    awaited: list[Awaited] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    errands: list[Errand] = field(default_factory=list)
    stuck: list[Stuck] = field(default_factory=list)
    withdrawn: list[Withdrawn] = field(default_factory=list)
    unstuck: list[int] = field(default_factory=list)
    status: str | None = None
    visited: int = 0
