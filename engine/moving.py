"""Moving tokens by hand: to another element, or back to an earlier one with the variables of that time.

What is withdrawn and what begins is in the history like everything else, behind a record of who moved what and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine import running
from engine.errors import NotMovable
from engine.past_variables import variables_before
from engine.spiff.places import Places
from engine.store import instances, outbox
from processes.text import _

if TYPE_CHECKING:
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
    live.note("moved", moved)
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
    before = dict(live.tree.root.data)
    restored = variables_before(
        instances.records(unit, instance), at, plan=live.tree.specification.plan, now=before, given=data
    )
    if live.row.status != "running":
        # The clock of the case ended with it.
        live.case_limit = shop.case_limit(unit, live.definition)
    live.row.status, live.row.ended = "running", None
    live.tree.root.data = restored
    live.note("moved", {"reason": reason, "to": at, "before": before, "after": dict(restored)})
    outbox.resolve_incidents(unit, instance, None, at=shop.now())
    live.advance.restart(key)
    return running.save(shop, unit, live)
