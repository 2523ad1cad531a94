"""What several commands share: reading the files named on the command line, and showing that long work goes on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from modeler_api.cli import Failure

if TYPE_CHECKING:
    from processes.decision.model import DecisionModel
    from processes.log.event_log import EventLog
    from processes.model.model import Model

UNREADABLE = 2


def model_in(path: Path) -> Model:
    """Return the model in a file, or of a procedure of the library named by its key or code; exit 2 when unreadable."""
    from processes import library, read_model
    from processes.errors import ProcessesError

    try:
        if not path.exists() and str(path) in library:
            return library[str(path)].as_is
        return read_model(path)
    except ProcessesError as error:
        raise Failure(str(error), code=UNREADABLE) from error


def decisions_in(path: Path) -> DecisionModel:
    """Return the decisions in a DMN file; exit 2 when unreadable."""
    from processes import read_decisions
    from processes.errors import ProcessesError

    try:
        return read_decisions(path)
    except ProcessesError as error:
        raise Failure(str(error), code=UNREADABLE) from error


def log_in(path: Path, timezone: str | None = None) -> EventLog:
    """Return the log in a file; exit 2 when it cannot be read."""
    from processes import read_log
    from processes.errors import ProcessesError

    try:
        return read_log(path, timezone=timezone)
    except ProcessesError as error:
        raise Failure(str(error), code=UNREADABLE) from error


def json_given(text: str | None) -> dict[str, Any] | None:
    """Return the object written in JSON on the command line; `@FILE` reads it from a file."""
    import json

    if text is None:
        return None
    source = Path(text[1:]).read_text(encoding="utf-8") if text.startswith("@") else text
    try:
        value = json.loads(source)
    except ValueError as error:
        raise Failure(
            f'The data is not JSON ({error}). Write an object, such as {{"parcel": "44/2"}}.'
        ) from error
    if not isinstance(value, dict):
        raise Failure('The data is JSON, but no object. Write one, such as {"parcel": "44/2"}.')
    return value


def writable(out: Path) -> None:
    """Refuse at once, before long work, a place that cannot be written to."""
    if not out.parent.is_dir():
        raise Failure(f"There is no folder {out.parent} to write {out.name} to. Make it or choose another.")
    if out.is_dir():
        raise Failure(f"{out} is a folder. Name a file in it.")


@contextmanager
def progress_bar(doing: str) -> Iterator[Any]:
    """Yield `advance(done, total)`; a bar is drawn on standard error when a person is watching."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def table(title: str, columns: list[tuple[str, bool]], rows: list[list[str]]) -> None:
    """Print a table; a column is (heading, whether it holds numbers)."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(title=Text(title), title_justify="left", box=None, pad_edge=False, header_style="bold")
    for heading, is_number in columns:
        # An id is copied into the next command: it stays in one piece.
        whole = is_number or heading == "Item"
        shown.add_column(heading, justify="right" if is_number else "left", overflow="fold", no_wrap=whole)
    for row in rows:
        shown.add_row(*(Text(cell) for cell in row))
    # Into a file or another program, nothing is broken into lines: who reads it looks for whole names and ids.
    Console(width=None if sys.stdout.isatty() else 400).print(shown)


def number(value: float | None, *, digits: int = 2) -> str:
    """Return a figure for a table; what is not known is a dash, never a zero."""
    if value is None:
        return "—"
    return f"{value:,.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:,.0f}"
