"""Each contract of the floor plan is seen to fail on a deliberate breach, and on nothing else.

The contracts of `pyproject.toml`, word for word, judge a small house: the same four packages with a few rooms,
into which one import is put that must not be there.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

HOUSE = {
    "processes/__init__.py": "",
    "processes/rules/fake_join.py": "from processes import rules",
    "processes/rules/unsound.py": "",
    "processes/model/dialects/bpmn20.py": "",
    "processes/model/dialects/camunda7.py": "",
    "processes/log/dialects/xes.py": "",
    "engine/__init__.py": "from engine.engine import Engine",
    "engine/engine.py": "from engine.spiff import build; from engine.store import tables; import processes\nEngine = 1",
    "engine/spiff/build.py": "import SpiffWorkflow.bpmn",
    "engine/store/tables.py": "import sqlalchemy, alembic.op",
    "engine/jobs/celery.py": "import celery, kombu.utils",
    "analytics/__init__.py": "",
    "analytics/detectors/bottleneck.py": "from processes import rules",
    "analytics/detectors/ping_pong.py": "",
    "analytics/patterns/parallelism.py": "",
    "analytics/patterns/triage.py": "",
    "modeler_api/__init__.py": "",
    "modeler_api/app.py": "import flask, engine, analytics",
    "modeler_api/settings.py": "",
    "modeler_api/worker.py": "import celery",
    "modeler_api/store/tables.py": "import sqlalchemy.orm",
}

FLOOR, SPIFF = "The floor plan", "SpiffWorkflow is the guest of one room"
HTTP, SQL = "Nothing behind the door knows HTTP", "SQL is spoken in the stores only"
CELERY, CYCLES = "Celery is named twice", "No cycles among siblings"
DETECTORS, PATTERNS = (
    "A detector does not know the other detectors",
    "A redesign pattern does not know the other patterns",
)
RULES, DIALECTS = "A rule does not know the other rules", "A dialect does not know the other dialects"

BREACHES = [
    (FLOOR, "processes/text.py", "import engine"),
    (FLOOR, "engine/history.py", "import analytics"),
    (FLOOR, "analytics/finding.py", "import engine"),
    (FLOOR, "analytics/finding.py", "import modeler_api.settings"),
    (SPIFF, "engine/timers.py", "import SpiffWorkflow.task"),
    (SPIFF, "modeler_api/cli.py", "from SpiffWorkflow import Task"),
    (HTTP, "engine/forms.py", "from flask import request"),
    (HTTP, "analytics/report.py", "import werkzeug.utils"),
    (SQL, "engine/work_item.py", "from sqlalchemy import select"),
    (SQL, "modeler_api/inbox.py", "import psycopg"),
    (CELERY, "engine/jobs/inline.py", "import celery"),
    (DETECTORS, "analytics/detectors/rework.py", "from analytics.detectors import bottleneck"),
    (PATTERNS, "analytics/patterns/knock_out.py", "from analytics.patterns.triage import x"),
    (RULES, "processes/rules/no_loop.py", "import processes.rules.unsound"),
    (DIALECTS, "processes/model/dialects/spiff.py", "from processes.model.dialects import camunda7"),
    (
        CYCLES,
        "engine/history.py",
        "from engine import instance",
        "engine/instance.py",
        "import engine.history",
    ),
]


def build(folder: Path, files: dict[str, str]) -> None:
    """Writes the house, each folder a package, beside the contracts."""
    contracts = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.importlinter]")
    (folder / "pyproject.toml").write_text(contracts[1] + contracts[2], encoding="utf-8")
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        for package in file.relative_to(folder).parents[:-1]:
            (folder / package / "__init__.py").touch()
        file.write_text(text + "\n", encoding="utf-8")


def broken(folder: Path) -> set[str]:
    """Returns the names of the contracts that the house in `folder` breaks."""
    judged = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Contracts: " in judged.stdout, judged.stdout + judged.stderr
    names = set(re.findall(r"^(.+?) BROKEN", judged.stdout, flags=re.MULTILINE))
    assert (judged.returncode == 0) == (not names)
    return names


def test_a_house_without_a_breach_keeps_every_contract(tmp_path: Path) -> None:
    build(tmp_path, HOUSE)
    assert broken(tmp_path) == set()


@pytest.mark.slow
@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: f"{breach[0]}: {breach[2]} in {breach[1]}")
def test_a_breach_breaks_its_contract_and_no_other(breach: tuple[str, ...], tmp_path: Path) -> None:
    contract, *files = breach
    build(tmp_path, HOUSE | dict(zip(files[::2], files[1::2], strict=True)))
    assert broken(tmp_path) == {contract}


def test_every_contract_has_been_seen_to_fail() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = {contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]}
    assert names == {breach[0] for breach in BREACHES}
