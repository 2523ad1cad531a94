"""Simulating: what would happen to a number of cases, as an event log.

Nobody ever lived these cases, and the log says so wherever it goes: its `origin` is *simulated*, and its attributes
name the seed and every assumption made where neither scenario nor model said anything.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from analytics.errors import NotSimulatable
from processes.scenario import Distribution, Scenario
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.simulation.run import Run
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog
    from processes.model.model import Model

_WORKING_HOURS_A_YEAR = 2000.0


def simulate(
    model: Model,
    scenario: Scenario | None = None,
    *,
    cases: int | None = None,
    replications: int = 1,
    seed: int = 0,
    calendar: WorkingCalendar | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> EventLog:
    """Return the log of `cases` simulated cases of `model`, repeated `replications` times with other luck.

    Without `scenario` arrivals come from the procedure's yearly frequency, lengths from its `gov:` annotations, and
    there is always somebody free; the log's attribute `kyzmat:assumptions` says so.  The same seed gives the same log;
    two models simulated with one seed meet the same luck where they have the same elements.  `progress(done, total)`
    counts the cases that have begun, about fifty times a replication.  Raises `NotSimulatable` naming what is missing.

    >>> from processes import library
    >>> certificate = library["kg-spravka"]
    >>> log = simulate(certificate.as_is, certificate.scenario, cases=50, seed=7)
    >>> len(log), log.origin
    (50, 'simulated')

    Source: van der Aalst, Business Process Simulation Survival Guide (2015).
    """
    from analytics.simulation.plan import plan
    from analytics.simulation.run import Run
    from processes.calendar import WorkingCalendar as Calendar

    world, assumed = (scenario, ()) if scenario is not None else _derived(model)
    number = cases if cases is not None else world.cases
    if number < 1 or replications < 1:
        raise NotSimulatable(_("At least one case and one replication are simulated."))
    played = plan(model, world)
    hours = calendar or Calendar.default()
    runs = []
    for replication in range(replications):
        run = Run(
            played,
            world,
            hours,
            cases=number,
            seed=seed,
            replication=replication,
            label=_labels(replication, replications),
            begun=_counting(progress, replication * number, number * replications),
        )
        run.run()
        runs.append(run)
    return _log(
        runs,
        model,
        {
            "kyzmat:origin": "simulated",
            "kyzmat:seed": str(seed),
            "kyzmat:replications": str(replications),
            "kyzmat:model": model.digest,
            "kyzmat:scenario": sha256(repr(world).encode()).hexdigest(),
            "kyzmat:assumptions": "\n".join([*assumed, *played.assumptions]),
            "concept:name": f"{model.name} (simulated)",
        },
    )


def _counting(
    progress: Callable[[int, int], None] | None, before: int, total: int
) -> Callable[[int], None] | None:
    return None if progress is None else lambda begun: progress(before + begun, total)


def _labels(replication: int, replications: int) -> Callable[[int], str]:
    prefix = f"{replication + 1}-" if replications > 1 else ""
    return lambda case: f"S{prefix}{case + 1:05d}"


def _derived(model: Model) -> tuple[Scenario, tuple[str, ...]]:
    """Return the scenario the model itself describes, and what had to be assumed for it."""
    frequency = model.procedure.frequency if model.procedure else None
    if frequency:
        gap, said = (
            _WORKING_HOURS_A_YEAR / frequency * 3600,
            f"{frequency} cases a year arrive at random.",
        )
    else:
        gap, said = 3600.0, "Nobody has said how often cases arrive; one an hour is assumed."
    arrivals = Distribution(kind="exponential", parameters=(gap,))
    return replace(Scenario(arrivals=arrivals), cases=1000), (said,)


def _log(runs: list[Run], model: Model, attributes: dict[str, str]) -> EventLog:
    import numpy as np
    import pyarrow as pa

    from processes.log.event_log import EventLog

    several = len(runs) > 1
    columns: dict[str, list[object]] = {
        n: [] for n in ("case", "activity", "element", "instance", "resource", "group", "lifecycle")
    }
    stamps: list[float] = []
    cases: dict[str, list[object]] = {"case": [], "replication": []}
    for number, run in enumerate(runs):
        labels = [run.label(case) for case in range(run.cases)]
        cases["case"] += labels
        cases["replication"] += [number if several else None] * run.cases
        for case, activity, element, instance, resource, group, stage, moment in run.records:
            columns["case"].append(labels[case])
            columns["activity"].append(activity)
            columns["element"].append(element)
            columns["instance"].append(instance)
            columns["resource"].append(resource)
            columns["group"].append(group)
            columns["lifecycle"].append(stage)
            stamps.append(moment)
    texts = {name: pa.array(values, pa.string()) for name, values in columns.items()}
    micros = np.round(np.array(stamps) * 1_000_000).astype(np.int64)
    table = pa.table(texts | {"timestamp": pa.array(micros, pa.timestamp("us", tz="UTC"))})
    known = pa.table(
        {
            "case": pa.array(cases["case"], pa.string()),
            "replication": pa.array(cases["replication"], pa.int64()),
        }
    )
    return EventLog.from_table(table, origin="simulated", attributes=attributes, case_attributes=known)
