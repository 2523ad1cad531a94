"""What an operator does: cancel, suspend, resume, correct, retry, resolve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from engine import running
from engine.errors import UnknownIncident, WrongState
from engine.store import outbox, work_items
from processes.text import _

if TYPE_CHECKING:
    from engine.definition import Definition
    from engine.jobs.port import Jobs
    from engine.store import Unit
    from engine.workshop import Workshop


def start_event(shop: Workshop, unit: Unit, definition: Definition) -> str | None:
    """Return where a person's start begins: None at the plain start events, else the process's only other one."""
    plan = shop.specification(unit, definition.id).plan
    root = plan.containers[plan.root]
    if root.starts:
        return None
    if len(root.event_starts) == 1:
        return root.event_starts[0]
    labels = ", ".join(plan.nodes[key].element.label for key in root.event_starts)
    raise WrongState(
        _("“{name}” has no plain start event, but several others: {labels}.").format(
            name=definition.name, labels=labels or "—"
        ),
        hint=_("Send the message or signal with which it begins."),
    )


def cancel(shop: Workshop, unit: Unit, instance: str, *, by: str, reason: str | None) -> list[str]:
    """End an instance before its time."""
    live = running.load(shop, unit, instance, by=by, suspended=True)
    if reason:
        running.note(live, "changed", {"reason": reason})
    live.advance.cancel()
    return running.save(shop, unit, live)


def suspend(shop: Workshop, unit: Unit, instance: str, *, by: str, reason: str | None) -> None:
    """Let an instance rest."""
    live = running.load(shop, unit, instance, by=by)
    live.row.status = "suspended"
    running.note(live, "suspended", {"reason": reason} if reason else {})
    running.save(shop, unit, live)


def resume(shop: Workshop, unit: Unit, instance: str, *, by: str) -> None:
    """Let a suspended instance go on."""
    live = running.load(shop, unit, instance, by=by, suspended=True)
    if live.row.status != "suspended":
        raise WrongState(_("The case is not suspended."))
    live.row.status = "running"
    running.note(live, "resumed")
    running.save(shop, unit, live)


def set_variables(
    shop: Workshop, unit: Unit, instance: str, data: Mapping[str, Any], *, by: str, reason: str
) -> list[str]:
    """Correct variables by hand."""
    live = running.load(shop, unit, instance, by=by)
    root = live.tree.root.data
    before = {name: root.get(name) for name in data}
    root.update(data)
    running.note(live, "changed", {"reason": reason, "before": before, "after": dict(data)})
    live.advance.run()
    return running.save(shop, unit, live)


def retry(shop: Workshop, unit: Unit, incident: str, *, by: str) -> tuple[str, list[str]]:
    """Try again what got stuck."""
    row = _incident(unit, incident)
    live = running.load(shop, unit, row["instance"], by=by)
    task = row["task"]
    jobs: list[str] = []
    if row["job"] is not None:
        job = outbox.get_job(unit, row["job"])
        if job is not None:
            outbox.postpone(unit, job["id"], status="waiting", attempts=0, due=shop.now())
            jobs.append(job["id"])
        live.advance.effects.unstuck.append(task)
    else:
        live.advance.retry(task)
    jobs += running.save(shop, unit, live)
    return live.row.id, jobs


def resolve(
    shop: Workshop, unit: Unit, work: str, *, by: str, data: Mapping[str, Any]
) -> tuple[str, list[str]]:
    """End by hand the activity of an incident or work item."""
    instance, task = _work(unit, work)
    live = running.load(shop, unit, instance, by=by)
    live.advance.effects.unstuck.append(task)
    live.advance.resolve(task, data=data)
    outbox.withdraw_jobs(unit, instance, [task])
    return instance, running.save(shop, unit, live)


def throw(
    shop: Workshop, unit: Unit, work: str, *, code: str, by: str, data: Mapping[str, Any]
) -> tuple[str, list[str]]:
    """Throw a BPMN error at the activity of an incident or work item."""
    instance, task = _work(unit, work)
    live = running.load(shop, unit, instance, by=by)
    live.advance.effects.unstuck.append(task)
    live.advance.throw(task, code, data=data)
    outbox.withdraw_jobs(unit, instance, [task])
    return instance, running.save(shop, unit, live)


def _incident(unit: Unit, incident: str) -> dict[str, Any]:
    row = outbox.incident_row(unit, incident)
    if row is None:
        raise UnknownIncident(incident)
    return row


def _work(unit: Unit, work: str) -> tuple[str, int]:
    item = work_items.one(unit, work)
    row = item if item is not None and item["status"] == "open" else _incident(unit, work)
    return row["instance"], row["task"]


def relay(shop: Workshop, jobs: Jobs, run: Callable[[str], None], *, limit: int) -> int:
    """Hand due jobs to whoever runs them; several relays never take the same one."""
    from engine.jobs.run_service_task import LEASE

    now = shop.now()
    taken = shop.write(lambda unit: outbox.lease(unit, now=now, until=now + LEASE, limit=limit))
    jobs.after_commit(taken, run)
    return len(taken)
