"""The cases: a list, and one case with where it is, its history and its data."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from modeler_api import commenting
from modeler_api.applicants_view import code_of
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, own_keys
from modeler_api.case_numbers import is_mistyped
from modeler_api.case_papers import papers
from modeler_api.case_reader import reader
from modeler_api.case_rows import listed
from modeler_api.cases import STATUSES, TONES, Case
from modeler_api.desk import MOST_LISTED
from modeler_api.documents import accepted, largest, shown_size
from modeler_api.navigation import NavigationItem
from modeler_api.paging import PAGE_SIZE, number_asked, page_asked
from modeler_api.procedures import Procedures
from modeler_api.store import comments
from modeler_api.wiring import door
from processes.text import Message, _

if TYPE_CHECKING:
    from engine.instance import Status

blueprint = Blueprint("case", __name__, url_prefix="/cases")
navigation = NavigationItem(
    label=_("Cases"),
    summary=_("Every case of your units: where it is, what has happened, by when."),
    endpoint="case.index",
    action="case.list",
    order=25,
    icon="cases",
)

TABS = ("where", "history", "data", "documents", "comments")


@blueprint.get("/")
@allowed("case.list")
def index() -> ResponseReturnValue:
    """The cases, the newest first, narrowed by procedure, state and number."""
    from engine import CaseQuery
    from engine.work_query import MOST_COUNTED

    procedures = Procedures(door())
    picked = procedures.by_key(request.args.get("procedure", ""))
    status = request.args.get("status", "")
    number = request.args.get("case", "").strip()
    query = CaseQuery(
        reader=reader(door(), account()),
        within=tuple(own_keys("case.list")),
        definition=picked.key if picked else None,
        status=cast("Status", status) if status in STATUSES else None,
        number=number or None,
    )
    reached = number_asked() * PAGE_SIZE
    total = door().engine.count_cases(query, up_to=min(reached + MOST_COUNTED, MOST_LISTED))
    shown = page_asked(total=total.number, is_more=total.is_more)
    found = listed(procedures, query, limit=shown.size, offset=shown.offset)
    return render_template(
        "pages/cases.html",
        rows=found,
        shown=shown,
        most=MOST_LISTED if total.is_more and total.number == MOST_LISTED else None,
        procedures=procedures,
        picked=picked,
        status=status,
        number=number,
        mistyped=not found and is_mistyped(number),
        statuses=STATUSES,
        tones=TONES,
    )


@blueprint.get("/<instance_id>")
@allowed("case.read")
def show(instance_id: str) -> ResponseReturnValue:
    """One case, when it is or was the work of one's units."""
    case = Case(door(), door().engine.instance(instance_id), account())
    if not case.is_open_to(account()):
        abort(403, _("This case belongs to another unit."))
    tab = request.args.get("tab", "where")
    return page(case, tab if tab in TABS else "where")


def page(
    case: Case, tab: str, *, errors: dict[str, Message] | None = None, typed: dict[str, str] | None = None
) -> str:
    """One part of a case, with what was typed into it and what is wrong with that."""
    who = account()
    if tab == "comments":
        comments.seen(door().store, who.id, case.instance.id)
    own = [item for item in case.open_work if item.holder == who.name]
    return render_template(
        "pages/case.html",
        case=case,
        tab=tab,
        status=STATUSES.get(case.instance.status, case.instance.status),
        tone=TONES.get(case.instance.status, "brand"),
        papers=papers(case) if tab == "documents" else (),
        comment_count=comments.count(door().store, case.instance.id),
        said=commenting.said(case, who) if tab == "comments" else (),
        audiences=commenting.AUDIENCES,
        accept=accepted(None),
        largest=shown_size(largest()),
        own_work=own[0] if own else None,
        deadline=door().engine.term(case.instance.id),
        applicants_code=code_of(door(), case.instance.id),
        status_address=f"{door().settings.address}/status",
        errors=errors or {},
        typed=typed or {},
    )
