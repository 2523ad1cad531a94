"""How work is shared among people: given out, passed on, done for somebody and handed back, put off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine import assignment, duties, running, working
from engine.errors import InvalidArgument, NotEntitled, Suspended, WrongState
from engine.store import work_items, work_lists
from processes.text import Message, _

if TYPE_CHECKING:
    from engine.live import Live
    from engine.store import Unit
    from engine.workshop import Workshop


def next_item(
    shop: Workshop, unit: Unit, *, by: str, groups: Sequence[str], definition_key: str | None
) -> str | None:
    """Let `by` hold what has waited longest among what is offered to them; None when nothing waits."""
    refused: list[str] = []
    names = [*groups, f"user:{by}"]
    while True:
        found = work_lists.next_in_turn(
            unit, names, definition_key=definition_key, besides=refused, now=shop.now()
        )
        if found is None:
            return None
        try:
            working.claim(shop, unit, found, by=by, groups=groups, in_turn=True)
        except (NotEntitled, Suspended):
            # Somebody with whom they must not share a case, or one that rests: the next one then.
            refused.append(found)
            continue
        return found


def reassign(
    shop: Workshop, unit: Unit, item: str, *, to: str, by: str, reason: str, groups: Sequence[str] | None
) -> None:
    """Let `to` hold the work item instead of whoever holds it now."""
    why = _reason(reason)
    live, row = working.take(shop, unit, item, by)
    _check_may_pass_on(row, by, groups)
    _check_may_hold(shop, unit, live, row, to)
    if row["holder"] == to:
        return
    work_items.hold(unit, item, to, at=shop.now())
    working.record(live, row, "reassigned", {"from": row["holder"], "to": to, "reason": why})
    running.save(shop, unit, live)


def delegate(shop: Workshop, unit: Unit, item: str, *, to: str, by: str, reason: str) -> None:
    """Have `to` do the work item for `by`, who goes on owning it."""
    why = _reason(reason)
    live, row = working.take(shop, unit, item, by)
    if row["holder"] != by:
        raise NotEntitled(
            _("Only who holds “{label}” can have it done by somebody else.").format(label=row["label"]),
            element=row["element"],
        )
    if row["owner"] is not None:
        raise WrongState(
            _("“{label}” is already being done for {owner}.").format(label=row["label"], owner=row["owner"]),
            element=row["element"],
            hint=_("Hand it back first."),
        )
    if to == by:
        raise InvalidArgument("to", to, hint=_("Name somebody else."))
    _check_may_hold(shop, unit, live, row, to)
    work_items.hold(unit, item, to, at=shop.now(), owner=by)
    working.record(live, row, "delegated", {"to": to, "reason": why})
    running.save(shop, unit, live)


def hand_back(shop: Workshop, unit: Unit, item: str, *, by: str, note: str) -> None:
    """Give a delegated work item back to its owner, who may also take it back."""
    live, row = working.take(shop, unit, item, by)
    if row["owner"] is None or by not in (row["owner"], row["holder"]):
        raise NotEntitled(
            _("“{label}” is not being done for anybody by {by}.").format(label=row["label"], by=by),
            element=row["element"],
        )
    work_items.hold(unit, item, row["owner"], at=shop.now())
    working.record(live, row, "returned", {"from": row["holder"], "to": row["owner"], "note": note.strip()})
    running.save(shop, unit, live)


def put_off(shop: Workshop, unit: Unit, item: str, *, until: datetime | None, by: str, reason: str) -> None:
    """Let a work item one holds rest out of sight until a moment (None: no longer)."""
    live, row = working.take(shop, unit, item, by)
    if row["holder"] != by:
        raise NotEntitled(
            _("Only who holds “{label}” can put it off.").format(label=row["label"]), element=row["element"]
        )
    if until is not None and until <= shop.now():
        raise InvalidArgument(
            "until", until, message=_("A follow-up date lies ahead."), hint=_("Name a later day.")
        )
    work_items.hold(unit, item, by, at=row["claimed_at"], owner=row["owner"], follow_up=until)
    told = {"until": until.isoformat() if until is not None else None, "reason": reason.strip()}
    working.record(live, row, "deferred", told)
    running.save(shop, unit, live)


def _reason(text: str) -> str:
    if not text.strip():
        raise InvalidArgument(
            "reason",
            text,
            message=_("Work is not passed on without a reason."),
            hint=_("Say in a sentence why; the other person reads it."),
        )
    return text.strip()


def _check_may_pass_on(row: dict[str, Any], by: str, groups: Sequence[str] | None) -> None:
    """Whoever holds it may, and among those it is offered to when nobody does; `groups` None trusts the caller."""
    if groups is None or by in (row["holder"], row["owner"]):
        return
    if (
        row["holder"] is None
        and row["assignment"] != assignment.FAIR_QUEUE
        and set(groups) & set(row["candidates"])
    ):
        return
    raise NotEntitled(
        _("Only who holds “{label}”, or the head of the unit, can pass it on.").format(label=row["label"]),
        element=row["element"],
    )


def _check_may_hold(shop: Workshop, unit: Unit, live: Live, row: dict[str, Any], to: str) -> None:
    duties.check(shop, unit, live, row["task"], to, row["candidates"])
    members = shop.roster.members(row["candidates"])
    # A roster that knows nobody of them cannot judge.
    if members and to not in members and to not in shop.roster.heads(row["candidates"]):
        message: Message = _("“{label}” is offered to {candidates}; {to} is none of them.")
        raise NotEntitled(
            message.format(label=row["label"], candidates=", ".join(row["candidates"]) or "—", to=to),
            element=row["element"],
        )
