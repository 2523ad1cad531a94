"""Back to an earlier step: sent back with a reason the other side reads, or recalled by who did it.

What was entered stays, so that whoever does the step again sees it in the form; the history keeps both rounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from engine import duties, running, working
from engine.errors import InvalidArgument, NotEntitled, NotMovable, UnknownWorkItem, WrongState
from engine.spiff.places import Places
from engine.store import instances, work_items
from processes.label import Label
from processes.model.one_thread import on_one_thread
from processes.text import _, listed

if TYPE_CHECKING:
    from engine.history import HistoryRecord
    from engine.live import Live
    from engine.store import Unit
    from engine.workshop import Workshop

#: How long who has completed a step may take it back.
UNDO_WINDOW = timedelta(minutes=15)
#: What may have happened since, so that nothing needs to be undone.
_HARMLESS = frozenset({"started", "offered", "assigned", "released", "claimed"})
_JOINS = ("ParallelGateway", "InclusiveGateway", "ComplexGateway")
_GATEWAYS = ("ExclusiveGateway", "EventBasedGateway", *_JOINS)


def send_back(
    shop: Workshop,
    unit: Unit,
    item: str,
    *,
    by: str,
    reason: str,
    to: str | None,
    groups: Sequence[str] | None,
) -> list[str]:
    """Send a case from one step back to an earlier one of people, to who did it; return the jobs to send."""
    if not reason.strip():
        raise InvalidArgument(
            "reason",
            reason,
            message=_("Nothing is sent back without a reason."),
            hint=_("Say what is missing or wrong; the other side reads it."),
        )
    live, row = working.take(shop, unit, item, by)
    working.check_entitled(row, by, groups)
    duties.check(shop, unit, live, row["task"], by, row["candidates"])
    token = live.tree.task(row["task"])
    earlier = _earlier_steps(shop, unit, live, token)
    target = _target(row, earlier, to)
    working.record(live, row, "sentBack", {"to": target.element, "reason": reason.strip()})
    _put(shop, unit, live, [_body(token)], token, target)
    return running.save(shop, unit, live)


def earlier_steps(shop: Workshop, unit: Unit, item: str) -> list[instances.Deed]:
    """Return the steps of people to which an open work item can be sent back, the last one first."""
    live, row = working.take(shop, unit, item, "")
    return _earlier_steps(shop, unit, live, live.tree.task(row["task"]))


def recall(shop: Workshop, unit: Unit, item: str, *, by: str, reason: str) -> list[str]:
    """Take back a step one has just completed, while nothing has come of it; return the jobs to send."""
    row = work_items.one(unit, item)
    if row is None:
        raise UnknownWorkItem(item)
    row = working.named(shop, unit, row)
    live = running.load(shop, unit, row["instance"], by=by)
    done, since = _since(instances.records(unit, row["instance"]), str(row["task"]))
    label = row["label"]
    if done is None or row["status"] != "completed":
        raise WrongState(_("“{label}” is not completed.").format(label=label), element=row["element"])
    if done.by != by:
        raise NotEntitled(
            _("Only {person}, who completed “{label}”, can take it back.").format(
                person=done.by, label=label
            ),
            element=row["element"],
        )
    if shop.now() - done.at > UNDO_WINDOW:
        raise _too_late(
            row,
            _("more than {minutes} minutes have passed").format(
                minutes=int(UNDO_WINDOW.total_seconds() // 60)
            ),
        )
    places = Places(live.tree)
    nodes = [node for node in places.plan.nodes.values() if node.element.id == row["element"]]
    if any(node.is_repeated for node in nodes):
        raise _too_late(row, _("it is done in rounds, which are not opened again one by one"))
    joins = {n.element.id for n in places.plan.nodes.values() if n.type in _JOINS and len(n.incoming) > 1}
    for record in since:
        # A join has taken what others brought to it, and would wait for them in vain.
        is_way = record.kind == "completed" and record.type in _GATEWAYS and record.element not in joins
        if record.kind not in _HARMLESS and not is_way:
            raise _too_late(row, _("“{label}” has happened since").format(label=_called(places, record)))
    fresh = {record.activity for record in since}
    tokens = [task for task in places.all_tokens() if str(task.id) in fresh]
    for task in tokens:
        if task.task_spec.rows == "job":
            # A service that has been asked may be at it already.
            raise _too_late(
                row, _("“{label}” has happened since").format(label=task.task_spec.node.element.label)
            )
    if not tokens or work_items.claimed_of(unit, live.row.id) & {task.id for task in tokens}:
        raise _too_late(row, _("somebody is working on what follows"))
    target = instances.Deed(element=row["element"], label=label, by=by, on_behalf_of=None)
    working.record(live, row, "recalled", {"reason": reason.strip()})
    _put(shop, unit, live, tokens, tokens[0], target)
    return running.save(shop, unit, live)


def _called(places: Places, record: HistoryRecord) -> str:
    """Return what the element of a record is called in every language, else as it was written down."""
    known = {node.element.id for node in places.plan.nodes.values()}
    element = record.element or ""
    return places.label(element) if element in known else record.label or element


def _earlier_steps(shop: Workshop, unit: Unit, live: Live, token: Any) -> list[instances.Deed]:
    found: dict[str, instances.Deed] = {}
    places, node = Places(live.tree), token.task_spec.node
    owner = live.definition
    if "@" in node.key:
        owner = shop.definition(unit, node.key.rpartition("@")[2])
    model, here = shop.model(unit, owner.digest), node.element.id
    for deed in reversed(instances.deeds(unit, live.row.id)):
        if deed.element == here or deed.element in found or deed.element not in model.elements:
            continue
        # Where others go beside it, one alone cannot go back: their join would wait for them in vain.
        if not on_one_thread(model, deed.element, here):
            continue
        try:
            places.scope_for(places.key(deed.element), near=_body(token))
        except NotMovable:
            continue
        found[deed.element] = replace(deed, label=Label(deed.label, model.elements[deed.element].names))
    return list(found.values())


def _target(row: dict[str, Any], earlier: list[instances.Deed], to: str | None) -> instances.Deed:
    chosen = next((deed for deed in earlier if to in (None, deed.element)), None)
    if chosen is None:
        known = listed(deed.label for deed in earlier)
        raise NotMovable(
            [_("“{label}” cannot be sent back there.").format(label=row["label"])],
            hint=_("It can be sent back to {steps}.").format(steps=known)
            if known
            else _("Nobody has done a step before it."),
        )
    return chosen


def _put(
    shop: Workshop, unit: Unit, live: Live, tokens: list[Any], near: Any, target: instances.Deed
) -> None:
    places = Places(live.tree)
    key = places.key(target.element)
    live.advance.move(tokens, places.scope_for(key, near=near), key)
    offers = [offer for offer in live.advance.effects.offers if offer.element == target.element]
    # Of several rounds it is not known which was whose; who may no longer do it would only hold it up.
    if len(offers) != 1 or offers[0].assignee is not None:
        return
    [offer] = offers
    if duties.barred(shop, unit, live, offer.task, target.by, offer.candidates) is None:
        offer.assignee = target.by


def _body(token: Any) -> Any:
    """Return the activity itself where the token is one of its rounds."""
    return token.parent if "round" in token.internal_data else token


def _since(records: list[HistoryRecord], activity: str) -> tuple[HistoryRecord | None, list[HistoryRecord]]:
    """Return the record that completed a token, and those written after it."""
    for place in range(len(records) - 1, -1, -1):
        record = records[place]
        if record.activity == activity and record.kind == "completed":
            return record, records[place + 1 :]
    return None, []


def _too_late(row: dict[str, Any], why: Any) -> WrongState:
    return WrongState(
        _("“{label}” can no longer be taken back: {why}.").format(label=row["label"], why=why),
        element=row["element"],
        hint=_("Ask who has the case now to send it back to you."),
    )
