"""Rounds: one activity, several times for one token.

The activity's task is the body; each round is a task below it with variables of its own: the item, `loopCounter` and
what the round sets.  When a round ends, its variables go up to the process, unless an output collection is named:
then the output item takes its place in it, in the order of the input.

A round may throw an event when it is done (`behavior`), for who stands on the activity's border or listens to
the signal.  Such an event tells that a round is done and harms none of them, whatever its border says of
interrupting: the activity itself has thrown it.  Only a complex behavior that is caught by an interrupting event ends
the rounds that are left; the activity then is complete.

Source: BPMN 2.0.2, 10.3.8 (loop characteristics).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.errors import SandboxError
from engine.expressions import feel
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from SpiffWorkflow.task import Task

    from engine.spiff.specs.token import Course, Token
    from processes.model.elements import EventDefinition, MultiInstance

#: A model that asks for more rounds than this is stopped with an incident.
MOST_ROUNDS = 100_000
_OWN = ("loopCounter", "nrOfInstances", "nrOfCompletedInstances", "nrOfActiveInstances")


def begin(spec: Token, task: Task, course: Course) -> None:
    """Start the rounds of the body `task`; without any it is done at once."""
    element = spec.node.element
    if element.multi_instance is None:
        task.internal_data["count"] = 0
        if element.test_before and not _loops_on(spec, task, course, {}):
            course.finish(task)
        else:
            _add_round(spec, task, course, 0, {})
        return
    items = _items(spec, task, course)
    task.internal_data.update(count=len(items), done=0)
    if element.multi_instance.output_collection:
        task.internal_data["outputs"] = [None] * len(items)
    if not items:
        _close(spec, task, course)
    elif element.multi_instance.sequential:
        task.internal_data["items"] = items
        _add_round(spec, task, course, 0, {"item": items[0]})
    else:
        for number, item in enumerate(items):
            _add_round(spec, task, course, number, {"item": item})


def round_done(spec: Token, body: Task, done: Task, course: Course) -> None:
    """Take what the finished round `done` gives, and go on with the next or end the body.

    Everything that can fail is evaluated before anything changes, so that a failed round can be retried.
    """
    many = spec.node.element.multi_instance
    number = done.internal_data["round"]
    item_name = many.item if many else None
    kept = {k: v for k, v in done.data.items() if k not in _OWN and k != item_name}
    if many is None:
        body.internal_data["count"] = number + 1
        goes_on = _loops_on(spec, body, course, kept)
        course.assign(body, kept)
        course.consume(done)
        if goes_on:
            _add_round(spec, body, course, number + 1, {})
        else:
            course.finish(body)
        return
    finished = body.internal_data["done"] + 1
    output = many.output_item or many.item
    value = course.evaluate_given(done, output) if many.output_collection and output else None
    completes = _completes(many.completion_condition, body, done, course, finished)
    thrown = _thrown(many, body, done, course, finished)
    body.internal_data["done"] = finished
    if many.output_collection:
        body.internal_data["outputs"][number] = value
    else:
        course.assign(body, kept)
    course.consume(done)
    for definition in thrown:
        completes = course.throw_from_round(body, definition) or completes
    if completes or finished >= body.internal_data["count"]:
        for other in list(body.children):
            course.interrupt(other)
        _close(spec, body, course)
    elif many.sequential:
        _add_round(spec, body, course, number + 1, {"item": body.internal_data["items"][number + 1]})


def _close(spec: Token, body: Task, course: Course) -> None:
    many = spec.node.element.multi_instance
    if many and many.output_collection:
        course.assign(body, {many.output_collection: body.internal_data["outputs"]})
    body.internal_data.pop("items", None)
    course.finish(body)


def _add_round(spec: Token, body: Task, course: Course, number: int, given: dict[str, Any]) -> None:
    if number >= MOST_ROUNDS:
        raise SandboxError(_("More than {most} rounds are asked for.").format(most=MOST_ROUNDS))
    many = spec.node.element.multi_instance
    task = course.add(body, spec.node.key, round=number, local=True)
    task.data = {"loopCounter": number + 1}
    if many is not None:
        task.data["nrOfInstances"] = body.internal_data["count"]
        if many.item:
            task.data[many.item] = given.get("item")


def _items(spec: Token, task: Task, course: Course) -> list[Any]:
    many = spec.node.element.multi_instance
    if many is None:
        return []
    if many.collection:
        value = course.evaluate(task, many.collection)
        if isinstance(value, list):
            return value
        raise SandboxError(
            _("“{text}” is no list, so “{label}” cannot be repeated for its items.").format(
                text=many.collection, label=spec.node.element.label
            )
        )
    value = course.evaluate(task, many.cardinality or "null")
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0 and value == int(value):
        if value > MOST_ROUNDS:
            raise SandboxError(_("More than {most} rounds are asked for.").format(most=MOST_ROUNDS))
        return list(range(1, int(value) + 1))
    raise SandboxError(
        _("“{text}” is no whole number of rounds for “{label}”.").format(
            text=many.cardinality, label=spec.node.element.label
        )
    )


def _loops_on(spec: Token, body: Task, course: Course, fresh: Mapping[str, Any]) -> bool:
    element = spec.node.element
    rounds = body.internal_data["count"]
    fresh = {"loopCounter": rounds, **fresh}
    if element.loop_maximum:
        most = feel.evaluate(element.loop_maximum, {**course.variables(body), **fresh})
        if isinstance(most, (int, float)) and rounds >= most:
            return False
    if not element.loop_condition:
        return True
    answer = feel.evaluate(element.loop_condition, {**course.variables(body), **fresh})
    if isinstance(answer, bool):
        return answer
    raise SandboxError(
        _("The loop condition “{text}” of “{label}” is neither true nor false.").format(
            text=element.loop_condition, label=element.label
        )
    )


def _thrown(
    many: MultiInstance, body: Task, done: Task, course: Course, finished: int
) -> list[EventDefinition]:
    """Return the events that a finished round throws."""
    if many.behavior == "Complex":
        return [
            definition
            for condition, definition in many.events
            if condition is None or _completes(condition, body, done, course, finished)
        ]
    if many.behavior == "None" or (many.behavior == "One" and finished == 1):
        return [definition for _condition, definition in many.events]
    return []


def _completes(condition: str | None, body: Task, done: Task, course: Course, finished: int) -> bool:
    if not condition:
        return False
    given = {
        "nrOfInstances": body.internal_data["count"],
        "nrOfCompletedInstances": finished,
        # One after another, none is active when one has just ended; only these keep their items.
        "nrOfActiveInstances": 0 if "items" in body.internal_data else body.internal_data["count"] - finished,
    }
    answer = feel.evaluate(condition, {**course.variables(body), **done.data, **given})
    if isinstance(answer, bool):
        return answer
    raise SandboxError(
        _("The completion condition “{text}” is neither true nor false.").format(text=condition)
    )
