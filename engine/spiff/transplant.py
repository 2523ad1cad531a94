"""Transplanting: a live tree grows on in another version of its definition.

Every token keeps its number, its variables and its place, under the counterpart of its element.  What cannot be said
of the other version is a problem, in words; with a single one nothing is moved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.spiff.awaiting import ACTIVE
from engine.spiff.specs.token import inner_of
from engine.spiff.tree import Tree
from processes.model.kind_names import kind_name
from processes.text import Message, _

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from engine.spiff.build import Specification
    from engine.spiff.plan import Node

#: What a token remembers of other elements: their node keys, or the ways it came by.
_NODES = ("listens", "begins")
_WAYS = ("flow", "late")


@dataclass(kw_only=True)
class Transplant:
    """The tree in the other version; `dropped` are waits without a counterpart, `unarmed` those that are new there."""

    tree: Tree
    problems: list[Message] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    unarmed: list[tuple[int, str]] = field(default_factory=list)


class _Missing(Exception):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def transplant(
    old: Tree,
    target: Specification,
    key_of: Callable[[Task], str | None],
    nodes: Mapping[str, str],
    ways: Mapping[str, str],
) -> Transplant:
    """Return `old` as a tree of `target`; `key_of` says where each token goes, `nodes` and `ways` what it remembers."""
    done = Transplant(tree=Tree(target, keeps=old.keeps))
    # The rows of the parts stay the instance's, whatever becomes of what lay in them.
    done.tree.sleepers.stored = set(old.sleepers.stored)
    root = done.tree.plant()
    root.data = dict(old.root.data)
    gone: set[int] = set()
    for task in list(old.tasks.values()):
        if task.parent is None:
            _remember(done, root, task, nodes, ways)
            continue
        if task.parent.id in gone:
            gone.add(task.id)
            continue
        key = key_of(task)
        node = target.plan.nodes.get(key) if key is not None else None
        problem = _problem(done.tree, task, node)
        if problem is not None:
            gone.add(task.id)
            if _stands_aside(task):
                done.dropped.append(task.id)
            else:
                done.problems.append(problem)
            continue
        assert node is not None
        parent = done.tree.task(task.parent.id)
        new = done.tree.add(target.spec(node.key), parent, task.state, number=task.id)
        new._state = task.state
        new.data = dict(task.data)
        _remember(done, new, task, nodes, ways)
    done.tree.next_id = old.next_id
    if not done.problems:
        done.unarmed = list(_unarmed(done.tree))
    return done


def _stands_aside(task: Task) -> bool:
    """Whether the task only listens beside something else: a boundary event, or an event subprocess's start."""
    internal = task.internal_data
    return internal.get("host") is not None or bool(internal.get("listens"))


def _problem(tree: Tree, task: Task, node: Node | None) -> Message | None:
    """Return why the token cannot go to `node`, or None."""
    before: Node = task.task_spec.node
    label = before.element.label
    if node is None:
        text = _("“{label}” ({element}) has no counterpart in the new version.")
        return text.format(label=label, element=before.element.id)
    if node.type != before.type:
        text = _("“{label}” would become something else: {after} instead of {before}.")
        return text.format(label=label, before=kind_name(before.type), after=kind_name(node.type))
    many, others = before.element.multi_instance, node.element.multi_instance
    if before.is_repeated != node.is_repeated or (many and others and many.sequential != others.sequential):
        return _("“{label}” is repeated in another way in the new version.").format(label=label)
    if len(before.element.event_definitions) != len(node.element.event_definitions):
        return _("“{label}” has other triggers in the new version.").format(label=label)
    parent = tree.tasks.get(task.parent.id)
    if parent is None:
        return _("“{label}” is inside something that has no counterpart.").format(label=label)
    scope = tree.specification.plan.root if parent.parent is None else inner_of(parent)
    same_element = task.parent.parent is not None and task.parent.task_spec is task.task_spec
    if node.container != scope and not same_element:
        return _("“{label}” is inside another subprocess in the new version.").format(label=label)
    host = task.internal_data.get("host")
    if host is not None and (
        host not in tree.tasks or node.key not in tree.task(host).task_spec.node.boundaries
    ):
        return _("“{label}” watches another activity in the new version.").format(label=label)
    return None


def _remember(
    done: Transplant, new: Task, old: Task, nodes: Mapping[str, str], ways: Mapping[str, str]
) -> None:
    try:
        new.internal_data = _renamed(old.internal_data, nodes, ways)
    except _Missing as missing:
        plan = old.workflow.specification.plan
        label = plan.nodes[missing.key].element.label if missing.key in plan.nodes else missing.key
        text = _("“{label}” was passed on the way and has no counterpart in the new version.")
        done.problems.append(text.format(label=label))


def _renamed(
    internal: Mapping[str, Any], nodes: Mapping[str, str], ways: Mapping[str, str]
) -> dict[str, Any]:
    new = dict(internal)
    if new.get("flow") not in ways and not (new.get("joins") or new.get("gathers") or "late" in new):
        # By which way it came matters only to a token that waits for others.
        new.pop("flow", None)
    for name in _NODES:
        if new.get(name):
            new[name] = _counterpart(nodes, new[name])
    for name in _WAYS:
        value = new.get(name)
        if isinstance(value, list):
            new[name] = [_counterpart(ways, way) for way in value]
        elif value and "→" not in str(value):
            new[name] = _counterpart(ways, value)
    if new.get("pending"):
        new["pending"] = _each(new["pending"], nodes)
    if new.get("log"):
        new["log"] = [_entry(entry, nodes) for entry in new["log"]]
    if new.get("undo"):
        new["undo"] = [[scope, _entry(entry, nodes)] for scope, entry in new["undo"]]
    return new


def _each(value: Any, nodes: Mapping[str, str]) -> Any:
    return [_each(v, nodes) for v in value] if isinstance(value, list) else _counterpart(nodes, value)


def _entry(entry: Mapping[str, Any], nodes: Mapping[str, str]) -> dict[str, Any]:
    renamed = {**entry, "node": _counterpart(nodes, entry["node"])}
    if "log" in entry:
        renamed["log"] = [_entry(inner, nodes) for inner in entry["log"]]
    return renamed


def _counterpart(known: Mapping[str, str], key: str) -> str:
    if key not in known:
        raise _Missing(key)
    return known[key]


def _unarmed(tree: Tree) -> list[tuple[int, str]]:
    """Return the boundary events that are new in this version, each with the activity that has to be watched."""
    armed = {
        (t.internal_data["host"], t.task_spec.node.key)
        for t in tree.tasks.values()
        if t.internal_data.get("host") is not None
    }
    found = []
    for task in tree.tasks.values():
        if task.parent is None or not task.internal_data.get("begun") or "round" in task.internal_data:
            continue
        for key in task.task_spec.node.boundaries:
            events = tree.specification.plan.nodes[key].element.event_definitions
            if (task.id, key) not in armed and any(event.type in ACTIVE for event in events):
                found.append((task.id, key))
    return found
