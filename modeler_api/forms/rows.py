"""The rows of a repeated group: one more, one less, one place up or down.

A button of the page says what to do, as in `add:members` or `up:members:2`; it works by sending the form, so that it
works without scripts too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from engine.forms import MOST_ROWS
from modeler_api.forms.typed import Typed, count

_ACT = re.compile(r"(add|remove|up|down):([\w.]+?)(?::(\d{1,4}))?")


def change(typed: Mapping[str, list[str]], act: str) -> tuple[Typed, str] | None:
    """What stands in the fields after an act, and the name of the field to go to; None for what is no such act.

    >>> typed = {"m[]": ["2"], "m.0.name": ["Asan"], "m.1.name": ["Bek"]}
    >>> change(typed, "up:m:1")
    ({'m[]': ['2'], 'm.1.name': ['Asan'], 'm.0.name': ['Bek']}, 'm.0')
    >>> change(typed, "remove:m:0")
    ({'m[]': ['1'], 'm.0.name': ['Bek']}, 'm')
    >>> change(typed, "add:m")[0]["m[]"]
    ['3']
    """
    found = _ACT.fullmatch(act)
    if found is None or f"{found[2]}[]" not in typed:
        return None
    verb, name, total = found[1], found[2], count(typed, found[2])
    number = int(found[3]) if found[3] else -1
    if verb == "add":
        if total >= MOST_ROWS:
            return dict(typed), name
        return {**typed, f"{name}[]": [str(total + 1)]}, f"{name}.{total}"
    if not 0 <= number < total:
        return None
    if verb == "remove":
        kept = _moved(typed, name, lambda n: None if n == number else n - (n > number))
        return {**kept, f"{name}[]": [str(total - 1)]}, name
    other = number - 1 if verb == "up" else number + 1
    if not 0 <= other < total:
        return dict(typed), f"{name}.{number}"
    return _moved(typed, name, lambda n: {number: other, other: number}.get(n, n)), f"{name}.{other}"


def _moved(typed: Mapping[str, list[str]], name: str, to: Callable[[int], int | None]) -> Typed:
    moved: Typed = {}
    row = re.compile(rf"{re.escape(name)}\.(\d+)([.\[].*)")
    for field, words in typed.items():
        found = row.fullmatch(field)
        if found is None:
            moved[field] = words
            continue
        number = to(int(found[1]))
        if number is not None:
            moved[f"{name}.{number}{found[2]}"] = words
    return moved
