"""`kyzmat deploy`, `start`, `inbox`, `complete`, `log`: run a procedure from the shell."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from modeler_api.cli import AsJson, Data, app, print_json, say, settings_with
from modeler_api.cli.reading import decisions_in, json_given, model_in, writable

if TYPE_CHECKING:
    from engine import Engine, WorkItem
    from modeler_api.wiring import Door

By = Annotated[str | None, typer.Option(help="Who does it; by default the user of this shell.")]


def door_of(data: Path | None) -> Door:
    """Return the rooms on the database of the settings, its tables brought up to date."""
    from modeler_api.beginning import migrate
    from modeler_api.wiring import open_door

    settings = settings_with(data=data)
    settings.data.mkdir(parents=True, exist_ok=True)
    door = open_door(settings)
    migrate(door)
    return door


def engine_of(data: Path | None) -> Engine:
    """Return the engine on the database of the settings, its tables brought up to date."""
    return door_of(data).engine


def who(by: str | None) -> str:
    """Return who does it: the one named, or the user of this shell."""
    return by or getpass.getuser()


@app.command()
def deploy(files: list[Path], by: By = None, data: Data = None, as_json: AsJson = False) -> None:
    """Make a model runnable under its key, with the decisions (.dmn) it refers to; what changed gets a new version."""
    decided = [decisions_in(file) for file in files if file.suffix == ".dmn"]
    models = [model_in(file) for file in files if file.suffix != ".dmn"]
    if not models:
        deployed = engine_of(data).deploy_decisions(decided, by=who(by))
        if as_json:
            print_json([{"key": d.key, "version": d.version, "digest": d.digest} for d in deployed])
        for decision in [] if as_json else deployed:
            typer.echo(f"Deployed {decision.key}, version {decision.version}.")
        return
    definition = engine_of(data).deploy([*models, *decided], by=who(by))
    if as_json:
        print_json({"key": definition.key, "version": definition.version, "digest": definition.digest})
    else:
        typer.echo(f"Deployed {definition.key}, version {definition.version}.")


@app.command()
def start(
    key: str,
    values: Annotated[
        str | None, typer.Option("--data", help="What the case begins with: JSON, or @FILE.")
    ] = None,
    business_key: Annotated[str | None, typer.Option(help="The number people know the case by.")] = None,
    by: By = None,
    folder: Annotated[Path | None, typer.Option("--folder", help="The data folder (KYZMAT_DATA).")] = None,
    as_json: AsJson = False,
) -> None:
    """Start a case of the newest version of KEY."""
    engine = engine_of(folder)
    case = engine.start(key, data=json_given(values), business_key=business_key, by=who(by))
    waiting = engine.work_items(case)
    if as_json:
        print_json({"instance": case.id, "status": case.status, "work_items": [_item(i) for i in waiting]})
        return
    typer.echo(f"Started case {case.business_key or case.id} of {key}: {case.status}.")
    for item in waiting:
        typer.echo(f"  {item.id}  {item.label}  for {', '.join(item.candidates) or 'nobody'}")


@app.command()
def inbox(
    group: Annotated[str | None, typer.Option(help="Only what waits for this group.")] = None,
    user: Annotated[str | None, typer.Option(help="Only what this person has claimed.")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """List the work items that wait for somebody, the most urgent first."""
    from modeler_api.cli.reading import table

    found = engine_of(data).work_items(group=group, user=user)
    found = sorted(found, key=lambda i: (i.due is None, i.due or i.offered_at))
    if as_json:
        print_json([_item(i) for i in found])
    elif not found:
        say("Nothing waits for anybody.")
    else:
        table(
            f"{len(found)} work item{'' if len(found) == 1 else 's'}",
            [("Item", False), ("What to do", False), ("Case", False), ("For", False), ("Due", False)],
            [
                [
                    i.id,
                    i.label,
                    i.business_key or i.instance,
                    i.holder or ", ".join(i.candidates),
                    i.due.astimezone().strftime("%Y-%m-%d %H:%M") if i.due else "—",
                ]
                for i in found
            ],
        )


@app.command()
def complete(
    item: str,
    values: Annotated[
        str | None, typer.Option("--data", help="What the form asks for: JSON, or @FILE.")
    ] = None,
    by: By = None,
    folder: Annotated[Path | None, typer.Option("--folder", help="The data folder (KYZMAT_DATA).")] = None,
    as_json: AsJson = False,
) -> None:
    """Complete a work item and say what comes next."""
    engine = engine_of(folder)
    engine.complete(item, by=who(by), data=json_given(values))
    following = engine.work_items(engine.work_item(item).instance)
    if as_json:
        print_json({"completed": item, "work_items": [_item(i) for i in following]})
        return
    typer.echo(f"Completed {item}.")
    for nxt in following:
        typer.echo(f"  {nxt.id}  {nxt.label}  for {', '.join(nxt.candidates) or 'nobody'}")


@app.command("log")
def write_log(
    key: str,
    out: Annotated[Path, typer.Option(help="Where to: .xes, .xes.gz, .csv or .parquet.")],
    persons: Annotated[
        bool, typer.Option("--persons", help="With the names of persons and cases, not pseudonyms.")
    ] = False,
    smallest_group: Annotated[
        int, typer.Option(min=1, help="Groups in which fewer people worked are left unknown.")
    ] = 1,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Write the measured event log of every version of KEY; persons and cases appear under pseudonyms."""
    writable(out)
    log = engine_of(data).event_log(key, persons=persons, smallest_group=smallest_group)
    log.write(out)
    if as_json:
        print_json({"file": str(out), "cases": len(log), "events": log.events.num_rows, "origin": log.origin})
    else:
        cases = f"{len(log)} case{'' if len(log) == 1 else 's'}"
        typer.echo(f"Wrote {cases} with {log.events.num_rows} events to {out} ({log.origin}).")


def _item(item: WorkItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "element": item.element,
        "label": item.label,
        "instance": item.instance,
        "case": item.business_key,
        "candidates": list(item.candidates),
        "holder": item.holder,
        "due": item.due,
        "form": item.form,
    }
