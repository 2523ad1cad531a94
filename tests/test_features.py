"""The specification, executed: every scenario of `features/`, those about running cases on both stores."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path

from _pytest.fixtures import FixtureFunctionDefinition
from pytest_bdd import scenarios

import tests.steps
from tests.features import AMBIGUOUS

FEATURES = Path(__file__).resolve().parents[1] / "features"


def _collect_steps() -> None:
    """Makes the sentences of all modules in `tests/steps` known here, where the scenarios are."""
    for found in pkgutil.walk_packages(tests.steps.__path__, "tests.steps."):
        for name, value in vars(import_module(found.name)).items():
            if isinstance(value, FixtureFunctionDefinition):
                if globals().get(name, value) is not value:
                    raise NameError(
                        f"{found.name}: {name} is defined in another module of tests/steps already"
                    )
                globals()[name] = value


def test_no_sentence_means_two_things() -> None:
    assert not AMBIGUOUS


_collect_steps()
if any(FEATURES.rglob("*.feature")):
    scenarios(str(FEATURES))
