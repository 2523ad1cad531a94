"""A stage: a version that some of the new cases follow, before it is in force for all or is withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from engine.definition import Definition

Standing = Literal["open", "widened", "withdrawn"]


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The definition `id`, version `version` under `key`, is followed by new cases of `offices` and by `share` of 100.

    No office named means every office, no share every case; with both, a share of the cases of these offices.  `bundle`
    is the definition it was deployed together with: they are widened and withdrawn together.  `ended`, `ended_by` and
    `ended_reason` say when, by whom and why it was widened to all or withdrawn.
    """

    id: str
    key: str
    version: int
    digest: str
    bundle: str
    offices: tuple[str, ...]
    share: int | None
    standing: Standing
    at: datetime
    by: str
    reason: str
    ended: datetime | None
    ended_by: str | None
    ended_reason: str | None


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The version a new case follows; `note` says why, as its history keeps it (None: there is no stage)."""

    definition: Definition
    note: Mapping[str, object] | None
