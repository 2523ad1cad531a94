"""Run one job of the outbox: a service task's handler, or the delivery of a message or signal.

The handler runs outside any transaction; its outcome is written in one that also removes the job, so a job that is run
twice has its effect once.  A handler that raises is tried again after a while, and an incident names the cause from the
first time on; it goes by itself when a later attempt is good.  After the last attempt the job is dead.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from engine import connecting, messaging, running
from engine.connectors._call import ConnectorRefused, ConnectorUnavailable
from engine.errors import AmbiguousMessage, BpmnError, EngineError, Suspended, UnknownInstance, WrongState
from engine.identifiers import new_id
from engine.plain_values import plain
from engine.store import external_jobs, outbox, suspensions
from processes.text import Message, _, kept

if TYPE_CHECKING:
    from engine.store import Unit
    from engine.workshop import Workshop

#: How long a runner may take before another may try the same job.
LEASE = timedelta(minutes=5)
#: The kind of incident of a job that failed and is tried again by itself.
RETRYING = "retrying"
#: The pauses before the second, third, … attempt; after the last one the job is dead.
PAUSES = (timedelta(seconds=30), timedelta(minutes=5), timedelta(minutes=30))


def run_job(shop: Workshop, id_: str) -> list[str]:
    """Run one job, unless it is done or in another's hands; return the jobs it asks for."""
    now = shop.now()
    taken = shop.write(lambda unit: outbox.take_job(unit, id_, now=now, until=now + LEASE))
    if taken is None:
        return []
    if taken["kind"] == "run_service_task":
        return _serve(shop, taken)
    return shop.write(lambda unit: _send(shop, unit, taken))


def _send(shop: Workshop, unit: Unit, job: Mapping[str, Any]) -> list[str]:
    if outbox.get_job(unit, job["id"]) is None:
        return []
    payload = job["payload"]
    if job["kind"] == "start_following":
        from engine import following

        try:
            jobs = following.begin(shop, unit, payload)
        except EngineError as error:
            lay_aside(shop, unit, job, error.message)
            return []
    elif job["kind"] == "deliver_signal":
        _delivery, jobs = messaging.signal(
            shop,
            unit,
            payload["name"],
            data=payload["data"],
            by=None,
            besides=job["instance"] if payload.get("heard_here") else None,
        )
    else:
        key = payload["key"]
        if key is None and job["instance"] is not None:
            from engine.store import instances

            sender = instances.one(unit, job["instance"])
            key = sender.business_key if sender is not None else None
        try:
            _delivery, jobs = messaging.correlate(
                shop, unit, payload["name"], key=key, data=payload["data"], by=None
            )
        except AmbiguousMessage as error:
            lay_aside(shop, unit, job, error.message)
            return []
    outbox.remove_job(unit, job["id"])
    return jobs


def _serve(shop: Workshop, job: Mapping[str, Any]) -> list[str]:
    topic = job["payload"]["topic"]
    handler = shop.handlers.get(topic) or shop.handlers.get(job["element"] or "")
    connector = connecting.name_of(topic) if handler is None else None
    if handler is None and connector is None:
        shop.write(lambda unit: _leave(shop, unit, job, topic))
        return []
    with shop.store.read() as unit:
        rests = suspensions.rests(unit, "topic", topic)
        try:
            variables = _variables(shop, unit, job)
            call = (
                connecting.call_of(shop, unit, job)
                if connector is not None and variables is not None
                else None
            )
        except Suspended:
            rests = True
    if rests:
        shop.write(lambda unit: _put_back(shop, unit, job))
        return []
    if variables is None:
        shop.write(lambda unit: outbox.remove_job(unit, job["id"]))
        return []
    try:
        if connector is not None and call is not None:
            result = connecting.perform(shop, connector, call)
        else:
            assert handler is not None
            result = plain(_call(handler, variables))
    except BpmnError as error:
        thrown = error
        return shop.write(lambda unit: _finish(shop, unit, job, None, thrown))
    except ConnectorRefused as error:
        refused = error.message
        shop.write(lambda unit: lay_aside(shop, unit, job, refused))
        return []
    except ConnectorUnavailable as error:
        silence, pause = str(error.message), error.retry_after
        shop.write(lambda unit: _again(shop, unit, job, silence, pause=pause))
        return []
    except Exception as error:  # noqa: BLE001  (a handler is foreign code: whatever it raises is its incident)
        reason = f"{type(error).__name__}: {error}"
        shop.write(lambda unit: _again(shop, unit, job, reason))
        return []
    return shop.write(lambda unit: _finish(shop, unit, job, result, None))


def _leave(shop: Workshop, unit: Unit, job: Mapping[str, Any], topic: str) -> None:
    """Leave a job to the workers that have asked for its topic; without any it is an incident."""
    if external_jobs.is_external(unit, topic):
        external_jobs.offer(unit, job["id"], attempts=job["attempts"], due=shop.now())
        return
    text = _("Nobody handles the service “{topic}”.").format(topic=topic)
    lay_aside(shop, unit, job, text, kind="unserved")


def _call(handler: Callable[..., Any], variables: dict[str, Any]) -> Mapping[str, Any]:
    """Call a handler with the variables, or with nothing when it takes nothing."""
    wants = inspect.signature(handler).parameters
    result = handler(variables) if wants else handler()
    if result is None:
        return {}
    if not isinstance(result, Mapping):
        raise TypeError(
            f"a service handler gives a mapping of variables or None, not {type(result).__name__}"
        )
    return result


def _put_back(shop: Workshop, unit: Unit, job: Mapping[str, Any]) -> None:
    """Let a job wait until its instance or topic is resumed, as if nobody had taken it."""
    outbox.postpone(unit, job["id"], status="waiting", attempts=job["attempts"], due=shop.now())


def _variables(shop: Workshop, unit: Unit, job: Mapping[str, Any]) -> dict[str, Any] | None:
    try:
        live = running.load(shop, unit, job["instance"], only=job["task"])
    except Suspended:
        raise
    except (UnknownInstance, WrongState):
        return None
    task = live.tree.tasks.get(job["task"])
    return None if task is None else live.advance.variables(task)


def _finish(
    shop: Workshop,
    unit: Unit,
    job: Mapping[str, Any],
    result: dict[str, Any] | None,
    thrown: BpmnError | None,
) -> list[str]:
    try:
        live = running.load(
            shop,
            unit,
            job["instance"],
            by=f"service:{job['payload']['topic']}",
            suspended=True,
            only=job["task"],
        )
    except WrongState:
        return []
    # Read under the instance's lock: whoever finished the job first has removed it.
    if outbox.get_job(unit, job["id"]) is None or job["task"] not in live.tree.tasks:
        return []
    if thrown is not None:
        live.advance.throw(job["task"], thrown.code, data=plain(thrown.data))
    else:
        live.advance.complete(job["task"], data=result)
    outbox.resolve_incidents(unit, live.row.id, [job["task"]], at=shop.now())
    jobs = running.save(shop, unit, live)
    outbox.remove_job(unit, job["id"])
    # Nobody will run it again, and what a register said need not be kept twice.
    outbox.forget(unit, "connector", job["id"])
    return jobs


def _again(
    shop: Workshop, unit: Unit, job: Mapping[str, Any], reason: str, *, pause: timedelta | None = None
) -> None:
    attempts = job["attempts"] + 1
    if attempts > len(PAUSES):
        text = _("The service “{topic}” failed {attempts} times; last: {reason}")
        message = text.format(topic=job["payload"]["topic"], attempts=attempts, reason=reason)
        lay_aside(shop, unit, job, message, attempts=attempts)
        return
    pause = max(pause or PAUSES[0], PAUSES[attempts - 1])
    outbox.postpone(unit, job["id"], status="waiting", attempts=attempts, due=shop.now() + pause)
    text = _("The service “{topic}” failed: {reason} It is tried again after a pause of {minutes} minutes.")
    minutes = f"{pause.total_seconds() / 60:g}"
    _raise(
        shop,
        unit,
        job,
        text.format(topic=job["payload"]["topic"], reason=_sentence(reason), minutes=minutes),
        kind=RETRYING,
    )


def _sentence(reason: str) -> str:
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."


def lay_aside(
    shop: Workshop,
    unit: Unit,
    job: Mapping[str, Any],
    message: Message,
    *,
    attempts: int | None = None,
    kind: str = "job",
) -> None:
    """Lay a job aside as dead, with the incident that says why."""
    if outbox.get_job(unit, job["id"]) is None:
        return
    outbox.postpone(unit, job["id"], status="dead", attempts=attempts or job["attempts"] + 1, due=shop.now())
    _raise(shop, unit, job, message, kind=kind)


def _raise(shop: Workshop, unit: Unit, job: Mapping[str, Any], message: Message, *, kind: str) -> None:
    """Write why a job is not done, in the place of what was said after the attempt before."""
    from engine.store import instances

    now = shop.now()
    instance = instances.one(unit, job["instance"])
    if instance is None:
        return
    outbox.resolve_job_incidents(unit, job["id"], at=now)
    outbox.raise_incidents(
        unit,
        [
            {
                "id": new_id(),
                "instance": job["instance"],
                "definition": instance.definition,
                "task": job["task"],
                "job": job["id"],
                "element": job["element"] or "",
                "label": _label(shop, unit, instance.definition, job["element"] or ""),
                "kind": kind,
                "template": message.template,
                "values": kept(message.values),
                "at": now,
                "resolved": None,
            }
        ],
    )


def _label(shop: Workshop, unit: Unit, definition_id: str, element: str) -> str:
    nodes = shop.specification(unit, definition_id).plan.nodes
    node = nodes.get(element)
    return node.element.label if node is not None else element
