"""Joins, loops, timers, repetition, subprocesses and ends, each with times worked out by hand."""
# ruff: noqa: E501  (BPMN text reads better unbroken)

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

import analytics as an
from analytics.errors import NotSimulatable
from processes import Model, WorkingCalendar, read_model
from processes.scenario import Distribution, Scenario

START = datetime(2026, 3, 2, 3, tzinfo=UTC)
_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1" '
    'id="d" targetNamespace="urn:kyzmat:test"><process id="p" isExecutable="true">'
)


def model(inside: str, *flows: str) -> Model:
    """A process of these elements, with flows as "a>b"."""
    drawn = "".join(
        f'<sequenceFlow id="{flow.replace(">", "_to_")}" sourceRef="{flow.split(">")[0]}" '
        f'targetRef="{flow.split(">")[1]}"/>'
        for flow in flows
    )
    return read_model(f"{_HEAD}{inside}{drawn}</process></definitions>".encode(), dialect="bpmn20")


def played(drawn: Model, minutes: dict[str, float], *, cases: int = 1, **more: Any) -> list[dict[str, Any]]:
    """The activity instances when each task takes so many minutes, round the clock."""
    lengths = {id_: Distribution(kind="fixed", parameters=(length * 60,)) for id_, length in minutes.items()}
    world = Scenario(
        arrivals=Distribution(kind="fixed", parameters=(3600.0,)),
        start=START,
        durations=lengths,
        arrivals_calendar="always",
        **more,
    )
    log = an.simulate(drawn, world, cases=cases, seed=3, calendar=WorkingCalendar.round_the_clock())
    found: list[dict[str, Any]] = log.activities.to_pylist()
    return found


def minute(row: dict[str, Any], stage: str) -> float | None:
    """When the stage was, in minutes since the start; None when it was not."""
    return None if row[stage] is None else (row[stage] - START).total_seconds() / 60


def one(found: list[dict[str, Any]], element: str) -> dict[str, Any]:
    [row] = [r for r in found if r["element"] == element]
    return row


def test_a_parallel_join_waits_for_the_slowest() -> None:
    drawn = model(
        '<startEvent id="s"/><parallelGateway id="f"/><task id="a"/><task id="b"/><parallelGateway id="j"/>'
        '<task id="c"/><endEvent id="e"/>',
        *("s>f", "f>a", "f>b", "a>j", "b>j", "j>c", "c>e"),
    )
    found = played(drawn, {"a": 10, "b": 25, "c": 5})
    assert minute(one(found, "c"), "offered") == 25


def test_an_inclusive_join_waits_for_what_was_begun_only() -> None:
    drawn = model(
        '<startEvent id="s"/><inclusiveGateway id="f"/><task id="a"/><task id="b"/><task id="x"/>'
        '<inclusiveGateway id="j"/><task id="c"/><endEvent id="e"/>',
        *("s>f", "f>a", "f>b", "f>x", "a>j", "b>j", "x>j", "j>c", "c>e"),
    )
    found = played(
        drawn, {"a": 10, "b": 25, "x": 90, "c": 5}, branching={"f_to_a": 1.0, "f_to_b": 1.0, "f_to_x": 0.0}
    )
    assert Counter(r["element"] for r in found) == {"a": 1, "b": 1, "c": 1}
    assert minute(one(found, "c"), "offered") == 25


_TIMED = (
    '<startEvent id="s"/><task id="a"/><boundaryEvent id="t" attachedToRef="a" cancelActivity="{cancel}">'
    "<timerEventDefinition><timeDuration>PT20M</timeDuration></timerEventDefinition></boundaryEvent>"
    '<task id="b"/><task id="late"/><endEvent id="e"/><endEvent id="e2"/>'
)


def test_an_interrupting_timer_takes_the_work_away() -> None:
    drawn = model(_TIMED.format(cancel="true"), "s>a", "a>b", "b>e", "t>late", "late>e2")
    found = played(drawn, {"a": 60, "b": 5, "late": 5})
    assert one(found, "a")["ended_as"] == "cancelled"
    assert minute(one(found, "late"), "offered") == 20
    assert not [r for r in found if r["element"] == "b"]


def test_a_timer_that_does_not_interrupt_adds_a_branch() -> None:
    drawn = model(_TIMED.format(cancel="false"), "s>a", "a>b", "b>e", "t>late", "late>e2")
    found = played(drawn, {"a": 60, "b": 5, "late": 5})
    assert one(found, "a")["ended_as"] == "completed"
    assert minute(one(found, "late"), "offered") == 20
    assert minute(one(found, "b"), "offered") == 60


def test_a_timer_in_time_does_nothing() -> None:
    drawn = model(_TIMED.format(cancel="true"), "s>a", "a>b", "b>e", "t>late", "late>e2")
    found = played(drawn, {"a": 10, "b": 5, "late": 5})
    assert [r["element"] for r in found] == ["a", "b"]


def test_repetition_side_by_side_and_one_after_another() -> None:
    for sequential, begins in (("false", [0, 0, 0]), ("true", [0, 10, 20])):
        drawn = model(
            f'<startEvent id="s"/><task id="a"><multiInstanceLoopCharacteristics isSequential="{sequential}">'
            "<loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></task>"
            '<task id="b"/><endEvent id="e"/>',
            *("s>a", "a>b", "b>e"),
        )
        found = played(drawn, {"a": 10, "b": 5})
        assert sorted(minute(r, "started") or 0 for r in found if r["element"] == "a") == begins
        assert minute(one(found, "b"), "offered") == begins[-1] + 10


def test_a_subprocess_ends_when_everything_in_it_has_ended() -> None:
    drawn = model(
        '<startEvent id="s"/><subProcess id="sub"><startEvent id="is"/><parallelGateway id="f"/><task id="a"/>'
        '<task id="b"/><endEvent id="ie1"/><endEvent id="ie2"/>'
        + "".join(
            f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>'
            for a, b in (("is", "f"), ("f", "a"), ("f", "b"), ("a", "ie1"), ("b", "ie2"))
        )
        + '</subProcess><task id="c"/><endEvent id="e"/>',
        *("s>sub", "sub>c", "c>e"),
    )
    found = played(drawn, {"a": 10, "b": 40, "c": 5})
    assert minute(one(found, "c"), "offered") == 40


def test_a_terminating_end_cancels_what_still_runs() -> None:
    drawn = model(
        '<startEvent id="s"/><parallelGateway id="f"/><task id="a"/><task id="b"/><endEvent id="e"/>'
        '<endEvent id="stop"><terminateEventDefinition/></endEvent>',
        *("s>f", "f>a", "f>b", "a>stop", "b>e"),
    )
    found = played(drawn, {"a": 10, "b": 40})
    assert one(found, "b")["ended_as"] == "cancelled"
    assert minute(one(found, "a"), "completed") == 10


def test_a_loop_is_done_again_as_often_as_luck_says() -> None:
    drawn = model(
        '<startEvent id="s"/><exclusiveGateway id="m"/><task id="a"/><exclusiveGateway id="g"/><endEvent id="e"/>',
        *("s>m", "m>a", "a>g", "g>m", "g>e"),
    )
    found = played(drawn, {"a": 1}, cases=3000, branching={"g_to_m": 0.5, "g_to_e": 0.5})
    assert 1.9 < len(found) / 3000 < 2.1


def test_an_intermediate_timer_rests_the_case() -> None:
    drawn = model(
        '<startEvent id="s"/><task id="a"/><intermediateCatchEvent id="t"><timerEventDefinition>'
        "<timeDuration>PT2H</timeDuration></timerEventDefinition></intermediateCatchEvent>"
        '<task id="b"/><endEvent id="e"/>',
        *("s>a", "a>t", "t>b", "b>e"),
    )
    found = played(drawn, {"a": 10, "b": 5})
    assert minute(one(found, "b"), "offered") == 130


def test_what_cannot_be_foreseen_is_named_as_an_assumption() -> None:
    drawn = model(
        '<startEvent id="s"/><task id="a" name="Check"/><boundaryEvent id="t" name="Withdrawn" attachedToRef="a">'
        '<messageEventDefinition/></boundaryEvent><intermediateCatchEvent id="m" name="Answer">'
        '<messageEventDefinition/></intermediateCatchEvent><endEvent id="e"/><endEvent id="e2"/>',
        *("s>a", "a>m", "m>e", "t>e2"),
    )
    world = Scenario(
        arrivals=Distribution(kind="fixed", parameters=(60.0,)),
        start=START,
        durations={"a": Distribution(kind="fixed", parameters=(60.0,))},
    )
    said = an.simulate(drawn, world, cases=2).attributes["kyzmat:assumptions"]
    assert "“Withdrawn” is taken never to happen." in said
    assert "“Answer” is taken to happen at once." in said


@pytest.mark.parametrize(
    "element",
    [
        '<complexGateway id="x" name="Some"/>',
        '<adHocSubProcess id="x" name="Some" ordering="Sequential"><task id="y"/></adHocSubProcess>',
        '<task id="x" name="Some" startQuantity="2"/>',
        '<intermediateThrowEvent id="x" name="Some"><signalEventDefinition/><escalationEventDefinition/></intermediateThrowEvent>',
    ],
)
def test_what_is_run_but_not_simulated_is_refused_by_name(element: str) -> None:
    drawn = model(f'<startEvent id="s"/>{element}<endEvent id="e"/>', "s>x", "x>e")
    with pytest.raises(NotSimulatable, match="“Some”"):
        played(drawn, {"x": 10, "y": 5})
