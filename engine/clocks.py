"""The clocks of work and cases: each begins with a limit, and says when it is next to be looked at."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from engine.identifiers import new_id
from engine.store import terms
from engine.work_term import WorkTerm
from processes.term import Term

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from engine.spiff.effects import Offer
    from engine.store import Unit
    from engine.store.instances import InstanceRow
    from engine.workshop import CaseLimit, Workshop
    from processes import WorkingCalendar

#: At which share of its working time a term is told to the head.
WARNING = 0.8


def begin(
    shop: Workshop, unit: Unit, instance: InstanceRow, offers: Sequence[Offer], case_limit: CaseLimit | None
) -> None:
    """Let the clocks of the work that is now offered run, and at the start of a case (with `case_limit`) its own."""
    now = shop.now()
    rows = [
        row_of(shop, Term(start=now, amount=offer.limit, unit=offer.limit_unit))
        | {"task": offer.task, "element": offer.element}
        for offer in offers
        if offer.limit is not None
    ]
    if case_limit is not None:
        term = Term(start=instance.started, amount=case_limit.amount, unit=case_limit.unit)
        rows.append(row_of(shop, term) | {"task": None, "element": None})
    if rows:
        common = {"instance": instance.id, "warned": None, "reached": None}
        terms.add(unit, [common | {"id": new_id()} | row for row in rows])


def begin_late(shop: Workshop, unit: Unit, instance_id: str, offer: Offer, *, since: datetime) -> None:
    """Let the clock of work run that had no limit when it was offered, at `since`."""
    assert offer.limit is not None
    row = row_of(shop, Term(start=since, amount=offer.limit, unit=offer.limit_unit))
    place = {"id": new_id(), "instance": instance_id, "task": offer.task, "element": offer.element}
    terms.add(unit, [row | place | {"warned": None, "reached": None}])


def row_of(shop: Workshop, term: Term) -> dict[str, Any]:
    """Return what a term whose clock goes is, as columns: with its end, and when it is to be looked at."""
    calendar = shop.working_time
    values = terms.values_of(term)
    return values | {"due": term.due(calendar), "fires": term.warn_at(calendar, share=WARNING)}


def go(shop: Workshop, unit: Unit, row: Mapping[str, Any], term: Term) -> datetime:
    """Write a term whose clock goes; return when it ends."""
    values = row_of(shop, term)
    if row["warned"] is not None:
        values["fires"] = values["due"]
    if row["reached"] is not None:
        values["fires"] = None
    terms.change(unit, row["id"], **values)
    due: datetime = values["due"]
    return due


def go_on(shop: Workshop, unit: Unit, instance_id: str, over: Collection[int]) -> datetime | None:
    """Let the clock of a case go on when the last work that stood still is `over`; return when it ends, if so.

    Nobody would let it go on otherwise: the case would stand still for good.
    """
    standing = terms.standing(unit, instance_id)
    if not standing or not standing <= set(over):
        return None
    for row in terms.of_instance(unit, instance_id):
        term = terms.term_in(row)
        if row["task"] is None and term.is_stopped:
            return go(shop, unit, row, term.resumed(today(shop)))
    return None


def today(shop: Workshop) -> date:
    """Return the day it is where the office is."""
    return shop.now().astimezone(shop.working_time.zone).date()


def as_work_term(row: Mapping[str, Any], calendar: WorkingCalendar, day: date) -> WorkTerm:
    """Return the term that stands in a row, as it is today."""
    term = terms.term_in(row)
    return WorkTerm(
        instance=row["instance"],
        element=row["element"],
        term=term,
        due=term.due(calendar, today=day),
        warns=term.warn_at(calendar, share=WARNING),
        warned=row["warned"],
        reached=row["reached"],
    )
