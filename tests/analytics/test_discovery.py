"""Miners draw sound models, and with nothing left out every case of the log goes through them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analytics as an
from analytics.cuts import find_cut
from analytics.errors import NotMeasurable
from analytics.follows_graph import directly_follows
from analytics.miners import miners
from analytics.miners.inductive import tree_of
from processes import EventLog
from processes.model.soundness import analyse
from tests.steps.mining_steps import log_of_ways

traces = st.dictionaries(
    st.lists(st.sampled_from("ABCDEF"), min_size=1, max_size=7).map(tuple),
    st.integers(1, 9),
    min_size=1,
    max_size=6,
)


def log_of(found: dict[tuple[str, ...], int]) -> EventLog:
    return log_of_ways([(n, list(trace)) for trace, n in found.items()])


@pytest.mark.parametrize("miner", ["inductive", "directly_follows"])
@given(traces)
@settings(deadline=None)
def test_with_nothing_left_out_every_case_goes(miner: str, found: dict[tuple[str, ...], int]) -> None:
    log = log_of(found)
    model = an.discover(log, miner=miner, noise=0)
    assert analyse(model).is_sound is not False
    conformance = an.conform(log, model)
    assert conformance.fitting == conformance.n == sum(found.values())
    assert 0 <= conformance.replay.fitness <= 1


@pytest.mark.parametrize("miner", list(miners))
@given(traces, st.sampled_from([0.0, 0.1, 0.3, 0.7, 1.0]))
@settings(deadline=None)
def test_whatever_is_left_out_the_model_is_sound(
    miner: str, found: dict[tuple[str, ...], int], noise: float
) -> None:
    model = an.discover(log_of(found), miner=miner, noise=noise)
    assert analyse(model).is_sound is not False
    assert model.has_diagram


@pytest.mark.parametrize(
    ("ways", "tree"),
    [
        ({("A", "B", "C"): 3}, "→(A, B, C)"),
        ({("A", "B"): 3, ("A", "C"): 2}, "→(A, ×(B, C))"),
        ({("A", "B", "C"): 3, ("A", "C", "B"): 2}, "→(A, +(B, C))"),
        ({("A", "B"): 3, ("A",): 2}, "→(A, ×(τ, B))"),
        ({("A", "B", "A"): 3, ("A",): 2}, "↺(A, B)"),
        ({("A", "A", "A"): 3, ("A",): 2}, "↺(A, τ)"),
        ({(): 3}, "τ"),
        ({("A", "B"): 99, ("B", "A"): 1}, "+(A, B)"),
    ],
)
def test_what_stands_in_a_relation_is_told(ways: dict[tuple[str, ...], int], tree: str) -> None:
    assert str(tree_of(ways)).replace("×(B, τ)", "×(τ, B)") == tree


def test_noise_is_left_out() -> None:
    assert str(tree_of({("A", "B", "C"): 99, ("A", "C"): 1}, noise=0.2)) == "→(A, B, C)"


def test_one_piece_has_no_cut() -> None:
    assert find_cut(directly_follows({("A",): 1})) is None


def test_lanes_are_who_did_it_mostly() -> None:
    from processes.examples import two_certificates

    model = an.discover(two_certificates())
    assert {model.lanes[e.lane or ""].name for e in model.elements.values() if e.is_task} == {"clerk", "head"}


def test_names_of_any_letters_are_kept() -> None:
    names = ["Каттоо", "Register <1>", "№ 5 & \x07", "", "Каттоо!"]
    log = log_of_ways([(1, names)])
    model = an.discover(log, noise=0)
    drawn = [e.name for e in model.elements.values() if e.is_task]
    assert drawn[:2] == ["Каттоо", "Register <1>"]
    assert drawn[2] == "№ 5 & \ufffd"
    assert len(drawn) == 5


def test_too_many_activities_are_refused() -> None:
    log = log_of_ways([(1, [f"Step {n}" for n in range(1001)])])
    with pytest.raises(NotMeasurable, match="1001 different"):
        an.discover(log)


def test_a_share_is_a_share() -> None:
    with pytest.raises(NotMeasurable, match="between 0 and 1"):
        an.discover(log_of_ways([(1, ["A"])]), noise=20)


def test_models_of_two_logs_are_two_procedures() -> None:
    log = log_of({("A", "B"): 3})
    keys = {an.discover(log, name=name).key for name in ("Уруксат берүү", "road fines, 2019", "")}
    assert keys == {"uruksat_beruu", "road_fines_2019", "discovered_procedure"}


def test_activities_may_be_called_as_what_is_drawn_around_them() -> None:
    trace = ("lanes", "lane 1", "flow 1", "the log")
    model = an.discover(log_of({trace: 2}), name="the log")
    assert [e.name for e in model.elements.values() if e.is_task] == list(trace)
    assert model.key == "the_log_2"
