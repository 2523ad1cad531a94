"""Versions for some of the new cases, as pages show them: for whom, and how many cases follow them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from modeler_api.store import units
from modeler_api.store.planned_versions import ForWhom
from modeler_api.translation import chosen_locale
from modeler_api.wiring import Door
from processes.text import Message, _

if TYPE_CHECKING:
    from engine import Stage
    from modeler_api.store.accounts import Account


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A stage with what has become of it: how many cases follow its version."""

    stage: Stage
    whom: Message
    cases: int


def offices_of(door: Door, account: Account) -> tuple[str, ...]:
    """The places a person begins cases in: their units and all above them."""
    found = {place.id for unit in account.units for place in units.above(door.store, unit)}
    return tuple(sorted(found))


def open_of(door: Door, key: str) -> Followed | None:
    """The stage that is open for a procedure, or None."""
    return next((each for each in all_of(door, key) if each.stage.standing == "open"), None)


def all_of(door: Door, key: str) -> list[Followed]:
    """Every stage there has been of a procedure, the newest first."""
    found = [stage for stage in door.engine.stages() if stage.key == key]
    return [
        Followed(
            stage=stage,
            whom=told(door, ForWhom(offices=stage.offices, share=stage.share)),
            cases=door.engine.count_instances(stage.id),
        )
        for stage in found
    ]


def told(door: Door, whom: ForWhom) -> Message:
    """For whom a version is in force, in words."""
    places = (units.by_id(door.store, office) for office in whom.offices)
    names = ", ".join(place.name(chosen_locale()) for place in places if place is not None)
    if whom.offices and whom.share is not None:
        return _("{share} % of new cases in: {offices}").format(share=whom.share, offices=names)
    if whom.offices:
        return _("new cases in: {offices}").format(offices=names)
    if whom.share is not None:
        return _("{share} % of new cases").format(share=whom.share)
    return _("all new cases")
