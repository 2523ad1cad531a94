"""Moving tokens by hand: to another element, or back to an earlier one with the variables of that time.

What is withdrawn and what begins is in the history like everything else, behind a record of who moved what and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from engine import running
from engine.errors import NotMovable
from engine.spiff.places import Places
from engine.store import instances, outbox
from processes.text import _

if TYPE_CHECKING:
    from engine.history import HistoryRecord
    from engine.store import Unit
    from engine.workshop import Workshop

#: What a restart may reopen; what completed has had its effect and stays.
_REOPENED = ("failed", "cancelled", "terminated")


def move(
    shop: Workshop,
    unit: Unit,
    instance: str,
    *,
    element: str,
    to: str,
    by: str,
    reason: str,
    data: Mapping[str, Any],
) -> list[str]:
    """Take the tokens at `element` away and put one at `to`; return the jobs to send."""
    live = running.load(shop, unit, instance, by=by)
    places = Places(live.tree)
    tokens = places.tokens(element)
    if not tokens:
        raise NotMovable(
            [_("No token is at “{label}” ({element}).").format(label=places.label(element), element=element)],
            hint=_("Tokens are at {places}.").format(places=", ".join(places.occupied()) or "—"),
        )
    key = places.key(to)
    scope = places.scope_for(key, near=tokens[0])
    live.tree.root.data.update(data)
    moved = {"reason": reason, "from": element, "to": to} | ({"after": dict(data)} if data else {})
    running.note(live, "moved", moved)
    live.advance.move(tokens, scope, key)
    return running.save(shop, unit, live)


def restart(
    shop: Workshop, unit: Unit, instance: str, *, at: str, by: str, reason: str, data: Mapping[str, Any]
) -> list[str]:
    """Go back to `at` with the variables of that time; return the jobs to send."""
    live = running.load(shop, unit, instance, by=by, ended=_REOPENED)
    places = Places(live.tree)
    key = places.key(at)
    places.check_outermost(key)
    restored = {**variables_before(instances.records(unit, instance), at), **data}
    before = dict(live.tree.root.data)
    live.row.status, live.row.ended = "running", None
    live.tree.root.data = restored
    running.note(live, "moved", {"reason": reason, "to": at, "before": before, "after": dict(restored)})
    outbox.resolve_incidents(unit, instance, None, at=shop.now())
    live.advance.restart(key)
    return running.save(shop, unit, live)


def variables_before(records: Iterable[HistoryRecord], element: str) -> dict[str, Any]:
    """Return the variables as the history tells them, from just before `element` was last begun.

    Raises `NotMovable` when the instance has never been there.
    """
    told: dict[str, Any] = {}
    found: dict[str, Any] | None = None
    begun: set[str | None] = set()
    for record in records:
        if record.element == element and record.activity not in begun:
            begun.add(record.activity)
            found = dict(told)
        match record.kind:
            case "begun":
                told = dict(record.data.get("data", {}))
            case "completed" if record.element is not None:
                told.update({k: v for k, v in record.data.items() if k != "conflicts"})
            case "changed":
                told.update(record.data.get("after", {}))
            case "moved" if "before" in record.data:
                told = dict(record.data["after"])
    if found is None:
        raise NotMovable([_("The case has never been at “{element}”.").format(element=element)])
    return found
