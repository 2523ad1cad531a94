"""One act on many pieces of work, each by itself, with what came of each in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from engine import EngineError, InvalidData
from engine.forms import acts
from modeler_api import passing_on
from modeler_api.absences import NOT_STOOD_IN
from modeler_api.store.accounts import Account
from modeler_api.subject import is_queued, is_theirs
from modeler_api.wiring import Door
from processes.text import Message, _, kept, recalled

if TYPE_CHECKING:
    from engine import WorkItem

ACTS: dict[str, Message] = {
    "claim": _("Take the work"),
    "reassign": _("Pass the work on"),
    "complete": _("Complete the work"),
}
MOST = 1000
#: More than this is a job with a progress of its own.
AT_ONCE = 25


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of one piece of work; `problem` is a sentence, None when it is done."""

    item: str
    label: str
    case: str
    definition: str = ""
    element: str = ""
    problem: Message | None = None

    @property
    def plain(self) -> dict[str, Any]:
        """The outcome as a job keeps it: the sentence as its template and values."""
        told = self.problem
        return {
            "item": self.item,
            "label": self.label,
            "case": self.case,
            "definition": self.definition,
            "element": self.element,
            "problem": None if told is None else told.template,
            "values": {} if told is None else kept(told.values),
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Outcome:
        """The outcome that a job has kept."""
        told, values = plain["problem"], plain["values"]
        problem = Message(told) if told is not None else None
        known = {name: plain[name] for name in ("item", "label", "case", "definition", "element")}
        return cls(
            **known, problem=problem.format(**recalled(values)) if problem is not None and values else problem
        )


def act_on_all(
    door: Door,
    account: Account,
    items: Sequence[str],
    *,
    act: str,
    to: str = "",
    reason: str = "",
    data: Mapping[str, Any] | None = None,
    once: str,
    procedures: Collection[str] = (),
    progress: Callable[[int], object] = lambda _done: None,
) -> list[Outcome]:
    """Do it to each; done again with the same `once`, what was completed stays completed and counts as done.

    `procedures` are the keys of those for which the person stands in; without any it is all of them.
    """
    found = []
    for number, item_id in enumerate(items):
        progress(number)
        found.append(
            _act_on(
                door,
                account,
                item_id,
                act=act,
                to=to,
                reason=reason,
                data=data,
                once=once,
                procedures=procedures,
            )
        )
    return found


def same_form(items: Iterable[WorkItem]) -> bool:
    """Whether all of them are the same step of the same version, so that one answer fits all.

    Answers that are signed or issue a letter are given one by one, and so are documents and questions to a register.
    """
    found = list(items)
    is_one_kind = len({(item.definition, item.element) for item in found}) == 1
    return is_one_kind and not any(map(is_done_alone, found[:1]))


def is_done_alone(item: WorkItem) -> bool:
    """Whether its answers are given one by one, because they issue a letter or are made by an act of their own."""
    schema = item.form or {}
    return bool(schema.get("letter") or acts(schema))


def _act_on(
    door: Door,
    account: Account,
    item_id: str,
    *,
    act: str,
    to: str,
    reason: str,
    data: Mapping[str, Any] | None,
    once: str,
    procedures: Collection[str],
) -> Outcome:
    engine, groups = door.engine, sorted(account.groups)
    found = Outcome(item=item_id, label="", case="")
    try:
        item = engine.work_item(item_id)
        if not (is_theirs(account, item) or passing_on.leads(door, account, item)):
            return replace(found, problem=_("This work belongs to another unit."))
        if procedures and engine.definition(item.definition).key not in procedures:
            return replace(found, problem=NOT_STOOD_IN)
        found = replace(
            found,
            label=item.label,
            case="" if is_queued(item) else item.business_key or item.instance[:8],
            definition=item.definition,
            element=item.element,
        )
        if act == "claim":
            engine.claim(item, by=account.name, groups=groups)
        elif act == "reassign":
            judged = passing_on.groups_to_judge(door, account, item)
            engine.reassign(item, to=to, by=account.name, reason=reason, groups=judged)
        else:
            key = f"bulk:{once}:{item_id}"
            engine.complete(item, by=account.name, data=data, groups=groups, idempotency_key=key)
    except InvalidData as wrong:
        said = next(iter(wrong.errors.values()), wrong.message)
        return replace(found, problem=Message(said) if type(said) is str else said)
    except EngineError as refused:
        return replace(found, problem=refused.message)
    return found
