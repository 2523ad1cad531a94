from __future__ import annotations

import pytest

from processes import NotBpmn, read_model


def sketch(text: str):  # type: ignore[no-untyped-def]
    return read_model(text.encode(), dialect="sketch")


def arrows(text: str) -> set[tuple[str, str]]:
    return {(f.source, f.target) for f in sketch(text).flows.values()}


def test_an_arrow_is_a_sequence_flow() -> None:
    assert arrows("Register -> Decide") == {
        ("start", "register"),
        ("register", "decide"),
        ("decide", "end"),
    }


def test_a_bar_draws_both_side_by_side() -> None:
    model = sketch("A -> (B | C) -> D")
    assert model.elements["split"].type == model.elements["join"].type == "ParallelGateway"
    assert {("split", "b"), ("split", "c"), ("b", "join"), ("c", "join")} <= arrows("A -> (B | C) -> D")


def test_a_stroke_draws_one_of_them_and_the_last_without_condition_is_the_default() -> None:
    model = sketch("([approved] Issue / Refuse)")
    [issue, refuse] = model.outgoing("split")
    assert (issue.condition, issue.is_default) == ("approved", False)
    assert (refuse.condition, refuse.is_default) == (None, True)


def test_an_empty_branch_skips() -> None:
    assert ("split", "join") in arrows("([late] Remind / )")


def test_a_loop_goes_back_while_its_condition_holds() -> None:
    model = sketch("(Check)*[not(complete)] -> Decide")
    [back] = [f for f in model.flows.values() if f.target == "again" and f.source == "enough"]
    assert back.condition == "not(complete)"


def test_an_at_sign_names_the_lane_of_the_group_before_it() -> None:
    model = sketch("Register @clerk -> (Check plan | Check parcel) @expert")
    tasks = {
        lane.name: [m for m in lane.members if model.elements[m].is_task] for lane in model.lanes.values()
    }
    assert tasks == {"clerk": ["register"], "expert": ["check_plan", "check_parcel"]}


def test_events_and_gateways_stand_in_the_lane_they_are_reached_from() -> None:
    model = sketch("Register @clerk -> (Check plan | Check parcel) @expert")
    assert {id_: model.lane_of(id_).name for id_ in ("start", "split", "join", "end")} == {
        "start": "clerk",
        "split": "clerk",
        "join": "expert",
        "end": "expert",
    }


def test_a_group_of_a_lane_goes_to_its_tasks() -> None:
    model = sketch("Register @clerk -> (Check plan | Check parcel) @expert")
    assert model.elements["check_plan"].candidate_groups == ("expert",)


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        (":service", "ServiceTask"),
        (":manual", "ManualTask"),
        (":rule", "BusinessRuleTask"),
        (":task", "Task"),
    ],
)
def test_a_colon_names_the_kind_of_task(kind: str, type_: str) -> None:
    assert sketch(f"A -> {kind} Notify").elements["notify"].type == type_


def test_timers_messages_and_signals_have_their_definitions() -> None:
    model = sketch("A -> ~ PT2H -> ? payment -> ! paid")
    assert model.elements["pt2h"].event_definition.expression == "PT2H"
    assert model.elements["payment"].event_definition.name == "payment"
    assert model.elements["paid"].event_definition.type == "Signal"


def test_equal_names_get_different_ids() -> None:
    assert {"check", "check_2"} <= set(sketch("Check -> Check").elements)


def test_cyrillic_names_are_read() -> None:
    model = sketch("Принять -> Решить")
    assert model.elements["prinyat"].name == "Принять", "ids are Latin, some modellers take no others"


@pytest.mark.parametrize(
    "text", ["A -> (B", "A -> (B | C / D)", "(A)*", "A -> :dance B", "( ) -> A", "A ) -> B"]
)
def test_a_broken_sketch_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(NotBpmn) as refused:
        sketch(text)
    assert refused.value.hint
