"""What a form's expressions come to: which components are hidden or for reading only, and what is computed.

The browser does the same with the same interpreter (`web/forms`), so that a page shows what the engine will decide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.expressions import feel
from engine.forms._places import Path, Place, at, put


@dataclass(frozen=True, kw_only=True)
class States:
    """What holds of a form's places as it stands."""

    hidden: frozenset[Path]
    readonly: frozenset[Path]
    #: Everything that is known: the case's variables, what was given, and what was computed from both.
    known: Mapping[str, Any]

    def is_hidden(self, place: Place) -> bool:
        """Return whether a component is hidden, by its own condition or that of one around it."""
        return place.path in self.hidden or any(outer.path in self.hidden for outer in place.above)


def states(found: Sequence[Place], known: Mapping[str, Any]) -> States:
    """Return what the expressions of the places come to over what is known."""
    computed = dict(known)
    sums = [place for place in found if place.type == "expression" and place.component.get("key")]
    # In rounds: a sum may need another that stands below it, and a chain of n is settled after n.
    for _round in range(len(sums)):
        answers = ask(sums, lambda place: str(place.component.get("expression") or "null"), computed)
        if all(at(computed, place.path) == value for place, value in zip(sums, answers, strict=True)):
            break
        for place, value in zip(sums, answers, strict=True):
            put(computed, place.path, value)
    hiding = [place for place in found if _hide(place)]
    reading = [place for place in found if isinstance(place.component.get("readonly"), str)]
    hidden = ask(hiding, lambda place: str(_hide(place)), computed)
    readonly = ask(reading, lambda place: str(place.component["readonly"]), computed)
    return States(
        hidden=frozenset(p.path for p, value in zip(hiding, hidden, strict=True) if value is True),
        readonly=frozenset(
            {p.path for p, value in zip(reading, readonly, strict=True) if value is True}
            | {p.path for p in found if p.component.get("readonly") is True or p.component.get("disabled")}
        ),
        known=computed,
    )


def ask(
    found: Sequence[Place],
    text_of: Callable[[Place], str],
    known: Mapping[str, Any],
    **more: Callable[[Place], Any],
) -> list[Any]:
    """Return what one expression of each place comes to; None where it has no value."""
    questions = [
        (text_of(place), {**scope(place, known), **{name: of(place) for name, of in more.items()}})
        for place in found
    ]
    return [answer.value for answer in feel.evaluate_all(questions)] if questions else []


def scope(place: Place, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what an expression at a place sees: in a row also `this` (the row), `parent` and `i`, as form-js has
    it."""
    seen: Mapping[str, Any] = known
    numbers: list[int] = []
    for path in place.rows:
        row = at(known, path)
        own = row if isinstance(row, Mapping) else {}
        numbers.append(int(path[-1]) + 1)
        seen = {**seen, **own, "this": own, "parent": dict(seen), "i": list(numbers)}
    return seen


def _hide(place: Place) -> str | None:
    condition = place.component.get("conditional")
    hide = condition.get("hide") if isinstance(condition, Mapping) else None
    return str(hide) if hide else None
