"""A position: its names and groups, and who holds it from when until when."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, note
from modeler_api.pages.organisation import groups_in
from modeler_api.store import accounts, holdings, positions, units
from modeler_api.store import tables as t
from modeler_api.store.positions import Position
from modeler_api.store.refusal import Refusal
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("positions", __name__, url_prefix="/positions")


@blueprint.get("/<position_id>")
@allowed("organisation.read")
def show(position_id: str) -> ResponseReturnValue:
    """One position and everybody who held or will hold it."""
    return _page(_position(position_id))


@blueprint.post("/<position_id>")
@allowed("organisation.change")
def change(position_id: str) -> ResponseReturnValue:
    """Give it other names, groups or the head's place, or put it into another unit."""
    post, store = _position(position_id), door().store
    names = {tag: request.form.get(f"name_{tag}", "").strip() for tag in units.LANGUAGES}
    try:
        if (unit := request.form.get("unit", "")) and unit != post.unit:
            positions.move(store, post.id, unit)
        positions.change(
            store,
            post.id,
            names=names,
            groups=groups_in(request.form.get("groups", "")),
            is_head=bool(request.form.get("is_head")),
        )
    except Refusal as refused:
        return _page(post, errors={refused.field: refused.message}), 422
    return _done(post, "position")


@blueprint.post("/<position_id>/close")
@allowed("organisation.change")
def close(position_id: str) -> ResponseReturnValue:
    """Close a position nobody holds any more."""
    post = _position(position_id)
    try:
        positions.close(door().store, post.id)
    except Refusal as refused:
        return _page(post, errors={"": refused.message}), 422
    note("organisation.change", f"closed position {post.code}")
    return redirect(url_for("organisation.show", unit_id=post.unit), 303)


@blueprint.post("/<position_id>/holders")
@allowed("organisation.change")
def appoint(position_id: str) -> ResponseReturnValue:
    """Let a person hold the position from a day on."""
    post, store = _position(position_id), door().store
    errors: dict[str, Message] = {}
    person = accounts.by_name(store, request.form.get("person", ""))
    if person is None:
        errors["person"] = _("Enter the account name of a person, such as a.asanova")
    starts, ends = _day("starts", errors), _day("ends", errors)
    if person is not None and not errors:
        try:
            holdings.appoint(
                store,
                account=person.id,
                position=post.id,
                by=account().name,
                starts=starts,
                ends=ends,
                is_acting=bool(request.form.get("acting")),
            )
        except Refusal as refused:
            errors["person" if refused.field == "position" else refused.field] = refused.message
        else:
            return _done(post, f"{person.name} on")
    return _page(post, errors=errors), 422


@blueprint.post("/holdings/<holding_id>/end")
@allowed("organisation.change")
def end(holding_id: str) -> ResponseReturnValue:
    """End a holding with a day, today unless told otherwise."""
    store, errors = door().store, dict[str, Message]()
    holding = holdings.by_id(store, holding_id) or abort(404)
    post, last = _position(holding.position), _day("last_day", errors)
    if errors:
        return _page(post, errors=errors), 422
    holdings.end(store, holding.id, last_day=last or t.today())
    return _done(post, "ended on")


def _done(post: Position, what: str) -> ResponseReturnValue:
    note("organisation.change", f"{what} {post.code}")
    flash(text(_("Changed.")), "good")
    return redirect(url_for("positions.show", position_id=post.id), 303)


def _page(post: Position, *, errors: dict[str, Message] | None = None) -> str:
    store = door().store
    unit = units.by_id(store, post.unit) or abort(404)
    held = holdings.of_position(store, post.id)
    return render_template(
        "pages/position.html",
        post=post,
        path=units.above(store, unit.id),
        places=[(place.id, place) for place in units.of_agency(store, unit.agency)],
        known_groups=positions.groups_in_use(store, unit.agency),
        held=[(holding, accounts.by_id(store, holding.account)) for holding in held[:100]],
        today=t.today(),
        errors=errors or {},
        typed=request.form,
    )


def _day(name: str, errors: dict[str, Message]) -> dt.date | None:
    typed = request.form.get(name, "").strip()
    if not typed:
        return None
    for shape in ("%Y-%m-%d", "%d.%m.%Y"):
        with suppress(ValueError):
            return dt.datetime.strptime(typed, shape).replace(tzinfo=dt.UTC).date()
    errors[name] = _("Write the day as 2026-03-02 or 02.03.2026")
    return None


def _position(position_id: str) -> Position:
    return positions.by_id(door().store, position_id) or abort(404)
