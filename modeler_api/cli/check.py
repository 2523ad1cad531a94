"""`kyzmat check`: every problem of one or many models, in one pass, and a table when there are several."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from modeler_api.cli import AsJson, Failure, app, print_json, say

if TYPE_CHECKING:
    from processes import Problem
    from processes.errors import ProcessesError

ENDINGS = (".bpmn", ".bpmn20.xml", ".bpmn2")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What checking one file gave: its problems, or why it was refused; `seconds` that reading and checking took."""

    file: Path
    elements: int = 0
    problems: tuple[Problem, ...] = ()
    refused: ProcessesError | None = None
    seconds: float = 0.0

    def count(self, severity: str) -> int:
        """How many problems there are of one severity."""
        return sum(p.severity == severity for p in self.problems)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Models, or folders of models.")],
    as_json: AsJson = False,
    brief: Annotated[bool, typer.Option("--brief", help="The table only, not each problem.")] = False,
) -> int:
    """Say what is wrong with models. Exit code: 0 clean, 1 errors found, 2 a file could not be read."""
    from modeler_api.cli.reading import progress_bar

    asked = _files(files)
    _ready()
    answers = []
    with progress_bar("Checking") as advance:
        for done, file in enumerate(asked):
            answers.append(_answer(file))
            advance(done + 1, len(asked))
    if as_json:
        print_json([_as_data(answer) for answer in answers])
    else:
        for answer in answers:
            _print(answer, brief=brief)
        if len(answers) > 1:
            _print_table(answers)
    if any(answer.refused for answer in answers):
        return 2
    return 1 if any(answer.count("error") for answer in answers) else 0


def _files(given: list[Path]) -> list[Path]:
    """Return the files named, and the models in the folders named."""
    found: list[Path] = []
    for path in given:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.name.lower().endswith(ENDINGS))
            if not inside:
                raise Failure(f"There is no model in {path}. Models end with {', '.join(ENDINGS)}.", code=2)
            found += inside
        else:
            found.append(path)
    return found


def _ready() -> None:
    """Load the rules and what they need, so that the first file is not charged for it."""
    from processes import check as problems_of
    from processes import read_model

    problems_of(read_model(b"Register", dialect="sketch"))


def _answer(file: Path) -> Answer:
    from processes import check as problems_of
    from processes import read_model
    from processes.errors import ProcessesError

    started = time.perf_counter()
    try:
        model = read_model(file)
        problems = tuple(problems_of(model))
    except ProcessesError as refused:
        return Answer(file=file, refused=refused, seconds=time.perf_counter() - started)
    seconds = time.perf_counter() - started
    return Answer(file=file, elements=len(model.elements), problems=problems, seconds=seconds)


def _as_data(answer: Answer) -> dict[str, object]:
    data: dict[str, object] = {
        "file": str(answer.file),
        "readable": answer.refused is None,
        "problems": [
            {
                "rule": p.rule,
                "severity": p.severity,
                "element": p.element,
                "label": p.label,
                "line": p.line,
                "message": str(p.message),
            }
            for p in answer.problems
        ],
    }
    if answer.refused is not None:
        data |= {
            "error": answer.refused.message,
            "line": answer.refused.line,
            "element": answer.refused.element,
            "hint": answer.refused.hint,
        }
    return data


def _print(answer: Answer, *, brief: bool) -> None:
    refused = answer.refused
    if refused is not None:
        say(str(refused) if refused.file else f"{answer.file}: {refused}")
        return
    if brief:
        return
    if not answer.problems:
        typer.echo(f"{answer.file}: no problems")
    for problem in answer.problems:
        element = f" [{problem.element}]" if problem.element else ""
        typer.echo(
            f"{answer.file}:{problem.line or 1}: {problem.severity}: {problem.message}{element} ({problem.rule})"
        )


def _print_table(answers: list[Answer]) -> None:
    common = Path(os.path.commonpath([answer.file.resolve() for answer in answers]))
    names = [os.path.relpath(answer.file.resolve(), common) for answer in answers]
    width = min(max(map(len, names)), 72)
    typer.echo(f"\n{'model':<{width}}  elements  errors  warnings  notes      ms")
    for name, answer in zip(names, answers, strict=True):
        shown = name if len(name) <= width else f"…{name[1 - width :]}"
        typer.echo(f"{shown:<{width}}  {_counts(answer)}  {answer.seconds * 1000:>6.1f}")
    refused = sum(answer.refused is not None for answer in answers)
    clean = sum(answer.refused is None and not answer.count("error") for answer in answers)
    typer.echo(f"{len(answers)} models: {clean} without errors, {refused} refused")


def _counts(answer: Answer) -> str:
    if answer.refused is not None:
        return f"{'refused':>8}  {'–':>6}  {'–':>8}  {'–':>5}"
    errors, warnings, notes = (answer.count(s) for s in ("error", "warning", "note"))
    return f"{answer.elements:>8}  {errors:>6}  {warnings:>8}  {notes:>5}"
