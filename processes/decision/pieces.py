"""An input of a decision table cut into pieces, in each of which every cell of its column says the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from processes.decision.unary import Bounds, Test, Value, read_test
from processes.model.duration import write_duration
from processes.text import Message, _


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Values that no cell tells apart: `test` names them in FEEL, `rules` has a bit for each rule they pass."""

    test: str
    rules: int


@dataclass(frozen=True, kw_only=True)
class Column:
    """An input, with the places of the clauses that ask for it and its pieces in rising order."""

    places: tuple[int, ...]
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class _Part:
    """One value (`value`), everything between two neighbours, or every text nobody names (all None, `rest`)."""

    value: Value | None = None
    low: Value | None = None
    high: Value | None = None
    rest: tuple[str, ...] = ()


def column(
    places: Sequence[int], clause: Mapping[str, Any], limits: Sequence[str], cells: Sequence[Sequence[str]]
) -> Column | Message:
    """Return the input at `places` in pieces, or why it cannot be cut; `cells` are its tests, one row for each rule.

    >>> clause = {"text": "area", "label": "Area", "type": "number"}
    >>> [piece.test for piece in column([0], clause, [], [["< 10"], ["[10..20]"]]).pieces]
    ['< 10', '[10..20]', '> 20']
    """
    label = clause["label"]
    read = [[read_test(cell) for cell in row] for row in cells]
    allowed = [read_test(limit) for limit in limits]
    for row, tests in zip(cells, read, strict=True):
        if None in tests:
            text = _(
                "The cell “{cell}” of “{label}” has to be evaluated, so gaps and overlaps are not known."
            )
            return text.format(cell=row[tests.index(None)], label=label)
    if None in allowed:
        text = _("What “{label}” may be has to be evaluated, so gaps and overlaps are not known.")
        return text.format(label=label)
    rules = [[test for test in row if test is not None] for row in read]
    bounds = [test for test in allowed if test is not None]
    edges = [edge for test in (*bounds, *(test for row in rules for test in row)) for edge in test.edges]
    if len({type(edge) for edge in edges}) > 1 or (edges and _is_of_another_kind(clause["type"], edges[0])):
        return _("The cells of “{label}” compare values of different kinds.").format(label=label)
    parts = [part for part in _parts(edges, clause["type"]) if all(_passes(test, part) for test in bounds)]
    masks = [
        sum(1 << at for at, row in enumerate(rules) if all(_passes(test, part) for test in row))
        for part in parts
    ]
    return Column(places=tuple(places), label=label, pieces=tuple(_joined(parts, masks)))


_KINDS: dict[str, type] = {"number": Decimal, "string": str, "boolean": bool, "date": dt.date}


def _is_of_another_kind(name: str | None, value: Value) -> bool:
    kind = _KINDS.get(name or "")
    return kind is not None and type(value) is not kind


def _parts(edges: Sequence[Value], name: str | None) -> list[_Part]:
    if name == "boolean" or any(isinstance(edge, bool) for edge in edges):
        return [_Part(value=True), _Part(value=False)]
    if not edges:
        return [_Part()]
    if all(isinstance(edge, str) for edge in edges):
        named = tuple(dict.fromkeys(str(edge) for edge in edges))
        return [*(_Part(value=each) for each in named), _Part(rest=named)]
    rising: Any = set(edges)
    ordered = sorted(rising)
    found = [_Part(high=ordered[0])]
    for at, edge in enumerate(ordered):
        found += [_Part(value=edge), _Part(low=edge, high=ordered[at + 1] if at + 1 < len(ordered) else None)]
    return found


def _passes(test: Test, part: _Part) -> bool:
    if test.is_any:
        return True
    held = part.value is not None and part.value in test.values
    held = held or any(_within(bounds, part) for bounds in test.bounds)
    return held is not test.negated


def _within(bounds: Bounds, part: _Part) -> bool:
    if part.rest or isinstance(part.value, (str, bool)):
        return False
    low: Any = part.value if part.value is not None else part.low
    high: Any = part.value if part.value is not None else part.high
    least: Any = bounds.low
    most: Any = bounds.high
    if part.value is not None:
        above = least is None or low > least or (low == least and bounds.with_low)
        below = most is None or high < most or (high == most and bounds.with_high)
    else:
        above = least is None or (low is not None and low >= least)
        below = most is None or (high is not None and high <= most)
    return bool(above and below)


def _joined(parts: Sequence[_Part], masks: Sequence[int]) -> Iterator[Piece]:
    """Neighbours that the same rules let pass are one piece."""
    at = 0
    while at < len(parts):
        end = at + 1
        is_loose = _is_loose(parts[at])
        while end < len(parts) and masks[end] == masks[at] and _is_loose(parts[end]) == is_loose:
            end += 1
        run = parts[at:end]
        whole = len(run) == len(parts)
        yield Piece(test="-" if whole else _loose(run) if is_loose else _span(run), rules=masks[at])
        at = end


def _is_loose(part: _Part) -> bool:
    return bool(part.rest) or isinstance(part.value, (str, bool))


def _loose(run: Sequence[_Part]) -> str:
    last = run[-1]
    if not last.rest:
        return ", ".join(_written(part.value) for part in run)
    beside = [each for each in last.rest if each not in {part.value for part in run}]
    return f"not({', '.join(_written(each) for each in beside)})" if beside else "-"


def _span(run: Sequence[_Part]) -> str:
    first, last = run[0], run[-1]
    low = first.value if first.value is not None else first.low
    high = last.value if last.value is not None else last.high
    if low is None:
        return "-" if high is None else f"<{'=' if last.value is not None else ''} {_written(high)}"
    if high is None:
        return f">{'=' if first.value is not None else ''} {_written(low)}"
    if low == high:
        return _written(low)
    opening = "[" if first.value is not None else "("
    return f"{opening}{_written(low)}..{_written(high)}{']' if last.value is not None else ')'}"


def _written(value: Value | None) -> str:
    """Return a value as FEEL writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"'
        case dt.date():
            return f'date("{value.isoformat()}")'
        case dt.timedelta():
            return f'duration("{write_duration(value)}")'
        case _:
            return format(value, "f") if value is not None else "null"
