"""One case's full trace for the auditor: every record of its history, and whether the chain that proves it stands."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from modeler_api.auth.fields import HIDDEN
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.cases import KINDS, STATUSES, TONES, Case
from modeler_api.file_name import named
from modeler_api.paging import page_asked
from modeler_api.store import accounts, audit
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import _

blueprint = Blueprint("trace", __name__, url_prefix="/cases/<instance_id>/trace")

COLUMNS = (
    "number",
    "at",
    "kind",
    "element",
    "label",
    "type",
    "activity",
    "by",
    "affiliation",
    "on_behalf_of",
    "version",
    "data",
    "digest",
)
SIZE = 100


@blueprint.get("/")
@allowed("trace.read")
def show(instance_id: str) -> ResponseReturnValue:
    """Every record, the oldest first, with the chain verified anew."""
    case = _case(instance_id)
    shown = page_asked(total=len(case.history), size=SIZE)
    _note("trace.read", instance_id)
    return render_template(
        "pages/trace.html",
        case=case,
        broken=door().engine.verify(instance_id),
        records=[
            replace(record, data=_shown(record.data, case.hidden))
            for record in case.history[shown.offset : shown.offset + shown.size]
        ],
        shown=shown,
        kinds=KINDS,
        people=accounts.full_names(door().store),
        status=STATUSES.get(case.instance.status, case.instance.status),
        tone=TONES.get(case.instance.status, "brand"),
    )


@blueprint.get("/records.<form>")
@allowed("trace.read")
def export(instance_id: str, form: str) -> ResponseReturnValue:
    """The records as a file, with what the chain says of them."""
    from analytics.reports.csv import safe

    case = _case(instance_id)
    broken = door().engine.verify(instance_id)
    rows = [
        {
            **{name: getattr(record, name) for name in COLUMNS},
            "at": record.at.isoformat(),
            "data": _shown(record.data, case.hidden),
        }
        for record in case.history
    ]
    _note("trace.export", f"{instance_id} {form}")
    if form == "json":
        told = {"case": instance_id, "first_broken_record": broken, "records": rows}
        content, media = json.dumps(told, ensure_ascii=False, default=str, indent=1), "application/json"
    elif form == "csv":
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["# first broken record", broken if broken is not None else "none"])
        writer.writerow(COLUMNS)
        for row in rows:
            data = json.dumps(row["data"], ensure_ascii=False, default=str)
            told_row = {**row, "data": data}
            writer.writerow(["" if told_row[n] is None else safe(str(told_row[n])) for n in COLUMNS])
        content, media = "\ufeff" + out.getvalue(), "text/csv"
    else:
        abort(404)
    answer = Response(content.encode(), mimetype=media)
    named(answer, f"trace-{instance_id}.{form}")
    return answer


def _shown(data: Any, hidden: frozenset[str]) -> Any:
    """The data of a record; what is kept from the reader stays named, and its value is not told."""
    if isinstance(data, Mapping):
        return {
            name: text(HIDDEN) if hidden & {*str(name).split(".")} else _shown(value, hidden)
            for name, value in data.items()
        }
    if isinstance(data, list | tuple):
        return [_shown(value, hidden) for value in data]
    return data


def _case(instance_id: str) -> Case:
    case = Case(door(), door().engine.instance(instance_id), account())
    if not case.is_open_to(account()):
        abort(403, _("This case belongs to another unit."))
    return case


def _note(action: str, subject: str) -> None:
    audit.note(door().store, who=account().name, role=account().role, action=action, subject=subject)
