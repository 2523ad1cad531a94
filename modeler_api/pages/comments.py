"""Writing comments on a case, changing them while that is allowed, and the comments that mention one."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api import commenting
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.cases import Case
from modeler_api.in_whose_place import acted
from modeler_api.store import accounts, comments
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import _

blueprint = Blueprint("comments", __name__, url_prefix="/comments")


@blueprint.get("/mentions")
@allowed("case.read")
def mentions() -> ResponseReturnValue:
    """The comments that mention the reader, the newest first."""
    names = accounts.full_names(door().store)
    rows = []
    for one, seen in comments.mentioning(door().store, account().id):
        case = Case(door(), door().engine.instance(one.instance))
        if one.withdrawn is None and case.is_open_to(account()):
            rows.append((one, case, acted(one.written_by, one.on_behalf_of, names), seen))
    return render_template("pages/mentions.html", rows=rows)


@blueprint.post("/of/<instance_id>")
@allowed("case.write")
def write(instance_id: str) -> ResponseReturnValue:
    """Write a comment; what cannot be kept is shown again as it was typed."""
    case = _case(instance_id)
    words = request.form.get("text", "")
    try:
        commenting.write(case, words, request.form.get("audience", ""), by=account())
    except commenting.NotWritten as reason:
        from modeler_api.pages.case import page

        field = (
            "audience"
            if words.strip() and request.form.get("audience") not in commenting.AUDIENCES
            else "text"
        )
        return page(case, "comments", errors={field: reason.message}, typed=request.form.to_dict()), 422
    return redirect(url_for("case.show", instance_id=instance_id, tab="comments"), 303)


@blueprint.post("/<comment_id>/change")
@allowed("case.write")
def change(comment_id: str) -> ResponseReturnValue:
    """Change or take back one's own comment."""
    comment = comments.find(door().store, comment_id) or abort(404)
    case = _case(comment.instance)
    try:
        if request.form.get("act") == "withdraw":
            commenting.withdraw(case, comment, by=account())
            flash(text(_("You took the comment back.")), "good")
        else:
            commenting.change(case, comment, request.form.get("text", ""), by=account())
    except commenting.NotWritten as reason:
        flash(text(reason.message), "late")
    return redirect(url_for("case.show", instance_id=comment.instance, tab="comments"), 303)


def _case(instance_id: str) -> Case:
    case = Case(door(), door().engine.instance(instance_id), account())
    if not case.is_open_to(account()):
        abort(403, _("This case belongs to another unit."))
    return case
