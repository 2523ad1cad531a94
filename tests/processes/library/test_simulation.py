"""Every procedure of the library simulates in the world of its scenario, and each figure of it has a source."""

from __future__ import annotations

import pytest

import analytics as an
from processes import library


@pytest.mark.parametrize("key", sorted(library))
def test_a_procedure_simulates_in_both_variants_and_the_other_is_faster(key: str) -> None:
    procedure = library[key]
    medians = []
    for model in (procedure.as_is, procedure.to_be):
        assert model is not None
        log = an.simulate(model, procedure.scenario, cases=60, replications=1, seed=5)
        assert len({row["case"] for row in log.events.to_pylist()}) == 60
        [whole] = an.throughput_time(log, unit="days")
        assert whole.median is not None
        medians.append(whole.median)
    assert medians[1] < medians[0]


@pytest.mark.parametrize("key", sorted(library))
def test_every_figure_of_a_scenario_names_its_source(key: str) -> None:
    procedure = library[key]
    world = procedure.scenario
    assert {"arrivals", "staff", "branching"} <= set(world.sources)
    assert world.durations == {} or "durations" in world.sources
    models = [m for m in (procedure.as_is, procedure.to_be) if m is not None]
    flows = {f for m in models for f in m.flows}
    elements = {e for m in models for e in m.elements}
    groups = {g for m in models for e in m.elements.values() for g in e.candidate_groups}
    assert set(world.branching) <= flows, "a branch of no model"
    assert {*world.durations, *world.waits} <= elements, "a length of no step"
    assert set(world.staff) <= groups, "staff without work"
