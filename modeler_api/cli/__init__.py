"""The command line: `kyzmat COMMAND`.

Each module of this package registers its commands on `app`; they are found when the command line starts, and import
what is heavy only when they run. What a command prints is for people, with `--json` for programs and nothing else on
standard output; an error is one sentence on standard error, never a traceback.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from modeler_api.settings import Settings

app = typer.Typer(
    name="kyzmat",
    help="Model, run, measure, redesign and verify government procedures.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print machine-readable JSON and nothing else.")]
Host = Annotated[str | None, typer.Option(help="The address to listen on (KYZMAT_HOST).")]
Port = Annotated[int | None, typer.Option(help="The port to listen on (KYZMAT_PORT).")]
Data = Annotated[Path | None, typer.Option(help="The folder for everything Kyzmat writes (KYZMAT_DATA).")]


class Failure(Exception):
    """A command that cannot do what it was asked: one sentence, and the exit code."""

    def __init__(self, sentence: str, *, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


def settings_with(**options: Any) -> Settings:
    """The settings of the environment, changed by the options that were given on the command line."""
    return Settings(**{name: value for name, value in options.items() if value is not None})


def print_json(value: Any) -> None:
    """Print a value as JSON; times, paths and messages become strings."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def say(sentence: str) -> None:
    """Tell the person at the terminal something, on standard error, so that standard output stays clean."""
    typer.echo(sentence, err=True)


def main(arguments: list[str] | None = None) -> None:
    """Run a command and end the process with its exit code."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code; every error becomes one sentence on standard error."""
    from modeler_api import discovery

    for _module in discovery.modules("modeler_api.cli"):
        pass  # importing a module registers its commands
    try:
        result = app(args=arguments, prog_name="kyzmat", standalone_mode=False)
    except Failure as failure:
        say(str(failure))
        return failure.code
    except typer.Abort:
        return 130
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 141
    except Exception as error:  # the last line of defence: a person never sees a traceback
        if callable(told := getattr(error, "format_message", None)):  # a wrong option or argument
            sentence = str(told()).strip()
            # Without a command the whole help is the answer; everything else is one sentence.
            say(sentence if "\n" in sentence else f"{sentence.rstrip('.')}. Try: kyzmat --help")
            return int(getattr(error, "exit_code", 2))
        if os.environ.get("KYZMAT_DEBUG"):
            raise
        say(_sentence(error))
        return 1
    return result if isinstance(result, int) else 0


def _sentence(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"There is no file {error.filename}. Check its name and the folder you are in."
    if isinstance(error, PermissionError):
        return f"{error.filename} may not be read or written. Ask for the permission or choose another place."
    if isinstance(error, OSError) and error.errno == 28:
        return "The disk is full. Make room and try again."
    room = type(error).__module__.partition(".")[0]
    if room == "sqlalchemy" and type(error).__name__ == "OperationalError":
        why = str(getattr(error, "orig", error)).strip().partition("\n")[0]
        return f"The database cannot be used: {why.rstrip('.')}. Check KYZMAT_DATABASE_URL and that it is running."
    if room in ("processes", "engine", "analytics", "modeler_api"):
        return str(error)
    kind = type(error).__name__
    return f"Something unforeseen happened ({kind}: {error}). Set KYZMAT_DEBUG=1 and try again to see where."
