"""Nothing is half there: every extension has its page and its feature, every procedure its law.

No list is kept anywhere: the modules are found where they lie. What the sections are for is in `docs/conventions.md`.
"""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module
from importlib.util import find_spec
from inspect import cleandoc
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

FINDING = ("What it finds", "Why it matters", "Wrong", "Right", "How sure", "Source")
REWRITE = ("What it does", "Why it matters", "Before", "After", "How sure", "Source")
MEASURE = ("What it measures", "Why it matters", "Example", "Misread", "How sure", "Source")
TRANSLATION = ("What it does", "Why it matters", "Example", "Limits", "How sure", "Source")

REGISTRIES = {
    "processes.rules": (FINDING, "modelling/rules"),
    "analytics.detectors": (FINDING, "analytics/detectors"),
    "analytics.patterns": (REWRITE, "redesign"),
    "analytics.measures": (MEASURE, "analytics/measures"),
    "processes.model.dialects": (TRANSLATION, "modelling/dialects"),
    "processes.log.dialects": (TRANSLATION, "logs/dialects"),
    "engine.connectors": (TRANSLATION, "execution/connectors"),
}


def extensions() -> list[str]:
    """Returns the full names of all extension modules."""
    names = []
    for package in REGISTRIES:
        if _exists(package):
            found = pkgutil.iter_modules(import_module(package).__path__)
            names += [f"{package}.{module.name}" for module in found if not module.name.startswith("_")]
    return names


def _exists(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except ModuleNotFoundError:
        return False


def sections(docstring: str) -> dict[str, str]:
    """Returns the text of each section, by its heading.

    >>> sections("A join.\\n\\nWhat it finds: a join.\\n  Really.\\nSource:\\n  BPMN 2.0, 10.5")
    {'What it finds': 'a join.\\n  Really.', 'Source': 'BPMN 2.0, 10.5'}
    """
    parts = re.split(r"^([A-Z][a-z]+(?: [a-z]+){0,2}):(?=\s)", f"{docstring}\n", flags=re.MULTILINE)
    return dict(zip(parts[1::2], (part.strip() for part in parts[2::2]), strict=True))


@pytest.mark.parametrize("name", extensions())
def test_an_extension_opens_with_its_six_sections(name: str) -> None:
    expected, _ = REGISTRIES[name.rpartition(".")[0]]
    docstring = import_module(name).__doc__
    assert docstring, f"{name} has no docstring"
    found = sections(cleandoc(docstring))
    assert [heading for heading in found if heading in expected] == list(expected), "sections in this order"
    empty = [heading for heading in expected if not found[heading]]
    assert not empty


@pytest.mark.parametrize("name", extensions())
def test_an_extension_has_a_feature_with_three_scenarios(name: str) -> None:
    package, _, module = name.rpartition(".")
    feature = ROOT / "features" / REGISTRIES[package][1] / f"{module}.feature"
    assert feature.exists(), f"write {feature.relative_to(ROOT)}"
    assert _scenarios(feature) >= 3, "it applies, it does not apply, it is undone or refused"


FEATURES = sorted((ROOT / "features").rglob("*.feature"))


@pytest.mark.parametrize("feature", FEATURES, ids=lambda path: "/".join(path.parts[-2:]))
def test_a_feature_can_be_read_by_a_stranger_from_the_ministry(feature: Path) -> None:
    text = feature.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60, "one capability is one short feature"
    steps = re.findall(r"^\s*(?:Given|When|Then|And|But) (.+)$", text, flags=re.MULTILINE)
    technical = [step for step in steps if re.search(r"\b(click|JSON|HTTP|URL|id=|SQL)\b|https?://", step)]
    assert steps
    assert not technical


def _scenarios(feature: Path) -> int:
    """How many scenarios a feature has; each row of an outline's examples is one."""
    text = feature.read_text(encoding="utf-8")
    plain = len(re.findall(r"^\s*(?:Scenario|Example):", text, flags=re.MULTILINE))
    rows = 0
    for examples in re.findall(r"^\s*Examples:.*\n((?:\s*\|.*\n?)+)", text, flags=re.MULTILINE):
        rows += len(examples.strip().splitlines()) - 1
    return plain + rows


def procedures() -> list[str]:
    """Returns the keys of the library's procedures."""
    from processes import library

    return sorted(library)


@pytest.mark.parametrize("key", procedures())
def test_a_procedure_of_the_library_loads_and_checks_clean(key: str) -> None:
    from processes import check, library

    procedure = library[key]
    for model in filter(None, (procedure.as_is, procedure.to_be)):
        errors = [str(problem.message) for problem in check(model) if problem.severity == "error"]
        assert not errors
    assert procedure.scenario.cases > 0


@pytest.mark.parametrize("key", procedures())
def test_a_procedure_of_the_library_names_its_legal_basis(key: str) -> None:
    from processes import library

    procedure = library[key]
    assert procedure.legal_basis, "procedure.toml names the act"
    assert procedure.owner
    assert procedure.title
