"""Simulating the cases of one version of a model, as a stored event log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modeler_api import event_logs
from modeler_api.jobs import Progress, kinds
from modeler_api.repository import Kept
from modeler_api.simulation_world import scenario_of
from modeler_api.store import models
from modeler_api.store.jobs import Job
from modeler_api.wiring import Door


@kinds.register
def simulate(door: Door, job: Job, progress: Progress) -> Mapping[str, Any]:
    """Simulate what the job asks for and keep the log; its page is the report on it."""
    from analytics import simulate as run

    asked = job.arguments
    version = models.by_id(door.store, asked["version"])
    if version is None:
        raise LookupError(f"The model version {asked['version']} is gone.")
    kept = Kept(door, version)
    cases, repetitions = int(asked["cases"]), int(asked["replications"])
    total = cases * repetitions
    progress(done=0, total=total, doing=f"Simulating {total} cases")
    log = run(
        kept.model,
        scenario_of(kept, asked["world"]),
        cases=cases,
        replications=repetitions,
        seed=int(asked["seed"]),
        progress=lambda done, _all: progress(
            done=done, total=total, doing=f"Simulating case {done} of {total}"
        ),
    )
    row = event_logs.keep(
        door,
        log,
        procedure=kept.base_key,
        variant="to_be" if kept.is_to_be else "as_is",
        name=job.id,
        created_by=job.created_by,
        seed=int(asked["seed"]),
        replications=repetitions,
        model_version=version.id,
        scenario=asked["world"],
    )
    return {"next": f"/procedures/{kept.base_key}/report/?log={row.id}", "log": row.id}
