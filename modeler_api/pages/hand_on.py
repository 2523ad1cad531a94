"""Handing a procedure on to another agency: with its versions, cases, work, logs and reports."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api import repository
from modeler_api.auth import reach
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import note
from modeler_api.organisation import candidate_groups, foreign_groups
from modeler_api.repository import Kept
from modeler_api.store import belonging, units
from modeler_api.translation import chosen_locale, text
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("hand_on", __name__, url_prefix="/procedures")


@blueprint.get("/<key>/agency")
@allowed("procedure.give")
def show(key: str) -> ResponseReturnValue:
    """To whom the procedure belongs, and what handing it on means."""
    return _page(_kept(key))


@blueprint.post("/<key>/agency")
@allowed("procedure.give")
def give(key: str) -> ResponseReturnValue:
    """Let the procedure belong to another agency from now on."""
    kept = _kept(key)
    agency = units.by_id(door().store, request.form.get("agency", ""))
    if agency is None or agency.kind != "agency" or agency.id == reach.of_procedure(door(), kept.base_key):
        return _page(kept, {"agency": _("Choose the agency that gets the procedure")}), 422
    belonging.give(door().store, kept.base_key, agency.id)
    note("procedure.give", f"{kept.base_key} to {agency.code}")
    told = _("“{procedure}” belongs to: {agency}.")
    flash(
        text(told.format(procedure=Message(kept.title), agency=Message(agency.name(chosen_locale())))), "good"
    )
    return redirect(url_for("catalogue.index"), 303)


def _kept(key: str) -> Kept:
    return repository.find(door(), key, None) or abort(404)


def _page(kept: Kept, errors: dict[str, Message] | None = None) -> str:
    store, mine = door().store, reach.of_procedure(door(), kept.base_key)
    others = [one for one in units.agencies(store) if one.id != mine]
    now = units.by_id(store, mine) if mine else None
    groups = sorted(candidate_groups(kept.model))
    return render_template(
        "pages/hand_on.html",
        kept=kept,
        now=now.name(chosen_locale()) if now is not None else None,
        choices=[(one.id, one.name(chosen_locale())) for one in others],
        stay={one.name(chosen_locale()): foreign_groups(store, groups, one.id) for one in others},
        errors=errors or {},
    )
