"""Many files at once go on while nobody looks: they are read, and those that were chosen are saved."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine import Actor
from modeler_api import organisation, upload_batches
from modeler_api.auth import policy
from modeler_api.jobs import Progress, kinds
from modeler_api.store import accounts
from modeler_api.store.jobs import Job
from modeler_api.upload_saving import ask_the_clock, progress_of, saved
from modeler_api.wiring import Door

PORTION_SECONDS = 10.0
"""So long it works at a stretch: whoever turns the clock has more to do, and goes on with the rest at its next turn."""


@kinds.register
def bring_models(door: Door, job: Job, progress: Progress) -> Mapping[str, Any]:
    """Read and save a portion of the batch, and ask for the next one.

    A page that looks on does the same; who comes second leaves it to the first. A batch that is forgotten, or lies
    with another server, is none.
    """
    account = accounts.by_name(door.store, job.created_by)
    if account is None or not account.is_active or not policy.permits(account.role, "model.upload"):
        raise LookupError(f"The account {job.created_by} may no longer bring models.")
    agency = organisation.agency_of(door.store, account)
    account = replace(account, name=Actor(account.name, affiliation=agency.code if agency else None))
    end = time.monotonic() + PORTION_SECONDS
    before: upload_batches.Batch | None = None
    while True:
        batch = upload_batches.go_on(
            door.settings,
            account=account.id,
            name=job.subject,
            save=lambda file: saved(door, account, file),
        )
        if batch is None or batch.is_over:
            return {"is_over": True}
        done, total, doing = progress_of(batch)
        progress(done=done, total=total, doing=str(doing))
        if time.monotonic() > end:
            asked = job.arguments
            ask_the_clock(door, account, job.subject, doing=asked["doing"], part=asked["part"] + 1)
            return {"is_over": False}
        if before is not None and before.files == batch.files:
            time.sleep(0.2)  # a page does it at the moment
        before = batch
