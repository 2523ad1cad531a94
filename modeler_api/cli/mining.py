"""`kyzmat discover` and `kyzmat conform`: from a log to a model, and a log beside a model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from modeler_api.cli import AsJson, app, print_json
from modeler_api.cli.reading import log_in, model_in, progress_bar, table, writable
from modeler_api.cli.study import Timezone

if TYPE_CHECKING:
    from analytics import Conformance


@app.command()
def discover(
    log: Path,
    out: Annotated[Path, typer.Option(help="Where the model is written.")],
    miner: Annotated[str, typer.Option(help="inductive, heuristic or directly_follows.")] = "inductive",
    noise: Annotated[
        float,
        typer.Option(
            min=0.0, max=1.0, help="Leave out what is rarer than this share of the most frequent way."
        ),
    ] = 0.2,
    timezone: Timezone = None,
    as_json: AsJson = False,
) -> None:
    """Draw a sound model of how the cases of a log go, and say how many of them go as it says."""
    import analytics as an
    from processes import write_model

    writable(out)
    with progress_bar("Reading the log"):
        events = log_in(log, timezone)
    with progress_bar("Looking how cases go"):
        model = an.discover(events, miner=miner, noise=noise, name=log.name.partition(".")[0])
        write_model(model, out)
        found = an.conform(events, model)
    tasks = sum(e.is_task for e in model.elements.values())
    if as_json:
        print_json({"file": str(out), "tasks": tasks} | _conformance(found))
        return
    typer.echo(f"Wrote {out} with {tasks} steps.")
    _how_many(found)


@app.command()
def conform(log: Path, model: Path, timezone: Timezone = None, as_json: AsJson = False) -> None:
    """Compare a log with a model: which cases go as it says, and where the others do not."""
    import analytics as an

    drawn = model_in(model)
    with progress_bar("Reading the log"):
        events = log_in(log, timezone)
    with progress_bar("Comparing"):
        found = an.conform(events, drawn)
    if as_json:
        print_json(_conformance(found))
        return
    _how_many(found)
    rows = [
        [d.kind, d.label, d.element or "", str(d.n), str(d.times), ", ".join(d.examples[:3])]
        for d in found.deviations[:30]
    ]
    if rows:
        more = f", the first 30 of {len(found.deviations)}" if len(found.deviations) > 30 else ""
        columns = [("", False), ("step", False), ("at", False), ("cases", True), ("times", True)]
        typer.echo()
        table(f"Deviations{more}", [*columns, ("for example", False)], rows)
    for name in found.unmatched:
        typer.echo(f"Not in the model: {name}")
    for element in found.unrecorded:
        typer.echo(f"Never in the log: {drawn.label(element)} ({element})")


def _how_many(found: Conformance) -> None:
    typer.echo(f"{found.fitting} of {found.n} cases ({found.origin}) go as the model says.")
    if found.fitness is not None:
        typer.echo(f"Fitness {found.fitness:.3f} by alignments, {found.replay.fitness:.3f} by token replay.")
    if found.unknown:
        typer.echo(f"Of {found.unknown} cases it could not be told in the time allowed.")


def _conformance(found: Conformance) -> dict[str, Any]:
    return {
        "origin": found.origin,
        "cases": found.n,
        "fitting": found.fitting,
        "unknown": found.unknown,
        "fitness": found.fitness,
        "log_fitness": found.log_fitness,
        "replay_fitness": found.replay.fitness,
        "deviations": [d.__dict__ for d in found.deviations],
        "unmatched": list(found.unmatched),
        "unrecorded": list(found.unrecorded),
    }
