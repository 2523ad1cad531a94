"""Absences and substitutes: one's own, those one stands in for, and for a head those of their people."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api.absences import ROLES, take_back, tell
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, act_for, note, own_account_or_none
from modeler_api.procedures import Procedures
from modeler_api.store import absences, accounts, holdings, units
from modeler_api.store import tables as t
from modeler_api.store.absences import Absence
from modeler_api.store.accounts import Account
from modeler_api.store.refusal import Refusal
from modeler_api.translation import chosen_locale, text, told
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("absences", __name__, url_prefix="/absences")
MOST_TO_CHOOSE_FROM = 300
STATES = {
    "asked": _("waits for the substitute"),
    "accepted": _("agreed"),
    "declined": _("declined"),
    "withdrawn": _("ended early"),
}
ANSWERED = {
    "accepted": _("You have agreed to stand in. Your colleague is told."),
    "declined": _("You have declined. Your colleague is told."),
}


@blueprint.get("/")
@allowed("absence.own")
def index() -> ResponseReturnValue:
    """One's absences and substitutions, and the form for a new one."""
    return _page()


@blueprint.post("/")
@allowed("absence.own")
def enter() -> ResponseReturnValue:
    """Enter an absence, of oneself or, as a head, of somebody of one's units."""
    store, who, errors = door().store, _own(), dict[str, Message]()
    away = _person(request.form.get("person", "")) if request.form.get("person") else who
    if away is None or (away.id != who.id and not _heads(who, away)):
        errors["person"] = _("Choose somebody of your units")
    substitute = _person(request.form.get("substitute", ""))
    if substitute is None or substitute.agency != who.agency or substitute.role not in ROLES:
        errors["substitute"] = _("Choose a colleague who does cases")
    starts, ends = _day("starts", errors), _day("ends", errors)
    held = request.form.get("held", "")
    if held not in ("unit", "substitute"):
        errors["held"] = _("Choose what becomes of the work that is held")
    if errors or away is None or substitute is None or starts is None or ends is None:
        return _page(errors=errors), 422
    own_units = away.units
    try:
        made = absences.enter(
            store,
            account=away.id,
            substitute=substitute.id,
            starts=starts,
            ends=ends,
            held=held,
            by=str(who.name),
            accepted=away.id != who.id,
            units=[unit for unit in request.form.getlist("units") if unit in own_units],
            procedures=[key for key in request.form.getlist("procedures") if Procedures(door()).by_key(key)],
        )
    except Refusal as refused:
        return _page(errors={refused.field: refused.message}), 422
    note("absence.enter", f"{away.name} {made.starts}–{made.ends} {substitute.name}", own=True)
    tell(door(), made, "standIn" if made.state == "asked" else "standInGiven", by=who.name)
    tell(door(), made, "absenceEntered", by=who.name)
    flash(text(_("The absence is entered.")), "good")
    return redirect(url_for("absences.index"), 303)


@blueprint.post("/<absence_id>/answer")
@allowed("absence.own")
def answer(absence_id: str) -> ResponseReturnValue:
    """Accept or decline to stand in."""
    absence, who = _absence(absence_id), _own()
    if absence.substitute != who.id or absence.state != "asked":
        abort(404)  # it is nothing of theirs to answer
    state: absences.State = "accepted" if request.form.get("answer") == "yes" else "declined"
    absences.set_state(door().store, absence.id, state)
    note(f"absence.{state}", absence.id, own=True)
    tell(door(), absence, f"absence{state.title()}", by=who.name)
    flash(text(ANSWERED[state]), "good")
    return redirect(url_for("absences.index"), 303)


@blueprint.post("/<absence_id>/withdraw")
@allowed("absence.own")
def withdraw(absence_id: str) -> ResponseReturnValue:
    """End an absence early; what was given away and is untouched comes back."""
    absence, who = _absence(absence_id), _own()
    away = accounts.by_id(door().store, absence.account)
    if absence.account != who.id and not (away and _heads(who, away)):
        abort(404)  # only who is away, or their head, ends it
    if absence.state not in ("asked", "accepted") or absence.ends < t.today():
        abort(404)  # it has ended already
    came = take_back(door(), absence, by=str(who.name))
    note("absence.withdraw", absence.id, own=True)
    for kind in ("absenceOver", "standInOver"):
        tell(door(), absence, kind, by=who.name)
    flash(text(_("The absence has ended. Work that came back: {count}.").format(count=came)), "good")
    return redirect(url_for("absences.index"), 303)


@blueprint.post("/<absence_id>/act")
@allowed("absence.own")
def act(absence_id: str) -> ResponseReturnValue:
    """Act for the absent person from now on."""
    absence, who = _absence(absence_id), _own()
    if absence.substitute != who.id or not absence.is_in_force(t.today()):
        abort(404)  # they do not stand in for this person now
    act_for(absence.id)
    note("absence.act", absence.id, own=True)
    return redirect(url_for("home.show"), 303)


@blueprint.post("/back")
@allowed("absence.own")
def back() -> ResponseReturnValue:
    """Act for oneself again."""
    act_for(None)
    return redirect(url_for("home.show"), 303)


def _page(errors: dict[str, Message] | None = None) -> str:
    store, who = door().store, _own()
    people = [
        member
        for unit in who.heads
        for member in holdings.people(store, unit, with_below=True, limit=200)
        if member.account != who.id
    ]
    names = {member.account: member.full_name for member in people}
    own = absences.around(store, who.id)
    of_people = [one for one in absences.of_accounts(store, list(names)) if one not in own]
    for absence in (*own, *of_people):
        for id_ in (absence.account, absence.substitute):
            if id_ not in names and (found := accounts.by_id(store, id_)):
                names[id_] = found.full_name
    scopes = {absence.id: _scope(absence) for absence in (*own, *of_people)}
    places = [place for unit in who.units if (place := units.by_id(store, unit))]
    return render_template(
        "pages/absences.html",
        mine=own,
        of_people=of_people,
        names=names,
        scopes=scopes,
        who=who,
        colleagues=_colleagues(who),
        people=sorted({(member.name, member.full_name) for member in people}, key=lambda one: one[1]),
        places=[(place.id, place.name(chosen_locale())) for place in places],
        procedures=Procedures(door()).choices,
        states=STATES,
        today=t.today(),
        errors=errors or {},
        typed=request.form,
    )


def _scope(absence: Absence) -> list[str]:
    """The units and procedures an absence is limited to, as the reader calls them; empty for all of them."""
    known = Procedures(door())
    chosen = (known.by_key(key) for key in absence.procedures)
    places = (units.by_id(door().store, unit) for unit in absence.units)
    return [
        *(place.name(chosen_locale()) for place in places if place is not None),
        *(told(known.name(one.id)) for one in chosen if one is not None),
    ]


def _colleagues(who: Account) -> list[tuple[str, str]]:
    """Who could stand in, to choose from; empty in an agency too large for a list, where one types the name."""
    if not who.agency or accounts.count(door().store, agency=who.agency) > MOST_TO_CHOOSE_FROM:
        return []
    found = accounts.page(door().store, agency=who.agency, limit=MOST_TO_CHOOSE_FROM)
    return [
        (one.name, one.full_name) for one in found if one.role in ROLES and one.is_active and one.id != who.id
    ]


def _own() -> Account:
    return own_account_or_none() or account()


def _heads(who: Account, away: Account) -> bool:
    below = frozenset[str]().union(*(units.below(door().store, unit) for unit in who.heads))
    return bool(below & away.units)


def _person(name: str) -> Account | None:
    return accounts.by_name(door().store, name) if name.strip() else None


def _absence(absence_id: str) -> Absence:
    return absences.by_id(door().store, absence_id) or abort(404)


def _day(name: str, errors: dict[str, Message]) -> dt.date | None:
    typed = request.form.get(name, "").strip()
    for shape in ("%Y-%m-%d", "%d.%m.%Y"):
        with suppress(ValueError):
            return dt.datetime.strptime(typed, shape).replace(tzinfo=dt.UTC).date()
    errors[name] = _("Write the day as 2026-03-02 or 02.03.2026")
    return None
