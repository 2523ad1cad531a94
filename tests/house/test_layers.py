"""The test command runs every layer, counts everything, and ends with one line of totals."""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path

import pytest
from _pytest.mark.expression import Expression

from devtools import layers
from devtools.environment import Environment
from devtools.layers import Layer
from tests.services import MARKS

PASSING, FAILING = (sys.executable, "-c", "pass"), (sys.executable, "-c", "raise SystemExit(3)")


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """A folder with two tests that pass, one that fails and one that is skipped; its pytest is this one."""
    (tmp_path / "test_permit.py").write_text(
        "import pytest\n"
        "def test_a(): pass\n"
        "def test_b(): pass\n"
        "def test_c(): assert 0\n"
        "def test_d(): pytest.skip('no parcel')\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    (tmp_path / "var").mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "pytest").symlink_to(Path(sys.executable).with_name("pytest"))
    return Environment(tmp_path)


def closing(capsys: pytest.CaptureFixture[str]) -> str:
    """The last line that was printed."""
    return capsys.readouterr().out.splitlines()[-1]


def test_a_green_run_says_so(environment: Environment, capsys: pytest.CaptureFixture[str]) -> None:
    assert layers.run_layers(environment, [Layer("Lint", PASSING), Layer("Types", PASSING)]) == 0
    assert closing(capsys) == "2 passed, 0 failed, 0 skipped"


def test_a_failed_layer_does_not_keep_the_next_from_running(
    environment: Environment, capsys: pytest.CaptureFixture[str]
) -> None:
    assert layers.run_layers(environment, [Layer("Lint", FAILING), Layer("Types", PASSING)]) == 1
    assert closing(capsys) == "1 passed, 1 failed, 0 skipped"


@pytest.mark.slow
def test_tests_are_counted_one_by_one(environment: Environment, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        layers.run_layers(environment, [Layer("Unit tests", ("pytest", "-q", "-p", "no:cacheprovider"))]) == 1
    )
    assert closing(capsys) == "2 passed, 1 failed, 1 skipped"


@pytest.mark.slow
def test_a_layer_without_a_test_has_not_passed(
    environment: Environment, capsys: pytest.CaptureFixture[str]
) -> None:
    assert layers.run_layers(environment, [Layer("Broker", ("pytest", "-q", "-k", "nothing"))]) == 1
    assert closing(capsys) == "0 passed, 1 failed, 0 skipped"


def test_the_tests_of_the_test_command_are_selected_once_each() -> None:
    selections = [
        layer.words[layer.words.index("-m") + 1] for layer in layers.everything() if "-m" in layer.words
    ]
    for present in product((False, True), repeat=len(MARKS)):
        marks = {name for name, there in zip(MARKS, present, strict=True) if there}
        chosen = [s for s in selections if Expression.compile(s).evaluate(lambda name, /, **_: name in marks)]  # noqa: B023
        assert len(chosen) == 1, f"a test marked {marks or 'with nothing'} runs {len(chosen)} times"
