"""The main navigation: each page module says where it stands, nobody keeps a list.

A page module may set `navigation = NavigationItem(…)`; the frame shows the items whose action the reader's role
permits, in their order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from processes.text import Message


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
