"""What a cell of a decision table asks for, as far as it can be said without evaluating it.

Numbers, texts, dates, lengths of time and truth values compared with, listed, or within bounds: most cells of most
tables are so.  Anything else (a call, a variable, `?`) is not looked through, and `read_test` says so with None.

Source: OMG DMN 1.5, 10.3 (grammar of unary tests, rules 7 to 15).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from processes.model.duration import read_duration

if TYPE_CHECKING:
    from collections.abc import Sequence

Value = Decimal | str | bool | dt.date | dt.timedelta

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>"(?:[^"\\]|\\.)*")
      | (?P<date>date\s*\(\s*"(?P<day>[^"]*)"\s*\)|@"(?P<at>\d{4}-\d\d-\d\d)")
      | (?P<length>duration\s*\(\s*"(?P<span>[^"]*)"\s*\)|@"(?P<for>-?P[^"]*)")
      | (?P<number>-?(?:\d+(?:\.\d+)?|\.\d+))
      | (?P<truth>true|false)\b
      | (?P<sign><=|>=|\.\.|<|>|=|,|\(|\)|\[|\]|not\b)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Every value from `low` to `high`; None is no bound, `with_low` and `with_high` say whether they belong to it."""

    low: Value | None = None
    high: Value | None = None
    with_low: bool = False
    with_high: bool = False


@dataclass(frozen=True, kw_only=True)
class Test:
    """A cell: any of `values`, of `bounds`; all of it turned round where it is `negated`."""

    values: tuple[Value, ...] = ()
    bounds: tuple[Bounds, ...] = ()
    negated: bool = False

    @property
    def is_any(self) -> bool:
        """Whether it lets everything pass, as `-` does."""
        return not self.values and not self.bounds

    @property
    def edges(self) -> tuple[Value, ...]:
        """Every value named in it."""
        ends = [end for each in self.bounds for end in (each.low, each.high) if end is not None]
        return (*self.values, *ends)


def read_test(text: str) -> Test | None:
    """Return what a cell asks for; None when that cannot be said without evaluating it.

    >>> read_test('"a", "b"').values
    ('a', 'b')
    >>> read_test("[18..65)").bounds[0].high
    Decimal('65')
    >>> read_test("-").is_any, read_test("> limit") is None
    (True, True)
    """
    if text.strip() in ("", "-"):
        return Test()
    tokens = _tokens(text)
    if tokens is None:
        return None
    negated = tokens[0] == "not" and tokens[1:2] == ["("] and tokens[-1] == ")"
    if negated:
        tokens = tokens[2:-1]
    values: list[Value] = []
    bounds: list[Bounds] = []
    while tokens:
        taken = _piece(tokens)
        if taken is None:
            return None
        piece, used = taken
        if isinstance(piece, Bounds):
            bounds.append(piece)
        else:
            values.append(piece)
        tokens = tokens[used:]
        if tokens:
            if tokens[0] != "," or len(tokens) == 1:
                return None
            tokens = tokens[1:]
    if not values and not bounds:
        return None
    return Test(values=tuple(values), bounds=tuple(bounds), negated=negated)


class _Literal:
    """A value among the signs of a cell, which are plain strings."""

    def __init__(self, value: Value) -> None:
        self.value = value


_Token = str | _Literal


def _tokens(text: str) -> list[_Token] | None:
    found: list[_Token] = []
    at, text = 0, text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            return None
        at = match.end()
        if match["sign"]:
            found.append(match["sign"])
            continue
        value = _value(match)
        if value is None:
            return None
        found.append(_Literal(value))
    return found


def _value(match: re.Match[str]) -> Value | None:
    if match["text"]:
        inner = match["text"][1:-1]
        return None if "\\" in inner else inner
    if match["number"]:
        return Decimal(match["number"])
    if match["truth"]:
        return match["truth"] == "true"
    if match["date"]:
        try:
            return dt.date.fromisoformat(match["day"] or match["at"])
        except ValueError:
            return None
    try:
        return read_duration(match["span"] or match["for"])
    except ValueError:
        return None  # months have no fixed length


def _piece(tokens: Sequence[_Token]) -> tuple[Value | Bounds, int] | None:
    """Return the first piece of a list of tests and how many tokens it took."""
    match tokens:
        case [_Literal() as literal, *_rest]:
            return literal.value, 1
        case ["=", _Literal() as literal, *_rest]:
            return literal.value, 2
        case ["<" | "<=" as sign, _Literal() as literal, *_rest] if _has_order(literal):
            return Bounds(high=literal.value, with_high=sign == "<="), 2
        case [">" | ">=" as sign, _Literal() as literal, *_rest] if _has_order(literal):
            return Bounds(low=literal.value, with_low=sign == ">="), 2
        case [
            "[" | "(" | "]" as first,
            _Literal() as low,
            "..",
            _Literal() as high,
            "]" | ")" | "[" as last,
            *_rest,
        ]:
            if type(low.value) is not type(high.value) or not _has_order(low):
                return None
            return Bounds(low=low.value, high=high.value, with_low=first == "[", with_high=last == "]"), 5
        case _:
            return None


def _has_order(literal: _Literal) -> bool:
    """Whether values between two such are told apart by more than their letters."""
    return not isinstance(literal.value, (str, bool))
