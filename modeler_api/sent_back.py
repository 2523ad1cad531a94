"""Why a piece of work is here: who sent the case back to it or passed it on, and with which words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from modeler_api.cases import Case
from processes.text import Message, _

if TYPE_CHECKING:
    from engine import WorkItem

PASSED_ON: dict[str, tuple[Message, str]] = {
    "reassigned": (_("{person} passed this on to you"), "reason"),
    "delegated": (_("{person} asks you to do this for them"), "reason"),
    "returned": (_("{person} has done their part"), "note"),
}
"""How the heading says who passed work on, and under which name their words are kept."""


@dataclass(frozen=True, kw_only=True)
class PassedOn:
    """Work that somebody passed on to who holds it now: the heading, when it was, and why."""

    heading: Message
    at: dt.datetime
    reason: str


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
                by=case.acted(record.by, record.on_behalf_of) or "",
                at=record.at,
                label=case.label(record.element or "", record.label),
                reason=str(record.data.get("reason", "")),
            )
    return None


def passed_on(case: Case, item: WorkItem) -> PassedOn | None:
    """Return who last passed this work on to its holder and what they wrote; None when they took it themselves."""
    for record in reversed(case.history):
        if record.at < item.offered_at:
            return None
        if record.activity != item.activity:
            continue  # of another step, or of the same one done for something else
        if record.kind in ("claimed", "released", "assigned"):
            return None
        if record.kind in PASSED_ON and record.data.get("to") == item.holder and record.by != item.holder:
            heading, words = PASSED_ON[record.kind]
            return PassedOn(
                heading=heading.format(person=Message(case.acted(record.by, record.on_behalf_of) or "")),
                at=record.at,
                reason=str(record.data.get(words) or ""),
            )
    return None
