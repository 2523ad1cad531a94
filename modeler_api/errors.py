"""One table from errors to answers: a problem document (RFC 9457) for programs, a page for people.

An error of the rooms behind the door is a noun phrase with fields; the table gives it a status and a title, and the
fields travel along. What nobody foresaw becomes an error id on the page and a traceback in the log, never on the
page.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, g, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from modeler_api.auth.session import wants_json
from modeler_api.journal import logger
from modeler_api.translation import text
from processes.errors import ProcessesError
from processes.text import Message, _


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What an error is to the reader: a status, a title, what happened and the way out."""

    status: int
    title: Message
    detail: str = ""
    hint: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


_HTTP: dict[int, tuple[Message, Message]] = {
    400: (
        _("The request could not be understood"),
        _("Go back, reload the page and try again."),
    ),
    401: (_("Sign in to go on"), _("Your session has ended or you have not signed in yet.")),
    403: (
        _("Your role does not include this page"),
        _("If your work needs it, ask your administrator to change your role."),
    ),
    404: (
        _("There is no page at this address"),
        _("Check the address for typing mistakes, or start again from your home page."),
    ),
    405: (
        _("This address does not work that way"),
        _("Open the page from the navigation and use the buttons on it."),
    ),
    409: (
        _("Somebody else was faster"),
        _("The work has changed since you opened the page. Open it again to see how it stands now."),
    ),
    413: (
        _("The file is too large"),
        _("Choose a smaller file, or scan it with fewer dots per inch."),
    ),
    415: (_("This kind of content is not accepted"), _("Send what the documentation of this address names.")),
    422: (_("Some fields need another look"), _("Correct them and send the form again.")),
    429: (_("Too many attempts"), _("Wait a few minutes, then try again. Nothing is lost.")),
    500: (
        _("Something went wrong on our side"),
        _(
            "Nothing you typed has been sent on. Try again in a minute; if it happens again, send us the error id."
        ),
    ),
    503: (_("The service is being prepared"), _("Try again in a minute.")),
}

_SAID_WHY = (_("This is not yours to open"), Message(""))
"""What stands around the reason why one thing is kept from somebody whose role includes its page."""

_ROOMS: dict[str, tuple[int, Message]] = {
    # the ground
    "NotBpmn": (422, _("The file is not a BPMN model that can be read")),
    "NotDmn": (422, _("The file does not hold decisions that can be read")),
    "NotALog": (422, _("The file is not an event log that can be read")),
    "NotEditable": (422, _("The model cannot be changed this way")),
    "UnknownElement": (404, _("The model has no such element")),
    "UnknownName": (404, _("There is nothing by this name")),
    # the study
    "NotMeasurable": (422, _("This log does not tell that")),
    # the workshop
    "UnknownDefinition": (404, _("There is no such procedure in operation")),
    "UnknownDocument": (404, _("There is no such document")),
    "UnknownDecision": (404, _("There is no such decision in operation")),
    "Undecided": (422, _("The decision has no lawful result")),
    "UnknownInstance": (404, _("There is no such case")),
    "UnknownWorkItem": (404, _("There is no such piece of work")),
    "UnknownIncident": (404, _("There is nothing by this name")),
    "UnknownTrigger": (404, _("There is nothing by this name")),
    "OutcomeUnknown": (503, _("Something went wrong on our side")),
    "NotEntitled": (403, _("This work belongs to another unit")),
    "InvalidArgument": (422, _("Something in the request cannot be understood")),
    "InvalidData": (422, _("Some fields need another look")),
    "NotExecutable": (422, _("The model cannot be put into operation yet")),
    "AlreadyCompleted": (409, _("This work has already been done")),
    "AlreadyClaimed": (409, _("Somebody else has taken this work")),
    "WrongState": (409, _("The case is not in a state that allows this")),
}


def answer_of(error: Exception) -> Answer | None:
    """The answer to an error of a room behind the door, or None when it is not one that was foreseen."""
    for kind in type(error).__mro__:
        if kind.__name__ in _ROOMS and kind.__module__.split(".")[0] in ("processes", "engine", "analytics"):
            status, title = _ROOMS[kind.__name__]
            told = getattr(error, "message", None) or str(error)
            names = (
                "element",
                "line",
                "file",
                "errors",
                "item",
                "instance",
                "holder",
                "key",
                "name",
                "argument",
            )
            fields = {name: getattr(error, name) for name in names if getattr(error, name, None) is not None}
            return Answer(
                status=status,
                title=title,
                detail=text(told),
                hint=text(getattr(error, "hint", "") or ""),
                fields={name: _plain(value) for name, value in fields.items()},
            )
    return None


def respond(answer: Answer, *, error_id: str | None = None) -> Response:
    """The answer as a problem document or as a page, whichever the caller reads."""
    if wants_json():
        document: dict[str, Any] = {
            "type": "about:blank",
            "title": str(answer.title),
            "status": answer.status,
            "instance": request.path,
        }
        if answer.detail:
            document["detail"] = answer.detail
        if answer.hint:
            document["hint"] = answer.hint
        document.update(answer.fields)
        if error_id:
            document["error_id"] = error_id
        response = jsonify(document)
        response.content_type = "application/problem+json"
    else:
        page = render_template("errors/error.html", answer=answer, error_id=error_id)
        response = Response(page, mimetype="text/html")
    response.status_code = answer.status
    return response


def install(app: Flask) -> None:
    """Answer every error of the application from the table."""

    def http(error: HTTPException) -> Response:
        status = error.code or 500
        title, hint = _HTTP.get(status, _HTTP[400 if status < 500 else 500])
        told = error.description if isinstance(error.description, Message) else ""
        if status == 403 and told:
            title, hint = _SAID_WHY  # the reason is no matter of the role
        response = respond(Answer(status=status, title=title, detail=text(told), hint=text(hint)))
        retry = getattr(error, "retry_after", None)
        if retry:
            response.headers["Retry-After"] = str(retry)
        return response

    def expired(_error: CSRFError) -> Response:
        return respond(
            Answer(
                status=400,
                title=_("This page was open for too long"),
                hint=text(
                    _("A form can be sent only for some hours. Go back, reload the page and send it again.")
                ),
            )
        )

    def unforeseen(error: Exception) -> Response:
        found = answer_of(error)
        if found is not None:
            return respond(found)
        error_id = g.get("request_id") or secrets.token_hex(6)
        logger("web").error("failed", error_id=error_id, path=request.path, exc_info=error)
        title, hint = _HTTP[500]
        return respond(Answer(status=500, title=title, hint=text(hint)), error_id=error_id)

    handlers: dict[type[Exception], Callable[..., Response]] = {
        CSRFError: expired,
        HTTPException: http,
        ProcessesError: unforeseen,
        Exception: unforeseen,
    }
    for kind, handler in handlers.items():
        app.register_error_handler(kind, handler)


def _plain(value: object) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(found) for key, found in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(found) for found in value]
    return (
        value
        if isinstance(value, (int, float, bool))
        else text(str(value) if not isinstance(value, str) else value)
    )
