"""Reviewing a version: a second person says what must change, beside the element it is about, or approves it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api import repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.drawing import drawing, in_order
from modeler_api.repository import Kept
from modeler_api.store import accounts, audit, reviews
from modeler_api.summary_card import label_of
from modeler_api.translation import text
from modeler_api.version_changes import changes_between
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("reviews", __name__, url_prefix="/procedures")

KINDS: dict[str, Message] = {
    "change": _("This must change"),
    "remark": _("A remark"),
    "approval": _("I approve the version"),
}
ASKED = _("Asked for a second look")


@blueprint.get("/<key>/versions/<int:number>/review")
@allowed("model.review")
def show(key: str, number: int) -> ResponseReturnValue:
    """What was said of a version, on the diagram and in words, and a field to say more."""
    return _page(_kept(key, number))


@blueprint.post("/<key>/versions/<int:number>/review")
@allowed("model.review")
def say(key: str, number: int) -> ResponseReturnValue:
    """Note a remark, a change that is asked for, or an approval."""
    kept = _kept(key, number)
    kind = next((kind for kind in reviews.KINDS if kind == request.form.get("kind")), None) or abort(400)
    said = request.form.get("text", "").strip()[:4000]
    element = request.form.get("element", "") or None
    errors: dict[str, Message] = {}
    if element is not None and element not in kept.model.elements:
        abort(400)
    if not said and kind != "approval":
        errors["text"] = _("Say what it is about.")
    if kind == "approval" and account().name in kept.version.makers:
        errors["kind"] = _("You made this version. A second person has to approve it.")
    if errors:
        return _page(kept, errors=errors, typed=said), 422
    reviews.say(
        door().store, version=kept.version.id, kind=kind, text=said, author=account().name, element=element
    )
    _note(f"review.{kind}", f"{key} {number}")
    return redirect(url_for("reviews.show", key=key, number=number), 303)


@blueprint.post("/<key>/versions/<int:number>/review/ask")
@allowed("model.publish")
def ask(key: str, number: int) -> ResponseReturnValue:
    """Put a draft before those who can look at it: it stands on their first page until one of them approves it."""
    kept = _kept(key, number)
    if kept.version.status != "draft":
        abort(409)
    if all((one.key, one.number) != (kept.key, number) for one in reviews.wanted(door().store)):
        reviews.say(door().store, version=kept.version.id, kind="asked", text="", author=account().name)
        _note("review.asked", f"{key} {number}")
    flash(text(_("Asked: it stands on the first page of everybody who can look at it.")), "good")
    return redirect(url_for("publishing.show", key=key, number=number), 303)


@blueprint.post("/<key>/versions/<int:number>/review/<name>/settle")
@allowed("model.review")
def settle(key: str, number: int, name: str) -> ResponseReturnValue:
    """Note that a change that was asked for is done or need not be."""
    kept = _kept(key, number)
    if reviews.settle(door().store, kept.version.id, name, by=account().name):
        _note("review.settle", f"{key} {number}")
        flash(text(_("Settled. Who asked for it can see who settled it.")), "good")
    return redirect(url_for("reviews.show", key=key, number=number), 303)


def _kept(key: str, number: int) -> Kept:
    return repository.find(door(), key, number) or abort(404)


def _note(action: str, subject: str) -> None:
    who = account()
    audit.note(door().store, who=who.name, role=who.role, action=action, subject=subject[:500])


def _page(kept: Kept, *, errors: dict[str, Message] | None = None, typed: str = "") -> str:
    said = reviews.of(door().store, kept.version.id)
    model = kept.model
    live = kept.live if kept.live and kept.live.id != kept.version.id else None
    marks = {one.element: ["problem" if one.is_open else "changed"] for one in said if one.element}
    counts: dict[str, int] = {}
    for one in said:
        if one.element:
            counts[one.element] = counts.get(one.element, 0) + 1
    overlays = [
        {"element": element, "text": str(number), "place": "bottom-right"}
        for element, number in counts.items()
    ]
    return render_template(
        "pages/review.html",
        kept=kept,
        said=said,
        kinds=KINDS,
        words={**KINDS, "asked": ASKED},
        people=accounts.full_names(door().store),
        model=model,
        label_of=lambda element: label_of(model, element),
        elements=[(element.id, label_of(model, element.id)) for element in in_order(model)],
        is_own=account().name in kept.version.makers,
        changes=len(changes_between(repository.model_in(live.source), model).rows) if live else None,
        live=live,
        diagram=drawing(model, marks=marks, overlays=overlays),
        errors=errors or {},
        typed=typed,
    )
