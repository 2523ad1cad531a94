"""“Where is my case?”: the applicant asks with the case number and its code, without an account.

Who guesses is slowed down, by the number and by the address; a number nobody has and a wrong code are answered in the
same words. The browser then holds for half an hour, in its signed cookie, which case it may show.
"""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from engine import EngineError
from modeler_api import applicants_view
from modeler_api.applicants_view import ApplicantsView
from modeler_api.auth import throttle
from modeler_api.auth.policy import public
from modeler_api.file_name import named
from modeler_api.pages.documents import guarded
from modeler_api.store import audit, documents, units
from modeler_api.store.tables import now
from modeler_api.translation import chosen_locale
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("status", __name__, url_prefix="/status")

LASTS = dt.timedelta(minutes=30)
_HELD = "status"


@blueprint.get("")
@public
def ask() -> ResponseReturnValue:
    """The question: which case, and its code."""
    return _form(request.args.get("number", "")[:80])


@blueprint.post("")
@public
def look() -> ResponseReturnValue:
    """Show the case when number and code fit."""
    number, code = request.form.get("number", "").strip()[:80], request.form.get("code", "").strip()[:40]
    errors: dict[str, Message] = {}
    if not number:
        errors["number"] = _("Enter the case number")
    if not code:
        errors["code"] = _("Enter the code that was given with it")
    if errors:
        return _form(number, errors), 422
    guessed = f"status:{number.upper()}"
    throttle.attempt(guessed)
    case = applicants_view.found(door(), number, code)
    if case is None:
        audit.note(
            door().store, who="applicant", role="", action="status.read", subject=number, outcome="refused"
        )
        errors["number"] = _(
            "There is no case with this number and this code. Check both for typing mistakes."
        )
        return _form(number, errors), 422
    throttle.held(guessed)
    audit.note(door().store, who="applicant", role="", action="status.read", subject=f"case:{case.id}")
    session[_HELD] = [case.id, (now() + LASTS).timestamp()]
    return redirect(url_for("status.show"), 303)


@blueprint.get("/case")
@public
def show() -> ResponseReturnValue:
    """The case, as its applicant sees it."""
    view = _held()
    if view is None:
        return redirect(url_for("status.ask"))
    from modeler_api.auth import reach

    agency = reach.of_procedure(door(), view.instance.key)
    unit = units.by_id(door().store, agency) if agency else None
    page = render_template(
        "pages/status.html", view=view, agency=unit.name(chosen_locale()) if unit is not None else None
    )
    return page, {"Cache-Control": "no-store"}


@blueprint.get("/case/documents/<paper_id>")
@public
def document(paper_id: str) -> Response:
    """A document of the case that the applicant may see, to keep."""
    view = _held()
    one = next((each for each in view.papers if each.id == paper_id), None) if view is not None else None
    if one is None:
        abort(404)
    response = guarded(documents.content(door().store, one.sha256), one.media_type)
    named(response, one.name)
    audit.note(
        door().store,
        who="applicant",
        role="",
        action="document.read",
        subject=f"document:{one.id}",
        outcome="done",
    )
    return response


@blueprint.post("/leave")
@public
def leave() -> ResponseReturnValue:
    """Forget in this browser which case it may show."""
    session.pop(_HELD, None)
    return redirect(url_for("status.ask"), 303)


def _form(number: str, errors: dict[str, Message] | None = None) -> str:
    return render_template("pages/status_ask.html", number=number, errors=errors or {})


def _held() -> ApplicantsView | None:
    """The case this browser may show, while it may."""
    held = session.get(_HELD)
    if not isinstance(held, list) or len(held) != 2 or float(held[1]) < now().timestamp():
        return None
    try:
        return ApplicantsView(door(), door().engine.instance(str(held[0])))
    except EngineError:
        return None  # it is archived or gone
