"""What an operator does: cancel, suspend, resume, correct, retry, resolve."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from engine import messaging, running
from engine.errors import InvalidArgument, UnknownIncident, WrongState
from engine.external_work import held
from engine.spiff import unaddressed
from engine.store import outbox, suspensions, waiting, work_items
from processes.text import _

if TYPE_CHECKING:
    from engine.jobs.port import Jobs
    from engine.live import Live
    from engine.store import Unit
    from engine.workshop import Workshop

#: With what an instance was suspended: it alone, or its definition.
Rest = Literal["alone", "definition"]


def cancel(shop: Workshop, unit: Unit, instance: str, *, by: str, reason: str | None) -> list[str]:
    """End an instance before its time."""
    live = running.load(shop, unit, instance, by=by, suspended=True)
    if reason:
        live.note("changed", {"reason": reason})
    live.advance.cancel()
    return running.save(shop, unit, live)


def suspend(
    shop: Workshop, unit: Unit, instance: str, *, by: str, reason: str | None, rest: Rest = "alone"
) -> None:
    """Let an instance rest, alone or with its definition."""
    live = running.load(shop, unit, instance, by=by)
    live.row.status, live.row.rest = "suspended", rest
    live.note("suspended", {"reason": reason} if reason else {})
    running.save(shop, unit, live)


def resume(shop: Workshop, unit: Unit, instance: str, *, by: str) -> list[str]:
    """Let a suspended instance go on; what came for it meanwhile is delivered.  Return its jobs to send."""
    live = running.load(shop, unit, instance, by=by, suspended=True)
    if live.row.status != "suspended":
        raise WrongState(_("The case is not suspended."))
    live.row.status, live.row.rest = "running", None
    live.note("resumed")
    for waits in waiting.subscriptions_of(unit, instance, "message"):
        keys = [waits["key"]] if waits["key"] is not None else [live.row.business_key, None]
        message = waiting.take_message(unit, waits["name"], list(dict.fromkeys(keys)), now=shop.now())
        if message is not None and waits["task"] in live.tree.tasks:
            live.advance.fire(waits["task"], data=message["data"], exhausted=False)
    waiting_jobs = [str(job["id"]) for job in outbox.jobs_of(unit, instance, status="waiting")]
    return waiting_jobs + running.save(shop, unit, live)


def suspend_definition(shop: Workshop, unit: Unit, key: str, *, by: str, reason: str | None) -> None:
    """Let nothing start from a definition, whatever its version."""
    suspensions.add(unit, "definition", key, at=shop.now(), by=by, reason=reason)


def resume_definition(shop: Workshop, unit: Unit, key: str, *, by: str) -> list[str]:
    """Let cases of a definition start again; those that messages kept meanwhile should have started, start now."""
    if not suspensions.remove(unit, "definition", key):
        raise WrongState(_("“{key}” is not suspended.").format(key=key))
    resting = suspensions.found(unit, "start")
    starts = waiting.starts_of(unit, key, "message")
    return _begin_kept(
        shop,
        unit,
        [each for each in starts if suspensions.name_of_start(key, each["element"]) not in resting],
    )


def suspend_start(shop: Workshop, unit: Unit, key: str, element: str, *, by: str, reason: str) -> None:
    """Let one start event rest, whatever the version."""
    there = [*waiting.start_timers(unit, key), *_listening(unit, key)]
    if not any(each["element"] == element for each in there):
        known = ", ".join(sorted({each["element"] for each in there})) or "—"
        raise InvalidArgument(
            "element", element, hint=_("What starts by itself is: {names}.").format(names=known)
        )
    name = suspensions.name_of_start(key, element)
    suspensions.add(unit, "start", name, at=shop.now(), by=by, reason=reason)


def resume_start(shop: Workshop, unit: Unit, key: str, element: str) -> list[str]:
    """Let a start event start again; those that messages kept meanwhile should have started, start now."""
    if not suspensions.remove(unit, "start", suspensions.name_of_start(key, element)):
        raise WrongState(_("“{key}” is not suspended.").format(key=element))
    if suspensions.rests(unit, "definition", key):
        return []
    starts = waiting.starts_of(unit, key, "message")
    return _begin_kept(shop, unit, [each for each in starts if each["element"] == element])


def _listening(unit: Unit, key: str) -> list[dict[str, Any]]:
    return [row for kind in ("message", "signal") for row in waiting.starts_of(unit, key, kind)]


def _begin_kept(shop: Workshop, unit: Unit, starts: Sequence[dict[str, Any]]) -> list[str]:
    jobs: list[str] = []
    for start in starts:
        while message := waiting.take_message(unit, start["name"], None, now=shop.now()):
            _started, more = messaging.begin(
                shop, unit, [start], "message", start["name"], message["key"], message["data"], None
            )
            jobs += more
    return jobs


def suspend_topic(shop: Workshop, unit: Unit, topic: str, *, by: str, reason: str | None) -> None:
    """Let the jobs of a topic wait."""
    suspensions.add(unit, "topic", topic, at=shop.now(), by=by, reason=reason)


def resume_topic(unit: Unit, topic: str) -> list[str]:
    """Let the jobs of a topic go on; return those that wait."""
    if not suspensions.remove(unit, "topic", topic):
        raise WrongState(_("“{key}” is not suspended.").format(key=topic))
    return outbox.waiting_of_topic(unit, topic)


def set_variables(
    shop: Workshop, unit: Unit, instance: str, data: Mapping[str, Any], *, by: str, reason: str
) -> list[str]:
    """Correct variables by hand."""
    live = running.load(shop, unit, instance, by=by)
    _correct(live, data, reason=reason)
    live.advance.run()
    return running.save(shop, unit, live)


def _correct(live: Live, data: Mapping[str, Any], *, reason: object) -> None:
    root = live.tree.root.data
    before = {name: root.get(name) for name in data}
    root.update(data)
    live.note("changed", {"reason": str(reason), "before": before, "after": dict(data)})


def retry(
    shop: Workshop, unit: Unit, incident: str, *, by: str, data: Mapping[str, Any] | None = None
) -> tuple[str, list[str]]:
    """Try again what got stuck, with variables corrected first when `data` are given."""
    row = _incident(unit, incident)
    if row["kind"] == unaddressed.KIND:
        raise WrongState(
            _("“{label}” is not stuck; nobody may take it.").format(label=row["label"]),
            element=row["element"],
            hint=_("Give it to somebody: who holds it can do it."),
        )
    job = outbox.get_job(unit, row["job"]) if row["job"] is not None else None
    if job is not None and job["status"] == "running" and job["due"] > shop.now():
        raise WrongState(_("“{label}” is being tried at this moment.").format(label=row["label"]))
    if job is not None and job["kind"] != "run_service_task":
        # What is to be sent or started does not ask whether its instance has ended meanwhile.
        outbox.postpone(unit, job["id"], status="waiting", attempts=0, due=shop.now())
        outbox.resolve_incident(unit, incident, at=shop.now())
        return row["instance"], [str(job["id"])]
    live = running.load(shop, unit, row["instance"], by=by)
    if data:
        _correct(live, data, reason=_("before a new attempt"))
    jobs: list[str] = []
    if job is not None:
        outbox.postpone(unit, job["id"], status="waiting", attempts=0, due=shop.now())
        jobs.append(str(job["id"]))
        live.advance.effects.unstuck.append(row["task"])
    else:
        live.advance.retry(row["task"])
    jobs += running.save(shop, unit, live)
    return live.row.id, jobs


def resolve(
    shop: Workshop, unit: Unit, work: str, *, by: str, data: Mapping[str, Any], is_job: bool = False
) -> tuple[str, list[str]]:
    """End the activity of an incident or work item by hand, or that of a job as its worker."""
    instance, task = _work(unit, work, by, is_job)
    # What a worker has done is done, also when its case was suspended meanwhile.
    live = running.load(shop, unit, instance, by=by, suspended=True)
    live.advance.effects.unstuck.append(task)
    live.advance.resolve(task, data=data)
    outbox.withdraw_jobs(unit, instance, [task])
    return instance, running.save(shop, unit, live)


def throw(
    shop: Workshop,
    unit: Unit,
    work: str,
    *,
    code: str,
    by: str,
    data: Mapping[str, Any],
    is_job: bool = False,
) -> tuple[str, list[str]]:
    """Throw a BPMN error at the activity of an incident, a work item or a job."""
    instance, task = _work(unit, work, by, is_job)
    # What a worker has done is done, also when its case was suspended meanwhile.
    live = running.load(shop, unit, instance, by=by, suspended=True)
    live.advance.effects.unstuck.append(task)
    live.advance.throw(task, code, data=data)
    outbox.withdraw_jobs(unit, instance, [task])
    return instance, running.save(shop, unit, live)


def _incident(unit: Unit, incident: str) -> dict[str, Any]:
    row = outbox.incident_row(unit, incident)
    if row is None:
        raise UnknownIncident(incident)
    return row


def _work(unit: Unit, work: str, by: str, is_job: bool) -> tuple[str, int]:
    if is_job or outbox.get_job(unit, work) is not None:
        row = held(unit, work, by)
        return row["instance"], row["task"]
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
