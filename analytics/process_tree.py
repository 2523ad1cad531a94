"""Process trees: block-structured control flow, which is sound however it is put together.

A leaf is an activity, or nothing (`label` None).  An inner node says what becomes of its children: a *sequence*, a
*choice* of one, all in *parallel*, or a *loop* whose first child is done at least once and again after each redo.

Source: Leemans, Fahland & van der Aalst (2013), doi:10.1007/978-3-642-38697-8_17.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Operator = Literal["leaf", "sequence", "choice", "parallel", "loop"]


@dataclass(frozen=True)
class Tree:
    """A node of a process tree."""

    operator: Operator
    children: tuple[Tree, ...] = ()
    label: str | None = None

    def __str__(self) -> str:
        if self.operator == "leaf":
            return self.label or "τ"
        signs = {"sequence": "→", "choice": "×", "parallel": "+", "loop": "↺"}
        return f"{signs[self.operator]}({', '.join(map(str, self.children))})"

    @property
    def is_silent(self) -> bool:
        """Whether nothing is done here."""
        return self.operator == "leaf" and self.label is None


SILENT = Tree("leaf")


def leaf(label: str) -> Tree:
    """Return the tree that does one activity."""
    return Tree("leaf", (), label)


def sequence(*children: Tree) -> Tree:
    """Return the children one after the other."""
    return _joined("sequence", children)


def choice(*children: Tree) -> Tree:
    """Return a choice of one of the children; the same child twice is one.

    >>> print(choice(leaf("A"), choice(SILENT, leaf("B")), SILENT))
    ×(A, τ, B)
    """
    return _joined("choice", tuple(dict.fromkeys(_flat("choice", children))))


def parallel(*children: Tree) -> Tree:
    """Return all children side by side."""
    return _joined("parallel", children)


def loop(body: Tree, *redos: Tree) -> Tree:
    """Return `body`, again after each of the `redos`."""
    return Tree("loop", (body, *(redos or (SILENT,))))


def _flat(operator: Operator, children: tuple[Tree, ...]) -> list[Tree]:
    return [c for child in children for c in (child.children if child.operator == operator else (child,))]


def _joined(operator: Operator, children: tuple[Tree, ...]) -> Tree:
    flat = _flat(operator, children)
    if operator != "choice":
        flat = [c for c in flat if not c.is_silent]
    if not flat:
        return SILENT
    return flat[0] if len(flat) == 1 else Tree(operator, tuple(flat))
