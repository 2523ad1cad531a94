"""The main navigation: each page module says where it stands, nobody keeps a list.

A page module may set `navigation = NavigationItem(…)`; the frame shows the items whose action the reader's role
permits, in their order. Those that do not fit into one row stand under “More”; how much fits is reckoned
from their words, so that it works without scripts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from processes.text import Message

WIDTHS = (44, 56, 66, 76)
"""The widths of the row, in rem, from which on it holds more; the styles know the same ones."""
_MORE = 7.0
_FRAME = 3.4
_LETTER = 0.585
"""In rem: the entry “More”, an icon with the space around an entry, a letter on average."""


@dataclass(frozen=True, kw_only=True)
class NavigationItem:
    """One entry of the main navigation, and with its `summary` one card of the home page.

    `order` counts in tens so that others fit in between; `section` names the blueprint it stands for when that is not
    the endpoint's own.
    """

    label: Message
    endpoint: str
    action: str
    order: int
    icon: str
    summary: Message
    section: str = ""

    @property
    def blueprint(self) -> str:
        """The part of the site it stands for: it is marked as current on each of that blueprint's pages."""
        return self.section or self.endpoint.partition(".")[0]


def in_order(items: Iterable[NavigationItem]) -> tuple[NavigationItem, ...]:
    """The items as the frame shows them."""
    return tuple(sorted(items, key=lambda item: (item.order, item.endpoint)))


def fits_from(labels: Sequence[str]) -> list[int]:
    """The width of the row, in rem, from which on each entry stands in it; 0 when it never does.

    >>> fits_from(["Home", "My work"])
    [44, 44]
    >>> fits_from(["A label of many letters"] * 6)
    [44, 44, 66, 76, 0, 0]
    """
    found = [0] * len(labels)
    for width in reversed(WIDTHS):
        ends = 0.0
        for place, label in enumerate(labels):
            ends += _FRAME + _LETTER * len(label)
            is_last = place == len(labels) - 1
            if ends + (0 if is_last else _MORE) > width:
                break
            found[place] = width
    return found
