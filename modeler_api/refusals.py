"""A refusal as the door tells it: before the work starts to the officer, after it to the applicant, in any language.

What a refusal must say is the engine's to hold to (`engine.refusing`); here it is put into sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import force_locale

from modeler_api.translation import chosen_locale, text
from processes.text import Message, _

if TYPE_CHECKING:
    from engine import Refusal, WorkItem
    from modeler_api.wiring import Door

REASON = _("Legal reason for the refusal")

_WITHIN = _(
    "Whoever does not agree may appeal to: {office}. Within {days} days of learning of this decision."
)
_APPEAL = _("Whoever does not agree may appeal to: {office}.")


def rule(door: Door, item: WorkItem) -> tuple[Message, str] | None:
    """What the officer reads before the work starts: what a refusal has to say, and what it says of the appeal; None
    where the work refuses nothing, or is done.
    """
    found = door.engine.refusal_rule(item) if item.status == "open" else None
    if found is None:
        return None
    if found.appeal is not None:
        told = _(
            "A refusal counts only with its legal reason, in “{reason}”, and how to appeal, in “{appeal}”."
        )
        return told.format(reason=found.reason, appeal=found.appeal), ""
    told = _(
        "A refusal counts only with its legal reason, in “{reason}”. The applicant is told how to appeal:"
    )
    return told.format(reason=found.reason), appeal(found)


def decides(door: Door, item: WorkItem) -> bool:
    """Whether completing this open work grants or refuses what was asked for: either has legal effect."""
    return item.status == "open" and door.engine.refusal_rule(item) is not None


def appeal(refusal: Refusal, language: str | None = None) -> str:
    """How to appeal, in a language: as the officer wrote it, else the procedure's own words in a sentence."""
    if refusal.appeal is not None:
        return refusal.appeal
    language = language or chosen_locale()
    office = refusal.office_in(language)
    if office is None:
        return ""
    said = _WITHIN if refusal.days else _APPEAL
    # A message of ours in a plain value would be looked up as a label; the office's name stands as it is.
    with force_locale(language):
        return text(said.format(office=Message(office), days=refusal.days))


def into_letter(refusal: Refusal, content: dict[str, Any]) -> None:
    """Let a letter carry the reason and the appeal, where what the procedure writes in it does not already."""
    language, data = str(content["language"]), content["data"]
    written = " ".join(_texts(data))
    if refusal.reason not in written:
        with force_locale(language):
            data["fields"] = {**data.get("fields", {}), text(REASON): refusal.reason}
    if not data.get("appeal"):
        data["appeal"] = appeal(refusal, language)


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [words for each in value.values() for words in _texts(each)]
    if isinstance(value, list):
        return [words for each in value for words in _texts(each)]
    return [str(value)]
