"""What one answer would do in each of many cases, read once more before it counts in any of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine import EngineError, InvalidData
from modeler_api import refusals
from processes.text import Message

if TYPE_CHECKING:
    from engine import Refusal, WorkItem
    from modeler_api.wiring import Door


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What the answer does in one case: `refusal` is what it refuses, `problem` why it cannot be given there."""

    item: WorkItem
    refusal: Refusal | None = None
    problem: Message | None = None


@dataclass(frozen=True, kw_only=True)
class Refused:
    """What those who are refused read, and in how many cases."""

    reason: str
    appeal: str
    number: int


def effects(door: Door, items: Iterable[WorkItem], data: Mapping[str, Any]) -> list[Effect]:
    """What the answer does in each; raises `InvalidData` where it can be given in none of them, lacking the same."""
    found, wrong = [], None
    for item in items:
        try:
            found.append(Effect(item=item, refusal=door.engine.refusal(item, data)))
        except InvalidData as lacking:
            wrong = lacking
            found.append(Effect(item=item, problem=_words_of(lacking)))
        except EngineError as refused:
            found.append(Effect(item=item, problem=refused.message))
    if wrong is not None and all(one.problem is not None for one in found):
        raise wrong
    return found


def told(found: Sequence[Effect]) -> list[Refused]:
    """The refusals among the effects, each wording once, in the order of the cases."""
    counted: dict[tuple[str, str], int] = {}
    for one in found:
        if one.refusal is not None:
            words = one.refusal.reason, refusals.appeal(one.refusal)
            counted[words] = counted.get(words, 0) + 1
    return [Refused(reason=reason, appeal=appeal, number=n) for (reason, appeal), n in counted.items()]


def _words_of(wrong: InvalidData) -> Message:
    said = next(iter(wrong.errors.values()), wrong.message)
    return Message(said) if type(said) is str else said
