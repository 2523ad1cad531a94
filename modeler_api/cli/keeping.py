"""`kyzmat verify`, `keep`: prove that the histories stand, and keep them as long as the law says."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from modeler_api.cli import AsJson, Data, Failure, app, print_json
from modeler_api.cli.cases import By, door_of, engine_of, who


@app.command()
def verify(data: Data = None, as_json: AsJson = False) -> None:
    """Find the first record of each case's history that was changed or removed; exit 1 when there is one."""
    found = list(engine_of(data).verify_all())
    broken = {case: number for case, number in found if number is not None}
    if as_json:
        print_json({"cases": len(found), "broken": broken})
    else:
        cases = f"{len(found)} case{'' if len(found) == 1 else 's'}"
        for case, number in broken.items():
            typer.echo(f"{case}: record {number} does not follow from those before it.")
        typer.echo(f"Verified {cases}: {'every history stands' if not broken else f'{len(broken)} broken'}.")
    if broken:
        raise typer.Exit(1)


@app.command()
def keep(
    archive: Annotated[
        Path | None, typer.Option(help="The folder for what is archived; without it no history is removed.")
    ] = None,
    by: By = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Do what the retention rules ask for now: anonymise, archive and remove, forget."""
    if archive is not None and archive.is_file():
        raise Failure(f"{archive} is a file. Name a folder for the archive.")
    from modeler_api.forgetting import forget_cases

    door = door_of(data)
    kept = door.engine.keep(by=who(by), archive=archive)
    forget_cases(door)
    if as_json:
        print_json(vars(kept))
        return
    typer.echo(
        f"Anonymised {kept.anonymised}, archived {kept.archived}, "
        f"forgot {kept.messages} unclaimed messages and {kept.keys} keys."
    )


@app.command()
def retention(
    kept: Annotated[str, typer.Argument(help="persons, history, messages or keys.")],
    days: Annotated[int, typer.Argument(help="For how many days after its time is over.")],
    key: Annotated[str | None, typer.Option(help="Only of the cases of this procedure.")] = None,
    by: By = None,
    data: Data = None,
) -> None:
    """Say for how long something is kept, of one procedure or of all."""
    engine_of(data).set_retention(kept, days, definition=key, by=who(by))  # type: ignore[arg-type]  # checked there
    typer.echo(f"Kept for {days} days: {kept} of {key or 'everything'}.")
