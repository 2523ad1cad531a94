"""What a waiting token leaves with the store: an alarm, a subscription, a work item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import timers
from engine.errors import SandboxError
from engine.spiff import unaddressed
from engine.spiff.effects import Alarm, Awaited, Offer, Stuck
from engine.spiff.specs.activities import Activity
from processes.text import _

if TYPE_CHECKING:
    from datetime import datetime

    from SpiffWorkflow.task import Task

    from engine.spiff.specs.token import Course
    from processes import WorkingCalendar
    from processes.calendar import Unit
    from processes.model.elements import EventDefinition
    from processes.model.gov import Step


#: The triggers that somebody outside the token brings about: the clock, a sender, a change of the data.
ACTIVE = ("Timer", "Message", "Signal", "Conditional")


def await_triggers(course: Course, task: Task) -> None:
    """Let an event wait for its trigger, or for each of several with a task of its own below it."""
    definitions = task.task_spec.node.element.event_definitions
    trigger = task.internal_data.get("trigger")
    if trigger is not None:
        course.wait_for(task, definitions[trigger])
    elif len(definitions) == 1:
        if definitions[0].type in ACTIVE:
            course.wait_for(task, definitions[0])
    else:
        task.internal_data["waits"] = True
        if not _stands_beside(task):
            course.record(task, "started")
        arm_each(course, task)


def arm_each(course: Course, task: Task) -> None:
    """Let each of several triggers of one event wait."""
    node = task.task_spec.node
    for number, definition in enumerate(node.element.event_definitions):
        if definition.type in ACTIVE:
            course.add(task, node.key, trigger=number)


def _stands_beside(task: Task) -> bool:
    internal = task.internal_data
    return bool(internal.get("host") is not None or internal.get("listens") or "trigger" in internal)


def wait_for(
    course: Course, task: Task, definition: EventDefinition, *, calendar: WorkingCalendar | None
) -> None:
    """Let an event wait: for the clock, a message, a signal or a condition."""
    element = task.task_spec.node.element
    match definition.type:
        case "Timer":
            due = timers.due(
                definition.expression or "",
                definition.timer_kind or "duration",
                course.variables(task.parent),
                now=course.now,
                working=definition.working,
                calendar=calendar,
            )
            course.effects.alarms.append(
                Alarm(
                    task=task.id,
                    element=element.id,
                    due=due.at,
                    remaining=due.remaining,
                    interval=due.interval,
                    working=definition.working,
                    missed=definition.missed or "all",
                )
            )
            if element.type == "IntermediateCatchEvent" and (due.remaining or 1) > 1:
                task.internal_data["rings"] = True
        case "Message" | "Signal":
            course.effects.awaited.append(
                Awaited(
                    task=task.id,
                    kind=definition.type.lower(),
                    name=definition.name or definition.reference or "",
                    key=_key(course, task, definition),
                    element=element.id,
                )
            )
            if definition.type == "Signal":
                task.internal_data["signal"] = definition.name or definition.reference or ""
        case "Conditional":
            task.internal_data["condition"] = definition.expression or "false"
            course.stirred = True
    task.internal_data["waits"] = True
    if not _stands_beside(task) and not isinstance(task.task_spec, Activity):
        course.record(task, "started")


def _key(course: Course, task: Task, definition: EventDefinition) -> str | None:
    if definition.type != "Message" or not definition.correlation_key:
        return None
    key = course.evaluate(task, definition.correlation_key)
    if key is None:
        raise SandboxError(
            _("The correlation key “{text}” of “{label}” has no value.").format(
                text=definition.correlation_key, label=task.task_spec.node.element.label
            )
        )
    return str(key)


def offer(course: Course, task: Task, *, calendar: WorkingCalendar | None) -> None:
    """Offer a work item to whoever the model names.

    Where it names somebody by an expression and that comes to nobody, the token is stuck.  Where it names nobody at all
    (which `check` warns of), the item is there and may be done, but it is an incident until somebody holds it.
    """
    element = task.task_spec.node.element
    groups = _names(course, task, element.candidate_groups)
    users = tuple(f"user:{name}" for name in _names(course, task, element.candidate_users))
    assignee = next(iter(_names(course, task, (element.assignee,) if element.assignee else ())), None)
    named = (*element.candidate_groups, *element.candidate_users, element.assignee)
    if any(named) and not (groups or users or assignee):
        raise SandboxError(
            _("“{label}” has no candidates: nobody may do it.").format(label=element.label),
            hint=_("Put it into a lane, or name its candidate groups."),
        )
    if not (groups or users or assignee):
        task.internal_data["unaddressed"] = True
        course.effects.stuck.append(
            Stuck(
                task=task.id,
                element=element.id,
                label=element.label,
                kind=unaddressed.KIND,
                message=unaddressed.message(element.label),
            )
        )
    due = _deadline(course, task, calendar)
    offered = {"candidates": list(groups + users), "due": due.isoformat() if due else None}
    course.record(task, "offered", data=offered)
    course.effects.offers.append(
        Offer(
            task=task.id,
            element=element.id,
            label=element.label,
            candidates=groups + users,
            assignee=assignee,
            form=_form(task),
            due=due,
            process=element.process,
            assignment=element.step.assignment if element.step else None,
            priority=_priority(course, task),
            limit=element.step.limit if element.step and not element.due else None,
            limit_unit=_unit(element.step),
        )
    )


def _form(task: Task) -> str | None:
    """Return the form of a user task, with the definition in whose file it lies when that is a called one's."""
    node = task.task_spec.node
    owner = node.key.partition("@")[2]
    form: str | None = node.element.form
    return f"{form}@{owner}" if form and owner else form


def _names(course: Course, task: Task, texts: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for text in texts:
        value = course.evaluate(task, text) if text.startswith("=") else text
        found.extend(str(v) for v in (value if isinstance(value, list) else [value]) if v is not None)
    return tuple(dict.fromkeys(found))


def _priority(course: Course, task: Task) -> int:
    """Return the priority the model gives the work; 50 where it says nothing."""
    element = task.task_spec.node.element
    if element.priority is None:
        return 50
    value = course.evaluate(task, element.priority)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise SandboxError(
            _("The priority “{text}” of “{label}” is no number.").format(
                text=element.priority, label=element.label
            ),
            hint=_("Give a number; 50 is usual, more is more urgent."),
        )
    return int(value)


def _deadline(course: Course, task: Task, calendar: WorkingCalendar | None) -> datetime | None:
    element = task.task_spec.node.element
    if element.due:
        return timers.due(element.due, "date", course.variables(task), now=course.now, calendar=calendar).at
    step = element.step
    if step is None or step.limit is None:
        return None
    if calendar is None:
        from processes import WorkingCalendar

        calendar = WorkingCalendar.default()
    return calendar.add(course.now, step.limit, unit=_unit(step))


def _unit(step: Step | None) -> Unit:
    return "calendar" if step is not None and step.limit_unit == "calendar" else "working"
