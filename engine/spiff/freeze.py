"""The live tree to bytes and back: plain JSON with a format version, no pickle.

Only what is alive is in it, so its size does not grow with the past.  The variables of the process are kept beside it,
in a column of their own, because pages read them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from engine.spiff.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.spiff.build import Specification

FORMAT = 2

#: For each older format, how its document becomes the next one's.
MIGRATIONS: dict[int, Callable[[list[Any]], list[Any]]] = {
    # The process itself keeps what can be undone; before, it kept nothing.
    1: lambda document: [2, *document[1:3], {}],
}


def freeze(tree: Tree) -> tuple[bytes, dict[str, Any]]:
    """Return the tree as bytes, and the process's variables."""
    rows = []
    for task in tree.tasks.values():
        if task.parent is None:
            continue
        row: list[Any] = [task.id, task._parent, task.task_spec.node.key, task.state]
        if task.internal_data or task.data:
            row.append(task.internal_data)
        if task.data:
            row.append(task.data)
        rows.append(row)
    kept = {k: v for k, v in tree.root.internal_data.items() if k != "isolated"}
    text = json.dumps([FORMAT, tree.next_id, rows, kept], separators=(",", ":"), ensure_ascii=False)
    return text.encode(), dict(tree.root.data)


def thaw(
    state: bytes, variables: dict[str, Any], specification: Specification, *, keeps: bool = False
) -> Tree:
    """Return the tree that was frozen to `state`."""
    document: Any = json.loads(state)
    version = document[0]
    while version < FORMAT:
        document = MIGRATIONS[version](document)
        version = document[0]
    tree = Tree(specification, keeps=keeps)
    root = tree.plant()
    root.data = variables
    root.internal_data.update(document[3])
    for number, parent, key, status, *rest in document[2]:
        task = tree.add(specification.spec(key), tree.task(parent), TaskState.STARTED, number=number)
        task._state = status
        if rest:
            task.internal_data = rest[0]
        if len(rest) > 1:
            task.data = rest[1]
    tree.next_id = document[1]
    return tree
