"""The home page of each role: what waits, and where one can go."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, may
from modeler_api.desk import desk_of
from modeler_api.navigation import NavigationItem
from modeler_api.wiring import door
from processes.text import _

blueprint = Blueprint("home", __name__)
navigation = NavigationItem(
    label=_("Home"),
    summary=_("Where you are."),
    endpoint="home.show",
    action="home.read",
    order=10,
    icon="home",
)


@blueprint.get("/")
@allowed("home.read")
def show() -> ResponseReturnValue:
    """The counts of one's work for who does cases, and a card for each part of the site the role may use."""
    desk = desk_of(account(), door()) if may("inbox.read") else None
    return render_template("pages/home.html", desk=desk)
