"""Messages and signals between instances, and from outside.

A message goes to one instance: the one that waits for its name under its key (the key its event computes, or else the
instance's business key).  One nobody waits for starts the definitions that begin with it, or is kept until it expires.
What is only a part of what a process begins with is kept for it (`engine.gathering`).
A signal goes to everybody who listens at that moment.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from engine import gathering, running, staging
from engine.errors import AmbiguousMessage, UnknownInstance, WrongState
from engine.identifiers import new_id
from engine.instance import Delivery
from engine.store import Conflict, outbox, waiting
from processes.text import _

if TYPE_CHECKING:
    from engine.store import Unit
    from engine.workshop import Workshop

#: How long a message nobody waits for is kept.
TIME_TO_LIVE = timedelta(days=30)


def correlate(
    shop: Workshop,
    unit: Unit,
    name: str,
    *,
    key: str | None,
    data: Mapping[str, Any],
    by: str | None,
    time_to_live: timedelta | None = None,
    idempotency_key: str | None = None,
    offices: Collection[str] = (),
) -> tuple[Delivery, list[str]]:
    """Deliver a message; return where it went, and the jobs to send."""
    if idempotency_key is not None:
        before = outbox.remembered(unit, "correlate", idempotency_key, of=[name, key])
        if before is not None:
            return Delivery(instances=tuple(before["instances"]), buffered=before["buffered"]), []
    delivery, jobs = _deliver(shop, unit, name, key, data, by, time_to_live or TIME_TO_LIVE, offices)
    if idempotency_key is not None:
        result = {"instances": list(delivery.instances), "buffered": delivery.buffered}
        outbox.remember(unit, "correlate", idempotency_key, result, of=[name, key], at=shop.now())
    return delivery, jobs


def _deliver(
    shop: Workshop,
    unit: Unit,
    name: str,
    key: str | None,
    data: Mapping[str, Any],
    by: str | None,
    time_to_live: timedelta,
    offices: Collection[str],
) -> tuple[Delivery, list[str]]:
    everybody = waiting.subscriptions(unit, "message", name)
    waiters = _meant(everybody, key)
    if len({s["instance"] for s in waiters}) > 1:
        raise AmbiguousMessage(
            _("{count} cases wait for the message “{name}”, and nothing says which one is meant.").format(
                count=len({s["instance"] for s in waiters}), name=name
            ),
            hint=_("Give the message the key of the case."),
        )
    if waiters:
        chosen = waiters[0]
        try:
            live = running.load(shop, unit, chosen["instance"], by=by)
        except (UnknownInstance, WrongState) as over:
            # It has ended, or was suspended, since its subscription was read: look anew who waits.
            raise Conflict(chosen["id"]) from over
        if not waiting.is_waiting(unit, chosen["id"]):
            raise Conflict(chosen["id"])
        live.advance.fire(chosen["task"], data=data, exhausted=False)
        return Delivery(instances=(live.row.id,)), running.save(shop, unit, live)
    starts = [s for s in everybody if s["instance"] is None]
    if starts:
        started, jobs = begin(shop, unit, starts, "message", name, key, data, by, time_to_live, offices)
        return Delivery(instances=tuple(started), buffered=not started), jobs
    now = shop.now()
    waiting.take_turn(unit, name)
    anew = waiting.subscriptions(unit, "message", name)
    if _meant(anew, key) or any(s["instance"] is None for s in anew):
        raise Conflict(name)
    waiting.keep_message(
        unit,
        {
            "id": new_id(),
            "name": name,
            "key": key,
            "data": dict(data),
            "received": now,
            "expires": now + time_to_live,
        },
    )
    return Delivery(buffered=True), []


def _meant(subscriptions: list[dict[str, Any]], key: str | None) -> list[dict[str, Any]]:
    """Return the subscriptions of instances for which a message with this key is meant."""
    return [s for s in subscriptions if s["instance"] is not None and _is_meant(s, key)]


def _is_meant(subscription: Mapping[str, Any], key: str | None) -> bool:
    if subscription["key"] is not None:
        return bool(subscription["key"] == key)
    return key is None or subscription["business_key"] == key


def signal(
    shop: Workshop,
    unit: Unit,
    name: str,
    *,
    data: Mapping[str, Any],
    by: str | None,
    besides: str | None = None,
) -> tuple[Delivery, list[str]]:
    """Let everybody hear a signal: who waits for it goes on, who begins with it is started; in one transaction.

    `besides` is the instance that has thrown it: who listens there has heard it already.
    """
    everybody = waiting.subscriptions(unit, "signal", name)
    if name:
        # Who names no signal waits for any.
        everybody = [*everybody, *waiting.subscriptions(unit, "signal", "")]
    everybody = [s for s in everybody if besides is None or s["instance"] != besides]
    jobs: list[str] = []
    reached: list[str] = []
    # Always in the same order, so that two signals never wait for each other's locks.
    for instance_id in sorted({s["instance"] for s in everybody if s["instance"] is not None}):
        try:
            live = running.load(shop, unit, instance_id, by=by)
        except WrongState:
            continue  # It has ended, or was suspended, since its subscription was read.
        mine = [s for s in everybody if s["instance"] == instance_id and waiting.is_waiting(unit, s["id"])]
        # In the order in which they began to wait, so that a run is the same run wherever it is repeated.
        mine.sort(key=lambda subscription: int(subscription["task"]))
        for subscription in mine:
            if subscription["task"] in live.tree.tasks:
                live.advance.fire(subscription["task"], data=data, exhausted=False)
        jobs += running.save(shop, unit, live)
        reached.append(instance_id)
    starts = [s for s in everybody if s["instance"] is None]
    started, more = begin(shop, unit, starts, "signal", name, None, data, by)
    return Delivery(instances=(*reached, *started)), jobs + more


def begin(
    shop: Workshop,
    unit: Unit,
    starts: list[dict[str, Any]],
    kind: str,
    name: str,
    key: str | None,
    data: Mapping[str, Any],
    by: str | None,
    time_to_live: timedelta = TIME_TO_LIVE,
    offices: Collection[str] = (),
) -> tuple[list[str], list[str]]:
    """Start what begins with a message or signal, or with it and what has come before; return the cases and jobs."""
    started: list[str] = []
    jobs: list[str] = []
    for start in {(s["definition"], s["element"]): s for s in starts}.values():
        definition = shop.definition(unit, start["definition"])
        element = shop.specification(unit, definition.id).plan.nodes[start["element"]].element
        cases = [(key, dict(data))]
        if gathering.gathers(element):
            cases = gathering.arrive(
                shop,
                unit,
                element,
                definition_key=definition.key,
                kind=kind,
                name=name,
                key=key,
                data=data,
                time_to_live=time_to_live,
            )
        for business_key, given in cases:
            case = new_id()
            chosen = staging.choose(unit, definition, draw=case, offices=offices)
            live = running.start(
                shop,
                unit,
                chosen.definition,
                data=given,
                business_key=business_key,
                by=by or f"{kind}:{name}",
                at=element.id,
                id_=case,
                stage=chosen.note,
            )
            jobs += running.save(shop, unit, live)
            started.append(live.row.id)
    return started, jobs
