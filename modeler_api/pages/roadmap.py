"""The roadmap: procedures ranked by what they cost people, the plan of each agency, and who asks what another holds."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, demand, may
from modeler_api.file_name import named
from modeler_api.navigation import NavigationItem
from modeler_api.roadmap import AREAS, EFFORTS, ORDER_WORDS, STATES, Roadmap, order_in
from modeler_api.roadmap_files import FORMS, written
from modeler_api.store import accounts, audit, plans, tables
from modeler_api.store.plans import PlanLine
from modeler_api.translation import chosen_locale, text
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("roadmap", __name__, url_prefix="/roadmap")
navigation = NavigationItem(
    label=_("Roadmap"),
    summary=_(
        "Which procedures cost people most, what is planned for each, and who asks what another already holds."
    ),
    endpoint="roadmap.index",
    action="roadmap.read",
    order=58,
    icon="compare",
)

LONGEST = {"what": 2000, "owner": 200, "acts": 2000, "note": 2000}


@blueprint.get("/")
@allowed("roadmap.read")
def index() -> ResponseReturnValue:
    """The procedures side by side, in the order asked for."""
    return render_template("pages/roadmap.html", **_shared())


@blueprint.get("/plan/")
@allowed("roadmap.read")
def plan() -> ResponseReturnValue:
    """What each agency is to change, who answers for it, until when."""
    return render_template(
        "pages/roadmap_plan.html",
        **_shared(),
        people=accounts.full_names(door().store),
        today=tables.today(),
    )


@blueprint.get("/registers/")
@allowed("roadmap.read")
def registers() -> ResponseReturnValue:
    """Which paper is asked of applicants though a register holds it, and by which procedures."""
    from analytics.portfolio import asked_items

    shared = _shared()
    road = shared["road"]
    assert isinstance(road, Roadmap)
    items = asked_items({line.kept.key: line.kept.model for line in road.lines})
    return render_template(
        "pages/roadmap_registers.html",
        **shared,
        items=items,
        called=lambda item: item.names.get(chosen_locale(), item.name),
    )


@blueprint.get("/export/<part>.<form>")
@allowed("roadmap.read")
def export(part: str, form: str) -> ResponseReturnValue:
    """The table on screen as a file."""
    if part not in ("procedures", "plan", "registers") or form not in FORMS:
        abort(404)
    content = written(_road(), part, form)
    audit.note(
        door().store,
        who=account().name,
        role=account().role,
        action="roadmap.export",
        subject=f"{part}.{form}",
    )
    answer = Response(content, mimetype=FORMS[form])
    named(answer, f"roadmap-{part}.{form}")
    return answer


@blueprint.get("/plan/new")
@allowed("plan.change")
def new() -> ResponseReturnValue:
    """The form for another line of the plan; of a procedure it may begin with what the figures suggest."""
    key = request.args.get("procedure", "")
    typed = {"procedure": key}
    line = next((one for one in _road().everything if one.kept.key == key), None)
    if line is not None:
        typed["acts"] = "; ".join(line.entry.acts)
        typed["hours"] = str(round(line.entry.spared)) if line.entry.spared is not None else ""
    return _form(typed)


@blueprint.post("/plan/new")
@allowed("plan.change")
def add() -> ResponseReturnValue:
    """Add a line to the plan."""
    typed = request.form.to_dict()
    said, errors = _read(typed)
    keys = {line.kept.key for line in _road().everything}
    if typed.get("procedure") not in keys:
        errors["procedure"] = _("Choose the procedure.")
    if errors:
        return _form(typed, errors=errors), 422
    demand("plan.change", procedure=typed["procedure"])
    plans.add(door().store, procedure=typed["procedure"], by=account().name, **said)
    return _done("plan.add", typed["procedure"], _("The line is in the plan."))


@blueprint.get("/plan/<plan_id>")
@allowed("plan.change")
def edit(plan_id: str) -> ResponseReturnValue:
    """The form of one line."""
    line = _line(plan_id)
    typed = {
        "procedure": line.procedure,
        "what": line.what,
        "owner": line.owner,
        "due": line.due.isoformat() if line.due else "",
        "acts": line.acts,
        "hours": f"{line.hours:g}" if line.hours is not None else "",
        "state": line.state,
        "note": line.note,
    }
    return _form(typed, line=line)


@blueprint.post("/plan/<plan_id>")
@allowed("plan.change")
def change(plan_id: str) -> ResponseReturnValue:
    """Say something else of one line."""
    line = _line(plan_id)
    typed = request.form.to_dict()
    said, errors = _read(typed)
    if errors:
        return _form({**typed, "procedure": line.procedure}, line=line, errors=errors), 422
    plans.change(door().store, plan_id, by=account().name, **said)
    return _done("plan.change", line.procedure, _("The line of the plan is changed."))


def _road() -> Roadmap:
    asked = request.args
    return Roadmap(
        door(), order_in(asked.get("sort")), area=asked.get("area", ""), agency=asked.get("agency", "")
    )


def _shared() -> dict[str, object]:
    road = _road()
    return {
        "road": road,
        "orders": ORDER_WORDS,
        "areas": AREAS,
        "efforts": EFFORTS,
        "states": STATES,
        "may_change": lambda key: may("plan.change", procedure=key),
    }


def _read(typed: dict[str, str]) -> tuple[dict[str, object], dict[str, Message]]:
    """What a form says of a line, and what is wrong with it, by field."""
    errors: dict[str, Message] = {}
    said: dict[str, object] = {name: typed.get(name, "").strip() for name in LONGEST}
    if not said["what"]:
        errors["what"] = _("Say what is to change.")
    if not said["owner"]:
        errors["owner"] = _("Say who answers for it.")
    for name, longest in LONGEST.items():
        if len(str(said[name])) > longest:
            errors[name] = _("Shorten this to {count} characters.").format(count=longest)
    said["due"] = None
    if due := typed.get("due", "").strip():
        try:
            said["due"] = dt.date.fromisoformat(due)
        except ValueError:
            errors["due"] = _("Write the day as year, month and day: 2026-03-31.")
    said["hours"] = None
    if hours := typed.get("hours", "").strip().replace("\u00a0", "").replace(" ", "").replace(",", "."):
        try:
            said["hours"] = float(hours)
        except ValueError:
            errors["hours"] = _("Write the hours as a number.")
        if isinstance(said["hours"], float) and not 0 <= said["hours"] < 1e12:
            errors["hours"] = _("Write the hours as a number.")
    said["state"] = typed.get("state", "planned") if typed.get("state") in STATES else "planned"
    return said, errors


def _form(
    typed: dict[str, str], *, line: PlanLine | None = None, errors: dict[str, Message] | None = None
) -> str:
    road = _road()
    choices = [
        (one.kept.key, one.kept.title)
        for one in road.everything
        if may("plan.change", procedure=one.kept.key)
    ]
    return render_template(
        "pages/roadmap_line.html",
        typed=typed,
        line=line,
        choices=choices,
        titles=road.titles,
        states=STATES,
        errors=errors or {},
    )


def _line(plan_id: str) -> PlanLine:
    return plans.by_id(door().store, plan_id) or abort(404)


def _done(action: str, subject: str, told: Message) -> ResponseReturnValue:
    audit.note(door().store, who=account().name, role=account().role, action=action, subject=subject)
    flash(text(told), "good")
    return redirect(url_for("roadmap.plan"), 303)
