"""What starts a procedure by itself: clocks with their next runs, messages, and other procedures that end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engine.errors import SandboxError
from engine.trigger import OUTCOMES, Trigger
from modeler_api import repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.procedures import Procedures
from modeler_api.repository import Kept
from modeler_api.store import accounts, audit
from modeler_api.summary_card import label_of, span_of
from modeler_api.translation import text, told
from modeler_api.wiring import door
from processes.model.beginning import beginning
from processes.model.duration import read_duration
from processes.text import Message, _

blueprint = Blueprint("triggers", __name__, url_prefix="/procedures")

ENDINGS: dict[str, Message] = {
    "completed": _("it came to its end"),
    "failed": _("it failed"),
    "cancelled": _("it was cancelled"),
    "terminated": _("it was broken off"),
}


@dataclass(frozen=True, kw_only=True)
class DrawnStart:
    """A clock, message or signal that is drawn in a version that is not in force, and so starts nothing yet."""

    element: str
    kind: str
    """`Timer`, `Message` or `Signal`, as the standard names them."""
    said: str
    """The text of the timer, or the name of what is awaited."""
    runs: tuple[datetime, ...] = ()
    """When a clock would run if the version came into force now; empty where only a case would know."""


@blueprint.get("/<key>/triggers")
@allowed("model.publish")
def show(key: str) -> ResponseReturnValue:
    """What starts the procedure in force, and what it starts when it ends; what would, where none is in force."""
    kept = repository.find(door(), key) or abort(404)
    if kept.live is None:
        return render_template(
            "pages/triggers_drawn.html",
            kept=kept,
            drawn=_drawn(kept),
            started_by=[one for one in door().engine.triggers() if one.target == kept.key],
            names={one.key: one.name for one in Procedures(door()).live},
            endings=ENDINGS,
            label_of=lambda element: label_of(kept.model, element),
        )
    return _page(kept)


@blueprint.post("/<key>/triggers")
@allowed("model.publish")
def add(key: str) -> ResponseReturnValue:
    """Let another procedure start when a case of this one ends."""
    kept = _kept(key)
    target, ending = request.form.get("target", ""), request.form.get("on", "")
    known = {definition.key for definition in Procedures(door()).live_for("model.publish")}
    outcome = next((one for one in OUTCOMES if one == ending), None)
    errors: dict[str, Message] = {}
    if target not in known:
        errors["target"] = _("Choose a procedure that is in force.")
    if outcome is None:
        errors["on"] = _("Choose how the case has to end.")
    if target == key:
        errors["target"] = _("A procedure that starts itself would never stop. Choose another one.")
    if errors or outcome is None:
        return _page(kept, errors=errors), 422
    door().engine.add_trigger(key, target, on=outcome, by=account().name)
    _note("trigger.add", f"{key} → {target}")
    flash(text(_("From now on it starts whenever a case ends so.")), "good")
    return redirect(url_for("triggers.show", key=key), 303)


@blueprint.post("/<key>/triggers/<name>/pause")
@allowed("model.publish")
def pause(key: str, name: str) -> ResponseReturnValue:
    """Switch a trigger off, or on again; what has ended meanwhile starts nothing later."""
    found = _trigger(key, name)
    door().engine.enable_trigger(found, enabled=not found.enabled, by=account().name)
    _note("trigger.pause" if found.enabled else "trigger.resume", f"{found.source} → {found.target}")
    return redirect(url_for("triggers.show", key=key), 303)


@blueprint.post("/<key>/starts/pause")
@allowed("model.publish")
def pause_start(key: str) -> ResponseReturnValue:
    """Let one clock or message start nothing, or let it start again."""
    kept, element = _kept(key), request.form.get("element", "")
    engine = door().engine
    resting = {one.element: one.rests for one in engine.scheduled_starts(kept.key)}
    resting |= {one.element: one.rests for one in engine.listening_starts(kept.key)}
    if element not in resting:
        abort(404)
    name = label_of(kept.model, element)
    reason = request.form.get("reason", "").strip()[:500]
    if resting[element]:
        engine.resume_start(kept.key, element, by=account().name)
        _note("start.resume", f"{key}: {name}")
        flash(text(_("“{name}” starts cases again.").format(name=name)), "good")
    elif not reason:
        return _page(kept, errors={f"reason-{element}": _("Say why it starts nothing for now.")}), 422
    else:
        engine.suspend_start(kept.key, element, by=account().name, reason=reason)
        _note("start.pause", f"{key}: {name}: {reason}")
        flash(text(_("“{name}” starts nothing until you let it go on.").format(name=name)), "good")
    return redirect(url_for("triggers.show", key=key), 303)


@blueprint.post("/<key>/triggers/<name>/remove")
@allowed("model.publish")
def remove(key: str, name: str) -> ResponseReturnValue:
    """Take a trigger away."""
    found = _trigger(key, name)
    door().engine.remove_trigger(found, by=account().name)
    _note("trigger.remove", f"{found.source} → {found.target}")
    return redirect(url_for("triggers.show", key=key), 303)


def _kept(key: str) -> Kept:
    kept = repository.find(door(), key) or abort(404)
    if kept.live is None:
        abort(404)
    return kept


def _drawn(kept: Kept) -> list[DrawnStart]:
    """What would start the procedure by itself if the version shown were in force, as it is drawn."""
    main = kept.model.main_process.id
    found = []
    for element in beginning(
        kept.model, [one for one in kept.model.elements.values() if one.scope == main]
    ).triggered:
        event = element.event_definition
        if event is not None and event.type == "Timer":
            said = event.expression or ""
            try:
                runs = door().engine.timer_runs(said, event.timer_kind or "date", working=event.working)
            except (SandboxError, OverflowError):
                runs = ()
            found.append(DrawnStart(element=element.id, kind="Timer", said=said, runs=runs))
        elif event is not None and event.type in ("Message", "Signal"):
            found.append(DrawnStart(element=element.id, kind=event.type, said=event.name or ""))
    return found


def _trigger(key: str, name: str) -> Trigger:
    """The trigger of this id that begins at the procedure the address names: its agency decides about it."""
    found = next((one for one in door().engine.triggers() if one.id == name and one.source == key), None)
    return found or abort(404)


def _note(action: str, subject: str) -> None:
    who = account()
    audit.note(door().store, who=who.name, role=who.role, action=action, subject=subject[:500])


def _again(interval: str | None) -> str:
    """After how long a clock runs again; what is no length of time, such as a cron line, stands as it is written."""
    if interval is None:
        return gettext("once")
    try:
        return gettext("after %(time)s", time=span_of(read_duration(interval)))
    except ValueError:
        return interval


def _page(kept: Kept, *, errors: dict[str, Message] | None = None) -> str:
    engine, procedures = door().engine, Procedures(door())
    names = {definition.key: definition.name for definition in procedures.live}
    found = engine.triggers()
    return render_template(
        "pages/triggers.html",
        kept=kept,
        again=_again,
        scheduled=engine.scheduled_starts(kept.key),
        listening=engine.listening_starts(kept.key),
        disabled=engine.suspended("definition").get(kept.key),
        people=accounts.full_names(door().store),
        starts=[one for one in found if one.source == kept.key],
        started_by=[one for one in found if one.target == kept.key],
        names=names,
        endings=ENDINGS,
        others=[
            (one.key, told(one.name)) for one in procedures.live_for("model.publish") if one.key != kept.key
        ],
        label_of=lambda element: label_of(kept.model, element),
        errors=errors or {},
    )
