"""The registers of incoming and outgoing documents of one's agency: looked up, written, exported, corrected by
annotation."""

from __future__ import annotations

import csv
import io
from typing import cast
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import CaseQuery
from modeler_api import letters
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account, own_keys
from modeler_api.case_reader import reader
from modeler_api.documents import Refused, accepted, hand_in, largest, shown_size
from modeler_api.file_name import named
from modeler_api.in_whose_place import acted
from modeler_api.navigation import NavigationItem
from modeler_api.paging import page_asked
from modeler_api.store import accounts, audit, documents, registers
from modeler_api.store.registers import DIRECTIONS, KINDS, Direction, Entry
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("registers", __name__, url_prefix="/registers")
navigation = NavigationItem(
    label=_("Registers"),
    summary=_("Incoming and outgoing documents of your agency, by number."),
    endpoint="registers.index",
    action="register.read",
    order=28,
    icon="document",
)

NAMES: dict[str, Message] = {"in": _("Incoming"), "out": _("Outgoing")}
ANNOTATIONS: dict[str, Message] = {
    "note": _("Remark"),
    "correction": _("Correction"),
    "revocation": _("Withdrawn: it no longer counts"),
}


@blueprint.get("/")
@allowed("register.read")
def index() -> ResponseReturnValue:
    """A page of a register, the newest first."""
    wanted = _wanted()
    shown = page_asked(total=registers.count(door().store, **wanted))
    rows = registers.some(door().store, **wanted, limit=shown.size, offset=shown.offset)
    return render_template(
        "pages/registers.html",
        rows=rows,
        said=registers.said_of(door().store, [row.id for row in rows]),
        shown=shown,
        direction=wanted["direction"],
        year=wanted["year"],
        words=wanted["words"],
        years=registers.years(door().store, _agency()),
        names=NAMES,
        annotations=ANNOTATIONS,
    )


@blueprint.get("/export.csv")
@allowed("register.read")
def export() -> Response:
    """Exactly the rows that are wanted, with what was said of them."""
    wanted, who, zone = _wanted(), account(), ZoneInfo(door().settings.timezone)
    written = io.StringIO()
    sheet = csv.writer(written)
    heads = (
        _("Number"),
        _("Date"),
        _("What it is"),
        _("From or to whom"),
        _("Their number"),
        _("Entered by"),
        "SHA-256",
    )
    sheet.writerow([text(head) for head in heads] + [text(_("Remarks"))])
    for row in registers.every(door().store, **wanted):
        said = registers.said_of(door().store, [row.id]).get(row.id, [])
        remarks = "; ".join(f"{text(ANNOTATIONS[one.kind])}: {one.text}" for one in said)
        entered_by = acted(row.entered_by, row.on_behalf_of, {})
        values = (
            row.label,
            row.at.astimezone(zone).isoformat(timespec="seconds"),
            row.title,
            row.correspondent,
            row.their_number,
        )
        sheet.writerow([_cell(value) for value in (*values, entered_by, row.sha256 or "", remarks)])
    audit.note(
        door().store,
        who=who.name,
        role=who.role,
        action="register.export",
        subject=str(wanted["direction"]),
        outcome="done",
    )
    answer = Response("\ufeff" + written.getvalue(), mimetype="text/csv")
    name = f"register-{wanted['direction']}-{wanted['year'] or 'all'}.csv"
    named(answer, name)
    return answer


@blueprint.get("/new")
@allowed("register.write")
def new() -> ResponseReturnValue:
    """The form for a document that came in or goes out on paper."""
    return _form({}, {})


@blueprint.post("/new")
@allowed("register.write")
def add() -> ResponseReturnValue:
    """Enter a document with the next number."""
    who, given = account(), {name: words.strip() for name, words in request.form.items()}
    errors: dict[str, Message] = {}
    direction = given.get("direction", "")
    if direction not in DIRECTIONS:
        errors["direction"] = _("Say whether the document came in or goes out.")
    if not given.get("title"):
        errors["title"] = _("Enter what the document is.")
    if not given.get("correspondent"):
        errors["correspondent"] = _("Enter from whom it came or to whom it goes.")
    instance = None
    if given.get("case"):
        # Two procedures may have counted to the same number; of those one may read there must be one.
        query = CaseQuery(
            reader=reader(door(), who), within=tuple(own_keys("case.read")), number=given["case"]
        )
        readable = door().engine.find_cases(query, limit=50)
        if not readable:
            errors["case"] = _("There is no case with this number that you may read.")
        elif len(readable) > 1:
            errors["case"] = _(
                "There are several cases with this number. Enter the document on the page of the case."
            )
        else:
            instance = readable[0].id
    document = None
    sent = request.files.get("document")
    if sent is not None and sent.filename and not errors:
        try:
            document = hand_in(
                sent.stream.read(),
                sent.filename,
                subject=documents.REGISTER,
                by=who.name,
                instance=instance,
                note=given["title"][:300],
            )
        except Refused as refused:
            errors["document"] = refused.message
    if errors:
        return _form(given, errors), 422
    entry = registers.enter(
        door().store,
        agency=_agency(),
        code=letters.code_of(door(), _agency()),
        direction=cast(Direction, direction),
        entered_by=who.name,
        title=given["title"],
        correspondent=given["correspondent"],
        their_number=given.get("their_number", ""),
        instance=instance,
        document=document.id if document is not None else None,
        sha256=document.sha256 if document is not None else None,
    )
    flash(text(_("Entered as {number}.").format(number=Message(entry.label))), "good")
    return redirect(url_for("registers.show", entry_id=entry.id), 303)


@blueprint.get("/<entry_id>")
@allowed("register.read")
def show(entry_id: str) -> ResponseReturnValue:
    """One entry with everything that was said of it."""
    return _entry_page(_entry(entry_id), {})


@blueprint.post("/<entry_id>/annotations")
@allowed("register.write")
def annotate(entry_id: str) -> ResponseReturnValue:
    """Say something of an entry; nothing in it is ever changed or deleted."""
    entry, words = _entry(entry_id), request.form.get("text", "").strip()
    kind = request.form.get("kind", "")
    if not words or kind not in KINDS:
        return _entry_page(
            entry, {"text": _("Enter what is to be said, and what kind of remark it is.")}
        ), 422
    registers.annotate(door().store, entry.id, kind=kind, text=words[:2000], by=account().name)
    return redirect(url_for("registers.show", entry_id=entry.id), 303)


def _entry_page(entry: Entry, errors: dict[str, Message]) -> str:
    document = documents.find(door().store, [entry.document]).get(entry.document) if entry.document else None
    return render_template(
        "pages/register_entry.html",
        entry=entry,
        said=registers.said_of(door().store, [entry.id]).get(entry.id, []),
        document=document,
        people=accounts.full_names(door().store),
        names=NAMES,
        annotations=ANNOTATIONS,
        errors=errors,
        typed=request.form.get("text", ""),
    )


def _form(given: dict[str, str], errors: dict[str, Message]) -> str:
    return render_template(
        "pages/register_new.html",
        given=given,
        errors=errors,
        names=NAMES,
        accept=accepted(None),
        largest=shown_size(largest()),
    )


def _wanted() -> dict[str, object]:
    direction, year = request.args.get("direction", "in"), request.args.get("year", type=int)
    return {
        "agency": _agency(),
        "direction": direction if direction in DIRECTIONS else "in",
        "year": year,
        "words": request.args.get("words", "").strip()[:100],
    }


def _agency() -> str:
    return account().agency or letters.NO_AGENCY


def _entry(entry_id: str) -> Entry:
    return registers.find(door().store, id_=entry_id) or abort(404)


def _cell(words: str) -> str:
    # A cell that begins like a formula is text all the same.
    return f"'{words}" if words[:1] in ("=", "+", "-", "@", "\t") else words
