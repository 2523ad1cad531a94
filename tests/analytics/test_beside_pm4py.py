"""Directly-follows, times, variants, durations, rework and handovers are those PM4Py counts, where it is there."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

import analytics as an
from analytics.errors import NotMeasurable
from bench import mining_beside
from processes import EventLog, library, read_log

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


@WITH_PM4PY
@pytest.mark.parametrize("miner", ["inductive", "directly_follows"])
def test_fitness_is_that_of_pm4py(miner: str, tmp_path: Path) -> None:
    permit = library["building_permit"]
    _same_fitness(an.simulate(permit.as_is, permit.scenario, cases=60, seed=7), miner, tmp_path)


@WITH_PM4PY
@pytest.mark.slow
@pytest.mark.parametrize("log", LOGS, ids=lambda path: path.name)
def test_fitness_on_real_logs_is_that_of_pm4py(log: Path, tmp_path: Path) -> None:
    _same_fitness(read_log(log, timezone="UTC"), "inductive", tmp_path)


def _same_fitness(log: EventLog, miner: str, folder: Path) -> None:
    """Both sides align the completions of `log` with the same model, discovered without its rare ways."""
    import pyarrow.compute as pc

    try:
        model = an.discover(log, miner=miner, noise=0.2)
    except NotMeasurable:
        return  # too many activities for a model
    ours = an.conform(log, model)
    if ours.unknown or ours.fitness is None or ours.log_fitness is None:
        return  # ways too long to be aligned with the effort allowed: nothing to compare
    done = log.events.filter(pc.equal(log.events["lifecycle"].cast("string"), "completed"))
    EventLog.from_table(done).write(folder / "log.xes")
    (folder / "model.bpmn").write_bytes(model.source)
    interpreter = mining_beside.interpreter()
    assert interpreter is not None
    script = Path(__file__).with_name("fitness_of_pm4py.py")
    subprocess.run(
        [interpreter, "-P", script, folder / "log.xes", folder / "model.bpmn", folder / "told.json"],
        check=True,
        capture_output=True,
    )
    theirs = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    assert ours.fitness == pytest.approx(theirs["average_trace_fitness"], rel=1e-9)
    assert 100 * ours.fitting / ours.n == pytest.approx(theirs["percentage_of_fitting_traces"], rel=1e-9)
    # PM4Py lets every silent step cost a ten-thousandth.
    assert ours.log_fitness == pytest.approx(theirs["log_fitness"], abs=2e-3)
