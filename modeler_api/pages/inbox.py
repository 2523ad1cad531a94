"""The inbox: what waits for a person, narrowed and sorted as the address says, and the same list as a file."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api import absences, list_place, work_table
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, acts_for
from modeler_api.desk import MOST_LISTED, Desk
from modeler_api.navigation import NavigationItem
from modeler_api.paging import page_asked
from modeler_api.store import saved_filters
from modeler_api.translation import text
from modeler_api.wanted import ORDERS, Wanted
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
    who = account()
    saved = saved_filters.seen_by(door().store, account=who.id, units=who.units)
    if not request.args:
        begins = next((one for one in saved if one.is_default and one.account == who.id), None)
        if begins is not None and begins.arguments:
            return redirect(Wanted.of(begins.arguments).address())
    desk = _desk()
    shown = page_asked(total=desk.total.number, is_more=desk.total.is_more)
    if request.args.get("page", "1") != str(shown.number):
        return redirect(desk.wanted.address(page=shown.number))
    list_place.remember()
    return render_template(
        "pages/inbox.html",
        desk=desk,
        shown=shown,
        rows=desk.rows(limit=shown.size, offset=shown.offset),
        orders=[(name, label) for name, (_order, label, _note) in ORDERS.items()],
        saved=saved,
        most=MOST_LISTED,
    )


@blueprint.get("/list.csv")
@allowed("inbox.read")
def as_csv() -> ResponseReturnValue:
    """The list as it is on the screen, all of its pages, as CSV."""
    desk = _desk()
    return _file(work_table.as_csv(desk.every_row()), "text/csv; charset=utf-8", f"work-{desk.show}.csv")


@blueprint.get("/list.xlsx")
@allowed("inbox.read")
def as_xlsx() -> ResponseReturnValue:
    """The list as it is on the screen, all of its pages, as an Excel workbook."""
    desk = _desk()
    content = work_table.as_xlsx(desk.every_row(), title=text(desk.titles[desk.show]))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(content, kind, f"work-{desk.show}.xlsx")


@blueprint.post("/next")
@allowed("work.do")
def take_next() -> ResponseReturnValue:
    """Give the person what has waited longest for their unit."""
    item = absences.next_item(door(), account(), acts_for())
    if item is None:
        flash(text(_("Nothing waits for your unit at this moment.")), "plain")
        return redirect(list_place.back_to_list(), 303)
    return redirect(url_for("work_item.show", item_id=item.id), 303)


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _desk() -> Desk:
    return Desk(account(), door(), Wanted.of(request.args.to_dict()))
