"""The catalogue: every procedure with its state and what it asks of people, now and as it could be."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from modeler_api import repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import reads_whole
from modeler_api.finding_procedures import Place, places
from modeler_api.navigation import NavigationItem
from modeler_api.paging import page_asked
from modeler_api.shelf import Shelved
from modeler_api.store import glances
from modeler_api.summary_card import cells
from modeler_api.wiring import door
from processes.text import _, folded

blueprint = Blueprint("catalogue", __name__, url_prefix="/procedures")
navigation = NavigationItem(
    label=_("Procedures"),
    summary=_("Every procedure: its model, its versions, what it asks of people."),
    endpoint="catalogue.index",
    action="procedure.read",
    order=40,
    icon="procedures",
)

GLANCE = ("in_person", "visits", "documents", "applicant_time", "lead_time")
"""The figures that are shown at a glance."""

MOST_OPEN = 20
"""With more procedures than these the branches of the tree are folded, unless they were searched for."""


@blueprint.get("/")
@allowed("procedure.read")
def index() -> ResponseReturnValue:
    """The procedures as branches of the body that answers for them, narrowed by words of what stands in them."""
    words = request.args.get("search", "").strip()[:200]
    everything = repository.shelf(door(), own=reads_whole)
    hits = _hits(everything, words) if words else {}
    found = [one for one in everything if one.matches(words) or hits.get(one.key)] if words else everything
    found = sorted(found, key=lambda one: (one.owner is None, folded(one.owner or "")))
    shown = page_asked(total=len(found), size=50)
    here = repository.taken(door(), found[shown.offset : shown.offset + shown.size])
    return render_template(
        "pages/catalogue.html",
        branches=[
            (owner, [(kept, _glance(kept)) for kept in rows])
            for owner, rows in groupby(here, key=lambda kept: kept.owner)
        ],
        sizes=Counter(one.owner for one in found),
        is_open=bool(words) or len(found) <= MOST_OPEN,
        words=words,
        shown=shown,
        is_empty=not everything,
        hits=hits,
    )


def _hits(everything: list[Shelved], words: str) -> dict[str, tuple[Place, ...]]:
    """Where the words stand inside each procedure."""
    known = glances.places(door().store, (one.glance.digest for one in everything))
    return {one.key: places(known.get(one.glance.digest, ()), words) for one in everything}


def _glance(kept: repository.Kept) -> list[tuple[object, object]]:
    """Each figure as it is, and as the redesign would make it (None: there is no redesign)."""
    now = {cell.name: cell for cell in cells(kept.summary)}
    then = {cell.name: cell for cell in cells(kept.to_be.summary)} if kept.to_be else {}
    return [(now[name], then.get(name)) for name in GLANCE]
