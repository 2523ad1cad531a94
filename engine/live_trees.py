"""The live trees at hand: what this process has saved lately, so that the next verb need not read it again.

A tree is good for exactly the version under which it was saved, and that version is read under the instance's lock;
another process that has written meanwhile makes it useless, never wrong.  Whoever takes a tree has it alone: it comes
back only after a commit, so that what a failed verb has done to it is forgotten with it.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.spiff.tree import Tree

#: How many instances are kept at hand, and how many tokens together: about 5 kB a token.
MOST_TREES = 1000
MOST_TOKENS = 20_000


class LiveTrees:
    """Trees by instance, the least lately used forgotten first; safe for several threads."""

    def __init__(self) -> None:
        self._trees: OrderedDict[str, tuple[int, Tree]] = OrderedDict()
        self._tokens = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._trees)

    def take(self, instance: str, *, version: int) -> Tree | None:
        """Return the tree saved as this version, and forget it; None when it is not at hand."""
        with self._lock:
            kept = self._trees.pop(instance, None)
            if kept is None:
                return None
            self._tokens -= len(kept[1].tasks)
        return kept[1] if kept[0] == version else None

    def clear(self) -> None:
        """Forget every tree, so that each is read anew."""
        with self._lock:
            self._trees.clear()
            self._tokens = 0

    def put(self, instance: str, version: int, tree: Tree) -> None:
        """Keep a tree that was committed as this version."""
        tokens = len(tree.tasks)
        # The run is over; what it wanted written need not be kept with it.
        tree.__dict__.pop("course", None)
        with self._lock:
            before = self._trees.get(instance)
            if before is not None and before[0] > version:
                return
            if before is not None:
                self._tokens -= len(before[1].tasks)
            self._trees[instance] = (version, tree)
            self._trees.move_to_end(instance)
            self._tokens += tokens
            while self._trees and (len(self._trees) > MOST_TREES or self._tokens > MOST_TOKENS):
                _id, (_version, gone) = self._trees.popitem(last=False)
                self._tokens -= len(gone.tasks)
