"""The sign NUL, which no text has and no database keeps: what carries it is refused, and nothing of it is done.

Nobody types it. Programs that look for weak spots send it, and some editors leave it in what is pasted from them.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, abort, request

from processes.text import _

NUL = "\x00"
TOLD = _("What was sent contains the sign NUL, which no text has. Remove it, or type the text anew.")


def install(app: Flask) -> None:
    """Refuse every request that carries the sign in its address, its fields or its JSON."""
    app.before_request(_refuse)


def _refuse() -> None:
    if any(NUL in words for words in _words()) or (request.is_json and _is_in_json(request.get_data())):
        abort(400, TOLD)


def _words() -> Iterable[str]:
    yield request.path
    for fields in (request.args, request.form):
        for name, values in fields.lists():
            yield name
            yield from values
    for name, file in request.files.items(multi=True):
        yield name
        yield file.filename or ""


def _is_in_json(body: bytes) -> bool:
    """Whether a text in the JSON holds it; a backslash that is itself escaped makes no sign of what follows."""
    return b"\\u0000" in body.replace(b"\\\\", b"") or b"\x00" in body
