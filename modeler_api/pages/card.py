"""The card of a procedure: passport and administrative regulation, as a page, a PDF and a Word document.

Of the version in force anybody may read it, signed in or not; procedures of the administration itself stay inside.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from modeler_api import repository
from modeler_api.auth.policy import allowed, public
from modeler_api.auth.session import reads_whole
from modeler_api.auth.throttle import limited
from modeler_api.card.document import Card
from modeler_api.card.docx import docx
from modeler_api.card.making import card_of
from modeler_api.card.pdf import pdf
from modeler_api.file_name import named
from modeler_api.repository import Kept
from modeler_api.settings import LOCALES
from modeler_api.translation import chosen_locale
from modeler_api.wiring import door

blueprint = Blueprint("card", __name__)

FORMS: dict[str, tuple[Callable[[Card], bytes], str]] = {
    "pdf": (pdf, "application/pdf"),
    "docx": (docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


@blueprint.get("/procedures/<key>/card")
@allowed("procedure.read")
def show(key: str) -> ResponseReturnValue:
    """The card of a version: of the one in force, or the one asked for."""
    return _page(_kept(key), is_public=False)


@blueprint.get("/procedures/<key>/card.<form>")
@allowed("procedure.read")
def file(key: str, form: str) -> ResponseReturnValue:
    """The same as a file."""
    return _file(_kept(key), form)


@blueprint.get("/services/<key>")
@public
def service(key: str) -> ResponseReturnValue:
    """The card of the version in force, for anybody."""
    return _page(_open(key), is_public=True)


@blueprint.get("/services/<key>.<form>")
@limited("30 per minute")
@public
def service_file(key: str, form: str) -> ResponseReturnValue:
    """The same as a file; typesetting is work, so one address may ask only so often."""
    return _file(_open(key), form)


def _kept(key: str) -> Kept:
    number = request.args.get("version", type=int)
    return repository.find(door(), key, number, in_force_only=not reads_whole(key)) or abort(404)


def _open(key: str) -> Kept:
    kept = repository.find(door(), key, in_force_only=True) or abort(404)
    procedure = kept.model.procedure
    if kept.is_to_be or (procedure is not None and procedure.beneficiary == "inside"):
        abort(404)
    return kept


def _page(kept: Kept, *, is_public: bool) -> str:
    return render_template("pages/card.html", kept=kept, card=card_of(kept), is_public=is_public)


def _file(kept: Kept, form: str) -> Response:
    if form not in FORMS:
        abort(404)
    write, kind = FORMS[form]
    tongue = request.args.get("language")
    tongue = tongue if tongue in LOCALES else chosen_locale()
    before, g.locale = chosen_locale(), tongue
    with force_locale(tongue):
        content = write(card_of(kept))
    g.locale = before
    answer = Response(content, mimetype=kind)
    name = f"{kept.base_key}-{kept.version.number}-{tongue}.{form}"
    named(answer, name)
    return answer
