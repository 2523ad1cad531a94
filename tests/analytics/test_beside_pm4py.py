"""Directly-follows, times, variants, durations, rework and handovers are those PM4Py counts, where it is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import analytics as an
from bench import mining_beside
from processes import library

WITH_PM4PY = pytest.mark.skipif(
    mining_beside.interpreter() is None,
    reason="PM4Py is no part of the project; KYZMAT_PM4PY names an interpreter that has it",
)
#: Real logs are no part of the project either.
LOGS = sorted(Path(os.environ["KYZMAT_LOGS"]).iterdir()) if "KYZMAT_LOGS" in os.environ else []


@WITH_PM4PY
def test_the_answers_are_those_of_pm4py(tmp_path: Path) -> None:
    permit = library["building_permit"]
    an.simulate(permit.as_is, permit.scenario, cases=200, seed=7).write(tmp_path / "permits.xes")
    # It raises where the two sides differ.
    assert mining_beside.beside(tmp_path / "permits.xes", sizes=(0,))


@WITH_PM4PY
@pytest.mark.parametrize("log", LOGS, ids=lambda path: path.name)
def test_the_answers_on_real_logs_are_those_of_pm4py(log: Path) -> None:
    assert mining_beside.beside(log, sizes=(0,), timezone="UTC")
