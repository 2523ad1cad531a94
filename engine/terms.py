"""The clocks of work and cases stand still while others must act, go on, are extended once, and follow the calendar.

What becomes of a term is a record in the history; its row only says how it stands.  While somebody waits for the
applicant at one step, the clock of the whole case stands still too.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from engine import clocks, running, working
from engine.errors import InvalidArgument, NotExtendable, WrongState
from engine.store import terms, work_items
from processes.term import Term
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.live import Live
    from engine.spiff.effects import Offer
    from engine.store import Unit
    from engine.workshop import Workshop


def stop(shop: Workshop, unit: Unit, of: str, *, by: str, reason: str, groups: Sequence[str] | None) -> None:
    """Let the clock stand still from today on."""
    if not reason.strip():
        raise InvalidArgument(
            "reason",
            reason,
            message=_("A clock is not stopped without a reason."),
            hint=_("Say what the applicant has to bring; they read it."),
        )
    live, item, rows = _taken(shop, unit, of, by, groups)
    going = [row for row in rows if not terms.term_in(row).is_stopped]
    if item is not None and item["stopped"] is not None:
        raise WrongState(_("The clock of “{label}” stands still already.").format(label=item["label"]))
    if item is None and not going:
        raise WrongState(_("The clock of the case stands still already."))
    own = [row for row in going if item is None or row["task"] == item["task"]] or going
    if own and all(row["due"] < shop.now() for row in own):
        raise WrongState(_("The term is over, so its clock can no longer be stopped."))
    for row in going:
        term = terms.term_in(row).stopped(clocks.today(shop), reason=reason.strip())
        terms.change(unit, row["id"], **terms.values_of(term), fires=None)
    limited = {row["task"] for row in rows}
    for work in _work(unit, live, item):
        if work["task"] in limited:
            terms.set_due(unit, live.row.id, work["task"], due=None, stopped=shop.now())
        else:
            terms.set_stopped(unit, live.row.id, work["task"], shop.now())
    _note(live, item, "clockStopped", {"reason": reason.strip()})
    running.save(shop, unit, live)


def restart(shop: Workshop, unit: Unit, of: str, *, by: str, groups: Sequence[str] | None) -> None:
    """Let the clock go on after today."""
    live, item, rows = _taken(shop, unit, of, by, groups)
    works = _work(unit, live, item)
    if item is not None:
        if item["stopped"] is None:
            raise WrongState(_("The clock of “{label}” is not stopped.").format(label=item["label"]))
        if any(other["stopped"] for other in _work(unit, live, None) if other["id"] != item["id"]):
            # Another step still waits for the applicant, so the clock of the whole case goes on standing still.
            rows = [row for row in rows if row["task"] is not None]
    standing = [row for row in rows if terms.term_in(row).is_stopped]
    if item is None and not standing:
        raise WrongState(_("The clock of the case is not stopped."))
    dues: dict[int | None, datetime] = {}
    for row in standing:
        term = terms.term_in(row).resumed(clocks.today(shop))
        dues[row["task"]] = clocks.go(shop, unit, row, term)
    for work in works:
        if work["task"] in dues:
            terms.set_due(unit, live.row.id, work["task"], due=dues[work["task"]], stopped=None)
        else:
            terms.set_stopped(unit, live.row.id, work["task"], None)
    due = dues.get(item["task"] if item is not None else None, dues.get(None))
    _note(live, item, "clockRestarted", {"due": due.isoformat() if due is not None else None})
    running.save(shop, unit, live)


def extend(
    shop: Workshop,
    unit: Unit,
    of: str,
    *,
    by: str,
    amount: timedelta,
    reason: str,
    groups: Sequence[str] | None,
) -> None:
    """Give a term more time, once; a step without a limit of its own means the case."""
    if amount <= timedelta():
        raise InvalidArgument("amount", amount, hint=_("Give a duration of more than nothing."))
    if not reason.strip():
        raise InvalidArgument(
            "reason",
            reason,
            message=_("A term is not extended without a reason."),
            hint=_("Say why it takes longer; the applicant reads it."),
        )
    live, item, rows = _taken(shop, unit, of, by, groups)
    own = [row for row in rows if item is not None and row["task"] == item["task"]]
    row = (own or rows)[0]
    term = terms.term_in(row)
    if term.extension is not None:
        raise NotExtendable(
            _("The term was extended already: {reason}").format(reason=term.extension.reason),
            hint=_("A term is extended once only; decide, or let the rule for silence apply."),
        )
    before = term.due(shop.working_time, today=clocks.today(shop))
    if shop.now() > before:
        raise NotExtendable(
            _("The term is over, so it can no longer be extended."),
            hint=_("What happens now is said by the procedure's rule for silence."),
        )
    longer = term.extended(amount, reason=reason, at=shop.now(), calendar=shop.working_time)
    if longer.is_stopped:
        terms.change(unit, row["id"], **terms.values_of(longer))
        due = longer.due(shop.working_time, today=clocks.today(shop))
    else:
        due = clocks.go(shop, unit, row, longer)
        if row["task"] is not None:
            terms.set_due(unit, live.row.id, row["task"], due=due, stopped=None)
    told = {"reason": reason.strip(), "seconds": int(amount.total_seconds()), "due": due.isoformat()}
    _note(live, item if row["task"] is not None else None, "extended", told)
    running.save(shop, unit, live)


def recompute(shop: Workshop, unit: Unit, id_: str, instance: str) -> bool:
    """Compute the end of one term anew, as the calendar is now; return whether it moved."""
    live = running.load(shop, unit, instance, by="clock", suspended=True)
    row = terms.lock(unit, id_)
    if row is None or row["fires"] is None:
        return False
    term = terms.term_in(row)
    if term.due(shop.working_time) == row["due"]:
        return False
    due = clocks.go(shop, unit, row, term)
    item = None
    if row["task"] is not None:
        terms.set_due(unit, instance, row["task"], due=due, stopped=None)
        item = _item(unit, live, row["task"])
    _note(live, item, "dueMoved", {"before": row["due"].isoformat(), "due": due.isoformat()})
    running.save(shop, unit, live)
    return True


def due_if_migrated(shop: Workshop, row: Mapping[str, Any], offer: Offer) -> datetime | None:
    """Return by when a step would be wanted with the limit of its new version; None while its clock stands still."""
    term = _in_new_version(row, offer)
    return None if term.is_stopped else term.due(shop.working_time)


def migrated(shop: Workshop, unit: Unit, row: Mapping[str, Any], offer: Offer) -> None:
    """Let a term be that of the step in its new version; its stops and its extension stay."""
    if offer.limit is None:
        terms.remove(unit, row["instance"], [row["task"]])
        if not any(other["task"] is None for other in terms.of_instance(unit, row["instance"])):
            # Without any clock left, nobody could let it go on.
            terms.set_stopped(unit, row["instance"], row["task"], None)
        return
    term = _in_new_version(row, offer)
    terms.change(unit, row["id"], **terms.values_of(term), element=offer.element)
    if not term.is_stopped:
        clocks.go(shop, unit, row, term)


def _in_new_version(row: Mapping[str, Any], offer: Offer) -> Term:
    assert offer.limit is not None
    return replace(terms.term_in(row), amount=offer.limit, unit=offer.limit_unit)


def _taken(
    shop: Workshop, unit: Unit, of: str, by: str, groups: Sequence[str] | None
) -> tuple[Live, dict[str, Any] | None, list[dict[str, Any]]]:
    """Return a case in hand, the work item meant (None: the case itself) and the terms that are concerned."""
    item: dict[str, Any] | None = None
    if work_items.exists(unit, of):
        live, item = working.take(shop, unit, of, by)
        working.check_entitled(item, by, groups)
    else:
        live = running.load(shop, unit, of, by=by)
    rows = terms.of_instance(unit, live.row.id)
    if item is not None:
        rows = [row for row in rows if row["task"] in (None, item["task"])]
    if not rows:
        label = item["label"] if item is not None else live.definition.name
        raise WrongState(
            _("“{label}” has no limit, so there is no clock.").format(label=label),
            element=item["element"] if item is not None else None,
            hint=_("The model says how long a step or a procedure may take."),
        )
    return live, item, rows


def _work(unit: Unit, live: Live, item: dict[str, Any] | None) -> list[dict[str, Any]]:
    return [item] if item is not None else work_items.some(unit, instance_id=live.row.id, limit=100_000)


def _item(unit: Unit, live: Live, task: int) -> dict[str, Any] | None:
    return next((row for row in _work(unit, live, None) if row["task"] == task), None)


def _note(live: Live, item: Mapping[str, Any] | None, kind: str, data: Mapping[str, Any]) -> None:
    if item is None:
        live.note(kind, data)
    else:
        working.record(live, item, kind, data)
