"""Pages of a long list: real ones, with numbers and addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

PAGE_SIZE = 25
"""How many rows a page has."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """Which rows of a list are shown: page `number` of pages of `size` rows, out of `total`.

    >>> shown = Page(number=9, size=20, total=41)
    >>> shown.number, shown.last, shown.first_row, shown.last_row
    (3, 3, 41, 41)
    """

    number: int
    size: int
    total: int
    is_more: bool = False
    """Whether there are more than `total`, which were not counted."""

    def __post_init__(self) -> None:
        # A number out of range becomes the nearest page there is.
        object.__setattr__(self, "number", max(1, min(self.number, self.last)))

    @property
    def last(self) -> int:
        """The number of the last page; at least 1."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """How many rows come before this page."""
        return (self.number - 1) * self.size

    @property
    def first_row(self) -> int:
        """The position of the first row shown, from 1."""
        return min(self.offset + 1, self.total)

    @property
    def last_row(self) -> int:
        """The position of the last row shown."""
        return min(self.offset + self.size, self.total)

    @property
    def numbers(self) -> Sequence[int | None]:
        """The pages to link to: the ends and the neighbours; None stands for a gap."""
        near = sorted({1, self.last, *range(max(1, self.number - 1), min(self.last, self.number + 1) + 1)})
        shown: list[int | None] = []
        for number in near:
            before = shown[-1] if shown else None
            if before is not None and number - before > 1:
                shown.append(None)
            shown.append(number)
        return tuple(shown)


def page_asked(*, total: int, size: int = PAGE_SIZE, is_more: bool = False) -> Page:
    """The page that this request's `page` parameter asks for."""
    return Page(number=number_asked(), size=size, total=total, is_more=is_more)


def number_asked() -> int:
    """The number of the page that is asked for, which need not be there."""
    try:
        return max(1, int(request.args.get("page", "1")))
    except ValueError:
        return 1
