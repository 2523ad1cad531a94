"""Dashboards: numbers and charts one keeps together under an address of their own, and may share with one's agency."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api import repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, may, reads_whole
from modeler_api.dashboard_view import WHAT, tile_of
from modeler_api.quantities import whole_number
from modeler_api.store import accounts, dashboards
from modeler_api.store.dashboards import DAILY, NEVER, WEEKLY, Dashboard
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("dashboards", __name__, url_prefix="/dashboards")

MOST_TILES, MOST_DAYS, LONGEST = 24, 366, 120
DIGESTS: dict[str, Message] = {
    NEVER: _("Never"),
    DAILY: _("Each day at eight"),
    WEEKLY: _("Each Monday at eight"),
}


@blueprint.get("/")
@allowed("dashboard.own")
def index() -> ResponseReturnValue:
    """One's own dashboards and those shared with one's agency."""
    return _list()


@blueprint.post("/")
@allowed("dashboard.own")
def add() -> ResponseReturnValue:
    """Begin a dashboard."""
    name = " ".join(request.form.get("name", "").split())
    if not name or len(name) > LONGEST:
        return _list({"name": _("Enter a name of at most {count} characters.").format(count=LONGEST)}), 422
    made = dashboards.add(door().store, account=account().id, name=name)
    return redirect(url_for("dashboards.show", dashboard_id=made.id), 303)


@blueprint.get("/<dashboard_id>")
@allowed("dashboard.own")
def show(dashboard_id: str) -> ResponseReturnValue:
    """One dashboard, reckoned now."""
    return _page(_seen(dashboard_id))


@blueprint.post("/<dashboard_id>")
@allowed("dashboard.own")
def change(dashboard_id: str) -> ResponseReturnValue:
    """Rename one's own dashboard, share it, choose how often one is reminded."""
    board = _own(dashboard_id)
    name = " ".join(request.form.get("name", "").split())
    digest = request.form.get("digest", NEVER)
    if not name or len(name) > LONGEST or digest not in DIGESTS:
        return _page(
            board, {"name": _("Enter a name of at most {count} characters.").format(count=LONGEST)}
        ), 422
    dashboards.change(
        door().store,
        board.id,
        account=account().id,
        name=name,
        digest=digest,
        agency=account().agency if request.form.get("shared") else None,
    )
    flash(text(_("The dashboard is kept.")), "good")
    return redirect(url_for("dashboards.show", dashboard_id=board.id), 303)


@blueprint.post("/<dashboard_id>/tiles")
@allowed("dashboard.own")
def tiles(dashboard_id: str) -> ResponseReturnValue:
    """Add a tile to one's own dashboard, or take one off."""
    board = _own(dashboard_id)
    kept, errors = list(board.tiles), {}
    if off := request.form.get("off", ""):
        place = whole_number(off)
        if place is not None and place < len(kept):
            del kept[place]
    else:
        key, what = (request.form.get(name, "").strip() for name in ("procedure", "what"))
        days = whole_number(request.form.get("days", ""))
        if key not in _titles():
            errors["procedure"] = _("Choose the procedure.")
        if what not in WHAT:
            errors["what"] = _("Choose what is shown.")
        if days is None or not 1 <= days <= MOST_DAYS:
            errors["days"] = _("Write the days as a whole number from 1 to {most}.").format(most=MOST_DAYS)
        if len(kept) >= MOST_TILES:
            errors["what"] = _("A dashboard has at most {count} tiles.").format(count=MOST_TILES)
        if errors:
            return _page(board, errors), 422
        kept.append({"procedure": key, "what": what, "days": days})
    dashboards.change(door().store, board.id, account=account().id, tiles=kept)
    return redirect(url_for("dashboards.show", dashboard_id=board.id), 303)


@blueprint.post("/<dashboard_id>/remove")
@allowed("dashboard.own")
def remove(dashboard_id: str) -> ResponseReturnValue:
    """Remove one's own dashboard."""
    if not dashboards.remove(door().store, dashboard_id, account=account().id):
        abort(404)
    flash(text(_("The dashboard is removed.")), "good")
    return redirect(url_for("dashboards.index"), 303)


def _list(errors: dict[str, Message] | None = None) -> str:
    who = account()
    found = dashboards.seen_by(door().store, account=who.id, agency=who.agency)
    return render_template(
        "pages/dashboards.html", boards=found, who=who, owners=_owners(found), errors=errors or {}
    )


def _page(board: Dashboard, errors: dict[str, Message] | None = None) -> str:
    return render_template(
        "pages/dashboard.html",
        board=board,
        is_own=board.account == account().id,
        owner=_owners([board]).get(board.account, ""),
        tiles=[tile_of(door(), number, one) for number, one in enumerate(board.tiles)],
        what=WHAT,
        digests=DIGESTS,
        titles=_titles(),
        typed=request.form,
        errors=errors or {},
    )


def _owners(found: list[Dashboard] | tuple[Dashboard, ...]) -> dict[str, str]:
    people = {one: accounts.by_id(door().store, one) for one in {board.account for board in found}}
    return {id_: one.full_name for id_, one in people.items() if one is not None}


def _titles() -> dict[str, str]:
    kept = repository.procedures(door(), own=reads_whole, state_wide=False)
    return {one.key: one.title for one in kept if not one.is_to_be and may("report.read", procedure=one.key)}


def _seen(dashboard_id: str) -> Dashboard:
    """A dashboard one may look at: one's own, or shared with one's agency."""
    who, board = account(), dashboards.by_id(door().store, dashboard_id)
    shared = board is not None and board.agency is not None and board.agency == who.agency
    if board is None or not (board.account == who.id or shared):
        abort(404)
    return board


def _own(dashboard_id: str) -> Dashboard:
    board = _seen(dashboard_id)
    return board if board.account == account().id else abort(404)
