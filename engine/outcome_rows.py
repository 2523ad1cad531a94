"""What an advance leaves besides work items, as rows: what it waits for, its jobs, its incidents, what it withdraws."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine import clocks
from engine.identifiers import new_id
from engine.store import outbox, triggers, waiting, work_items
from engine.store import terms as kept_terms
from processes.text import kept

if TYPE_CHECKING:
    from engine.live import Live
    from engine.store import Unit
    from engine.workshop import Workshop


def add_jobs(unit: Unit, live: Live, following: list[dict[str, Any]], now: datetime) -> list[str]:
    """Write the errands of an advance, and what follows its end, as jobs; return their ids."""
    row, effects = live.row, live.advance.effects
    jobs = [
        {
            "id": new_id(),
            "kind": errand.kind,
            "instance": row.id,
            "task": errand.task,
            "element": errand.element,
            "payload": errand.payload,
            "topic": errand.payload.get("topic"),
            "status": "waiting",
            "attempts": 0,
            "due": now,
            "created": now,
        }
        for errand in effects.errands
        if errand.kind != "run_service_task" or live.has_alive(errand.task)
    ]
    jobs += following
    outbox.add_jobs(unit, jobs)
    return [str(job["id"]) for job in jobs]


def follow(unit: Unit, live: Live, now: datetime) -> list[dict[str, Any]]:
    """Return the jobs that start what follows an instance which has ended."""
    row = live.row
    if live.advance.effects.status is None:
        return []
    return [
        {
            "id": new_id(),
            "kind": "start_following",
            "instance": row.id,
            "task": None,
            "element": None,
            "payload": {
                "trigger": trigger.id,
                "target": trigger.target,
                "instance": row.id,
                "business_key": row.business_key,
                "data": {
                    name: value
                    for name, value in row.variables.items()
                    if trigger.variables is None or name in trigger.variables
                },
            },
            "topic": None,
            "status": "waiting",
            "attempts": 0,
            "due": now,
            "created": now,
        }
        for trigger in triggers.after(unit, row.key, row.status)
    ]


def withdraw(shop: Workshop, unit: Unit, live: Live, now: datetime) -> None:
    """Close or remove the rows of what is over: work items, subscriptions, timers, jobs, limits, incidents."""
    row, effects = live.row, live.advance.effects
    if effects.status is not None:
        waiting.withdraw(unit, row.id)
        outbox.withdraw_jobs(unit, row.id)
        outbox.resolve_incidents(unit, row.id, None, at=now)
    over = [gone.task for gone in effects.withdrawn if gone.rows == "work item"]
    if over and effects.status is None and shop.case_limit(unit, live.definition) is not None:
        due = clocks.go_on(shop, unit, row.id, over)
        if due is not None:
            live.note("clockRestarted", {"due": due.isoformat()})
    by_kind: dict[tuple[str, str], list[int]] = {}
    for gone in effects.withdrawn:
        by_kind.setdefault((gone.rows, gone.status), []).append(gone.task)
    for (rows, status), tasks in by_kind.items():
        if rows == "work item":
            work_items.close(unit, row.id, tasks, status, at=now, by=live.by)
        elif effects.status is None:
            if rows == "wait":
                waiting.withdraw(unit, row.id, tasks)
            elif rows == "job":
                outbox.withdraw_jobs(unit, row.id, tasks)
    limited = [gone.task for gone in effects.withdrawn if gone.has_limit]
    if effects.status is not None:
        work_items.close_all(unit, row.id, at=now)
        if live.tree.specification.has_limits or shop.case_limit(unit, live.definition) is not None:
            kept_terms.remove_all(unit, row.id)
    elif limited:
        kept_terms.remove(unit, row.id, limited)
    if effects.status is None and effects.unstuck:
        outbox.resolve_incidents(unit, row.id, effects.unstuck, at=now)


def wait(unit: Unit, live: Live, now: datetime) -> None:
    """Write what an advance now waits for: messages, signals and conditions as subscriptions, clocks as timers."""
    common = {
        "instance": live.row.id,
        "definition": live.row.definition,
        "definition_key": live.row.key,
    }
    effects = live.advance.effects
    waiting.subscribe(
        unit,
        [
            common
            | {
                "id": new_id(),
                "kind": a.kind,
                "name": a.name,
                "key": a.key,
                "business_key": live.row.business_key,
                "task": a.task,
                "element": a.element,
                "created": now,
            }
            for a in effects.awaited
            if live.has_alive(a.task)
        ],
    )
    waiting.set_timers(
        unit,
        [
            common
            | {
                "id": new_id(),
                "task": a.task,
                "element": a.element,
                "due": a.due,
                "remaining": a.remaining,
                "interval": a.interval,
                "working": a.working,
                "missed": a.missed,
            }
            for a in effects.alarms
            if live.has_alive(a.task)
        ],
    )


def raise_incidents(unit: Unit, live: Live, now: datetime) -> None:
    """Write an incident for each token that cannot go on by itself."""
    outbox.raise_incidents(
        unit,
        [
            {
                "id": new_id(),
                "instance": live.row.id,
                "definition": live.row.definition,
                "task": s.task,
                "job": None,
                "element": s.element,
                "label": s.label,
                "kind": s.kind,
                "template": s.message.template,
                "values": kept(s.message.values),
                "at": now,
                "resolved": None,
            }
            for s in live.advance.effects.stuck
            if live.advance.effects.status is None
        ],
    )
