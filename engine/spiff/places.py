"""Where the tokens of a tree are, and where one may be put: by the ids of the file."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from engine.errors import NotMovable
from engine.spiff.settling import is_token
from engine.spiff.specs.token import inner_of
from processes.label import Label
from processes.text import _

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from engine.spiff.plan import Node
    from engine.spiff.tree import Tree

#: Elements at which a token cannot simply be put: they belong to a host, wait for several, or begin a scope.
_NO_PLACE = frozenset({"BoundaryEvent", "StartEvent"})


class Places:
    """The places of one tree."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.plan = tree.specification.plan

    def tokens(self, element: str) -> list[Task]:
        """Return the tokens at an element; of a repeated activity its body, not its rounds."""
        return [t for t in self.all_tokens() if t.task_spec.node.element.id == element]

    def occupied(self) -> list[str]:
        """Return the ids of the elements at which there are tokens."""
        return list(dict.fromkeys(t.task_spec.node.element.id for t in self.all_tokens()))

    def label(self, element: str) -> Label:
        """Return what an element is called in every language, its id when there is none."""
        found = (n.element.label for n in self.plan.nodes.values() if n.element.id == element)
        return next(found, Label(element))

    def key(self, element: str) -> str:
        """Return the node at which a token may be put for an element of the file."""
        keys = [key for key, node in self.plan.nodes.items() if node.element.id == element]
        if not keys:
            known = sorted({node.element.id for node in self.plan.nodes.values()})
            close = get_close_matches(element, known, n=3, cutoff=0.5)
            raise NotMovable(
                [_("There is no element “{element}” in this version.").format(element=element)],
                hint=_("Did you mean {names}?").format(names=", ".join(close)) if close else None,
            )
        node = self.plan.nodes[keys[0]]
        if node.type in _NO_PLACE or node.element.is_event_subprocess:
            raise NotMovable(
                [
                    _("No token can be put at “{label}”: it begins by itself.").format(
                        label=node.element.label
                    )
                ],
                hint=_("Choose the activity that comes after it."),
            )
        return keys[0]

    def scope_for(self, key: str, *, near: Task) -> Task:
        """Return the running scope in which a token for `key` would live, looking outwards from `near`."""
        wanted = self.plan.nodes[key].container
        scope = near.parent
        while scope is not None:
            if self._container(scope) == wanted:
                return scope
            scope = scope.parent
        raise self._inside(self.plan.nodes[key])

    def check_outermost(self, key: str) -> None:
        """Raise `NotMovable` unless `key` is in the process itself."""
        if self.plan.nodes[key].container != self.plan.root:
            raise self._inside(self.plan.nodes[key])

    def all_tokens(self) -> list[Task]:
        """Return every token; of a repeated activity its body, not its rounds."""
        return [
            t
            for t in self.tree.below(self.tree.root)
            if is_token(t) and "round" not in t.internal_data and self.tree.is_alive(t)
        ]

    def _container(self, scope: Task) -> str:
        if scope.parent is None:
            return self.plan.root
        return inner_of(scope) or ""

    def _inside(self, node: Node) -> NotMovable:
        outside = next((n for n in self.plan.nodes.values() if n.inner == node.container), None)
        return NotMovable(
            [
                _("“{label}” is inside “{outside}”, which is not running.").format(
                    label=node.element.label, outside=outside.element.label if outside else node.container
                )
            ],
            hint=_("Choose the outer element itself."),
        )
