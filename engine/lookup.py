"""A question somebody asked a register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """Who asked what about whom: `user` of `client` asked `service` about `about`, for `purpose`, in a case.

    `outcome` is found, not found, refused or no answer; None while it is being asked.
    """

    id: str
    instance: str | None
    business_key: str | None
    element: str | None
    client: str
    service: str
    user: str
    about: str
    purpose: str
    asked: datetime
    answered: datetime | None
    outcome: str | None
