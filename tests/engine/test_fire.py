"""The house is set on fire, smaller than `dev.py bench fire` does it; afterwards everything holds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BURN = """
import json, sys
from bench import fire
outcome = getattr(fire, sys.argv[1])(int(sys.argv[2]))
print(json.dumps({"cases": outcome.cases, "done": outcome.completions, "wrong": outcome.wrong,
                  "restarts": dict(outcome.restarts)}))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("house", "kills"),
    [
        ("on_sqlite", 20),
        pytest.param("on_postgres", 40, marks=[pytest.mark.postgres, pytest.mark.broker]),
    ],
)
def test_whoever_is_killed_nothing_is_lost_or_doubled(house: str, kills: int) -> None:
    # In a process of its own: it forks, and this one may have threads.
    done = subprocess.run(
        [sys.executable, "-c", BURN, house, str(kills)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    outcome = json.loads(done.stdout.splitlines()[-1])
    assert outcome["wrong"] == []
    assert outcome["cases"] > 0
    assert outcome["done"] > 0
    assert set(outcome["restarts"]) == ({"broker", "PostgreSQL"} if house == "on_postgres" else set())
