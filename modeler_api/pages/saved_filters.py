"""Saved filters: lists of work under a name, kept on the server, one's own or shared with one's unit."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api import list_place, organisation
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.store import accounts, saved_filters
from modeler_api.translation import chosen_locale, text
from modeler_api.wanted import Wanted
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("saved_filters", __name__, url_prefix="/work/filters")
_LONGEST = 120


@blueprint.get("/")
@allowed("inbox.read")
def index() -> ResponseReturnValue:
    """One's own filters to rename, share or remove, and those the unit shares."""
    return _page({})


@blueprint.post("/")
@allowed("inbox.read")
def save() -> ResponseReturnValue:
    """Save the list one is looking at."""
    wanted = Wanted.of(request.form.to_dict())
    name, problem = _name()
    if problem is not None:
        flash(text(problem), "late")
        return redirect(wanted.address(), 303)
    saved_filters.save(
        door().store,
        account=account().id,
        name=name,
        arguments=wanted.arguments,
        unit=_unit(),
        is_default="default" in request.form,
    )
    flash(text(_("The list is saved as “{name}”.").format(name=Message(name))), "good")
    return redirect(wanted.address(), 303)


@blueprint.post("/<filter_id>")
@allowed("inbox.read")
def change(filter_id: str) -> ResponseReturnValue:
    """Rename, share or begin with one's own filter."""
    name, problem = _name()
    if problem is not None:
        return _page({f"name-{filter_id}": problem}), 422
    if not saved_filters.change(
        door().store,
        filter_id,
        account=account().id,
        name=name,
        unit=_unit(),
        is_default="default" in request.form,
    ):
        abort(404)
    flash(text(_("The filter is changed.")), "good")
    return redirect(url_for("saved_filters.index"), 303)


@blueprint.post("/<filter_id>/remove")
@allowed("inbox.read")
def remove(filter_id: str) -> ResponseReturnValue:
    """Remove one's own filter."""
    if not saved_filters.remove(door().store, filter_id, account=account().id):
        abort(404)
    flash(text(_("The filter is removed.")), "good")
    return redirect(url_for("saved_filters.index"), 303)


def _page(errors: dict[str, Message]) -> str:
    who = account()
    found = saved_filters.seen_by(door().store, account=who.id, units=who.units)
    places = organisation.units_of(door().store, who)
    by_id = {one: accounts.by_id(door().store, one) for one in {f.account for f in found} - {who.id}}
    return render_template(
        "pages/saved_filters.html",
        own=[one for one in found if one.account == who.id],
        shared=[one for one in found if one.account != who.id],
        owners={id_: one.full_name for id_, one in by_id.items() if one is not None},
        units=[(place.id, place.name(chosen_locale())) for place in places],
        errors=errors,
        back=list_place.back_to_list(),
    )


def _name() -> tuple[str, Message | None]:
    name = " ".join(request.form.get("name", "").split())
    if not name:
        return name, _("Enter a name for the filter")
    if len(name) > _LONGEST:
        return name, _("The name of a filter must be 120 characters or less")
    return name, None


def _unit() -> str | None:
    """The unit to share with, when it is one's own."""
    asked = request.form.get("unit", "")
    return asked if asked in account().units else None
