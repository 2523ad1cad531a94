"""A document: what it is, who handed it in, its versions, and its pages as pictures; and handing one in to a case."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api.auth.fields import HIDDEN
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.case_papers import kept_back
from modeler_api.cases import Case
from modeler_api.documents import SCANS, Refused, accepted, hand_in, largest, pictures, shown_size
from modeler_api.file_name import named
from modeler_api.store import accounts, audit, documents
from modeler_api.store.documents import APPLICANT, OFFICE, REGISTER, Document
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import _

blueprint = Blueprint("documents", __name__, url_prefix="/documents")

INLINE = ("image/png", "image/jpeg", "image/webp")
#: Whatever the file is: it may do nothing, load nothing, and is nothing but what we say it is.
GUARDED = "default-src 'none'; sandbox; frame-ancestors 'none'"


@blueprint.get("/<paper_id>")
@allowed("case.read")
def show(paper_id: str) -> ResponseReturnValue:
    """The document with its preview and its versions."""
    document = _readable(paper_id)
    number = request.args.get("page", 1, type=int)
    total = 0
    if document.media_type == "application/pdf":
        try:
            total = pictures.pages(documents.content(door().store, document.sha256))
        except pictures.NotDrawn:
            total = 0
    if number < 1 or (total and number > total):
        return redirect(url_for("documents.show", paper_id=paper_id))
    names = accounts.full_names(door().store)
    return render_template(
        "pages/document.html",
        document=document,
        versions=documents.versions(door().store, document.series),
        names=names,
        scan=text(SCANS.get(document.scan, _("not known"))),
        size=shown_size(document.size),
        page=number,
        pages=total,
        is_picture=document.media_type in INLINE,
        accept=accepted(None),
        largest=shown_size(largest()),
        may_replace=_may_add(document) and document.origin == "upload",
    )


@blueprint.get("/<paper_id>/page/<int:number>.png")
@allowed("case.read")
def page(paper_id: str, number: int) -> ResponseReturnValue:
    """A page of a PDF, or the picture itself."""
    document = _readable(paper_id)
    content = documents.content(door().store, document.sha256)
    if document.media_type in INLINE:
        return guarded(content, document.media_type)
    if document.media_type != "application/pdf":
        abort(404)
    try:
        return guarded(pictures.page(content, number), "image/png")
    except pictures.NotDrawn:
        abort(404)


@blueprint.get("/<paper_id>/file")
@allowed("case.read")
def file(paper_id: str) -> Response:
    """The file itself, to keep; never to run in this site."""
    document = _readable(paper_id)
    response = guarded(documents.content(door().store, document.sha256), document.media_type)
    named(response, document.name)
    response.headers["X-Content-SHA256"] = document.sha256
    who = account()
    audit.note(
        door().store,
        who=who.name,
        role=who.role,
        action="document.read",
        subject=f"document:{document.id}",
        outcome="done",
    )
    return response


@blueprint.post("/of/<instance_id>")
@allowed("case.write")
def add(instance_id: str) -> ResponseReturnValue:
    """Hand a document in to a case."""
    case = _open_case(instance_id)
    return _kept(case, replaces=None)


@blueprint.post("/<paper_id>/replace")
@allowed("case.write")
def replace(paper_id: str) -> ResponseReturnValue:
    """Hand in the next version of a document; the earlier ones stay."""
    document = _readable(paper_id)
    if document.instance is None or document.origin != "upload":
        abort(403)
    return _kept(_open_case(document.instance), replaces=document.series)


@blueprint.post("/<paper_id>/visibility")
@allowed("case.write")
def change_visibility(paper_id: str) -> ResponseReturnValue:
    """Let the applicant see a document, or no longer."""
    document = _readable(paper_id)
    if not _may_add(document):
        abort(403)
    wanted = APPLICANT if request.form.get("visibility") == APPLICANT else OFFICE
    documents.show_to(door().store, document.id, wanted)
    who = account()
    audit.note(
        door().store,
        who=who.name,
        role=who.role,
        action=f"document.{wanted}",
        subject=f"document:{document.id}",
        outcome="done",
    )
    return redirect(url_for("documents.show", paper_id=document.id), 303)


def guarded(content: bytes, media_type: str) -> Response:
    """A file in an answer under which it can do nothing."""
    response = Response(content, mimetype=media_type)
    response.headers["Content-Security-Policy"] = GUARDED
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _kept(case: Case, *, replaces: str | None) -> ResponseReturnValue:
    back = url_for("case.show", instance_id=case.instance.id, tab="documents")
    sent = request.files.get("document")
    if sent is None or not sent.filename:
        flash(text(_("Choose a file first.")), "late")
        return redirect(back, 303)
    try:
        document = hand_in(
            sent.stream.read(),
            sent.filename,
            subject=f"case:{case.instance.id}",
            by=account().name,
            instance=case.instance.id,
            visibility=APPLICANT if request.form.get("visibility") == APPLICANT else OFFICE,
            replaces=replaces,
            note=request.form.get("note", "").strip()[:500],
        )
    except Refused as refused:
        flash(text(refused.message), "late")
        return redirect(back, 303)
    flash(text(_("Kept: {name}").format(name=document.name)), "good")
    return redirect(url_for("documents.show", paper_id=document.id) if replaces else back, 303)


def _readable(paper_id: str) -> Document:
    """The document, when it is one's own and of no case yet, of the agency's register, or of a case one may read."""
    document = documents.find(door().store, [paper_id]).get(paper_id) or abort(404)
    who = account()
    if document.instance is None:
        if document.added_by != who.name and document.subject != REGISTER:
            abort(403, _("This document belongs to somebody else."))
        return document
    case = Case(door(), door().engine.instance(document.instance), who)
    if not case.is_open_to(who):
        abort(403, _("This case belongs to another unit."))
    if document.added_by != who.name and document.series in kept_back(case):
        abort(403, HIDDEN)
    return document


def _open_case(instance_id: str) -> Case:
    case = Case(door(), door().engine.instance(instance_id))
    if not case.is_open_to(account()):
        abort(403, _("This case belongs to another unit."))
    return case


def _may_add(document: Document) -> bool:
    return document.instance is not None and account().role in ("officer", "head")
