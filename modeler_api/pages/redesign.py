"""Redesigning a procedure: proposals that answer its findings, a preview of what they change, the to-be they make."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api import repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, reads_whole
from modeler_api.navigation import NavigationItem
from modeler_api.proposals import Proposals
from modeler_api.repository import TO_BE, Kept
from modeler_api.store import accounts, audit, models, redesigns
from modeler_api.summary_card import pairs
from modeler_api.translation import text
from modeler_api.version_changes import changes_between
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("redesign", __name__)
navigation = NavigationItem(
    label=_("Redesign"),
    summary=_("Proposals that answer the findings: preview them, combine them, make a to-be of them."),
    endpoint="redesign.index",
    action="redesign.read",
    order=70,
    icon="redesign",
)


@blueprint.get("/redesign/")
@allowed("redesign.read")
def index() -> ResponseReturnValue:
    """The procedures, each with how many proposals and redesigns it has."""
    kept = repository.procedures(door(), own=reads_whole, state_wide=False)
    rows = [
        (procedure, len(Proposals.of(door(), procedure).rewrites), _redesigns(procedure.key))
        for procedure in kept
        if not procedure.is_to_be
    ]
    return render_template("pages/redesign_list.html", rows=rows)


@blueprint.get("/procedures/<key>/redesign/")
@allowed("redesign.read")
def show(key: str) -> ResponseReturnValue:
    """The proposals; those picked are previewed together."""
    return _page(_kept(key), request.args.getlist("pick"))


@blueprint.post("/procedures/<key>/redesign/")
@allowed("redesign.apply")
def apply(key: str) -> ResponseReturnValue:
    """Save the picked proposals as a to-be beside the procedure."""
    kept = _kept(key)
    picked = request.form.getlist("pick")
    name, reason = (request.form.get(field, "").strip() for field in ("name", "reason"))
    errors: dict[str, Message] = {}
    if not picked:
        errors["pick"] = _("Choose at least one proposal.")
    if not name:
        errors["name"] = _("Enter a name for the redesign.")
    proposals = Proposals.of(door(), kept)
    result = proposals.apply(picked)
    if errors or result.refused:
        return _page(kept, picked, errors=errors, name=name, reason=reason), 422
    chosen = proposals.named(picked)
    told = reason or "; ".join(str(rewrite.title) for rewrite in chosen)
    version = models.save(
        door().store,
        key=kept.key + TO_BE,
        name=name[:300],
        source=result.model.source,
        author=account().name,
        reason=told,
        origin="redesign",
        based_on=kept.version.id,
        problems=[repository.noted(p) for p in repository.problems_in(result.model.source)],
    )
    for rewrite in chosen:
        row = redesigns.propose(
            door().store,
            procedure=kept.key,
            base_version=kept.version.id,
            name=rewrite.name[:200],
            reason=str(rewrite.reason),
            created_by=account().name,
            data={"pattern": rewrite.pattern, "title": str(rewrite.title), "legal": list(rewrite.legal)},
        )
        redesigns.decide(door().store, row.id, status="applied", result_version=version.id)
    audit.note(
        door().store,
        who=account().name,
        role=account().role,
        action="redesign.apply",
        subject=f"{version.key} {version.number}",
    )
    flash(
        text(
            _("The redesign was saved as version {number} of the procedure as it could be.").format(
                number=version.number
            )
        ),
        "good",
    )
    return redirect(url_for("redesign.show", key=key) + "#made", 303)


def _page(
    kept: Kept,
    picked: list[str],
    *,
    errors: dict[str, Message] | None = None,
    name: str | None = None,
    reason: str = "",
) -> str:
    proposals = Proposals.of(door(), kept)
    result = proposals.apply(picked) if picked else None
    preview = changed = None
    if result is not None and not result.refused:
        preview = changes_between(kept.model, result.model)
        changed = pairs(kept.summary, repository.summary_in(result.model.source))
    return render_template(
        "pages/redesign.html",
        kept=kept,
        proposals=proposals,
        picked=picked,
        result=result,
        preview=preview,
        pairs=[
            pair for pair in changed or [] if pair[0].value != pair[1].value or pair[0].note != pair[1].note
        ],
        made=_redesigns(kept.key),
        people=accounts.full_names(door().store),
        name=kept.title if name is None else name,
        reason=reason,
        errors=errors or {},
    )


def _redesigns(key: str) -> list[models.ModelVersion]:
    return [version for version in models.versions(door().store, key + TO_BE) if version.status != "retired"]


def _kept(key: str) -> Kept:
    return repository.find(door(), key.removesuffix(TO_BE)) or abort(404)
