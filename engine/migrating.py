"""Moving running instances to another version of their definition, and back.

Everything an instance has goes along: tokens, variables, held work items, jobs under way, the log of what can be
undone.  Clocks run on: a limit that is longer or shorter in the new version counts from when the activity was begun.
A rehearsal is the same computation without the writing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine import clocks, running, searching, terms
from engine.errors import NotMovable, SandboxError, WrongState
from engine.migration import DeadlineChange
from engine.spiff import awaiting
from engine.spiff.advance import Advance
from engine.spiff.counterparts import propose, ways
from engine.spiff.effects import Withdrawn
from engine.spiff.transplant import transplant
from engine.store import instances, moved, outbox, waiting, work_items
from engine.store import terms as kept_terms

if TYPE_CHECKING:
    from engine.definition import Definition
    from engine.live import Live
    from engine.spiff.effects import Offer
    from engine.spiff.plan import Node
    from engine.store import Unit
    from engine.workshop import Workshop
    from processes.model.elements import EventDefinition

#: A task of the live tree; the guest's name for it stays in `engine.spiff`.
Task = Any
KeyOf = Callable[[Task], "str | None"]


class Move:
    """One instance on its way to another version: computed at once, written only when asked."""

    def __init__(
        self,
        shop: Workshop,
        unit: Unit,
        live: Live,
        target: Definition,
        *,
        key_of: KeyOf,
        nodes: Mapping[str, str],
    ) -> None:
        self.shop, self.unit, self.live, self.target = shop, unit, live, target
        self.before = {task.id: task.task_spec.node for task in live.tree.tasks.values() if task.parent}
        specification = shop.specification(unit, target.id)
        arcs = ways(live.tree.specification.plan, specification.plan, nodes)
        done = transplant(live.tree, specification, key_of, nodes, arcs)
        self.problems = list(done.problems)
        self.deadlines: list[DeadlineChange] = []
        self.items: list[dict[str, Any]] = []
        self.limited: list[tuple[dict[str, Any], Offer]] = []
        self.newly_limited: list[tuple[datetime, Offer]] = []
        self._timers = {row["task"]: row for row in waiting.timers_of(unit, live.row.id)}
        self._begun = {
            record.activity: record.at
            for record in instances.records(unit, live.row.id)
            if record.kind in ("started", "offered")
        }
        if self.problems:
            return
        live.tree = done.tree
        live.advance = Advance(done.tree, now=shop.now(), by=live.by, calendar=shop.calendar)
        live.advance.starter = live.row.started_by
        try:
            self._wait_again(done.dropped)
            self._arm(done.unarmed)
            self._offer_again()
        except SandboxError as error:
            self.problems.append(error.message)
        live.advance.now = shop.now()

    def write(self, *, moved: Mapping[str, Any]) -> list[str]:
        """Write the instance in its new version; return the jobs to send."""
        live, row = self.live, self.live.row
        source, row.definition, live.definition = row.definition, self.target.id, self.target
        live.note("migrated", {**moved, "from": source, "to": self.target.id})
        # The record comes before what is begun in the new version.
        live.advance.effects.history.insert(0, live.advance.effects.history.pop())
        for item in self.items:
            work_items.replace(self.unit, item, known=self.shop.audiences)
        for term, offer in self.limited:
            terms.migrated(self.shop, self.unit, term, offer)
        for since, offer in self.newly_limited:
            clocks.begin_late(self.shop, self.unit, row.id, offer, since=since)
        for task in self.live.tree.tasks.values():
            if task.parent is not None:
                self._rename_rows(task)
        live.advance.run()
        jobs = running.save(self.shop, self.unit, live)
        # Another version may offer the same work to others.
        searching.place(self.shop, self.unit, row)
        return jobs

    def _since(self, task: Task) -> datetime:
        """Return when the clock of a task began to run: with it, or with the activity it watches."""
        internal = task.internal_data
        if "trigger" in internal:
            return self._since(task.parent)
        number = internal.get("host", task.id)
        return self._begun.get(str(number), self.live.row.started)

    def _wait_again(self, dropped: list[int]) -> None:
        """Let what waits wait as the new version says."""
        course = self.live.advance
        for number in dropped:
            course.effects.withdrawn.append(Withdrawn(task=number, rows="wait", status="cancelled"))
            self._note_deadline(self.before[number], number, None)
        for task in list(self.live.tree.tasks.values()):
            if task.parent is None or not task.internal_data.get("waits"):
                continue
            for old, new in _definitions(task, self.before[task.id]):
                if new.type == "Timer" and _same_timer(old, new):
                    continue
                records = len(course.effects.history)
                course.now = self._since(task)
                alarms = len(course.effects.alarms)
                awaiting.wait_for(course, task, new, calendar=self.shop.calendar)
                del course.effects.history[records:]
                course.effects.withdrawn.append(Withdrawn(task=task.id, rows="wait", status="cancelled"))
                for alarm in course.effects.alarms[alarms:]:
                    self._note_deadline(task.task_spec.node, task.id, alarm.due)

    def _arm(self, unarmed: list[tuple[int, str]]) -> None:
        """Let the boundary events that are new in this version wait, from when their activity was begun."""
        course = self.live.advance
        for host, key in unarmed:
            watched = self.live.tree.task(host)
            course.now = self._since(watched)
            alarms = len(course.effects.alarms)
            event = course.add(watched.parent, key, host=host)
            course.run()
            for alarm in course.effects.alarms[alarms:]:
                self._note_deadline(event.task_spec.node, event.id, alarm.due)

    def _offer_again(self) -> None:
        """Compute what each open work item is in the new version: for whom, with which form, until when."""
        course = self.live.advance
        by_task = {
            row["task"]: row
            for row in work_items.some(self.unit, instance_id=self.live.row.id, limit=100_000)
        }
        by_term = {row["task"]: row for row in kept_terms.of_instance(self.unit, self.live.row.id)}
        for task in list(self.live.tree.tasks.values()):
            row = by_task.get(task.id)
            if row is None:
                continue
            term = by_term.get(task.id)
            records, offers = len(course.effects.history), len(course.effects.offers)
            course.now = row["offered_at"]
            awaiting.offer(course, task, calendar=self.shop.calendar)
            del course.effects.history[records:]
            [offer] = course.effects.offers[offers:]
            del course.effects.offers[offers:]
            if term is not None:
                self.limited.append((term, offer))
                if offer.limit is not None:
                    offer.due = terms.due_if_migrated(self.shop, term, offer)
            elif offer.limit is not None:
                self.newly_limited.append((row["offered_at"], offer))
            self.items.append(
                {
                    "id": row["id"],
                    "definition": self.target.id,
                    "element": offer.element,
                    "label": offer.label,
                    "candidates": list(offer.candidates),
                    "form": offer.form,
                    "due": offer.due,
                }
            )
            if row["due"] != offer.due:
                self.deadlines.append(
                    DeadlineChange(
                        element=offer.element, label=offer.label, before=row["due"], after=offer.due
                    )
                )

    def _note_deadline(self, node: Node, number: int, after: datetime | None) -> None:
        row = self._timers.get(number)
        before = row["due"] if row is not None else None
        if before != after:
            element = node.element
            self.deadlines.append(
                DeadlineChange(element=element.id, label=element.label, before=before, after=after)
            )

    def _rename_rows(self, task: Task) -> None:
        element = task.task_spec.node.element
        waiting.rename(self.unit, self.live.row.id, task.id, definition=self.target.id, element=element.id)
        outbox.rename(
            self.unit,
            self.live.row.id,
            task.id,
            definition=self.target.id,
            element=element.id,
            label=element.label,
            topic=element.topic or element.id,
        )


def _definitions(task: Task, before: Node) -> list[tuple[EventDefinition, EventDefinition]]:
    """Return what a waiting task waited for, and what it waits for in the new version."""
    new, old = task.task_spec.node.element, before.element
    if new.type == "ReceiveTask":
        return [(_message(old), _message(new))]
    number = task.internal_data.get("trigger")
    if number is not None:
        return [(old.event_definitions[number], new.event_definitions[number])]
    if len(new.event_definitions) != 1:
        # Each of several triggers waits with a task of its own.
        return []
    return [(old.event_definitions[0], new.event_definitions[0])]


def _message(element: Any) -> EventDefinition:
    from processes.model.elements import EventDefinition

    return EventDefinition(type="Message", name=element.message, correlation_key=element.correlation_key)


def _same_timer(old: EventDefinition, new: EventDefinition) -> bool:
    return (old.expression, old.timer_kind, old.working, old.missed) == (
        new.expression,
        new.timer_kind,
        new.working,
        new.missed,
    )


def move(
    shop: Workshop, unit: Unit, live: Live, target: Definition, *, mapping: Mapping[str, str] | None
) -> Move:
    """Return the move of an instance to `target`, the counterparts proposed and corrected by `mapping`."""
    plan = shop.specification(unit, target.id).plan
    nodes = propose(live.tree.specification.plan, plan, mapping)
    return Move(shop, unit, live, target, key_of=lambda task: nodes.get(task.task_spec.node.key), nodes=nodes)


def migrate(
    shop: Workshop,
    unit: Unit,
    instance: str,
    target: Definition,
    *,
    mapping: Mapping[str, str] | None,
    batch: str,
    by: str,
    reason: str | None,
) -> list[str]:
    """Move one instance to `target`, or raise `NotMovable` with every reason; return the jobs to send."""
    live = running.load(shop, unit, instance, by=by, suspended=True)
    source = live.row.definition
    before = {str(t.id): t.task_spec.node.key for t in live.tree.tasks.values() if t.parent is not None}
    moving = move(shop, unit, live, target, mapping=mapping)
    if moving.problems:
        raise NotMovable(moving.problems)
    jobs = moving.write(moved={"reason": reason} if reason else {})
    moved.add(
        unit,
        {
            "batch": batch,
            "instance": instance,
            "source": source,
            "target": target.id,
            "mapping": dict(mapping or {}),
            "version": live.row.version,
            "before": before,
            "at": shop.now(),
            "by": str(by),
            "undone": None,
        },
    )
    return jobs


def undo(shop: Workshop, unit: Unit, row: Mapping[str, Any], *, by: str) -> list[str]:
    """Move an instance back to the version it came from; what it has done meanwhile stays done."""
    from processes.text import _

    live = running.load(shop, unit, row["instance"], by=by, suspended=True)
    if live.row.definition != row["target"]:
        raise WrongState(_("The case has been migrated once more since; undo that first."))
    source = shop.definition(unit, row["source"])
    plan = shop.specification(unit, source.id).plan
    forth = propose(plan, live.tree.specification.plan, row["mapping"])
    back: dict[str, str] = {}
    for mine, theirs in forth.items():
        # Several may have become one; where a case did not stand before, the one of the same id is meant.
        if theirs not in back or plan.nodes[mine].element.id == theirs:
            back[theirs] = mine
    before = row["before"]

    def key_of(task: Task) -> str | None:
        stood: str | None = before.get(str(task.id))
        here = task.task_spec.node.key
        return stood if stood is not None and forth.get(stood) == here else back.get(here)

    moving = Move(shop, unit, live, source, key_of=key_of, nodes=back)
    if moving.problems:
        raise NotMovable(moving.problems)
    jobs = moving.write(moved={"undoes": row["batch"]})
    moved.mark_undone(unit, row["batch"], row["instance"], at=shop.now())
    return jobs
