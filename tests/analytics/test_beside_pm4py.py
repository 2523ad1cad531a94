"""Directly-follows, times, variants, durations, rework and handovers are those PM4Py counts, where it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

import analytics as an
from bench import mining_beside
from processes import library


@pytest.mark.skipif(
    mining_beside.interpreter() is None,
    reason="PM4Py is no part of the project; KYZMAT_PM4PY names an interpreter that has it",
)
def test_the_answers_are_those_of_pm4py(tmp_path: Path) -> None:
    permit = library["building_permit"]
    an.simulate(permit.as_is, permit.scenario, cases=200, seed=7).write(tmp_path / "permits.xes")
    # It raises where the two sides differ.
    assert mining_beside.beside(tmp_path / "permits.xes", sizes=(0,))
