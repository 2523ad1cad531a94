"""One of everything in the demonstration, so that each page has something to show; its addresses are kept as JSON."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from engine import WorkItem, WorkQuery
from modeler_api import applicants_view, held_uploads, upload_batches
from modeler_api.case_numbers import next_number
from modeler_api.settings import Settings
from modeler_api.store import (
    absences,
    accounts,
    alerts,
    comments,
    dashboards,
    decision_drafts,
    documents,
    drafts,
    jobs,
    kept_forms,
    logs,
    models,
    plans,
    positions,
    registers,
    reports,
    saved_filters,
    units,
)
from modeler_api.store import tables as t
from modeler_api.wiring import Door, open_door
from processes.model.layout import laid_out
from tests.e2e import market
from tests.modeler_api.papers import PDF

KEY = "aiyl_okmotu_certificate"
FILE = "things.json"
NAMES = frozenset(
    {
        *("key", "number", "instance_id", "item_id", "done_id", "account_id", "unit_id", "position_id"),
        *("paper_id", "entry_id", "alert_id", "plan_id", "dashboard_id", "log_id", "report_id", "job_id"),
        *("bulk_id", "kept_id", "decision", "form", "held", "batch", "case_number", "code"),
    }
)
"""What an address may name here."""
TABLE = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="fees" name="Fees" namespace="urn:test">
  <decision id="fee" name="Fee"><variable name="fee" typeRef="number"/>
    <decisionTable id="table"><input id="i">
      <inputExpression typeRef="number"><text>area</text></inputExpression></input>
      <output id="o" name="fee" typeRef="number"/>
      <rule id="r1"><inputEntry id="r1i"><text>&lt; 50</text></inputEntry>
        <outputEntry id="r1o"><text>100</text></outputEntry></rule>
      <rule id="r2"><inputEntry id="r2i"><text>&gt; 60</text></inputEntry>
        <outputEntry id="r2o"><text>250</text></outputEntry></rule>
    </decisionTable></decision></definitions>"""


def settle(door: Door) -> dict[str, Any]:
    """Add what the demonstration lacks; return what an address may name, by the name of the argument."""
    store, settings = door.store, door.settings
    city = units.by_code(store, "naryn-city")
    officer, head, analyst = (accounts.by_name(store, name) for name in ("officer", "head", "analyst"))
    assert city is not None
    assert officer is not None
    assert head is not None
    assert analyst is not None
    item, done = _work(door, officer), _done(door)
    case = item.instance
    drafts.keep(store, account=officer.id, subject=f"work-item:{item.id}", data={"household_found": ["yes"]})
    applied = {"name": ["Асан"], "pin": [market.PIN]}
    drafts.keep(store, account=officer.id, subject=f"start:{market.KEY}", data=applied)
    paper = documents.keep(
        store,
        content=PDF,
        media_type="application/pdf",
        scan="clean",
        name="План.pdf",
        subject="case",
        added_by=officer.name,
        instance=case,
        visibility=documents.APPLICANT,
    )
    comments.write(store, instance=case, text="Поглядите на план.", audience="office", by=head.name)
    comments.write(
        store, instance=case, text="План получен.", audience="office", by=head.name, mentioned=[officer.id]
    )
    entry = registers.enter(
        store,
        agency=city.id,
        code="NARYN",
        direction="in",
        entered_by=officer.name,
        title="Запрос выписки",
        correspondent="Кадастр",
    )
    watched = alerts.add(
        store,
        procedure=KEY,
        by=analyst.name,
        measure="half",
        above=True,
        threshold=5.0,
        days=30,
        told=[],
        is_on=True,
    )
    line = plans.add(
        store,
        procedure=KEY,
        by=analyst.name,
        what="Ask the register instead of the applicant",
        owner="Одно окно",
        due=None,
        acts="",
        hours=None,
        state="planned",
        note="",
    )
    saved_filters.save(
        store,
        account=officer.id,
        name="Late certificates",
        arguments={"show": "unit", "q": "kg-llc"},
        unit=None,
    )
    board = dashboards.add(store, account=analyst.id, name="Certificates")
    tiles = [{"procedure": KEY, "what": what, "days": 90} for what in ("half", "cases")]
    dashboards.change(store, board.id, account=analyst.id, tiles=tiles, agency=city.id)
    decision_drafts.keep(
        store, key=KEY, name="fees", source=TABLE, samples=[], seen=0, author="analyst", window=""
    )
    colleague = accounts.by_name(store, "o.kim")
    away = accounts.by_name(store, "e.moldobaev")
    assert colleague is not None
    assert away is not None
    soon = t.today() + dt.timedelta(days=20)
    absences.enter(
        store,
        account=away.id,
        substitute=colleague.id,
        starts=soon,
        ends=soon,
        held="unit",
        by="head",
        accepted=True,
    )
    outcome = {"item": item.id, "label": "Check", "case": "KG", "problem": None, "values": {}}
    outcome |= {"definition": item.definition, "element": item.element}
    bulk = jobs.keep(
        store,
        kind="bulk_work",
        subject=officer.name,
        arguments={"act": "claim"},
        created_by=officer.name,
        result={"outcomes": [outcome]},
    )
    source = laid_out(market.model()).source
    for name in ("Check the plan", "Look at the plan"):
        drawn = source.replace(b"Check the plan", name.encode())
        models.save(store, key=market.KEY, name="Permit for a stall", source=drawn, author="analyst")
    broken = jobs.ask(store, kind="simulate", subject=KEY, arguments={}, created_by="reformer")
    jobs.fail(store, broken.id, error="The version is gone.")
    posts = positions.of_agency(store, city.id)
    log = logs.of_procedure(store, KEY)[0]
    return {
        "key": KEY,
        "number": "1",
        "instance_id": case,
        "item_id": item.id,
        "done_id": done.id,
        "account_id": officer.id,
        "unit_id": city.id,
        "position_id": posts[0].id,
        "paper_id": paper.id,
        "entry_id": entry.id,
        "alert_id": watched.id,
        "plan_id": line.id,
        "dashboard_id": board.id,
        "log_id": log.id,
        "report_id": reports.of_procedure(store, KEY, kind="comparison")[0].id,
        "job_id": broken.id,
        "bulk_id": bulk.id,
        "kept_id": kept_forms.keep(store, account=officer.id, path="/work/", data={"f.note": ["typed"]}),
        "decision": "fees",
        "form": "application",
        "held": held_uploads.hold(
            settings, account=analyst.id, file="stall.bpmn", source=source, laid_out=True
        ),
        "batch": upload_batches.begin(
            settings, account=analyst.id, files=[("stall.bpmn", source), ("table.bpmn", b"<x/>")]
        ),
        "case_number": item.business_key,
        "code": applicants_view.code_of(door, case),
    }


def _work(door: Door, officer: accounts.Account) -> WorkItem:
    """The first piece of work of a certificate, taken by the officer."""
    definition = door.engine.definition(KEY)
    case = door.engine.start(
        definition,
        data={"applicant_name": "Жаңыл Мырза", "applicant_pin": market.PIN, "kind": "residence"},
        business_key=next_number(door.engine, definition, at=dt.datetime.now(dt.UTC)),
        by=officer.name,
    )
    [item] = door.engine.work_items(case)
    return door.engine.claim(item, by=officer.name, groups=sorted(officer.groups))


def _done(door: Door) -> WorkItem:
    """A piece of work that the officer has done."""
    [item] = door.engine.find_work(WorkQuery(held_by="officer", status="completed", definition=KEY), limit=1)
    return item


if __name__ == "__main__":
    here = open_door(Settings(data=Path(sys.argv[1])))
    things = settle(here)
    assert things.keys() == NAMES
    Path(sys.argv[1], FILE).write_text(json.dumps(things), encoding="utf-8")
    here.engine.dispose()
    here.store.close()
