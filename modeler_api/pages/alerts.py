"""Alerts: which numbers are watched, where each stands, and who is told when it passes its threshold."""

from __future__ import annotations

import math

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from analytics.charts.trend import FEWEST
from analytics.watched import WATCHED
from modeler_api import alerting, repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, demand, may, reads_whole
from modeler_api.quantities import whole_number
from modeler_api.store import accounts, alerts, audit
from modeler_api.store.accounts import Account
from modeler_api.store.alerts import Alert
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("alerts", __name__, url_prefix="/alerts")

MOST_DAYS = 366


@blueprint.get("/")
@allowed("alert.read")
def index() -> ResponseReturnValue:
    """Every alert on the procedures one reads, those that are over first."""
    titles = _titles()
    return render_template(
        "pages/alerts.html",
        rows=alerts.of_procedures(door().store, list(titles)),
        titles=titles,
        watched=WATCHED,
        people=accounts.full_names(door().store),
        may_change=lambda key: may("alert.change", procedure=key),
    )


@blueprint.get("/new")
@allowed("alert.change")
def new() -> ResponseReturnValue:
    """The form for an alert."""
    typed = {"procedure": request.args.get("procedure", ""), "days": "30", "above": "above", "is_on": "yes"}
    return _form(typed, told=[account().id])


@blueprint.post("/new")
@allowed("alert.change")
def add() -> ResponseReturnValue:
    """Watch a number from now on."""
    typed, told = request.form.to_dict(), request.form.getlist("told")
    key = typed.get("procedure", "")
    said, errors = _read(typed, told, key)
    if key not in _titles():
        errors["procedure"] = _("Choose the procedure.")
    if errors:
        return _form(typed, told=told, errors=errors), 422
    demand("alert.change", procedure=key)
    made = alerts.add(door().store, procedure=key, by=account().name, **said)
    alerting.look(door(), made)
    return _done("alert.add", key)


@blueprint.get("/<alert_id>")
@allowed("alert.read")
def show(alert_id: str) -> ResponseReturnValue:
    """One alert: where it stands, and its form for whoever may change it."""
    alert = _alert(alert_id)
    typed = {
        "measure": alert.measure,
        "threshold": f"{alert.threshold:g}",
        "days": str(alert.days),
        "above": "above" if alert.above else "below",
        "is_on": "yes" if alert.is_on else "",
    }
    return _form(typed, told=alert.told, alert=alert)


@blueprint.post("/<alert_id>")
@allowed("alert.change")
def change(alert_id: str) -> ResponseReturnValue:
    """Say something else of one alert, or let it rest."""
    alert = _alert(alert_id)
    typed, told = request.form.to_dict(), request.form.getlist("told")
    said, errors = _read(typed, told, alert.procedure)
    if errors:
        return _form(typed, told=told, alert=alert, errors=errors), 422
    alerts.change(door().store, alert_id, **said)
    return _done("alert.change", alert.procedure)


def _read(typed: dict[str, str], told: list[str], key: str) -> tuple[dict[str, object], dict[str, Message]]:
    errors: dict[str, Message] = {}
    said: dict[str, object] = {
        "measure": typed.get("measure", ""),
        "above": typed.get("above") != "below",
        "is_on": bool(typed.get("is_on")),
    }
    if said["measure"] not in WATCHED:
        errors["measure"] = _("Choose the number to watch.")
    try:
        said["threshold"] = float(typed.get("threshold", "").strip().replace(",", "."))
    except ValueError:
        errors["threshold"] = _("Write the threshold as a number.")
    if "threshold" in said and not math.isfinite(float(str(said["threshold"]))):
        errors["threshold"] = _("Write the threshold as a number.")
    days = whole_number(typed.get("days", ""))
    if days is None or not 1 <= days <= MOST_DAYS:
        errors["days"] = _("Write the days as a whole number from 1 to {most}.").format(most=MOST_DAYS)
    else:
        said["days"] = days
    known = {person.id for person in _readers(key)}
    said["told"] = [person for person in told if person in known]
    if not said["told"]:
        errors["told"] = _("Choose at least one person who is told.")
    return said, errors


def _readers(key: str) -> list[Account]:
    """Who may read the report of a procedure, one's own agency only: those one can have told."""
    own = account().agency
    found = accounts.page(door().store, limit=1000)
    return [
        one
        for one in found
        if one.is_active
        and one.agency == own
        and (not key or alerting.may_read(door(), one, key))
        and one.role in ("head", "analyst", "reformer", "auditor")
    ]


def _form(
    typed: dict[str, str],
    *,
    told: list[str],
    alert: Alert | None = None,
    errors: dict[str, Message] | None = None,
) -> str:
    titles = _titles()
    key = alert.procedure if alert is not None else typed.get("procedure", "")
    source, since = alerting.watched(door(), key, days=alert.days) if alert is not None else (None, None)
    return render_template(
        "pages/alert.html",
        alert=alert,
        typed=typed,
        told=told,
        readers=_readers(key),
        titles=titles,
        choices=[(k, words) for k, words in titles.items() if may("alert.change", procedure=k)],
        watched=WATCHED,
        fewest=FEWEST,
        may_change=may("alert.change", procedure=key) if key else may("alert.change"),
        source=source,
        since=since,
        errors=errors or {},
    )


def _titles() -> dict[str, str]:
    """The procedures whose reports one reads, by title."""
    kept = repository.procedures(door(), own=reads_whole, state_wide=False)
    return {one.key: one.title for one in kept if not one.is_to_be}


def _alert(alert_id: str) -> Alert:
    return alerts.by_id(door().store, alert_id) or abort(404)


def _done(action: str, subject: str) -> ResponseReturnValue:
    audit.note(door().store, who=account().name, role=account().role, action=action, subject=subject)
    flash(text(_("The alert is kept. It is looked at every few minutes.")), "good")
    return redirect(url_for("alerts.index"), 303)
