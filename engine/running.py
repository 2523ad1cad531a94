"""From the store into a live tree and back: what every verb that moves tokens shares.

State, history, work items, subscriptions, timers, incidents and the outbox are written in the caller's transaction.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from engine import clocks, duties, searching
from engine.assignment import HEAD_ASSIGNS, Giving, assign
from engine.definition import Definition
from engine.errors import InvalidArgument, InvalidData, Suspended, UnknownInstance, WrongState
from engine.identifiers import new_id
from engine.spiff.effects import Happening
from engine.spiff.variables import own
from engine.store import instances, outbox, parts, suspensions, triggers, waiting, work_items
from engine.store import terms as kept_terms
from processes.text import _

if TYPE_CHECKING:
    from engine.spiff.advance import Advance
    from engine.spiff.freeze import Frozen
    from engine.spiff.tree import Tree
    from engine.store import Unit
    from engine.store.instances import InstanceRow
    from engine.workshop import CaseLimit, Workshop
    from processes import Model
    from processes.model.gov import Procedure


@dataclass(kw_only=True)
class Live:
    """An instance in a verb's hands."""

    row: InstanceRow
    definition: Definition
    tree: Tree
    advance: Advance
    by: str | None
    #: How long the case may take, when it has just begun.
    case_limit: CaseLimit | None = None


#: Values that JSON gives back as they are, whatever they are.
_PLAIN = (str, int, bool)


def plain(data: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return `data` as plain values: dates become ISO 8601 text; what cannot be kept is refused by its name.

    >>> plain({"on": date(2026, 3, 2), "fee": Decimal("12.50")})
    {'on': '2026-03-02', 'fee': 12.5}
    """
    if data is not None and not isinstance(data, Mapping):
        raise InvalidArgument("data", data, hint=_("Give values under their names, as a dictionary."))
    errors = {}
    result = {}
    for name, value in (data or {}).items():
        if value is None or type(value) in _PLAIN:
            result[name] = value
            continue
        try:
            result[name] = json.loads(json.dumps(value, default=_as_plain, allow_nan=False))
        except (TypeError, ValueError):
            text = _("A value of the kind {kind} cannot be kept.")
            errors[str(name)] = text.format(kind=type(value).__name__)
    if errors:
        raise InvalidData(errors)
    return result


def _as_plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, timedelta):
        from processes.model.duration import write_duration

        return write_duration(value)
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    raise TypeError


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
) -> Live:
    """Start an instance of `definition`, at its start event `at` when one is named, `after` another that has ended."""
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
        id=new_id(), definition=definition.id, key=definition.key, business_key=business_key, at=now, by=by
    )
    live = Live(row=row, definition=definition, tree=tree, advance=advance, by=by)
    live.case_limit = shop.case_limit(unit, definition)
    begun = {"data": dict(data)} | ({"after": after} if after is not None else {})
    advance.effects.history.append(_whole(live, "begun", begun))
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
    advance.find_called = partial(shop.called, unit, tree.specification)
    return Live(row=row, definition=definition, tree=tree, advance=advance, by=by)


def save(shop: Workshop, unit: Unit, live: Live) -> list[str]:
    """Write everything an instance's advance wants written; return the ids of the jobs to send after the commit."""
    from engine.spiff.freeze import freeze

    _take_kept_messages(shop, unit, live)
    row, effects, now = live.row, live.advance.effects, shop.now()
    if effects.status is not None:
        row.status, row.ended = effects.status, now
        effects.history.append(_whole(live, "ended", {"status": effects.status}))
    frozen = freeze(live.tree, whole=effects.status is not None)
    row.state, row.variables = frozen.state, frozen.variables
    offers = _offers(shop, unit, live, now)
    following = _follow(unit, live, now)
    # What an end withdraws as a whole, and who has least to do, is asked after what was withdrawn one by one.
    at_once = effects.status is not None or any(row["assignment"] for row in offers)
    if not at_once:
        unit.gather()
    _withdraw(shop, unit, live, now)
    _give_out(shop, unit, live, offers, now)
    if at_once:
        unit.gather()
    searching.note(shop, unit, row, live.tree)
    instances.append(unit, row, effects.history, at=now)
    work_items.add(unit, offers, known=shop.audiences)
    alive = [offer for offer in effects.offers if _lives(live, offer.task)]
    clocks.begin(shop, unit, row, alive, live.case_limit if effects.status is None else None)
    _wait(unit, live, now)
    _raise_incidents(unit, live, now)
    jobs = _add_jobs(unit, live, following, now)
    parts.write(unit, row.id, added=frozen.added, changed=frozen.changed, gone=frozen.gone)
    # It closes the verb, because its answer matters: nobody else has written the instance meanwhile.
    instances.put(unit, row)
    if row.ended is None and not shop.keeps:
        unit.after_commit.append(partial(_keep_at_hand, shop, row, live.tree, frozen))
    return jobs


def _keep_at_hand(shop: Workshop, row: InstanceRow, tree: Tree, frozen: Frozen) -> None:
    from engine.spiff.freeze import lull

    lull(tree, frozen)
    shop.live.put(row.id, row.version, tree)


def _add_jobs(unit: Unit, live: Live, following: list[dict[str, Any]], now: datetime) -> list[str]:
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
        if errand.kind != "run_service_task" or _lives(live, errand.task)
    ]
    jobs += following
    outbox.add_jobs(unit, jobs)
    return [str(job["id"]) for job in jobs]


def _follow(unit: Unit, live: Live, now: datetime) -> list[dict[str, Any]]:
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


def _whole(live: Live, kind: str, data: Mapping[str, Any]) -> Happening:
    name = live.definition.name or live.definition.key
    return Happening(element=None, label=name, type="Process", kind=kind, by=live.by, data=dict(data))


def note(live: Live, kind: str, data: Mapping[str, Any] | None = None) -> None:
    """Write into the history something about the instance as a whole."""
    live.advance.effects.history.append(_whole(live, kind, data or {}))


def _lives(live: Live, task: int | None) -> bool:
    found = live.tree.tasks.get(task)
    return found is not None and live.tree.is_alive(found)


def _take_kept_messages(shop: Workshop, unit: Unit, live: Live) -> None:
    seen = 0
    while seen < len(live.advance.effects.awaited):
        awaited = live.advance.effects.awaited[seen]
        seen += 1
        if awaited.kind != "message" or not _lives(live, awaited.task):
            continue
        keys = [awaited.key] if awaited.key is not None else [live.row.business_key, None]
        message = waiting.take_message(unit, awaited.name, list(dict.fromkeys(keys)), now=shop.now())
        if message is not None:
            live.advance.fire(awaited.task, data=message["data"], exhausted=False)


def _withdraw(shop: Workshop, unit: Unit, live: Live, now: datetime) -> None:
    row, effects = live.row, live.advance.effects
    if effects.status is not None:
        waiting.withdraw(unit, row.id)
        outbox.withdraw_jobs(unit, row.id)
        outbox.resolve_incidents(unit, row.id, None, at=now)
    over = [gone.task for gone in effects.withdrawn if gone.rows == "work item"]
    if over and effects.status is None and shop.case_limit(unit, live.definition) is not None:
        due = clocks.go_on(shop, unit, row.id, over)
        if due is not None:
            note(live, "clockRestarted", {"due": due.isoformat()})
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


def _offers(shop: Workshop, unit: Unit, live: Live, now: datetime) -> list[dict[str, Any]]:
    """Return the rows of the work items that are now offered."""
    rows = []
    for offer in live.advance.effects.offers:
        if not _lives(live, offer.task):
            continue
        task = live.tree.tasks[offer.task]
        form = form_of(shop, unit, live.definition, task.task_spec.node.key, offer.form)
        seen = live.advance.variables(task) if form is not None else {}
        shown = {name: seen.get(name) for name in _fields(form)}
        rows.append(
            {
                "id": new_id(),
                "instance": live.row.id,
                "definition": live.row.definition,
                "task": offer.task,
                "element": offer.element,
                "label": offer.label,
                "business_key": live.row.business_key,
                "candidates": list(offer.candidates),
                "form": offer.form,
                "base": shown,
                "own": own(task) or None,
                "status": "open",
                "holder": offer.assignee,
                "priority": offer.priority,
                "offered_at": now,
                "due": offer.due,
                "claimed_at": None,
                "completed_at": None,
                "assignment": offer.assignment,
                "owner": None,
                "follow_up": None,
                "stopped": None,
            }
        )
    return rows


def _give_out(shop: Workshop, unit: Unit, live: Live, rows: list[dict[str, Any]], now: datetime) -> None:
    """Let those hold the new work items to whom the procedure's way of assignment gives them."""
    given: Counter[str] = Counter()
    for row in rows:
        way = row["assignment"]
        if way is None or row["holder"] is not None:
            continue
        step = live.tree.tasks[row["task"]].task_spec.node.element.step
        giving = Giving(
            unit=unit,
            roster=shop.roster,
            instance=live.row.id,
            queue=f"{live.row.key}/{row['element']}"[:255],
            candidates=tuple(row["candidates"]),
            performer_of=step.performer_of,
            given=given,
            barred=partial(_is_barred, shop, unit, live, row),
        )
        person = assign(way, giving)
        if person is None:
            if way == HEAD_ASSIGNS:
                # Nobody would know that the rule was not followed: it is said, and anybody offered it may take it.
                live.advance.effects.history.append(_happening(live, row, "notAssigned", {"assignment": way}))
            continue
        given[person] += 1
        row |= {"holder": person, "claimed_at": now}
        told = {"to": person, "assignment": way}
        live.advance.effects.history.append(_happening(live, row, "assigned", told))


def _happening(live: Live, row: Mapping[str, Any], kind: str, data: dict[str, Any]) -> Happening:
    return Happening(
        element=row["element"],
        label=row["label"],
        type="UserTask",
        kind=kind,
        by=live.by,
        activity=str(row["task"]),
        data=data,
    )


def _is_barred(shop: Workshop, unit: Unit, live: Live, row: Mapping[str, Any], person: str) -> bool:
    return duties.barred(shop, unit, live, row["task"], person, row["candidates"]) is not None


def form_of(
    shop: Workshop, unit: Unit, definition: Definition, node_key: str, form: str | None
) -> dict[str, Any] | None:
    """Return the schema of a work item's form; a called process looks into its own file."""
    if form is None:
        return None
    name, _at, owner_id = form.partition("@")
    # Work offered before forms said where they lie is asked by its node.
    owner_id = owner_id or node_key.partition("@")[2]
    owner = shop.definition(unit, owner_id) if owner_id else definition
    return shop.model(unit, owner.digest).forms.get(name)


def procedure_of(shop: Workshop, unit: Unit, definition: Definition, node_key: str) -> Procedure | None:
    """Return what the procedure is to which a node belongs; a called process has its own, where it says anything."""
    owner = node_key.partition("@")[2]
    called = shop.model(unit, shop.definition(unit, owner).digest).procedure if owner else None
    return called or model_of(shop, unit, definition).procedure


def _fields(form: Mapping[str, Any] | None) -> list[str]:
    found = []
    for component in (form or {}).get("components", ()):
        if "key" in component:
            found.append(str(component["key"]))
        found.extend(_fields(component))
    return found


def _wait(unit: Unit, live: Live, now: datetime) -> None:
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
            if _lives(live, a.task)
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
            if _lives(live, a.task)
        ],
    )


def _raise_incidents(unit: Unit, live: Live, now: datetime) -> None:
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
                "values": dict(s.message.values),
                "at": now,
                "resolved": None,
            }
            for s in live.advance.effects.stuck
            if live.advance.effects.status is None
        ],
    )


def model_of(shop: Workshop, unit: Unit, definition: Definition) -> Model:
    """Return the model of a definition."""
    return shop.model(unit, definition.digest)
