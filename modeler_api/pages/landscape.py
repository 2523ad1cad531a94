"""The landscape: what the procedures that the reader sees have to do with each other, a kind of thing at a time."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from modeler_api import repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import reads_whole
from modeler_api.landscape import KINDS, Known, Shared, Use
from modeler_api.paging import page_asked
from modeler_api.shelf import with_facts
from modeler_api.wiring import door

blueprint = Blueprint("landscape", __name__, url_prefix="/procedures/landscape")

MOST_SHOWN = 20
"""So many things of a kind stand on the first page; the others have one of their own."""


@blueprint.get("")
@allowed("procedure.read")
def show() -> ResponseReturnValue:
    """The most shared of each kind."""
    seen = _seen()
    return render_template(
        "pages/landscape.html",
        sections=[(name, kind, kind.find(seen)) for name, kind in KINDS.items()],
        count=len(seen),
        drafts=sum(not one.is_in_force for one, _facts in seen),
        most=MOST_SHOWN,
    )


@blueprint.get("/<part>")
@allowed("procedure.read")
def section(part: str) -> ResponseReturnValue:
    """Everything of one kind, or every place of one `thing` of it."""
    if part not in KINDS:
        abort(404)
    found = KINDS[part].find(_seen())
    thing = request.args.get("thing")
    one = next((each for each in found if each.id == thing), None)
    if thing is not None and one is None:
        abort(404)
    rows: Sequence[Shared | Use] = one.uses if one is not None else found
    shown = page_asked(total=len(rows), size=50)
    return render_template(
        "pages/landscape_section.html",
        name=part,
        kind=KINDS[part],
        one=one,
        rows=rows[shown.offset : shown.offset + shown.size],
        shown=shown,
    )


def _seen() -> Known:
    return with_facts(door().store, repository.shelf(door(), own=reads_whole))
