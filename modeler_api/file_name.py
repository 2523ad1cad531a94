"""The name under which a file is kept by whoever downloads it, in any script."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

if TYPE_CHECKING:
    from flask import Response


def named(
    response: Response, name: str, *, disposition: Literal["attachment", "inline"] = "attachment"
) -> Response:
    """Return the response with the file's name.

    Headers are no place for other letters than Latin ones: a name that has any is said twice, as it is in the coding
    every browser reads, and for the others by what is left of it.

    >>> from flask import Response
    >>> named(Response(), "План.pdf").headers["Content-Disposition"]
    "attachment; filename=file.pdf; filename*=UTF-8''%D0%9F%D0%BB%D0%B0%D0%BD.pdf"
    >>> named(Response(), "plan.pdf", disposition="inline").headers["Content-Disposition"]
    'inline; filename=plan.pdf'

    Source: RFC 6266, clause 4.3; RFC 8187.
    """
    name = "".join(letter for letter in name if letter.isprintable())
    if name.isascii():
        response.headers.set("Content-Disposition", disposition, filename=name)
        return response
    left = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").strip()
    plain = f"file{left}" if left.startswith(".") or not left else left
    said = {"filename": plain, "filename*": f"UTF-8''{quote(name, safe='!#$&+-.^_`|~')}"}
    response.headers.set("Content-Disposition", disposition, **said)
    return response
