"""What the ground and the study refuse is read by people: it is marked to be translated, with its way out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("processes", "analytics", "engine", "modeler_api/pages")


def errors() -> set[str]:
    """The names of the errors that carry a sentence for people: `ProcessesError` and what descends from it."""
    classes = [
        (node.name, {base.id for base in node.bases if isinstance(base, ast.Name)})
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    found = {"ProcessesError"}
    while more := {name for name, bases in classes if bases & found} - found:
        found |= more
    return found


def unmarked(path: Path, names: set[str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names):
            continue
        hints = [keyword.value for keyword in node.keywords if keyword.arg == "hint"]
        said = hints if node.func.id.startswith("Unknown") else [*node.args[:1], *hints]
        for sentence in said:
            if isinstance(sentence, ast.JoinedStr | ast.BinOp) or (
                isinstance(sentence, ast.Constant) and sentence.value
            ):
                yield f"{path.relative_to(ROOT)}:{sentence.lineno}: {ast.unparse(sentence)[:60]}"


@pytest.mark.parametrize("room", ROOMS)
def test_every_refusal_is_marked_to_be_translated(room: str) -> None:
    names = errors()
    assert {"NotBpmn", "NotALog", "NotMeasurable", "NotAScenario"} <= names
    found = [line for path in sorted((ROOT / room).rglob("*.py")) for line in unmarked(path, names)]
    assert not found, "\n".join(found)
