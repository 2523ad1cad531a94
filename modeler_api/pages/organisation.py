"""The organisation: agencies, their offices and units as a tree, and one place with its positions and people."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api import organisation_files as files
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, note, own_agency
from modeler_api.file_name import named
from modeler_api.navigation import NavigationItem
from modeler_api.paging import page_asked
from modeler_api.store import accounts, holdings, positions, units
from modeler_api.store.refusal import Refusal
from modeler_api.store.units import KINDS, Unit
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("organisation", __name__, url_prefix="/organisation")
navigation = NavigationItem(
    label=_("Organisation"),
    summary=_("Agencies, units and positions, and who holds them."),
    endpoint="organisation.index",
    action="organisation.read",
    order=78,
    icon="organisation",
)
FILES = {"structure": files.structure, "people": files.people}


@blueprint.get("/")
@allowed("organisation.read")
def index() -> ResponseReturnValue:
    """The tree of one's own agency; for who oversees them, every agency."""
    agency = own_agency()
    if agency is not None:
        return redirect(url_for("organisation.show", unit_id=agency)) if agency else abort(404)
    return render_template(
        "pages/organisation.html", agencies=units.agencies(door().store), errors={}, typed={}
    )


@blueprint.post("/")
@allowed("agency.change")
def add_agency() -> ResponseReturnValue:
    """Add an agency; only who oversees all of them may."""
    try:
        made = units.add(door().store, kind="agency", names=_names(), code=_typed("code") or None)
    except Refusal as refused:
        return render_template(
            "pages/organisation.html",
            agencies=units.agencies(door().store),
            errors={refused.field: refused.message},
            typed=request.form,
        ), 422
    note("organisation.change", f"agency {made.code}")
    return redirect(url_for("organisation.show", unit_id=made.id), 303)


@blueprint.get("/<unit_id>")
@allowed("organisation.read")
def show(unit_id: str) -> ResponseReturnValue:
    """One place: what stands below it, its positions, its people."""
    return _page(_unit(unit_id))


@blueprint.post("/<unit_id>/below")
@allowed("organisation.change")
def add_below(unit_id: str) -> ResponseReturnValue:
    """Add an office or unit below a place."""
    unit = _unit(unit_id)
    kind: units.Kind = "office" if _typed("kind") == "office" else "unit"
    try:
        made = units.add(door().store, kind=kind, names=_names(), parent=unit.id, code=_typed("code") or None)
    except Refusal as refused:
        return _page(unit, part="below", refused=refused), 422
    note("organisation.change", f"{kind} {made.code}")
    flash(text(_("Added.")), "good")
    return redirect(url_for("organisation.show", unit_id=unit.id), 303)


@blueprint.post("/<unit_id>/positions")
@allowed("organisation.change")
def add_position(unit_id: str) -> ResponseReturnValue:
    """Add a position to a place."""
    unit = _unit(unit_id)
    try:
        made = positions.add(
            door().store,
            unit=unit.id,
            names=_names(),
            groups=groups_in(_typed("groups")),
            is_head=bool(_typed("is_head")),
            code=_typed("code") or None,
        )
    except Refusal as refused:
        return _page(unit, part="position", refused=refused), 422
    note("organisation.change", f"position {made.code}")
    return redirect(url_for("positions.show", position_id=made.id), 303)


@blueprint.post("/<unit_id>/names")
@allowed("organisation.change")
def rename(unit_id: str) -> ResponseReturnValue:
    """Give a place other names."""
    return _changed(unit_id, "names", lambda unit: units.rename(door().store, unit.id, _names()))


@blueprint.post("/<unit_id>/move")
@allowed("organisation.change")
def move(unit_id: str) -> ResponseReturnValue:
    """Put a place below another one of its agency."""
    return _changed(unit_id, "move", lambda unit: units.move(door().store, unit.id, _typed("parent")))


@blueprint.post("/<unit_id>/close")
@allowed("organisation.change")
def close(unit_id: str) -> ResponseReturnValue:
    """Close a place nobody works in any more, or open it again."""

    def act(unit: Unit) -> None:
        (units.reopen if unit.closed else units.close)(door().store, unit.id)

    return _changed(unit_id, "close", act)


@blueprint.post("/<unit_id>/central")
@allowed("agency.change")
def central(unit_id: str) -> ResponseReturnValue:
    """Let an agency look after the others, or no longer; only who oversees them may."""
    return _changed(
        unit_id, "central", lambda unit: units.set_central(door().store, unit.id, not unit.is_central)
    )


@blueprint.get("/<unit_id>/<form>.csv")
@allowed("organisation.read")
def export(unit_id: str, form: str) -> ResponseReturnValue:
    """The places and positions of the agency, or its people, for a spreadsheet."""
    unit = _unit(unit_id)
    written = FILES.get(form) or abort(404)
    answer = Response(written(door().store, unit.agency), mimetype="text/csv")
    named(answer, f"{form}.csv")
    note("organisation.export", f"{form} {unit.code}")
    return answer


@blueprint.post("/<unit_id>/import")
@allowed("organisation.change")
def take(unit_id: str) -> ResponseReturnValue:
    """Take a file of places and positions, or of people, whole or not at all."""
    unit = _unit(unit_id)
    given, kind = request.files.get("file"), _typed("what")
    result, errors = None, {}
    if given is None or not given.filename:
        errors["file"] = _("Choose a CSV file.")
    elif kind not in FILES:
        errors["what"] = _("Say what the file holds.")
    else:
        try:
            content = given.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            errors["file"] = _("Save the file as CSV in UTF-8 and choose it again.")
        else:
            store = door().store
            if kind == "people":
                result = files.import_people(store, unit.agency, content, by=account().name)
            else:
                result = files.import_structure(store, unit.agency, content)
    if result is not None and not result.errors:
        note("organisation.import", f"{kind} {unit.code}: {result.taken}")
        flash(text(_("{count} rows were taken.").format(count=result.taken)), "good")
        return redirect(url_for("organisation.show", unit_id=unit.id), 303)
    if result is not None:
        errors["file"] = _("Nothing was taken: {count} rows are wrong.").format(count=len(result.errors))
    return _page(unit, part="import", errors=errors, rows=result.errors if result else ()), 422


def groups_in(typed: str) -> list[str]:
    """The candidate groups somebody typed, separated by commas or lines."""
    return [group.strip() for group in typed.replace("\n", ",").split(",") if group.strip()]


def _changed(unit_id: str, part: str, act: object) -> ResponseReturnValue:
    unit = _unit(unit_id)
    try:
        act(unit)  # type: ignore[operator]  # one of the acts above
    except Refusal as refused:
        return _page(unit, part=part, refused=refused), 422
    note("organisation.change", f"{part} {unit.code}")
    flash(text(_("Changed.")), "good")
    return redirect(url_for("organisation.show", unit_id=unit.id), 303)


def _page(
    unit: Unit,
    *,
    part: str = "",
    refused: Refusal | None = None,
    errors: dict[str, Message] | None = None,
    rows: tuple[files.RowError, ...] = (),
) -> str:
    store, words = door().store, request.args.get("q", "").strip()
    everything = units.of_agency(store, unit.agency, with_closed=True)
    shown = page_asked(total=holdings.count_people(store, unit.id, with_below=True, words=words), size=25)
    people = holdings.people(
        store, unit.id, with_below=True, words=words, limit=shown.size, offset=shown.offset
    )
    found = dict(errors or {})
    if refused is not None:
        on_its_own = refused.field not in ("name_ky", "parent")
        field = refused.field if on_its_own else f"{part}-{refused.field}"
        found[field] = refused.message
    return render_template(
        "pages/unit.html",
        unit=unit,
        path=units.above(store, unit.id),
        places=everything,
        by_id={place.id: place for place in everything},
        below=[place for place in everything if place.parent == unit.id],
        posts=positions.of_unit(store, unit.id),
        post_of={post.id: post for post in positions.of_agency(store, unit.agency, with_closed=True)},
        people=people,
        shown=shown,
        words=words,
        kinds=KINDS,
        oversees=own_agency() is None,
        errors=found,
        part=part,
        rows=rows,
        typed=request.form,
        agency_people=accounts.count(store, agency=unit.agency, active=True),
    )


def _names() -> dict[str, str]:
    return {tag: _typed(f"name_{tag}") for tag in units.LANGUAGES}


def _typed(name: str) -> str:
    return request.form.get(name, "").strip()


def _unit(unit_id: str) -> Unit:
    return units.by_id(door().store, unit_id) or abort(404)
