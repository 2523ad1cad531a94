"""What a list of work is asked to show: a shelf, narrowed, in an order; it stands in addresses and saved filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import url_for

from processes.text import Message, _

if TYPE_CHECKING:
    from engine.work_query import Order

FIELD = "f."
#: What a person may type into a field of the address.
_LONGEST = 120

SHELVES: dict[str, Message] = {
    "mine": _("My work"),
    "unit": _("My unit, not taken yet"),
    "today": _("Due today"),
    "overdue": _("Overdue"),
    "waiting": _("Waiting for others"),
    "watched": _("Cases I watch"),
    "done": _("Done"),
}

OF_A_HEAD: dict[str, Message] = {"unit": _("Offered to me, not taken yet")}
"""Shelves that are called otherwise for whoever leads a unit: their unit has a page of its own."""

ORDERS: dict[str, tuple[Order, Message, Message]] = {
    "due": (
        "time left",
        _("Time left"),
        _("The overdue first, then what has the least working time left."),
    ),
    "oldest": ("oldest", _("Waiting longest"), _("What has waited longest comes first.")),
    "priority": (
        "priority",
        _("Priority"),
        _("The highest priority first, then what has the least working time left."),
    ),
}
"""How a list may be sorted: the engine's order, its name, and what it means."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which work, as the address says it; an empty shelf leaves the choice to the page."""

    show: str = ""
    procedure: str = ""
    applicant: str = ""
    case: str = ""
    text: str = ""
    sort: str = "due"
    fields: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> Wanted:
        """What these parameters ask for; what nobody knows is left out.

        >>> Wanted.of({"show": "unit", "q": " асан ", "f.parcel": "44", "f.note": "", "sort": "?"}).arguments
        {'show': 'unit', 'q': 'асан', 'f.parcel': '44'}
        """

        def typed(name: str) -> str:
            return arguments.get(name, "").strip()[:_LONGEST]

        show, sort = typed("show"), typed("sort")
        named = {name.removeprefix(FIELD): typed(name) for name in arguments if name.startswith(FIELD)}
        return cls(
            show=show if show in SHELVES else "",
            procedure=typed("procedure"),
            applicant=typed("applicant"),
            case=typed("case"),
            text=typed("q"),
            sort=sort if sort in ORDERS else "due",
            fields={name: words for name, words in named.items() if name and words},
        )

    @property
    def arguments(self) -> dict[str, str]:
        """The parameters that ask for this, the needless ones left out."""
        said = {
            "show": self.show,
            "procedure": self.procedure,
            "applicant": self.applicant,
            "case": self.case,
            "q": self.text,
            "sort": self.sort if self.sort != "due" else "",
            **{FIELD + name: words for name, words in self.fields.items()},
        }
        return {name: words for name, words in said.items() if words}

    def address(self, **more: object) -> str:
        """The address of this list, with further parameters."""
        said = self.arguments | {name: str(value) for name, value in more.items()}
        return url_for("inbox.index") + (f"?{urlencode(said)}" if said else "")

    @property
    def is_narrowed(self) -> bool:
        """Whether it shows less than the whole shelf."""
        return bool(self.procedure or self.applicant or self.case or self.text or self.fields)

    def on(self, shelf: str) -> Wanted:
        """The same on another shelf."""
        return replace(self, show=shelf)
