"""Staged versions: which case follows which, that it can be drawn again, and how a stage ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Engine, InvalidArgument, NotExecutable, WrongState
from engine.staging import drawn_of
from engine.testing import Clock
from processes import Model
from tests.engine.drawing import drawn
from tests.engine.play import finish

MESSAGE = '<message id="m" name="asked"/><signal id="sig" name="alarm"/>'
CLOCK = '<startEvent id="t"><timerEventDefinition><timeCycle>R/PT1H</timeCycle></timerEventDefinition></startEvent>'
NEWS = '<startEvent id="n"><messageEventDefinition messageRef="m"/></startEvent>'


def version(number: int, *, starts: str = "", ways: str = "") -> Model:
    """A procedure of one piece of work, each version under another name."""
    nodes = f'<startEvent id="s"/>{starts}'
    return drawn(nodes, f"s -> w{number}\n{ways}", roots=MESSAGE, users=f"w{number}", key="permit")


def staged(engine: Engine, *, starts: str = "", begins: str = "", **terms: object) -> None:
    """The first version for all, the second on the terms."""
    for number in (1, 2):
        ways = "\n".join(f"{each} -> w{number}" for each in begins.split())
        model = version(number, starts=starts, ways=ways)
        if number == 1:
            engine.deploy(model, by="ana")
        else:
            engine.stage(model, by="ana", reason="A trial.", **terms)  # type: ignore[arg-type]


def test_without_a_stage_nothing_is_said(engine: Engine) -> None:
    engine.deploy(version(1), by="ana")
    case = engine.start("permit", by="bek", offices=["naryn"])
    assert engine.history(case)[0].data == {"data": {}}
    assert engine.open_stage("permit") is None


def test_an_office_follows_it_and_the_history_says_why(engine: Engine) -> None:
    staged(engine, offices=["naryn", "osh"])
    there = engine.start("permit", by="bek", offices=["city", "osh"])
    elsewhere = engine.start("permit", by="bek", offices=["talas"])
    nowhere = engine.start("permit", by="bek")
    assert [each.version for each in (there, elsewhere, nowhere)] == [2, 1, 1]
    said = [engine.history(each)[0].data["stage"] for each in (there, elsewhere)]
    stage = engine.open_stage("permit")
    assert stage is not None
    assert said[0] == {"stage": stage.id, "staged": 2, "office": True, "version": 2}
    assert said[1] == {"stage": stage.id, "staged": 2, "office": False, "version": 1}


@given(st.integers(1, 99), st.integers(0, 2**32))
def test_a_share_is_the_share(share: int, seed: int) -> None:
    with_stage = Engine("sqlite://")
    staged(with_stage, share=share)
    stage = with_stage.open_stage("permit")
    assert stage is not None
    drawn_numbers = [drawn_of(stage, f"{seed}:{number}") for number in range(2000)]
    assert all(0 <= each < 100 for each in drawn_numbers)
    # Six standard deviations of 2000 draws, at most: one run in a thousand million is further away.
    assert (
        abs(sum(each < share for each in drawn_numbers) - 20 * share)
        < 6 * (20 * share * (1 - share / 100)) ** 0.5
    )
    with_stage.dispose()


def test_a_case_can_be_drawn_again_and_stays_with_its_version(engine: Engine) -> None:
    staged(engine, share=50)
    stage = engine.open_stage("permit")
    assert stage is not None
    cases = [engine.start("permit", by="bek") for _number in range(30)]
    assert {each.version for each in cases} == {1, 2}
    for case in cases:
        said = engine.history(case)[0].data["stage"]
        assert said["draw"] == case.id
        assert said["drawn"] == drawn_of(stage, case.id)
        assert case.version == (2 if said["drawn"] < 50 else 1) == said["version"]
    engine.withdraw_stage("permit", by="ana", reason="It was slow.")
    assert [engine.instance(each).version for each in cases] == [each.version for each in cases]
    follows = next(each for each in cases if each.version == 2)
    finish(engine, follows, "w2")
    assert engine.instance(follows).status == "completed"


def test_a_named_draw_gives_the_version_it_was_told_before(engine: Engine) -> None:
    staged(engine, share=30)
    for name in map(str, range(20)):
        told = engine.choice("permit", draw=name).definition.version
        assert engine.start("permit", by="bek", draw=name).version == told


def test_a_share_of_an_office(engine: Engine) -> None:
    staged(engine, offices=["osh"], share=50)
    there = {engine.start("permit", by="bek", offices=["osh"]).version for _number in range(30)}
    assert there == {1, 2}
    assert {engine.start("permit", by="bek", offices=["talas"]).version for _number in range(30)} == {1}


def test_widened_it_is_for_all_and_withdrawn_for_nobody(engine: Engine) -> None:
    staged(engine, share=1)
    assert engine.definition("permit").version == 1
    assert engine.widen("permit", by="ana", reason="It was good.").version == 2
    assert engine.definition("permit").version == 2
    assert engine.start("permit", by="bek").version == 2
    engine.stage(version(3), offices=["osh"], by="ana", reason="A trial.")
    engine.withdraw_stage("permit", by="cho", reason="It was slow.")
    assert engine.start("permit", by="bek", offices=["osh"]).version == 2
    assert [(each.version, each.standing, each.ended_by) for each in engine.stages("permit")] == [
        (3, "withdrawn", "cho"),
        (2, "widened", "ana"),
    ]
    # What was withdrawn can come into force later, as a version of its own.
    assert engine.deploy(version(3), by="ana").version == 4
    assert engine.start("permit", by="bek").version == 4


def test_two_stages_at_once_are_refused(engine: Engine) -> None:
    staged(engine, share=10)
    for again in (engine.stage, engine.deploy):
        terms = {"offices": ["osh"], "reason": "x"} if again == engine.stage else {}
        with pytest.raises(WrongState, match="Version 2 of “permit” is in force for some cases only"):
            again(version(3), by="ana", **terms)  # type: ignore[operator]
    assert [each.version for each in engine.definitions(latest=False)] == [2, 1]
    # The same bytes as those in force change nothing, so a restart of the server is no second stage.
    assert engine.deploy(version(1), by="library").version == 1


def test_a_stage_is_ended_once(engine: Engine) -> None:
    staged(engine, share=10)
    engine.withdraw_stage("permit", by="ana", reason="No.")
    for end in (engine.widen, engine.withdraw_stage):
        with pytest.raises(WrongState, match="No version"):
            end("permit", by="ana", reason="No.")


def test_the_first_version_and_an_unchanged_one_are_not_staged(engine: Engine) -> None:
    with pytest.raises(WrongState, match="other cases could follow"):
        engine.stage(version(1), share=10, by="ana", reason="A trial.")
    assert engine.definitions() == []
    engine.deploy(version(1), by="ana")
    with pytest.raises(WrongState, match="in force for all as it stands"):
        engine.stage(version(1), share=10, by="ana", reason="A trial.")


@pytest.mark.parametrize("share", [0, 100, -3, True])
def test_a_share_is_a_whole_number_of_per_cent(engine: Engine, share: int) -> None:
    engine.deploy(version(1), by="ana")
    with pytest.raises(InvalidArgument):
        engine.stage(version(2), share=share, by="ana", reason="A trial.")


def test_nobody_and_no_reason_is_refused(engine: Engine) -> None:
    engine.deploy(version(1), by="ana")
    with pytest.raises(InvalidArgument):
        engine.stage(version(2), by="ana", reason="A trial.")
    with pytest.raises(InvalidArgument):
        engine.stage(version(2), by="ana", share=10, reason="  ")


def test_what_a_clock_starts_falls_into_the_share_and_its_rounds_go_on(engine: Engine, clock: Clock) -> None:
    staged(engine, starts=CLOCK, begins="t", share=50)
    for _round in range(24):
        clock.advance(timedelta(hours=1))
        assert engine.fire_timers() == 1
    assert {each.version for each in engine.instances("permit")} == {1, 2}
    before = engine.scheduled_starts("permit")
    engine.widen("permit", by="ana", reason="It was good.")
    assert engine.scheduled_starts("permit") == before
    clock.advance(timedelta(hours=1))
    engine.fire_timers()
    assert engine.instances("permit", limit=1)[0].version == 2


def test_a_message_belongs_to_an_office_only_when_it_says_so(engine: Engine) -> None:
    staged(engine, starts=NEWS, begins="n", offices=["osh"])
    for offices, expected in ((["osh"], 2), ([], 1)):
        delivery = engine.correlate("asked", data={}, by="bek", offices=offices)
        assert engine.instance(delivery.instances[0]).version == expected


def test_what_follows_another_procedure_falls_into_the_share(engine: Engine) -> None:
    staged(engine, share=50)
    engine.deploy(drawn('<startEvent id="s"/>', "s -> a", users="a", key="first"), by="ana")
    engine.add_trigger("first", "permit", by="ana")
    for _number in range(24):
        finish(engine, engine.start("first", by="ana"), "a")
    assert {each.version for each in engine.instances("permit")} == {1, 2}


def test_other_starts_cannot_be_staged(engine: Engine) -> None:
    engine.deploy(version(1, starts=CLOCK, ways="t -> w1"), by="ana")
    often = CLOCK.replace("PT1H", "PT5M")
    for starts, ways, words in (
        ("", "", "does not have it"),
        (often, "t -> w2", "at different times"),
        (CLOCK + NEWS, "t -> w2\nn -> w2", "starts the new version"),
    ):
        with pytest.raises(NotExecutable, match=words):
            engine.stage(version(2, starts=starts, ways=ways), share=10, by="ana", reason="A trial.")
    assert engine.stages() == []


def test_one_clock_rests_alone(engine: Engine, clock: Clock) -> None:
    engine.deploy(version(1, starts=CLOCK + NEWS, ways="t -> w1\nn -> w1"), by="ana")
    engine.suspend_start("permit", "t", by="ana", reason="Holidays.")
    clock.advance(timedelta(hours=3))
    assert engine.fire_timers() == 0
    assert [each.rests for each in engine.scheduled_starts("permit")] == [True]
    assert [each.rests for each in engine.listening_starts("permit")] == [False]
    assert len(engine.correlate("asked", by="bek").instances) == 1
    engine.start("permit", by="bek")
    engine.resume_start("permit", "t", by="ana")
    assert engine.fire_timers() == 3
    with pytest.raises(InvalidArgument, match="n, t"):
        engine.suspend_start("permit", "w1", by="ana", reason="x")
    with pytest.raises(WrongState):
        engine.resume_start("permit", "t", by="ana")


def test_messages_for_a_resting_start_are_kept(engine: Engine) -> None:
    engine.deploy(version(1, starts=NEWS, ways="n -> w1"), by="ana")
    engine.suspend_start("permit", "n", by="ana", reason="Holidays.")
    assert engine.correlate("asked", key="K", by="bek").buffered
    engine.suspend_definition("permit", by="ana")
    engine.resume_start("permit", "n", by="ana")
    assert engine.count_instances("permit") == 0
    engine.resume_definition("permit", by="ana")
    assert [each.business_key for each in engine.instances("permit")] == ["K"]
