"""`kyzmat mine`, `detect`, `redesign`, `simulate`, `compare`, `report`: the study from the shell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from modeler_api.cli import AsJson, Failure, app, print_json
from modeler_api.cli.reading import UNREADABLE, log_in, model_in, number, progress_bar, table, writable

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics import Comparison, Finding, Measure

LogOption = Annotated[
    Path | None, typer.Option("--log", help="What was measured or simulated, as an event log.")
]

Timezone = Annotated[
    str | None,
    typer.Option(help="Where times without a zone were written, such as Asia/Bishkek."),
]


@app.command()
def mine(log: Path, timezone: Timezone = None, as_json: AsJson = False) -> None:
    """Measure a log: throughput, waiting, work, frequency, variants, rework, handovers."""
    import analytics as an

    with progress_bar("Reading the log"):
        events = log_in(log, timezone)
    measures: list[Callable[[], Measure]] = [
        lambda: an.throughput_time(events, unit="working days"),
        lambda: an.waiting_time(events, unit="working hours"),
        lambda: an.processing_time(events, unit="working hours"),
        lambda: an.frequency(events),
        lambda: an.variants(events),
        lambda: an.rework(events),
        lambda: an.handovers(events),
    ]
    found = []
    with progress_bar("Measuring") as advance:
        for done, measure in enumerate(measures):
            advance(done, len(measures))
            found.append(measure())
    if as_json:
        print_json(
            {
                "origin": events.origin,
                "cases": len(events),
                "events": events.events.num_rows,
                "measures": [_measure(m) for m in found],
            }
        )
        return
    typer.echo(f"{_count(len(events), 'case')}, {_count(events.events.num_rows, 'event')}, {events.origin}.")
    for each in found:
        _show(each)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _show(measure: Measure) -> None:
    timed = any(row.median is not None for row in measure)
    if measure.unknown and not measure.n:
        typer.echo(
            f"\n{measure.name.capitalize()}: not known, the log does not record what it takes to tell."
        )
        return
    if not len(measure):
        typer.echo(f"\n{measure.name.capitalize()}: none.")
        return
    columns = [(measure.level.capitalize(), False), ("n", True)]
    columns += [("median", True), ("9 in 10 below", True), ("mean", True)] if timed else [("mean", True)]
    rows = []
    for row in list(measure)[:15]:
        figures = [row.median, row.p90, row.mean] if timed else [row.mean]
        rows.append([row.key, str(row.n), *(number(f) for f in figures)])
    unknown = f", unknown for {measure.unknown}" if measure.unknown else ""
    more = f", the first 15 of {len(measure)}" if len(measure) > 15 else ""
    typer.echo()
    table(f"{measure.name.capitalize()} ({measure.unit}{unknown}{more})", columns, rows)


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "name": measure.name,
        "level": measure.level,
        "unit": measure.unit,
        "working_time": measure.working,
        "unknown": measure.unknown,
        "rows": [row.__dict__ for row in measure],
    }


@app.command()
def detect(model: Path, log: LogOption = None, timezone: Timezone = None, as_json: AsJson = False) -> None:
    """Find contact points, papers asked twice, redundant steps and bottlenecks, with their evidence."""
    import analytics as an

    drawn = model_in(model)
    with progress_bar("Looking for what can be better"):
        findings = an.detect(drawn, log_in(log, timezone) if log else None).by("saving")
    if as_json:
        print_json([_finding(f) for f in findings])
        return
    if not len(findings):
        typer.echo("Nothing was found. Where steps are not annotated, nothing can be.")
    for finding in findings:
        typer.echo(f"{finding.detector} ({finding.confidence}): {finding.claim}")
        for evidence in finding.evidence:
            typer.echo(f"    {evidence.text}")
        hours = finding.saving.hours_a_year
        if hours is not None:
            typer.echo(f"    Would save about {number(hours, digits=0)} hours a year.")
        if finding.refutation:
            typer.echo(f"    What would refute it: {finding.refutation}")


def _finding(finding: Finding) -> dict[str, Any]:
    saving = finding.saving
    return {
        "detector": finding.detector,
        "elements": list(finding.elements),
        "claim": str(finding.claim),
        "confidence": finding.confidence,
        "evidence": [
            {"text": str(e.text), "n": e.n, "against": e.against, "origin": e.origin}
            for e in finding.evidence
        ],
        "saving": {
            "time_seconds": saving.time.total_seconds() if saving.time is not None else None,
            "work_seconds": saving.work.total_seconds() if saving.work is not None else None,
            "lead_seconds": saving.lead.total_seconds() if saving.lead is not None else None,
            "money": saving.money,
            "visits": saving.visits,
            "contacts": saving.contacts,
            "documents": saving.documents,
            "cases_a_year": saving.frequency,
            "hours_a_year": saving.hours_a_year,
            "money_a_year": saving.money_a_year,
            "formula": str(saving.formula) if saving.formula else None,
        },
        "refutation": str(finding.refutation) if finding.refutation else None,
        "suggestion": finding.suggestion,
        "fingerprint": finding.fingerprint,
    }


@app.command()
def redesign(
    model: Path,
    out: Annotated[Path, typer.Option(help="Where the model as it could be is written.")],
    log: LogOption = None,
    only: Annotated[
        str | None, typer.Option(help="Apply the proposal of this name instead of the best.")
    ] = None,
    timezone: Timezone = None,
    as_json: AsJson = False,
) -> None:
    """Propose redesigns, apply the best one and write the model as it could be."""
    import analytics as an
    from processes import write_model

    drawn = model_in(model)
    writable(out)
    with progress_bar("Looking for what can be better"):
        proposals = an.redesign(drawn, an.detect(drawn, log_in(log, timezone) if log else None))
        chosen = proposals.named(only) if only else proposals.best()
        write_model(chosen.apply(drawn), out)
    if as_json:
        print_json(
            {
                "applied": chosen.name,
                "file": str(out),
                "steps": [str(s) for s in chosen.steps],
                "legal": list(chosen.legal),
                "proposals": [
                    {"name": r.name, "title": str(r.title), "reason": str(r.reason)} for r in proposals
                ],
            }
        )
        return
    for rewrite in proposals:
        typer.echo(f"{'*' if rewrite is chosen else ' '} {rewrite.name}: {rewrite.title}")
    typer.echo(f"\nApplied {chosen.name} and wrote {out}: {chosen.reason}")
    for step in chosen.steps:
        typer.echo(f"  - {step}")
    for act in chosen.legal:
        typer.echo(f"  To amend first: {act}")


@app.command()
def simulate(
    model: Path,
    out: Annotated[Path, typer.Option(help="Where the log goes: .xes, .xes.gz, .csv or .parquet.")],
    cases: Annotated[int | None, typer.Option(min=1, max=1_000_000)] = None,
    seed: Annotated[int, typer.Option(min=0)] = 0,
    scenario: Annotated[
        Path | None,
        typer.Option(help="A TOML file of arrivals, staff, lengths; or a procedure of the library."),
    ] = None,
    replications: Annotated[int, typer.Option(min=1, max=10_000)] = 1,
    as_json: AsJson = False,
) -> None:
    """Simulate cases of a model and write them as an event log, marked as simulated."""
    import analytics as an

    drawn = model_in(model)
    world = _scenario_of(scenario, model)
    writable(out)
    with progress_bar("Simulating") as advance:
        log = an.simulate(drawn, world, cases=cases, replications=replications, seed=seed, progress=advance)
    log.write(out)
    assumptions = [a for a in log.attributes.get("kyzmat:assumptions", "").split("\n") if a]
    if as_json:
        print_json(
            {
                "file": str(out),
                "cases": len(log),
                "events": log.events.num_rows,
                "origin": log.origin,
                "seed": seed,
                "assumptions": assumptions,
            }
        )
        return
    typer.echo(f"Simulated {len(log)} cases with {log.events.num_rows} events and wrote {out}.")
    for assumption in assumptions:
        typer.echo(f"  Assumed: {assumption}")


def _scenario_of(given: Path | None, model: Path) -> Any:
    """Return the scenario that was asked for, else that of a procedure of the library or beside the model, or None.

    One that was asked for and is not there is refused: another world would be simulated than the one meant.
    """
    from processes import library
    from processes.scenario import NotAScenario, Scenario

    named = given or model
    if not named.exists() and str(named) in library:
        return library[str(named)].scenario
    try:
        if given is not None:
            return Scenario.read(given)
        beside = model.with_name("scenario.toml")
        return Scenario.read(beside) if beside.exists() else None
    except NotAScenario as error:
        raise Failure(str(error), code=UNREADABLE) from error


@app.command()
def compare(log_a: Path, log_b: Path, timezone: Timezone = None, as_json: AsJson = False) -> None:
    """Compare two logs: what is different in the second, and how sure that is."""
    import analytics as an

    effect = an.compare(log_in(log_a, timezone), log_in(log_b, timezone))
    if as_json:
        print_json(_comparison(effect))
        return
    rows = [
        [
            str(row.label),
            number(row.before),
            number(row.after),
            number(row.difference),
            f"{number(row.low)} to {number(row.high)}",
            row.unit,
        ]
        for row in effect
    ]
    headings = [
        ("", False),
        (f"before ({effect.before_origin})", True),
        (f"after ({effect.after_origin})", True),
    ]
    headings += [("difference", True), ("95 % between", True), ("unit", False)]
    table(f"{effect.before_cases} cases before, {effect.after_cases} after", headings, rows)
    typer.echo(str(effect.method))
    for warning in effect.warnings:
        typer.echo(f"Mind: {warning}")


def _comparison(effect: Comparison) -> dict[str, Any]:
    return {
        "before": {"origin": effect.before_origin, "cases": effect.before_cases},
        "after": {"origin": effect.after_origin, "cases": effect.after_cases},
        "method": str(effect.method),
        "warnings": [str(w) for w in effect.warnings],
        "rows": [
            row.__dict__
            | {
                "label": str(row.label),
                "difference": row.difference,
                "share": row.share,
                "is_sure": row.is_sure,
            }
            for row in effect
        ],
    }


@app.command()
def report(
    out: Annotated[Path, typer.Option(help="Where to: .html, .pdf or .xlsx.")],
    model: Annotated[Path | None, typer.Option(help="The model the report is about.")] = None,
    log: LogOption = None,
    after: Annotated[Path | None, typer.Option(help="A log to compare the first with.")] = None,
    title: str | None = None,
    timezone: Timezone = None,
    as_json: AsJson = False,
) -> None:
    """Write a report on a model, a log, or both, and on what a second log changes."""
    import analytics as an

    if model is None and log is None:
        raise Failure("A report needs --model, --log or both.")
    if after is not None and log is None:
        raise Failure("There is nothing to compare --after with: give the first log as --log.")
    writable(out)
    drawn = model_in(model) if model else None
    events = log_in(log, timezone) if log else None
    given = [g for g in (events, drawn) if g is not None]
    with progress_bar("Writing the report"):
        findings = an.detect(*given)
        effect = None
        if events is not None and after is not None:
            effect = an.compare(events, log_in(after, timezone))
        an.report(findings, effect, log=events, model=drawn, title=title).write(out)
    if as_json:
        print_json({"file": str(out), "findings": len(findings), "compared": effect is not None})
    else:
        typer.echo(f"Wrote {out} with {len(findings)} findings.")
