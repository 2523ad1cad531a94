"""A head's page: the load of their units, what is late, who is away, and work that is offered to nobody."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import Incident, NotEntitled, WorkItem, WrongState
from modeler_api import passing_on
from modeler_api.auth import reach
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, may, note
from modeler_api.navigation import NavigationItem
from modeler_api.procedures import Procedures
from modeler_api.store import accounts, units
from modeler_api.translation import text
from modeler_api.unit_work import PERIODS, UnitWork, first_headed
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("unit_work", __name__, url_prefix="/units")
navigation = NavigationItem(
    label=_("My unit"),
    summary=_("How much lies where, what is late, who is away, and what was done in time."),
    endpoint="unit_work.index",
    action="unit.read",
    order=22,
    icon="people",
)
UNADDRESSED = "unaddressed"


@blueprint.get("/")
@allowed("unit.read")
def index() -> ResponseReturnValue:
    """The first unit one is head of."""
    headed = first_headed(door().store, account())
    if headed is None:
        return render_template("pages/unit_work.html", work=None, headed=[])
    return redirect(url_for("unit_work.show", unit_id=headed.id))


@blueprint.get("/<unit_id>")
@allowed("unit.read")
def show(unit_id: str) -> ResponseReturnValue:
    """The work of a unit one is head of, or of one below."""
    who, store = account(), door().store
    above = units.above(store, unit_id)
    if not any(place.id in who.heads for place in above):
        abort(404)  # it is no unit of theirs
    days = request.args.get("days", type=int)
    work = UnitWork(door(), above[-1], days if days in PERIODS else 30, within=who.within)
    if work.by_person:
        note("people.read", f"{above[-1].code} {work.days} days")
    return render_template(
        "pages/unit_work.html",
        work=work,
        periods=PERIODS,
        settings=door().settings,
        unaddressed=_unaddressed(),
        # Whoever leads from further above sees what is late, and leaves it to the nearest head to give it out.
        gives_out=lambda item: passing_on.is_open_to(door(), who, item),
    )


@blueprint.get("/offered-to-nobody")
@allowed("incident.read")
def offered_to_nobody() -> ResponseReturnValue:
    """Work that a model offers to nobody, to give to somebody."""
    return _page()


@blueprint.post("/offered-to-nobody/<item_id>")
@allowed("incident.resolve")
def give(item_id: str) -> ResponseReturnValue:
    """Give such work to a person."""
    item = door().engine.work_item(item_id)
    if item.candidates:
        abort(409)
    person = accounts.by_name(door().store, request.form.get("person", ""))
    agency = reach.of_work_item(door(), item_id)
    errors: dict[str, Message] = {}
    if person is None or person.agency != agency or person.role not in ("officer", "head"):
        errors[f"person-{item.id}"] = _("Enter the account name of a colleague who does cases")
    elif not request.form.get("reason", "").strip():
        errors[f"person-{item.id}"] = _("Say why, in a sentence the other person reads")
    else:
        try:
            door().engine.reassign(
                item, to=person.name, by=account().name, reason=request.form["reason"][:2000]
            )
        except (NotEntitled, WrongState) as refused:
            errors[f"person-{item.id}"] = refused.message
    if errors:
        return _page(errors), 422
    note("incident.resolve", f"{item.id} {person.name if person else ''}")
    flash(text(_("The work is given.")), "good")
    return redirect(url_for("unit_work.offered_to_nobody"), 303)


def _page(errors: dict[str, Message] | None = None) -> str:
    procedures = Procedures(door())
    rows = [
        (
            incident,
            item,
            procedures.label(item.definition, item.element, item.label),
            procedures.name(item.definition),
        )
        for incident, item in _unaddressed()
    ]
    return render_template("pages/offered_to_nobody.html", rows=rows, errors=errors or {}, typed=request.form)


def _unaddressed() -> list[tuple[Incident, WorkItem]]:
    """The incidents of work offered to nobody that one may see, each with its work."""
    if not may("incident.read"):
        return []
    engine, within, found = door().engine, account().within, []
    for incident in engine.incidents():
        if incident.kind != UNADDRESSED:
            continue
        key = engine.definition(incident.definition).key
        if may("incident.read", procedure=key) and (not within or key in within):
            items = engine.work_items(incident.instance)
            found += [
                (incident, item) for item in items if item.element == incident.element and not item.candidates
            ]
    return found
