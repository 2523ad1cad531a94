"""Running cases moved to the version in force: rehearsed before, made with a reason, and taken back."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api import repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.publishing.impact import impact_of, why_not
from modeler_api.repository import Kept
from modeler_api.store import accounts, audit
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("moving_cases", __name__, url_prefix="/procedures")


@blueprint.get("/<key>/move-cases")
@allowed("model.publish")
def show(key: str) -> ResponseReturnValue:
    """Which running cases could move to the version in force, why the others stay, and what was moved so far."""
    return _page(_kept(key))


@blueprint.post("/<key>/move-cases")
@allowed("model.publish")
def move(key: str) -> ResponseReturnValue:
    """Move the running cases that can to the version in force, each by itself."""
    kept = _kept(key)
    reason = request.form.get("reason", "").strip()[:500]
    if not reason:
        wrong = _("Say why the cases are moved: it stands in the history of each.")
        return _page(kept, errors={"reason": wrong}), 422
    engine, of = door().engine, _of(kept)
    impact = impact_of(engine.rehearse_migration(of))
    batch = engine.migrate_instances(of, instances=impact.movable, by=account().name, reason=reason)
    moved = sum(result.error is None for result in batch.results)
    _note("case.move", f"{key}: {moved}")
    told = _("{moved} of {all} cases were moved to version {number}.")
    number = kept.live.number if kept.live else 0
    flash(text(told.format(moved=moved, all=impact.running, number=number)), "good")
    return redirect(url_for("moving_cases.show", key=key), 303)


@blueprint.post("/<key>/move-cases/<batch>/back")
@allowed("model.publish")
def take_back(key: str, batch: str) -> ResponseReturnValue:
    """Take the cases of one move back to the versions they came from; who cannot go back is said with its reason."""
    kept = _kept(key)
    engine = door().engine
    if all(each.batch != batch for each in engine.migrations(_of(kept))):
        abort(404)
    results = engine.undo_migration(batch, by=account().name)
    back = sum(result.error is None for result in results)
    _note("case.move_back", f"{key}: {back}")
    flash(text(_("{back} of {all} cases were taken back.").format(back=back, all=len(results))), "good")
    held = why_not(results)
    if held:
        return _page(kept, held=held)
    return redirect(url_for("moving_cases.show", key=key), 303)


def _kept(key: str) -> Kept:
    kept = repository.find(door(), key) or abort(404)
    return kept if kept.live is not None else abort(404)


def _of(kept: Kept) -> str:
    """The key under which the engine knows the procedure."""
    return (kept.live.definition_key if kept.live else None) or kept.base_key


def _page(
    kept: Kept, *, errors: dict[str, Message] | None = None, held: tuple[tuple[Message, int], ...] = ()
) -> str:
    engine, key = door().engine, _of(kept)
    return render_template(
        "pages/move_cases.html",
        kept=kept,
        live=kept.live,
        impact=impact_of(engine.rehearse_migration(key)),
        moves=engine.migrations(key),
        people=accounts.full_names(door().store),
        held=held,
        errors=errors or {},
    )


def _note(action: str, subject: str) -> None:
    who = account()
    audit.note(door().store, who=who.name, role=who.role, action=action, subject=subject[:500])
