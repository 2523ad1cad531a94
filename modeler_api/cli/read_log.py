"""`kyzmat read-log`: what a log holds, and how the columns of a table would be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from modeler_api.cli import AsJson, Failure, app, print_json

if TYPE_CHECKING:
    from processes.log.headings import ColumnGuess


@app.command("read-log")
def say_what_a_log_holds(
    file: Annotated[Path, typer.Argument(help="A log: XES, CSV, OCEL 2.0 or Parquet.")],
    timezone: Annotated[str | None, typer.Option(help="The zone of times without one: Asia/Bishkek.")] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help='What a column means: --column case="Номер дела"; repeat for each.'),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the log in another form, chosen by the ending.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Say what a log holds; for a table also which column was taken for what, to be corrected with --column."""
    from processes import NotALog, read_log
    from processes.log.dialects import log_dialects
    from processes.log.headings import guess_columns

    columns = dict(_pair(text) for text in column or ())
    guess = None
    if file.exists() and file.is_file():
        with file.open("rb") as opened:
            is_table = log_dialects["csv"].recognises(opened.read(4096)) or file.name.endswith(
                (".csv", ".csv.gz")
            )
        guess = guess_columns(file, columns=columns) if is_table else None
    told: dict[str, object] = {"file": str(file)}
    if guess is not None:
        told |= {
            "columns": dict(guess.columns),
            "attributes": list(guess.attributes),
            "missing": list(guess.missing),
            "has_zone": guess.has_zone,
        }
        if not as_json:
            _print_columns(guess)
    read = read_log(file, timezone=timezone, columns=columns)
    moments = [m for m in read.events["timestamp"].to_pylist() if m is not None]
    told |= {
        "cases": len(read),
        "events": read.events.num_rows,
        "activities": len(set(read.events["activity"].to_pylist())),
        "first": min(moments, default=None),
        "last": max(moments, default=None),
        "events_without_time": read.events.num_rows - len(moments),
        "simulated": read.is_simulated,
        "starts_known": sum(s == "started" for s in read.events["lifecycle"].to_pylist()),
    }
    if out is not None:
        if out.exists() and out.samefile(file):
            raise NotALog("The log needs another file to be written to.", hint="Choose another --out.")
        read.write(out)
        told["written"] = str(out)
    if as_json:
        print_json(told)
        return 0
    typer.echo(f"{len(read)} cases, {told['events']} events of {told['activities']} activities")
    typer.echo(f"from {told['first']} to {told['last']}; {told['events_without_time']} events without a time")
    if not told["starts_known"]:
        typer.echo("No event says when work began: waiting and processing cannot be told apart.")
    if read.is_simulated:
        typer.echo("The log is simulated: nobody lived these cases.")
    if out is not None:
        typer.echo(f"{out}: written")
    return 0


def _pair(text: str) -> tuple[str, str]:
    meaning, _sign, heading = text.partition("=")
    if not heading:
        raise Failure(f'“{text}” does not say what a column means. Write --column case="Номер дела".', code=2)
    return meaning.strip(), heading.strip().strip('"')


def _print_columns(guess: ColumnGuess) -> None:
    for meaning, heading in guess.columns.items():
        shown = ", ".join(dict.fromkeys(guess.samples.get(heading, ()))) or "–"
        typer.echo(f"{meaning:<12} {heading}   ({shown[:60]})")
    if guess.attributes:
        typer.echo(f"attributes   {', '.join(guess.attributes)}")
