"""Retention: for how long what is kept, by class of data, as the law of each procedure says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

Kind = Literal["persons", "history", "messages", "keys"]
KINDS: tuple[Kind, ...] = ("persons", "history", "messages", "keys")


@dataclass(frozen=True, kw_only=True)
class Retention:
    """How many days `kept` is kept after its time is over; `definition` None: of whatever has no rule of its own."""

    definition: str | None
    kept: Kind
    days: int
    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What one application of the retention has done: how many of each."""

    anonymised: int = 0
    archived: int = 0
    messages: int = 0
    keys: int = 0
