"""An instance: one run of a definition, from its start to its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from engine.errors import EngineError
    from processes.text import Message

Status = Literal["running", "completed", "failed", "cancelled", "terminated", "suspended"]

#: The states an instance never leaves.
ENDED: frozenset[str] = frozenset({"completed", "failed", "cancelled", "terminated"})


@dataclass(frozen=True, kw_only=True)
class Instance:
    """What is known about one run; `data` are its variables, plain values.

    *failed* means an error nobody catches ended it; *terminated* that a terminate end event did.
    """

    id: str
    status: Status
    definition: str
    key: str
    version: int
    business_key: str | None
    started: datetime
    started_by: str
    ended: datetime | None
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How far an instance is: the number of its history records, when it ended (None: it runs), by which version."""

    instance: str
    records: int
    ended: datetime | None
    version: int


@dataclass(frozen=True, kw_only=True)
class Incident:
    """Why an instance does not go on at one element, until somebody retries or resolves it."""

    id: str
    instance: str
    definition: str
    element: str
    label: str
    kind: str
    message: Message
    at: datetime
    resolved: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """Where a message or signal went: the instances that received or were started by it; none means it is kept."""

    instances: tuple[str, ...] = ()
    buffered: bool = False

    def __bool__(self) -> bool:
        return bool(self.instances)


@dataclass(frozen=True, kw_only=True)
class KeptMessage:
    """A message nobody waited for when it came; from `expires` on it is no longer delivered but reported."""

    id: str
    name: str
    key: str | None
    data: dict[str, Any]
    received: datetime
    expires: datetime


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of one thing when many were asked for: `error` is None where it was done."""

    id: str
    error: EngineError | None = None

    def __bool__(self) -> bool:
        return self.error is None
