"""Fire the terms that are due: told at four fifths, ended at the limit as the model says, each once.

Like a timer, a term fires in a transaction of its own under its case's lock; another clock that comes later finds it
told or ended already.  What the rule for silence does is done by the clock, and the history says so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from engine import offering, running, working
from engine.errors import SandboxError, UnknownInstance, WrongState
from engine.jobs.sweep import Failures, sweep
from engine.plain_values import plain
from engine.store import terms, work_items
from processes.model.silence import TACIT
from processes.text import _

if TYPE_CHECKING:
    from engine.live import Live
    from engine.store import Unit
    from engine.workshop import Workshop
    from processes.model.gov import Procedure

BATCH = 100


def fire_terms(shop: Workshop, after_each: Callable[[list[str]], None], *, failures: Failures) -> int:
    """Fire what is due; return how many warnings were given and limits reached, what failed is in `failures`."""

    def due(besides: Collection[str]) -> Sequence[tuple[str, str]]:
        with shop.store.read() as unit:
            return terms.due(unit, now=shop.now(), limit=BATCH, besides=besides)

    def fire(one: tuple[str, str]) -> bool | None:
        id_, instance = one
        done = shop.write(partial(_fire, shop, id_=id_, instance=instance))
        if done is None:
            return None
        after_each(done)
        return True

    return sweep(due, fire, id_of=lambda one: one[0], failures=failures)


def _fire(shop: Workshop, unit: Unit, *, id_: str, instance: str) -> list[str] | None:
    try:
        live = running.load(shop, unit, instance, by="clock")
    except (UnknownInstance, WrongState):
        return None
    row = terms.lock(unit, id_)
    if row is None or row["fires"] is None or row["fires"] > shop.now():
        return None
    item = _item(unit, live, row["task"])
    told = {"due": row["due"].isoformat()}
    if row["due"] > shop.now():
        terms.change(unit, id_, warned=shop.now(), fires=row["due"])
        _note(live, item, "warned", told)
        return running.save(shop, unit, live)
    terms.change(unit, id_, reached=shop.now(), fires=None)
    procedure = offering.model_of(shop, unit, live.definition).procedure
    task = live.tree.tasks.get(row["task"])
    rule = _rule(task, procedure)
    _note(live, item, "limitReached", told | {"rule": rule})
    if rule in TACIT:
        _decide(live, task, rule, procedure)
    elif rule == "escalate" and task is not None:
        _escalate(live, task)
    return running.save(shop, unit, live)


def _rule(task: Any, procedure: Procedure | None) -> str:
    """Return what happens now; a procedure's rule of silence is about its own limit, not that of each step."""
    whole = procedure.on_limit if procedure is not None else None
    if task is None:
        return whole or "nothing"
    step = task.task_spec.node.element.step
    own: str | None = step.on_limit if step is not None else None
    return own or ("escalate" if whole == "escalate" else "nothing")


def _decide(live: Live, task: Any, rule: str, procedure: Procedure | None) -> None:
    """Write what silence means: the work is completed so, or the case has these variables from now on."""
    if task is None:
        text = procedure.on_limit_data if procedure is not None else None
        if text is not None:
            root = live.tree.root
            try:
                outcome = _outcome(live.advance.evaluate_given(root, text), live.definition.name)
            except SandboxError as error:
                live.note("silenceFailed", {"reason": str(error.message)})
                return
            before = {name: root.data.get(name) for name in outcome}
            live.advance.assign(root, outcome)
            live.note("changed", {"reason": rule, "before": before, "after": outcome})
            live.advance.run()
        return
    element = task.task_spec.node.element
    try:
        outcome = _outcome(live.advance.evaluate_given(task, element.step.on_limit_data), element.label)
    except SandboxError as error:
        # Nothing is decided: the work is withdrawn and waits as an incident, from which it can be offered anew.
        live.advance.withdraw(task, "cancelled")
        live.advance.stick(task, error.message)
        return
    live.advance.complete(task.id, data=outcome, note=outcome | {"silence": rule})


def _outcome(value: Any, label: str) -> dict[str, Any]:
    # What nobody has set decides nothing.
    if not isinstance(value, Mapping) or not value or None in value.values():
        raise SandboxError(
            _("What “{label}” writes at its limit comes to no values.").format(label=label),
            hint=_("Correct the variables it is computed from, and try again."),
        )
    return plain(value)


def _escalate(live: Live, task: Any) -> None:
    """Throw the escalation that the step itself catches, if it does."""
    for key in task.task_spec.node.boundaries:
        for definition in live.advance.plan.nodes[key].element.event_definitions:
            if definition.type == "Escalation":
                code = definition.code or definition.name or definition.reference or ""
                live.advance.throw_escalation(task, code)
                live.advance.run()
                return


def _item(unit: Unit, live: Live, task: int | None) -> dict[str, Any] | None:
    if task is None:
        return None
    found = work_items.some(unit, instance_id=live.row.id, limit=100_000)
    return next((row for row in found if row["task"] == task), None)


def _note(live: Live, item: Mapping[str, Any] | None, kind: str, data: Mapping[str, Any]) -> None:
    if item is None:
        live.note(kind, data)
    else:
        working.record(live, item, kind, data)
