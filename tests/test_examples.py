"""Every example in the README and in `docs/` runs, exactly as it is printed.

The blocks of a page run in their order, in one empty folder. Python blocks share their names. In a `console` block each
line that begins with `$ kyzmat` is executed and must print what stands below it, where something does; `...` stands for
whatever varies, and `$ echo $?` shows the exit code, which is 0 where it is not shown. Blocks marked with another
language are not executed, and neither is a `console` block that begins with another program.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A block of a page: its language, its text and the line it begins on."""

    language: str
    text: str
    line: int


def blocks(page: Path) -> list[Block]:
    """Returns the blocks of a page that are executed."""
    text = page.read_text(encoding="utf-8")
    found = [Block(m[1], m[2], text.count("\n", 0, m.start()) + 2) for m in FENCE.finditer(text)]
    return [block for block in found if block.language == "python" or is_ours(block)]


def is_ours(block: Block) -> bool:
    """Whether a block is a session with our own command."""
    return block.language == "console" and block.text.startswith("$ kyzmat ")


def pages() -> list[Path]:
    """Returns the pages that have something to execute."""
    found = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [page for page in found if blocks(page)]


@pytest.mark.slow
@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_examples_of_a_page_run_as_printed(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KYZMAT_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    names: dict[str, object] = {"__name__": "__example__"}
    for block in blocks(page):
        if block.language == "python":
            # The line numbers of a traceback are those of the page.
            code = compile("\n" * (block.line - 1) + block.text, str(page), "exec")
            exec(code, names)  # noqa: S102 - our own documentation
        else:
            run_session(block, page)


def matches(expected: str, printed: str) -> bool:
    """Whether a command printed what a page shows: white space does not count, `...` stands for anything.

    >>> (
    ...     matches("Wrote ... cases\\n...", "Wrote  12 cases\\n"),
    ...     matches("Wrote ... cases", "Wrote 12 events"),
    ... )
    (True, False)
    """
    pieces = [re.escape(" ".join(piece.split())) for piece in expected.split("...")]
    return re.fullmatch(r"\s*.*\s*".join(pieces), " ".join(printed.split()), flags=re.DOTALL) is not None


def run_session(block: Block, page: Path) -> None:
    """Executes the commands of a session and compares what they print and return."""
    code = 0
    for said in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, expected = said.partition("\n")
        if command == "echo $?":
            assert expected.strip() == str(code), f"{page}:{block.line}: exit code {code}"
            code = 0
            continue
        assert code == 0, f"{page}:{block.line}: exit code {code} before $ {command}"
        done = subprocess.run(
            command,
            shell=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env=os.environ | {"COLUMNS": "100", "NO_COLOR": "1"},
            timeout=600,
            check=False,
        )
        code = done.returncode
        if expected.strip():
            same = matches(expected, done.stdout)
            assert same, f"{page}:{block.line}: $ {command}\nprinted:\n{done.stdout}\ninstead of:\n{expected}"
    assert code == 0, f"{page}:{block.line}: exit code {code}"


def test_a_page_shows_how_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```python\nx = 1\n```\n```text\n$ kyzmat x\n```\n```console\n$ git clone\n```\n", encoding="utf-8"
    )
    assert [(block.language, block.line) for block in blocks(page)] == [("python", 2)]


def test_a_session_that_prints_something_else_is_noticed(tmp_path: Path) -> None:
    printing = f"{shlex.quote(sys.executable)} -c 'print(\"3 cases\")'"
    run_session(Block("console", f"$ {printing}\n3 ...\n", 1), tmp_path)
    with pytest.raises(AssertionError, match="instead of"):
        run_session(Block("console", f"$ {printing}\n4 cases\n", 1), tmp_path)


def test_an_exit_code_that_is_not_shown_must_be_zero(tmp_path: Path) -> None:
    failing = f"{shlex.quote(sys.executable)} -c 'raise SystemExit(2)'"
    run_session(Block("console", f"$ {failing}\n$ echo $?\n2\n", 1), tmp_path)
    with pytest.raises(AssertionError, match="exit code 2"):
        run_session(Block("console", f"$ {failing}\n", 1), tmp_path)
