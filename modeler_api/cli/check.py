"""`kyzmat check`: every problem of one or many models, in one pass."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from modeler_api.cli import AsJson, app, print_json, say


@app.command()
def check(files: Annotated[list[Path], typer.Argument(metavar="FILE...")], as_json: AsJson = False) -> int:
    """Say what is wrong with models. Exit code: 0 clean, 1 errors found, 2 a file could not be read."""
    from modeler_api.cli.reading import progress_bar
    from processes import check as problems_of
    from processes import read_model
    from processes.errors import ProcessesError

    answers = []
    with progress_bar("Checking") as advance:
        for done, file in enumerate(files):
            answer: dict[str, object] = {"file": str(file), "readable": True, "problems": []}
            try:
                answer["problems"] = [
                    {
                        "rule": p.rule,
                        "severity": p.severity,
                        "element": p.element,
                        "label": p.label,
                        "line": p.line,
                        "message": str(p.message),
                    }
                    for p in problems_of(read_model(file))
                ]
            except ProcessesError as error:
                answer |= {
                    "readable": False,
                    "error": error.message,
                    "line": error.line,
                    "element": error.element,
                    "hint": error.hint,
                }
                if not as_json:
                    say(str(error) if error.file else f"{file}: {error}")
            answers.append(answer)
            advance(done + 1, len(files))
    if as_json:
        print_json(answers)
    else:
        for answer in answers:
            _print(answer)
    return _code(answers)


def _print(answer: dict[str, object]) -> None:
    problems = answer["problems"]
    assert isinstance(problems, list)
    if not answer["readable"]:
        return
    if not problems:
        typer.echo(f"{answer['file']}: no problems")
    for problem in problems:
        where = f"{answer['file']}:{problem['line'] or 1}"
        element = f" [{problem['element']}]" if problem["element"] else ""
        typer.echo(f"{where}: {problem['severity']}: {problem['message']}{element} ({problem['rule']})")


def _code(answers: list[dict[str, object]]) -> int:
    if any(not answer["readable"] for answer in answers):
        return 2
    problems = [p for answer in answers for p in answer["problems"]]  # type: ignore[attr-defined]  # a list, as `check` built it
    return 1 if any(p["severity"] == "error" for p in problems) else 0
