"""Why a piece of work is here again: who sent the case back to it, and with which words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from modeler_api.cases import Case

if TYPE_CHECKING:
    from engine import WorkItem


@dataclass(frozen=True, kw_only=True)
class SentBack:
    """A case sent back: by whom, when, from which step, and why."""

    by: str
    at: dt.datetime
    label: str
    reason: str


def sent_back(case: Case, item: WorkItem) -> SentBack | None:
    """Return who sent the case back to this work, when it was offered because of that."""
    for record in reversed(case.history):
        if record.at < item.offered_at:
            return None
        if record.kind == "sentBack" and record.data.get("to") == item.element:
            return SentBack(
                by=case.person(record.by) or "",
                at=record.at,
                label=case.label(record.element or "", record.label),
                reason=str(record.data.get("reason", "")),
            )
    return None
