"""Who did something, as a page says it: whoever stood in for somebody stands with the name of the absent person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modeler_api.translation import text
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask


def acted(by: str, absent: str | None, names: Mapping[str, str]) -> str:
    """Who did something, and for whom when they stood in."""
    person = names.get(by, by)
    if absent is None:
        return person
    return text(_("{person}, for {absent}").format(person=person, absent=names.get(absent, absent)))


def install(app: Flask) -> None:
    """Offer `acted` to the templates as a filter."""
    app.jinja_env.filters["acted"] = acted
