"""The layers of `dev.py test`: each has a heading, all of them run, and one summary says how it went.

The cheap ones come first. Everything is counted: a layer without a count of its own (lint, types) is one check.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, replace
from pathlib import Path

from devtools.environment import Environment

MEMORY = Path("/dev/shm")


@dataclass(frozen=True)
class Layer:
    """A part of the test command: a title and what is executed for it in `.venv/bin`."""

    title: str
    words: tuple[str, ...]
    quick: bool = False
    """Property tests try only a few examples."""


@dataclass(frozen=True)
class Outcome:
    """How a layer went."""

    title: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0


def _static() -> list[Layer]:
    return [
        Layer("Lint", ("ruff", "check", ".")),
        Layer("Format", ("ruff", "format", "--check", "--quiet", ".")),
        Layer("Types", ("mypy",)),
        Layer("Contracts", ("lint-imports", "--cache-dir", "var/cache/import-linter")),
    ]


def _tests(title: str, marks: str, *more: str) -> Layer:
    return Layer(title, ("pytest", "-q", "-n", "2", "--dist", "worksteal", "-m", marks, *more))


def test(environment: Environment, arguments: list[str]) -> int:
    """Runs every layer, or, given arguments, pytest with just these; returns the exit code."""
    if arguments:
        return _exit_code(environment, ["pytest", *arguments])
    return run_layers(environment, everything())


def everything() -> list[Layer]:
    """The layers of a whole run; each test belongs to exactly one of them."""
    return [
        *_static(),
        _tests(
            "Unit, property and example tests; features on SQLite", "not postgres and not broker and not e2e"
        ),
        _tests("Features and stores on PostgreSQL", "postgres and not broker and not e2e", "tests"),
        _tests("Jobs over a real broker", "broker and not e2e", "tests"),
        _tests("End to end in a real browser", "e2e", "tests"),
    ]


def check(environment: Environment) -> int:
    """Runs what fits into a minute: the static layers and the fast tests."""
    fast = replace(_tests("Fast tests", "not postgres and not broker and not e2e and not slow"), quick=True)
    return run_layers(environment, [*_static(), fast])


def run_layers(environment: Environment, layers: list[Layer]) -> int:
    """Runs every layer, whatever became of those before; returns the exit code."""
    started = time.monotonic()
    outcomes = []
    for number, layer in enumerate(layers, start=1):
        print(f"\n━━ {number}/{len(layers)} {layer.title} ".ljust(100, "━"), flush=True)
        outcomes.append(_outcome(environment, layer))
    print("\n━━ Summary ".ljust(100, "━"))
    for outcome in outcomes:
        mark = "FAILED" if outcome.failed else "ok"
        counts = f"{outcome.passed} passed, {outcome.failed} failed, {outcome.skipped} skipped"
        print(f"{mark:<7} {outcome.title:<54} {counts:<38} {outcome.seconds:6.1f} s")
    print(f"        in {time.monotonic() - started:.0f} s")
    passed, failed, skipped = (
        sum(getattr(o, name) for o in outcomes) for name in ("passed", "failed", "skipped")
    )
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 1 if failed else 0


def _outcome(environment: Environment, layer: Layer) -> Outcome:
    started = time.monotonic()
    results = environment.var / "results" / f"{layer.title.split()[0].lower().strip(',')}.xml"
    words = [*layer.words]
    if words[0] == "pytest":
        results.parent.mkdir(parents=True, exist_ok=True)
        results.unlink(missing_ok=True)
        words += ["--junitxml", str(results), "-o", "junit_logging=no"]
    code = _exit_code(environment, words, quick=layer.quick)
    outcome = (
        _counted(layer.title, results)
        if words[0] == "pytest"
        else Outcome(layer.title, passed=int(code == 0))
    )
    if code != 0 and not outcome.failed:
        # A run that broke off, or found no test at all, has not passed whatever its counts say.
        outcome = replace(outcome, failed=1)
    return replace(outcome, seconds=time.monotonic() - started)


def _counted(title: str, results: Path) -> Outcome:
    if not results.exists():
        return Outcome(title)
    suite = ElementTree.parse(results).getroot().find("testsuite")
    if suite is None:
        return Outcome(title)
    total, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
    failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    return Outcome(title, passed=max(0, total - failed - skipped), failed=failed, skipped=skipped)


def _exit_code(environment: Environment, words: list[str], *, quick: bool = False) -> int:
    variables = environment.variables | {"PYTHONUNBUFFERED": "1"}
    if quick:
        variables["KYZMAT_TESTS"] = "quick"
    if _is_roomy(MEMORY):
        # The tests' databases wait for the disk at every commit, and what they keep is thrown away.
        variables.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    return subprocess.run(words, cwd=environment.root, env=variables, check=False).returncode


def _is_roomy(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > 2_000_000_000
