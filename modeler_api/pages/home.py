"""The home page of each role: what waits, and where one can go."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, may
from modeler_api.desk import desk_of
from modeler_api.navigation import NavigationItem
from modeler_api.repository import TO_BE
from modeler_api.store import accounts, reviews
from modeler_api.store.reviews import Wanted
from modeler_api.unit_work import UnitWork, first_headed
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
    """The counts of one's work, what waits for a second look, and a card for each part of the site."""
    desk = desk_of(account(), door()) if may("inbox.read") else None
    people = accounts.full_names(door().store) if (waiting := _waiting()) else {}
    headed = first_headed(door().store, account()) if may("unit.read") else None
    unit = UnitWork(door(), headed, within=account().within) if headed is not None else None
    return render_template("pages/home.html", desk=desk, unit=unit, waiting=waiting, people=people)


def _waiting() -> list[Wanted]:
    """The drafts the person can look at that others made."""
    if not may("model.review"):
        return []
    return [
        one
        for one in reviews.wanted(door().store)
        if one.by != account().name and may("model.review", procedure=one.key.removesuffix(TO_BE))
    ]
