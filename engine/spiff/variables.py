"""Where variables live: with the process, never with a token.

All branches see and write the variables of their process, and a write carries only what it changes, so no branch can
overwrite another's work with an old copy.  A called process is isolated; a round of a multi-instance and an activity
with mapped inputs have variables of their own in front of the process's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.expressions import feel, unknown_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from SpiffWorkflow.task import Task

    from processes.model.elements import DataMove


def visible(task: Task | None) -> dict[str, Any]:
    """Return what an expression at `task` sees."""
    layers: list[dict[str, Any]] = []
    while task is not None:
        if task.data:
            layers.append(task.data)
        if task.internal_data.get("isolated"):
            break
        task = task.parent
    seen: dict[str, Any] = {}
    for layer in reversed(layers):
        seen.update(layer)
    return seen


def own(task: Task) -> dict[str, Any]:
    """Return what only `task` and its surroundings see: variables in front of the process's, or a called one's."""
    layers: list[dict[str, Any]] = []
    while task.parent is not None:
        if task.data:
            layers.append(task.data)
        if task.internal_data.get("isolated"):
            break
        task = task.parent
    seen: dict[str, Any] = {}
    for layer in reversed(layers):
        seen.update(layer)
    return seen


def assign(task: Task, changes: Mapping[str, Any]) -> None:
    """Write `changes` where the variables of `task` live: with the process, or with what declares them on the way."""
    home, rest = task, dict(changes)
    while not (home.internal_data.get("isolated") or home.internal_data.get("local")):
        for name in [n for n in rest if n in home.internal_data.get("declares", ())]:
            home.data[name] = rest.pop(name)
        # What an undone activity had written is seen as it was, until it is written anew.
        for name in [n for n in rest if n in home.internal_data.get("snapshot", ())]:
            home.data.pop(name, None)
        home = home.parent
    home.data.update(rest)


def hand_out(task: Task) -> None:
    """Give what an activity with variables of its own has produced to its surroundings."""
    element = task.task_spec.node.element
    if element.data_outputs:
        assign(task, moved(element.data_outputs, visible(task)))
    isolated = task.internal_data.get("isolated")
    if not (isolated or element.inputs or element.outputs):
        return
    given: dict[str, Any] = {}
    if isolated:
        before = task.internal_data.get("given", {})
        if element.gives_all if element.gives_all is not None else not element.outputs:
            given = {k: v for k, v in task.data.items() if k not in before or before[k] != v}
    elif not element.outputs:
        own = {target for _, target in element.inputs} | set(task.internal_data.get("snapshot", ()))
        given = {k: v for k, v in task.data.items() if k not in own}
    if element.outputs:
        inside = visible(task)
        given |= {target: unknown_names.evaluate_given(source, inside) for source, target in element.outputs}
    if "round" in task.internal_data:
        kept = task.internal_data.get("own", {})
        task.data = {**kept, **given}
        task.internal_data["isolated"] = False
        task.internal_data["local"] = True
        return
    task.data = {}
    task.internal_data["isolated"] = task.internal_data["local"] = False
    assign(task.parent, given)


def moved(moves: Iterable[DataMove], seen: Mapping[str, Any]) -> dict[str, Any]:
    """Return what data associations move of the variables `seen`; what has no value yet stays where it is."""
    values = {m.target: feel.evaluate(m.source, seen) if m.is_computed else seen.get(m.source) for m in moves}
    return {target: value for target, value in values.items() if value is not None}


def merged(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """Return the changes a person really made to what they were shown, and the names on which both sides differ.

    `base` is what the form showed when it was offered, `mine` what the person sent, `theirs` what stands now.  A
    field sent as it was shown is no change, so it never takes back what a parallel branch has written meanwhile.

    >>> merged({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 5})
    ({'a': 2}, [])
    """
    changes, conflicts = {}, []
    for name, value in mine.items():
        if name in base and base[name] == value and theirs.get(name) != value:
            continue
        changes[name] = value
        if name in base and theirs.get(name) != base[name] and theirs.get(name) != value:
            conflicts.append(name)
    return changes, conflicts
