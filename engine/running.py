"""From the store into a live tree and back: what every verb that moves tokens shares.

State, history, work items, subscriptions, timers, incidents and the outbox are written in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from engine import clocks, offering, outcome_rows, searching
from engine.errors import Suspended, UnknownInstance, WrongState
from engine.identifiers import new_id
from engine.live import Live
from engine.store import instances, parts, suspensions, waiting, work_items
from processes.text import _

if TYPE_CHECKING:
    from engine.definition import Definition
    from engine.spiff.freeze import Frozen
    from engine.spiff.tree import Tree
    from engine.store import Unit
    from engine.store.instances import InstanceRow
    from engine.workshop import Workshop


def start(
    shop: Workshop,
    unit: Unit,
    definition: Definition,
    *,
    data: Mapping[str, Any],
    business_key: str | None,
    by: str,
    at: str | None = None,
    after: str | None = None,
    id_: str | None = None,
    stage: Mapping[str, object] | None = None,
) -> Live:
    """Start an instance of `definition`, at its start event `at` when one is named, `after` another that has ended.

    `stage` says why it follows this version, where some cases follow another (`engine.staging`).
    """
    from engine.spiff.advance import Advance
    from engine.spiff.tree import Tree

    if suspensions.rests(unit, "definition", definition.key):
        raise Suspended(
            _("“{name}” is suspended; no case of it can be started.").format(name=definition.name),
            hint=_("Resume it first."),
        )
    specification = shop.specification(unit, definition.id)
    now = shop.now()
    tree = Tree(specification, keeps=shop.keeps)
    advance = Advance(tree, now=now, by=by, calendar=shop.calendar)
    advance.find_called = partial(shop.called, unit, specification)
    row = instances.InstanceRow.new(
        id=id_ or new_id(),
        definition=definition.id,
        key=definition.key,
        business_key=business_key,
        at=now,
        by=by,
    )
    live = Live(row=row, definition=definition, tree=tree, advance=advance, by=by)
    live.case_limit = shop.case_limit(unit, definition)
    begun = {"data": dict(data)} | ({"after": after} if after is not None else {})
    begun |= {"stage": dict(stage)} if stage is not None else {}
    live.note("begun", begun)
    advance.begin(data, start=at)
    return live


def load(
    shop: Workshop,
    unit: Unit,
    instance_id: str,
    *,
    by: str | None = None,
    suspended: bool = False,
    ended: Collection[str] = (),
    row: InstanceRow | None = None,
    only: int | None = None,
) -> Live:
    """Take an instance in hand, locked; raises `UnknownInstance`, or `WrongState` when it has ended or rests.

    With `suspended`, one that rests is taken too; `ended` are the ways to end that do not matter; `row` is the
    instance's where the caller has locked it already.  A verb that is about one token names it as `only`; the other
    rounds of a large multi-instance may then sleep on.
    """
    from engine.spiff.advance import Advance
    from engine.spiff.freeze import thaw

    row = row or instances.lock(unit, instance_id)
    if row is None:
        raise UnknownInstance(instance_id)
    if row.status == "suspended" and not suspended:
        raise Suspended(_("The case is suspended; nothing can be done in it."), hint=_("Resume it first."))
    if row.status not in ("running", "suspended", *ended):
        raise WrongState(_("The case is {status}; nothing can be done in it.").format(status=row.status))
    definition = shop.definition(unit, row.definition)
    tree = shop.live.take(row.id, version=row.version)
    if tree is None:
        instances.read_body(unit, row)
        specification = shop.specification(unit, row.definition)
        tree = thaw(
            row.state,
            row.variables,
            specification,
            keeps=shop.keeps,
            include=partial(shop.include, unit, specification),
        )
    tree.sleepers.read = partial(parts.read, unit, row.id)
    if only is None:
        tree.sleepers.wake_all(tree)
    else:
        tree.sleepers.wake_for(tree, only)
    advance = Advance(tree, now=shop.now(), by=by, calendar=shop.calendar)
    advance.starter = row.started_by
    advance.find_called = partial(shop.called, unit, tree.specification)
    return Live(row=row, definition=definition, tree=tree, advance=advance, by=by)


def save(shop: Workshop, unit: Unit, live: Live) -> list[str]:
    """Write everything an instance's advance wants written; return the ids of the jobs to send after the commit."""
    from engine.spiff.freeze import freeze

    _take_kept_messages(shop, unit, live)
    row, effects, now = live.row, live.advance.effects, shop.now()
    if effects.status is not None:
        row.status, row.ended = effects.status, now
        live.note("ended", {"status": effects.status})
    frozen = freeze(live.tree, whole=effects.status is not None)
    row.state, row.variables = frozen.state, frozen.variables
    offers = offering.offers(shop, unit, live, now)
    following = outcome_rows.follow(unit, live, now)
    # What an end withdraws as a whole, and who has least to do, is asked after what was withdrawn one by one.
    at_once = effects.status is not None or any(row["assignment"] for row in offers)
    if not at_once:
        unit.gather()
    outcome_rows.withdraw(shop, unit, live, now)
    offering.give_out(shop, unit, live, offers, now)
    if at_once:
        unit.gather()
    worded = searching.note(shop, unit, row, live.tree)
    instances.append(unit, row, effects.history, at=now)
    work_items.add(unit, offers, known=shop.audiences)
    alive = [offer for offer in effects.offers if live.has_alive(offer.task)]
    clocks.begin(shop, unit, row, alive, live.case_limit if effects.status is None else None)
    outcome_rows.wait(unit, live, now)
    outcome_rows.raise_incidents(unit, live, now)
    jobs = outcome_rows.add_jobs(unit, live, following, now)
    parts.write(unit, row.id, added=frozen.added, changed=frozen.changed, gone=frozen.gone)
    # It closes the verb, because its answer matters: nobody else has written the instance meanwhile.
    instances.put(unit, row)
    if row.stands_anew or (offers and row.standing):
        work_items.stand(unit, row.id, row.standing)
    if (
        worded
        or offers
        or any(gone.rows == "work item" for gone in effects.withdrawn)
        or row.ended is not None
    ):
        searching.place(shop, unit, row)
    searching.hand(shop, unit, row, effects.history, anew=worded)
    if row.ended is None and not shop.keeps:
        unit.after_commit.append(partial(_keep_at_hand, shop, row, live.tree, frozen))
    return jobs


def _keep_at_hand(shop: Workshop, row: InstanceRow, tree: Tree, frozen: Frozen) -> None:
    from engine.spiff.freeze import lull

    lull(tree, frozen)
    shop.live.put(row.id, row.version, tree)


def _take_kept_messages(shop: Workshop, unit: Unit, live: Live) -> None:
    seen = 0
    while seen < len(live.advance.effects.awaited):
        awaited = live.advance.effects.awaited[seen]
        seen += 1
        if awaited.kind != "message" or not live.has_alive(awaited.task):
            continue
        keys = [awaited.key] if awaited.key is not None else [live.row.business_key, None]
        message = waiting.take_message(unit, awaited.name, list(dict.fromkeys(keys)), now=shop.now())
        if message is not None:
            live.advance.fire(awaited.task, data=message["data"], exhausted=False)
