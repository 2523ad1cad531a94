"""The live tree to bytes and back: plain values in a packed form with a format version, no pickle.

Only what is alive is in it, so its size does not grow with the past; of a large multi-instance only what a verb has
touched.  The variables of the process are kept beside it, in a column of their own, because pages read them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.spiff import asleep
from engine.spiff.packed import FORMAT, pack, unpack
from engine.spiff.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from SpiffWorkflow.task import Task

    from engine.spiff.build import Specification

#: For each older format, how its document becomes the next one's.
MIGRATIONS: dict[int, Callable[[list[Any]], list[Any]]] = {
    # The process itself keeps what can be undone; before, it kept nothing.
    1: lambda document: [*document[:2], {}],
    # Rounds of a large multi-instance lie in parts; before, all were in the document.
    2: lambda document: [*document, []],
}


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """A tree as it is stored.

    `added`, `changed` and `gone` say what becomes of the rows of its parts; `parts` are those there are from now on,
    `asleep` the tokens that lie in them.
    """

    state: bytes
    variables: dict[str, Any]
    added: dict[int, bytes] = field(default_factory=dict)
    changed: dict[int, bytes] = field(default_factory=dict)
    gone: tuple[int, ...] = ()
    parts: dict[int, asleep.Part] = field(default_factory=dict)
    asleep: tuple[int, ...] = ()


def freeze(tree: Tree, *, whole: bool = False) -> Frozen:
    """Return the tree as it is to be stored; `whole`, without parts, as one that has ended."""
    sleepers = tree.sleepers
    whole = whole or tree.keeps
    if whole:
        sleepers.wake_all(tree)
    parts, awake = ({}, {}) if whole else asleep.parted(tree)
    if not parts and not sleepers.stored:
        return Frozen(state=pack([tree.next_id, *_remembered(tree, ()), []]), variables=dict(tree.root.data))
    resting = {task.id for tasks in awake.values() for task in tasks}
    index = [[number, part.body, part.first, part.last] for number, part in parts.items()]
    packed = {number: pack([_row(task) for task in tasks]) for number, tasks in awake.items()}
    return Frozen(
        state=pack([tree.next_id, *_remembered(tree, resting), index]),
        variables=dict(tree.root.data),
        added={n: state for n, state in packed.items() if n not in sleepers.stored},
        changed={
            n: state for n, state in packed.items() if n in sleepers.stored and sleepers.woken.get(n) != state
        },
        gone=tuple(sorted(sleepers.stored - parts.keys())),
        parts=parts,
        asleep=tuple(resting),
    )


def _remembered(tree: Tree, resting: Container[int]) -> tuple[list[list[Any]], dict[str, Any]]:
    """Return the rows of all tasks that are in the tree, but those, and what the process itself remembers."""
    rows = [_row(task) for task in tree.tasks.values() if task._parent is not None and task.id not in resting]
    return rows, {k: v for k, v in tree.root.internal_data.items() if k != "isolated"}


def _row(task: Task) -> list[Any]:
    row: list[Any] = [task.id, task._parent, task.task_spec.node.key, task._state]
    if task.internal_data or task.data:
        row.append(task.internal_data)
    if task.data:
        row.append(task.data)
    return row


def thaw(
    state: bytes,
    variables: dict[str, Any],
    specification: Specification,
    *,
    keeps: bool = False,
    include: Callable[[str], object] | None = None,
) -> Tree:
    """Return the tree that was frozen to `state`; what sleeps in its parts stays there until it is asked for.

    `include` is asked to let the specification have each definition that a computed call has begun.
    """
    version, document = unpack(state)
    while version < FORMAT:
        document = MIGRATIONS[version](document)
        version += 1
    next_id, rows, kept, index = document
    if include is not None:
        for definition in kept.get("called", ()):
            include(definition)
    tree = Tree(specification, keeps=keeps)
    root = tree.plant()
    root.data = variables
    root.internal_data.update(kept)
    for row in rows:
        asleep.restore(tree, row)
    tree.next_id = next_id
    tree.sleepers.parts = {number: asleep.Part(*part) for number, *part in index}
    tree.sleepers.stored = set(tree.sleepers.parts)
    return tree


def lull(tree: Tree, frozen: Frozen) -> None:
    """Let the tree be as it was frozen: what lies in its parts is taken out of it."""
    bodies = {part.body for part in frozen.parts.values()}
    for number in frozen.asleep:
        tree.tasks.pop(number)
    for body in bodies:
        tree.task(body)._children = [n for n in tree.task(body)._children if n in tree.tasks]
    tree.sleepers = asleep.Sleepers(parts=dict(frozen.parts), stored=set(frozen.parts))
