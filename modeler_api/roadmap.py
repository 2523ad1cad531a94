"""The roadmap as pages and files show it: the procedures a person sees, ranked, with their agencies and plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from analytics.portfolio import ORDERS, Entry, Order, entry, ranked, total, total_cost
from modeler_api import repository
from modeler_api.auth import reach
from modeler_api.auth.session import reads_whole
from modeler_api.repository import Kept, model_in
from modeler_api.store import plans, units
from modeler_api.store.plans import PlanLine
from modeler_api.translation import chosen_locale
from modeler_api.wiring import Door
from processes.text import Message, _

if TYPE_CHECKING:
    from analytics.portfolio import Total

ORDER_WORDS: dict[Order, Message] = {
    "hours": _("Hours of citizens in a year"),
    "contacts": _("Contacts in a year"),
    "cost": _("Burden in a year"),
    "exposure": _("Exposure"),
    "effort": _("Effort to change"),
}

EFFORTS: dict[str, Message] = {"small": _("small"), "medium": _("medium"), "large": _("large")}

STATES: dict[str, tuple[Message, str]] = {
    "planned": (_("planned"), ""),
    "under_way": (_("under way"), "soon"),
    "done": (_("done"), "good"),
    "dropped": (_("dropped"), ""),
}

AREAS: dict[str, Message] = {
    "birth": _("Birth of a child"),
    "business": _("Doing business"),
    "business-start": _("Starting a business"),
    "construction": _("Building"),
    "export": _("Export"),
    "family": _("Family"),
    "housing": _("Housing"),
    "identity": _("Papers of identity"),
    "move": _("Moving"),
    "poverty": _("Support of the poor"),
    "transport": _("Transport"),
}
"""Areas by the life events that models name; others are shown as the model writes them."""


@dataclass(frozen=True)
class Line:
    """One procedure of the roadmap with its figures and its agency."""

    kept: Kept
    entry: Entry
    agency: str


@dataclass(frozen=True)
class Roadmap:
    """The procedures in the reach of the person at the door, narrowed and in order."""

    door: Door
    order: Order = "hours"
    area: str = ""
    agency: str = ""

    @cached_property
    def everything(self) -> tuple[Line, ...]:
        """Every procedure the person sees whole."""
        kept = [
            one
            for one in repository.procedures(self.door, own=reads_whole, state_wide=False)
            if not one.is_to_be
        ]
        owners = reach.belongings(self.door)
        found = []
        for one in kept:
            to_be = one.to_be
            figures = _entry(one.key, one.version.source, to_be.version.source if to_be is not None else None)
            found.append(Line(one, figures, owners.agency_of(one.key) or ""))
        return tuple(found)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Those that are asked for, in the order asked for."""
        chosen = {
            line.kept.key: line
            for line in self.everything
            if (not self.area or self.area in line.entry.areas)
            and (not self.agency or line.agency == self.agency)
        }
        return tuple(chosen[one.key] for one in ranked([line.entry for line in chosen.values()], self.order))

    @property
    def areas(self) -> list[str]:
        """The areas there are."""
        return sorted({area for line in self.everything for area in line.entry.areas})

    @cached_property
    def agencies(self) -> dict[str, str]:
        """The name of each agency that has a procedure here."""
        names = {}
        for id_ in sorted({line.agency for line in self.everything if line.agency}):
            unit = units.by_id(self.door.store, id_)
            names[id_] = units.named(unit, chosen_locale()) if unit is not None else id_
        return names

    @property
    def totals(self) -> Mapping[str, Total]:
        """The sums of the lines shown."""
        entries = [line.entry for line in self.lines]
        return {
            "hours": total(entries, "hours"),
            "contacts": total(entries, "contacts"),
            "spared": total(entries, "spared"),
        }

    @property
    def costs(self) -> Mapping[str, float]:
        """The sum of the known costs of the lines shown, by currency."""
        return total_cost(line.entry for line in self.lines)

    @cached_property
    def plan(self) -> tuple[tuple[str, tuple[PlanLine, ...]], ...]:
        """The plan of each agency: its lines, the earliest due first."""
        of_key = {line.kept.key: line.agency for line in self.lines}
        found: dict[str, list[PlanLine]] = {}
        for one in plans.of_procedures(self.door.store, list(of_key)):
            found.setdefault(of_key[one.procedure], []).append(one)
        return tuple(
            (agency, tuple(found[agency])) for agency in sorted(found, key=lambda a: self.agencies.get(a, a))
        )

    @property
    def titles(self) -> dict[str, str]:
        """The title of each procedure by its key."""
        return {line.kept.key: line.kept.title for line in self.everything}


def order_in(asked: str | None) -> Order:
    """The order an address asks for, else by hours."""
    return next((order for order in ORDERS if order == asked), "hours")


@lru_cache(maxsize=256)
def _entry(key: str, as_is: bytes, to_be: bytes | None) -> Entry:
    return entry(key, model_in(as_is), model_in(to_be) if to_be is not None else None)
