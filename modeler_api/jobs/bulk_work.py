"""One act on many pieces of work, with its progress."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine import Actor
from modeler_api import absences as standing_in
from modeler_api import bulk, organisation
from modeler_api.jobs import Progress, kinds
from modeler_api.store import absences, accounts, tables
from modeler_api.store.jobs import Job
from modeler_api.wiring import Door


@kinds.register
def bulk_work(door: Door, job: Job, progress: Progress) -> Mapping[str, Any]:
    """Do it to each piece of work and keep what came of each; also in somebody's place, while the absence lasts."""
    asked = job.arguments
    account = accounts.by_name(door.store, job.created_by)
    if account is None or not account.is_active:
        raise LookupError(f"The account {job.created_by} is gone.")
    agency = organisation.agency_of(door.store, account)
    account = replace(account, name=Actor(account.name, affiliation=agency.code if agency else None))
    absence = absences.by_id(door.store, asked["absence"]) if asked.get("absence") else None
    if asked.get("absence"):
        acting = standing_in.acting(door, account, absence) if absence is not None else None
        if acting is None or absence is None or not absence.is_in_force(tables.today()):
            raise LookupError("The absence in which this was asked has ended.")
        account = acting
    items = list(asked["items"])
    outcomes = bulk.act_on_all(
        door,
        account,
        items,
        act=asked["act"],
        to=asked["to"],
        reason=asked["reason"],
        data=asked["data"],
        once=asked["once"],
        procedures=absence.procedures if absence is not None else (),
        progress=lambda done: progress(done=done, total=len(items), doing=f"{done} of {len(items)}"),
    )
    return {"outcomes": [one.plain for one in outcomes], "next": f"/work/bulk/{job.id}"}
