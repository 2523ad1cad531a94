"""Putting a version in force: the list of tasks, what becomes of running cases, and its name typed to confirm.

A version comes into force at once or on a day to come, for all new cases or for some of them until it is widened or
withdrawn. A procedure is disabled and enabled as a whole; what runs goes on unless it is told to rest.
"""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import NotExecutable, WrongState
from modeler_api import repository
from modeler_api.auth import reach
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.decisions.beside import decisions_in
from modeler_api.drawing import drawing, problem_marks
from modeler_api.formats import date
from modeler_api.import_page import grouped
from modeler_api.organisation import candidate_groups, foreign_groups
from modeler_api.publishing.coming_into_force import put_in_force
from modeler_api.publishing.gate import blockers, tasks
from modeler_api.publishing.impact import impact_of
from modeler_api.publishing.settling import settle
from modeler_api.repository import Kept
from modeler_api.stages import told as whom_told
from modeler_api.store import audit, models, planned_versions, tables, units, version_decisions
from modeler_api.store.planned_versions import ForWhom
from modeler_api.store.reviews import wanted
from modeler_api.translation import chosen_locale, text
from modeler_api.trying.rehearsal import Rehearsal, rehearse
from modeler_api.wiring import door
from processes.calendar import WorkingCalendar
from processes.decision.model import DecisionModel
from processes.text import Message, _

blueprint = Blueprint("publishing", __name__, url_prefix="/procedures")


@blueprint.get("/<key>/versions/<int:number>/publish")
@allowed("model.publish")
def show(key: str, number: int) -> ResponseReturnValue:
    """What has to be right before a version comes into force, and what will happen then."""
    return _page(_kept(key, number))


@blueprint.post("/<key>/versions/<int:number>/publish")
@allowed("model.publish")
def publish(key: str, number: int) -> ResponseReturnValue:
    """Put a version in force, now or from a day on: new cases follow it, running ones stay with theirs."""
    kept = _kept(key, number)
    foreign = foreign_groups(door().store, candidate_groups(kept.model), reach.of_procedure(door(), key))
    if foreign:
        told = _("The group “{group}” does another agency's work. Name the group in your model otherwise.")
        return _page(kept, errors={"": told.format(group=foreign[0])}), 422
    errors: dict[str, Message] = {}
    try:
        door().engine.rehearse_deployment([kept.model, *_decided(kept)])
    except NotExecutable as refused:
        return _page(kept, refused=refused), 422
    found = tasks(door(), kept, _rehearsed(kept), agency=_agency(key))
    for task in blockers(found):
        errors[""] = _("Something is still to be done: {task}.").format(task=task.title)
    if request.form.get("name", "").strip() != kept.version.name.strip():
        errors["name"] = _("Type the name of the version as it stands above.")
    at = _moment(request.form.get("from", "").strip(), errors)
    whom = _for_whom(kept, errors)
    if errors:
        return _page(kept, errors=errors), 422
    who = account()
    if at is not None:
        planned_versions.plan(
            door().store,
            key=kept.key,
            version=kept.version.id,
            at=at,
            by=who.name,
            role=who.role,
            whom=whom,
        )
        _note("model.plan", f"{kept.key} {kept.version.number} {at.date().isoformat()} {whom.reason}")
        planned = _("Version {number} comes into force on {day}.").format(number=number, day=date(at))
        flash(text(planned), "good")
        return redirect(url_for("procedure.show", key=key, tab="versions"), 303)
    try:
        version = put_in_force(door(), kept.version, by=who.name, role=who.role, whom=whom)
    except NotExecutable as refused:
        return _page(kept, refused=refused), 422
    except WrongState as refused:
        wrong = _("{what} {way_out}").format(what=refused.message, way_out=refused.hint or "")
        return _page(kept, errors={"": wrong}), 409
    if not whom.is_all:
        said = _("Version {number} is in force for {whom}; the others follow the version they did.")
        flash(text(said.format(number=version.number, whom=whom_told(door(), whom))), "good")
        return redirect(url_for("procedure.show", key=version.key, tab="versions"), 303)
    flash(text(_("Version {number} is in force: new cases follow it.").format(number=version.number)), "good")
    return redirect(url_for("procedure.show", key=version.key), 303)


@blueprint.post("/<key>/stage/widen")
@allowed("model.publish")
def widen(key: str) -> ResponseReturnValue:
    """Let all new cases follow the version that some of them do."""
    return _end_stage(key, widened=True)


@blueprint.post("/<key>/stage/withdraw")
@allowed("model.publish")
def withdraw(key: str) -> ResponseReturnValue:
    """Let no new case follow the version that some of them do; those that follow it go on with it."""
    return _end_stage(key, widened=False)


def _end_stage(key: str, *, widened: bool) -> ResponseReturnValue:
    kept = repository.find(door(), key) or abort(404)
    back = redirect(url_for("procedure.show", key=key, tab="versions"), 303)
    stage = kept.stage
    if stage is None:
        flash(text(_("No version is in force for some cases only; somebody may have ended that.")), "late")
        return back
    reason = request.form.get("reason", "").strip()[:500]
    if not reason:
        flash(text(_("Say why; nothing was changed.")), "late")
        return back
    engine, number = door().engine, kept.staged.number if kept.staged else 0
    verb = engine.widen if widened else engine.withdraw_stage
    try:
        verb(stage.stage.key, by=account().name, reason=reason)
    except WrongState as late:
        flash(text(_("{what} {way_out}").format(what=late.message, way_out=late.hint or "")), "late")
        return back
    settle(door(), key)
    if widened:
        said = _("Version {number} is in force: new cases follow it.")
    else:
        said = _("Version {number} is withdrawn: no new case follows it. Those that do go on with it.")
    flash(text(said.format(number=number)), "good")
    return back


@blueprint.post("/<key>/planned")
@allowed("model.publish")
def unplan(key: str) -> ResponseReturnValue:
    """Take back that a version comes into force on a day to come."""
    if planned_versions.drop(door().store, key):
        _note("model.unplan", key)
        flash(text(_("The plan was taken back; what is in force stays so.")), "good")
    return redirect(url_for("procedure.show", key=key, tab="versions"), 303)


@blueprint.post("/<key>/disable")
@allowed("model.publish")
def disable(key: str) -> ResponseReturnValue:
    """Let nothing start from a procedure; running cases go on, or rest too."""
    kept = repository.find(door(), key) or abort(404)
    if kept.live is None:
        abort(409)
    reason = request.form.get("reason", "").strip()[:500]
    if not reason:
        flash(text(_("Say why the procedure is disabled; nothing was changed.")), "late")
        return redirect(url_for("procedure.show", key=key, tab="versions"), 303)
    rest = bool(request.form.get("rest"))
    door().engine.suspend_definition(key, by=account().name, reason=reason, instances=rest)
    _note("model.disable", f"{key}: {reason}")
    flash(text(_("The procedure is disabled: nothing starts from it.")), "good")
    return redirect(url_for("procedure.show", key=key, tab="versions"), 303)


@blueprint.post("/<key>/enable")
@allowed("model.publish")
def enable(key: str) -> ResponseReturnValue:
    """Let cases start again, and those go on that were told to rest."""
    door().engine.resume_definition(key, by=account().name)
    _note("model.enable", key)
    flash(text(_("The procedure is enabled again.")), "good")
    return redirect(url_for("procedure.show", key=key, tab="versions"), 303)


@blueprint.post("/<key>/versions/<int:number>/retire")
@allowed("model.publish")
def retire(key: str, number: int) -> ResponseReturnValue:
    """Offer a version that is not in force no more; it stays readable."""
    kept = _kept(key, number)
    if kept.version.status in ("published", "staged"):
        abort(409)
    models.retire(door().store, kept.version.id)
    planned = planned_versions.of(door().store, kept.key)
    if planned is not None and planned.version == kept.version.id:
        planned_versions.drop(door().store, kept.key)
    _note("model.retire", f"{key} {number}")
    flash(text(_("The version is retired. It stays in the list.")), "good")
    return redirect(url_for("procedure.show", key=key, tab="versions"), 303)


def _kept(key: str, number: int) -> Kept:
    return repository.find(door(), key, number) or abort(404)


def _decided(kept: Kept) -> list[DecisionModel]:
    """The decisions that come into force with a version."""
    return [decisions_in(each.source) for each in version_decisions.of(door().store, kept.version.id)]


def _rehearsed(kept: Kept) -> Rehearsal:
    beside = tuple(each.source for each in version_decisions.of(door().store, kept.version.id))
    return rehearse(door(), kept.base_key, kept.version.source, beside=beside)


def _agency(key: str) -> str | None:
    return reach.of_procedure(door(), key)


def _moment(typed: str, errors: dict[str, Message]) -> dt.datetime | None:
    """The beginning of the day that was typed in the office's own time; None when it is at once."""
    if not typed:
        return None
    try:
        day = dt.date.fromisoformat(typed)
    except ValueError:
        errors["from"] = _("Enter a date, such as 2027-01-01, or leave it empty.")
        return None
    if day <= tables.today():
        errors["from"] = _("Enter a day to come, or leave it empty to put it in force now.")
        return None
    return dt.datetime.combine(day, dt.time(), WorkingCalendar.default().zone)


def _for_whom(kept: Kept, errors: dict[str, Message]) -> ForWhom:
    """Which new cases the version is for, as it was chosen; what cannot be is added to `errors`."""
    chosen = request.form.get("whom", "all")
    reason = request.form.get("reason", "").strip()[:1000]
    if chosen == "all":
        return ForWhom(reason=reason)
    known = {office for office, _name in _offices(kept)}
    offices = tuple(office for office in request.form.getlist("office") if office in known)
    share = None
    if "share" in chosen:
        typed = request.form.get("share", "").strip().removesuffix("%").strip()
        share = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 0
        if not 1 <= share <= 99:
            errors["share"] = _("Enter a whole number of per cent, from 1 to 99.")
    if "offices" in chosen and not offices:
        errors["office"] = _("Choose at least one office.")
    if kept.live is None and not kept.is_to_be:
        errors["whom"] = _("The first version is for all: the other cases would have none to follow.")
    if not reason:
        errors["reason"] = _("Say why it is for some cases only: it stands in the list of versions.")
    return ForWhom(offices=offices if "offices" in chosen else (), share=share, reason=reason)


def _offices(kept: Kept) -> list[tuple[str, str]]:
    """The places of the procedure's agency, each with its name, those above it before it."""
    agency = _agency(kept.base_key)
    places = units.of_agency(door().store, agency) if agency else ()
    return [(place.id, place.name(chosen_locale())) for place in places if place.kind != "agency"]


def _note(action: str, subject: str) -> None:
    who = account()
    audit.note(door().store, who=who.name, role=who.role, action=action, subject=subject[:500])


def _page(
    kept: Kept, *, refused: NotExecutable | None = None, errors: dict[str, Message] | None = None
) -> str:
    try:
        impact = impact_of(door().engine.rehearse_deployment([kept.model, *_decided(kept)]))
    except NotExecutable as error:
        refused, impact = refused or error, None
    if refused is not None:
        errors = {
            "": _("The model cannot be put in force yet. The reasons stand below, each with its element.")
        }
        return render_template(
            "pages/publish.html",
            kept=kept,
            groups=grouped(refused.problems, kept.model),
            refused=True,
            errors=errors,
            diagram=drawing(kept.model, marks=problem_marks(refused.problems)),
        )
    found = tasks(door(), kept, _rehearsed(kept), agency=_agency(kept.key))
    planned = planned_versions.of(door().store, kept.key)
    return render_template(
        "pages/publish.html",
        kept=kept,
        refused=False,
        found=found,
        stopped=blockers(found),
        impact=impact,
        planned=planned,
        planned_whom=whom_told(door(), planned.whom) if planned else None,
        offices=_offices(kept),
        is_asked=any(
            one.key == kept.key and one.number == kept.version.number for one in wanted(door().store)
        ),
        errors=errors or {},
    )
