"""A job for a worker outside of the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class ExternalJob:
    """A service task that one worker holds until `locked_until`.

    `data` are the inputs mapped for the task, or, without a mapping, the variables it sees.  `attempts` counts the
    failures before.
    """

    id: str
    topic: str
    worker: str
    instance: str
    element: str
    label: str
    business_key: str | None
    attempts: int
    locked_until: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
