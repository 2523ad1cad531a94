"""The inbox: what waits for a person, the most urgent first."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.desk import SHELVES, Desk
from modeler_api.navigation import NavigationItem
from modeler_api.paging import page_asked
from modeler_api.procedures import Procedures
from modeler_api.wiring import door
from processes.text import _

blueprint = Blueprint("inbox", __name__, url_prefix="/work")
navigation = NavigationItem(
    label=_("My work"),
    summary=_("What waits for you and your unit, the overdue first."),
    endpoint="inbox.index",
    action="inbox.read",
    order=20,
    icon="inbox",
    section="work",
)


@blueprint.get("/")
@allowed("inbox.read")
def index() -> ResponseReturnValue:
    """One shelf of the desk; which one, which page and which filters stand in the address."""
    asked = request.args.get("show", "")
    case = request.args.get("case", "").strip()
    picked = Procedures(door()).by_key(request.args.get("procedure", ""))
    desk = Desk(account(), door(), procedure=picked.key if picked else None, case=case or None)
    show = asked if asked in SHELVES else ("mine" if desk.count("mine") else "unit")
    shown = page_asked(total=desk.count(show))
    rows = desk.rows(show, limit=shown.size, offset=shown.offset)
    return render_template("pages/inbox.html", desk=desk, show=show, shown=shown, rows=rows, case=case)
