"""What an operator does: cancel, suspend, resume, correct, retry, resolve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from engine import running
from engine.errors import UnknownIncident, WrongState
from engine.expressions import feel
from engine.store import outbox, work_items
from processes.text import _

if TYPE_CHECKING:
    from engine.definition import Definition
    from engine.jobs.port import Jobs
    from engine.store import Unit
    from engine.workshop import Workshop


def start_event(
    shop: Workshop, unit: Unit, definition: Definition, *, at: str | None, data: Mapping[str, Any]
) -> str | None:
    """Return where a person's start begins: None at the plain start event, else at `at` or the only other one.

    A start event with a condition begins only when it holds for `data`.
    """
    plan = shop.specification(unit, definition.id).plan
    root = plan.containers[plan.root]
    begins = [key for key in root.starts if plan.nodes[key].type == "StartEvent"]
    if at is None and root.starts and len(begins) < 2:
        return None
    if at is None and not root.starts and len(root.event_starts) == 1:
        at = root.event_starts[0]
    if at is None or at not in (*begins, *root.event_starts):
        known = [*begins, *root.event_starts]
        text = _("“{name}” can begin at several start events: {labels}; nothing says at which.")
        if at is not None:
            text = _("“{name}” does not begin at “{at}”, but at {labels}.")
        labels = ", ".join(f"“{plan.nodes[key].element.label}” ({key})" for key in known)
        raise WrongState(
            text.format(name=definition.name, labels=labels or "—", at=at or ""),
            hint=_("Name the start event, or send the message or signal with which it begins."),
        )
    element = plan.nodes[at].element
    for event in element.event_definitions:
        if event.type == "Conditional" and feel.evaluate(event.expression or "", data) is not True:
            raise WrongState(
                _("“{name}” begins at “{label}” only when {condition}.").format(
                    name=definition.name, label=element.label, condition=event.expression or ""
                ),
                hint=_("Start it when that holds."),
            )
    return at


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
