"""Keeping a thinned graph of direct steps in one piece, so that every activity lies between the start and an end."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analytics.follows_graph import DirectlyFollows

if TYPE_CHECKING:
    from collections.abc import Iterable


def connected(thin: DirectlyFollows, whole: DirectlyFollows) -> DirectlyFollows:
    """Return `thin` with the most frequent steps of `whole` put back that connect each activity with start and end.

    >>> from analytics.follows_graph import directly_follows
    >>> whole = directly_follows({("A", "B", "D"): 90, ("A", "C", "D"): 1})
    >>> found = connected(whole.without_rare(0.5), whole)
    >>> ("A", "C") in found.steps, ("C", "D") in found.steps
    (True, True)
    """
    steps, starts, ends = Counter(thin.steps), Counter(thin.starts), Counter(thin.ends)
    ranked = sorted(whole.steps.items(), key=lambda item: (-item[1], item[0]))
    while True:
        ahead = _reached(starts, steps)
        behind = _reached(ends, [(b, a) for a, b in steps])
        lost = [a for a in whole.activities if a not in ahead]
        stuck = [a for a in whole.activities if a not in behind]
        if not lost and not stuck:
            return DirectlyFollows(activities=whole.activities, steps=steps, starts=starts, ends=ends)
        if lost:
            found = next((s for s in ranked if s[0][0] in ahead and s[0][1] not in ahead), None)
            begun = {a: n for a, n in whole.starts.items() if a not in ahead}
        else:
            found = next((s for s in ranked if s[0][1] in behind and s[0][0] not in behind), None)
            begun = {a: n for a, n in whole.ends.items() if a not in behind}
        border = max(begun.items(), key=lambda item: (item[1], item[0]), default=None)
        if found is not None and (border is None or found[1] >= border[1]):
            steps[found[0]] = found[1]
        elif border is not None:
            (starts if lost else ends)[border[0]] = border[1]


def _reached(begin: Iterable[str], steps: Iterable[tuple[str, str]]) -> set[str]:
    following: dict[str, list[str]] = {}
    for source, target in steps:
        following.setdefault(source, []).append(target)
    seen = set(begin)
    stack = list(seen)
    while stack:
        for name in following.get(stack.pop(), ()):
            if name not in seen:
                seen.add(name)
                stack.append(name)
    return seen
