"""Charts that the server draws: lengths and places as shares of a width, so that one drawing fits every screen.

Nothing is written into a style; the look (solid, hatched, outlined) is a class, and every value stands beside its bar.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One bar: `share` of the longest in percent, `look` as its classes."""

    label: str
    share: float
    words: str
    look: str


@dataclass(frozen=True)
class Column:
    """One column of a distribution: where it begins and how wide and high it is, in percent."""

    left: float
    width: float
    height: float
    words: str
    count: int


@dataclass(frozen=True)
class Distribution:
    """A distribution over equal steps of a round width, with the marks of its axis."""

    columns: tuple[Column, ...]
    ticks: tuple[tuple[float, float], ...]
    step: float
    beyond: int


def bars(rows: Iterable[tuple[str, float, str, str]]) -> tuple[Bar, ...]:
    """Bars from zero, the longest of them the whole width: label, value, words and look of each.

    >>> [bar.share for bar in bars([("a", 4.0, "4", ""), ("b", 1.0, "1", "")])]
    [100.0, 25.0]
    """
    given = list(rows)
    longest = max((value for _label, value, _words, _look in given), default=0.0) or 1.0
    return tuple(
        Bar(label, round(100 * max(0.0, value) / longest, 2), words, look)
        for label, value, words, look in given
    )


def distribution(values: Sequence[float], *, columns: int = 24) -> Distribution | None:
    """How many values lie in each step; the farthest hundredth is counted as lying beyond. None without values."""
    known = sorted(value for value in values if math.isfinite(value))
    if not known:
        return None
    edge = known[min(len(known) - 1, math.ceil(0.99 * len(known)) - 1)]
    step = _round_step((edge or 1.0) / columns)
    count = max(1, math.ceil((edge + 1e-9) / step))
    bins = [0] * count
    beyond = 0
    for value in known:
        place = int(value / step)
        if place < count:
            bins[place] += 1
        else:
            beyond += 1
    highest = max(bins) or 1
    width = 100 / count
    found = tuple(
        Column(
            left=round(place * width, 3),
            width=round(width, 3),
            height=round(100 * amount / highest, 2),
            words=f"{place * step:g}–{(place + 1) * step:g}",
            count=amount,
        )
        for place, amount in enumerate(bins)
    )
    apart = _round_step(count * step / 5)
    marks = [mark * apart for mark in range(int(count * step / apart) + 1)]
    ticks = tuple((mark, round(100 * mark / (count * step), 3)) for mark in marks)
    return Distribution(found, ticks, step, beyond)


def _round_step(width: float) -> float:
    """The next larger of 1, 2, 2.5 and 5 times a power of ten."""
    power = 10 ** math.floor(math.log10(width))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= width - 1e-12)
