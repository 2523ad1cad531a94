"""Simulating a procedure as it is and as it could be with the same luck, and comparing the two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modeler_api import event_logs
from modeler_api.jobs import Progress, kinds
from modeler_api.repository import Kept
from modeler_api.simulation_world import scenario_of
from modeler_api.store import models, reports
from modeler_api.store.jobs import Job
from modeler_api.wiring import Door


@kinds.register
def compare(door: Door, job: Job, progress: Progress) -> Mapping[str, Any]:
    """Simulate both versions, compare the logs and keep the differences as a report."""
    import analytics

    asked = job.arguments
    kept = []
    for name in ("before", "after"):
        version = models.by_id(door.store, asked[name])
        if version is None:
            raise LookupError(f"The model version {asked[name]} is gone.")
        kept.append(Kept(door, version))
    base = kept[0].base_key
    for made in reports.of_procedure(door.store, base, kind="comparison"):
        if made.data.get("job") == job.id:
            return {"next": f"/procedures/{base}/comparison/{made.id}"}
    cases, repetitions, seed = int(asked["cases"]), int(asked["replications"]), int(asked["seed"])
    total = 2 * repetitions * cases
    logs, rows = [], []
    for number, (side, variant) in enumerate(zip(kept, ("as_is", "to_be"), strict=True)):
        before = number * repetitions * cases
        which = "as it is" if variant == "as_is" else "as it could be"
        progress(done=before, total=total, doing=f"Simulating the procedure {which}")
        log = analytics.simulate(
            side.model,
            scenario_of(side, asked["world"]),
            cases=cases,
            replications=repetitions,
            seed=seed,
            progress=lambda done, _all, before=before, which=which: progress(  # type: ignore[misc]  # mypy cannot infer defaults of a lambda
                done=before + done, total=total, doing=f"Simulating the procedure {which}: case {done}"
            ),
        )
        logs.append(log)
        rows.append(
            event_logs.keep(
                door,
                log,
                procedure=base,
                variant=variant,
                name=f"{job.id}-{variant}",
                created_by=job.created_by,
                seed=seed,
                replications=repetitions,
                model_version=side.version.id,
                scenario=asked["world"],
            )
        )
    progress(done=total, total=total, doing="Comparing")
    found = analytics.compare(logs[0], logs[1], seed=seed)
    data = {
        "job": job.id,
        "before": kept[0].version.id,
        "after": kept[1].version.id,
        "cases": cases,
        "replications": repetitions,
        "seed": seed,
        "world": asked["world"],
        "method": found.method.template,
        "rows": [
            {
                "name": row.name,
                "label": row.label.template,
                "unit": row.unit,
                "before": row.before,
                "after": row.after,
                "low": row.low,
                "high": row.high,
            }
            for row in found
        ],
    }
    made = reports.add(
        door.store,
        procedure=base,
        kind="comparison",
        title=kept[1].version.name,
        created_by=job.created_by,
        data=data,
        logs=[row.id for row in rows],
    )
    return {"next": f"/procedures/{base}/comparison/{made.id}", "report": made.id}
