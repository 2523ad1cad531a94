from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine import Engine, NotExecutable, NotExtendable, WorkQuery, WrongState, terms
from engine.jobs import fire_terms, fire_timers
from engine.live import Live
from engine.store.tables import term
from engine.testing import Clock
from processes import Model, read_model
from processes.model.edits_of_annotations import set_step

DAYS = timedelta(days=10)
RECEIVED = datetime(2026, 3, 2, 4, tzinfo=UTC)
LATE = datetime(2026, 4, 1, 6, tzinfo=UTC)

CASE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1" targetNamespace="t">
  <escalation id="esc" escalationCode="late"/>
  <process id="p" isExecutable="true">
    <extensionElements>{procedure}</extensionElements>
    <startEvent id="s"/>
    <userTask id="check" name="Check"><extensionElements>{step}</extensionElements></userTask>
    <boundaryEvent id="b" attachedToRef="check" cancelActivity="false">
      <escalationEventDefinition escalationRef="esc"/></boundaryEvent>
    <userTask id="help" name="Help"/>
    <endEvent id="e"/><endEvent id="e2"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="check"/>
    <sequenceFlow id="f2" sourceRef="check" targetRef="e"/>
    <sequenceFlow id="f3" sourceRef="b" targetRef="help"/>
    <sequenceFlow id="f4" sourceRef="help" targetRef="e2"/>
  </process>
</definitions>"""

WAIT = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
  <process id="w" isExecutable="true"><startEvent id="s"/>
  <intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>
  </intermediateCatchEvent><endEvent id="e"/>
  <sequenceFlow id="f1" sourceRef="s" targetRef="wait"/><sequenceFlow id="f2" sourceRef="wait" targetRef="e"/>
  </process></definitions>"""


def model(**attributes: object) -> Model:
    sketch = read_model(b"Check @clerks -> Decide @heads", dialect="sketch")
    return set_step(sketch, "check", limit=DAYS, **attributes)


def drawn(*, procedure: str = "", step: str = "") -> Model:
    return read_model(CASE.format(procedure=procedure, step=step).encode())


def kinds(engine: Engine, case: object) -> list[str]:
    return [record.kind for record in engine.history(case)]  # type: ignore[arg-type]  # an instance


@pytest.fixture
def clock() -> Clock:
    return Clock(RECEIVED)


@pytest.fixture
def engine(engine_url: str, clock: Clock) -> Iterator[Engine]:
    engine = Engine(engine_url, clock=clock)
    yield engine
    engine.dispose()


def terms_left(engine: Engine) -> int:
    with engine._shop.store.read() as unit:
        return int(unit.connection.execute(sa.select(sa.func.count()).select_from(term)).scalar_one())


def test_a_step_without_a_limit_keeps_no_row(engine: Engine) -> None:
    case = engine.start(engine.deploy(read_model(b"Check @clerks", dialect="sketch"), by="ana"), by="citizen")
    assert terms_left(engine) == 0
    assert engine.term(engine.work_items(case)[0]) is None
    assert engine.term(case) is None
    assert engine.next_timer() is None


def test_what_is_over_leaves_no_row(engine: Engine) -> None:
    case = engine.start(engine.deploy(model(), by="ana"), by="citizen")
    assert terms_left(engine) == 1
    engine.complete(engine.work_items(case)[0], by="ana")
    assert terms_left(engine) == 0
    other = engine.start(case.definition, by="citizen")
    engine.cancel(other, by="ana", reason="withdrawn")
    assert terms_left(engine) == 0


def test_many_clocks_warn_once_and_end_once(engine_url: str, clock: Clock) -> None:
    engines = [Engine(engine_url, clock=clock) for _ in range(3)]
    first = engines[0]
    definition = first.deploy(model(on_limit="tacitNo", on_limit_data='{decision: "refused"}'), by="ana")
    cases = [first.start(definition, by="citizen") for _ in range(5)]
    clock.set(first.term(first.work_items(cases[0])[0]).warns)  # type: ignore[union-attr]  # it has one
    for moment in (clock.now(), LATE):
        clock.set(moment)
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(lambda engine: engine.fire_timers(), engines))
    for case in cases:
        told = kinds(first, case)
        assert (told.count("warned"), told.count("limitReached")) == (1, 1)
        assert first.instance(case).data["decision"] == "refused"
        assert [item.label for item in first.work_items(case)] == ["Decide"]
    assert terms_left(first) == 0
    for engine in engines:
        engine.dispose()


def test_a_clock_that_slept_through_the_warning_ends_at_once(engine: Engine, clock: Clock) -> None:
    case = engine.start(engine.deploy(model(on_limit="nothing"), by="ana"), by="citizen")
    clock.set(LATE)
    assert engine.fire_timers() == 1
    assert engine.fire_timers() == 0
    assert "warned" not in kinds(engine, case)
    [item] = engine.work_items(case)
    assert (item.label, engine.term(item).reached) == ("Check", LATE)  # type: ignore[union-attr]  # it has one


def test_while_it_stands_still_nothing_fires_and_nothing_is_overdue(engine: Engine, clock: Clock) -> None:
    case = engine.start(engine.deploy(model(on_limit="escalate"), by="ana"), by="citizen")
    [item] = engine.work_items(case)
    engine.claim(item, by="bek")
    engine.stop_clock(item, by="bek", reason="A paper is missing.")
    clock.set(LATE)
    assert engine.fire_timers() == 0
    assert engine.count_work_items(overdue=True) == 0
    resting = WorkQuery(held_by="bek", resting=True)
    assert [found.id for found in engine.find_work(resting)] == [item.id]
    assert engine.find_work(WorkQuery(held_by="bek", resting=False)) == []
    engine.restart_clock(item, by="bek")
    assert engine.find_work(resting) == []
    assert engine.work_item(item).due > LATE  # type: ignore[operator]  # it has one
    with pytest.raises(WrongState, match="is not stopped"):
        engine.restart_clock(item, by="bek")


def test_a_suspended_case_is_not_told_of(engine: Engine, clock: Clock) -> None:
    case = engine.start(engine.deploy(model(on_limit="escalate"), by="ana"), by="citizen")
    engine.suspend(case, by="ana")
    clock.set(LATE)
    assert engine.fire_timers() == 0
    engine.resume(case, by="ana")
    assert engine.fire_timers() == 1


def test_the_limit_throws_the_escalation_the_step_catches(engine: Engine, clock: Clock) -> None:
    step = '<gov:step limit="P10D" onLimit="escalate"/>'
    case = engine.start(engine.deploy(drawn(step=step), by="ana"), by="citizen")
    clock.set(LATE)
    engine.fire_timers()
    assert sorted(item.label for item in engine.work_items(case)) == ["Check", "Help"]


def test_a_clock_that_stood_still_is_a_suspension_in_the_log(engine: Engine, clock: Clock) -> None:
    case = engine.start(engine.deploy(model(), by="ana"), by="citizen")
    [item] = engine.work_items(case)
    engine.claim(item, by="bek")
    engine.stop_clock(item, by="bek", reason="A paper is missing.")
    clock.advance(timedelta(hours=2))
    engine.restart_clock(item, by="bek")
    events = engine.event_log().events.to_pylist()
    found = [(e["lifecycle"], e["awaits_applicant"]) for e in events[-2:]]
    assert found == [("suspended", True), ("resumed", None)]


def test_a_case_has_a_clock_of_its_own(engine: Engine, clock: Clock) -> None:
    procedure = '<gov:procedure limit="P10D" onLimit="tacitYes" onLimitData="{granted: true}"/>'
    case = engine.start(engine.deploy(drawn(procedure=procedure), by="ana"), by="citizen")
    before = engine.term(case)
    assert before is not None
    [item] = engine.work_items(case)
    engine.stop_clock(item, by="ana", reason="A paper is missing.")
    assert engine.term(case).is_stopped  # type: ignore[union-attr]  # it has one
    assert engine.case_dues([case.id]) == {}, "no date while the clock stands still"
    clock.advance(timedelta(days=2))
    engine.restart_clock(case, by="ana")
    after = engine.term(case)
    assert after is not None
    assert after.due > before.due
    assert engine.case_dues([case.id, "unknown"]) == {case.id: after.due}
    assert engine.work_item(item).stopped is None
    engine.extend_term(case, by="ana", amount=timedelta(days=2), reason="An expert is asked.")
    with pytest.raises(NotExtendable):
        engine.extend_term(case, by="ana", amount=timedelta(days=2), reason="Again.")
    clock.set(LATE)
    engine.fire_timers()
    assert engine.instance(case).data["granted"] is True
    engine.complete(item, by="ana")
    assert terms_left(engine) == 0


TWO = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1" targetNamespace="t">
  <process id="p" isExecutable="true">
    <extensionElements><gov:procedure limit="P10D"/></extensionElements>
    <startEvent id="s"/><userTask id="check" name="Check"/><userTask id="ask" name="Ask"/>
    <parallelGateway id="j"/><userTask id="decide" name="Decide"/><endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="check"/><sequenceFlow id="f2" sourceRef="s" targetRef="ask"/>
    <sequenceFlow id="f3" sourceRef="check" targetRef="j"/><sequenceFlow id="f4" sourceRef="ask" targetRef="j"/>
    <sequenceFlow id="f5" sourceRef="j" targetRef="decide"/><sequenceFlow id="f6" sourceRef="decide" targetRef="e"/>
  </process>
</definitions>"""


def test_a_case_goes_on_when_the_last_work_that_stood_still_is_done(engine: Engine, clock: Clock) -> None:
    case = engine.start(engine.deploy(read_model(TWO.encode()), by="ana"), by="citizen")
    before = engine.term(case)
    items = engine.work_items(case)
    for item in items:
        engine.stop_clock(item, by="ana", reason="A paper is missing.")
    clock.advance(timedelta(days=2))
    engine.complete(items[0], by="ana")
    assert engine.term(case).is_stopped  # type: ignore[union-attr]  # it has one
    assert engine.next_timer() is None
    engine.complete(items[1], by="ana")
    after = engine.term(case)
    assert before is not None
    assert after is not None
    assert not after.is_stopped
    assert after.due > before.due
    assert kinds(engine, case).count("clockRestarted") == 1
    clock.set(LATE)
    engine.fire_timers()
    assert "limitReached" in kinds(engine, case)


def test_a_term_that_is_over_is_not_extended(engine: Engine, clock: Clock) -> None:
    case = engine.start(engine.deploy(model(), by="ana"), by="citizen")
    clock.set(LATE)
    with pytest.raises(NotExtendable, match="is over"):
        engine.extend_term(engine.work_items(case)[0], by="ana", amount=DAYS, reason="We forgot.")
    with pytest.raises(WrongState, match="can no longer be stopped"):
        engine.stop_clock(case, by="ana", reason="Something is missing.")


def test_an_outcome_that_cannot_be_computed_is_an_incident(engine: Engine, clock: Clock) -> None:
    wrong = model(on_limit="tacitYes", on_limit_data="{fee: unknown_name + 1}")
    case = engine.start(engine.deploy(wrong, by="ana"), by="citizen")
    clock.set(LATE)
    engine.fire_timers()
    [incident] = engine.incidents(case)
    assert engine.work_items(case) == []
    engine.retry(incident, by="ana", data={"unknown_name": 1})
    assert [item.label for item in engine.work_items(case)] == ["Check"]


@pytest.mark.parametrize(
    "attributes",
    [
        {"on_limit": "tacitYes"},
        {"on_limit": "tacitNo", "on_limit_data": "refused"},
        {"on_limit": "tacitNo", "on_limit_data": "{decision: }"},
    ],
)
def test_silence_that_cannot_be_followed_is_refused(engine: Engine, attributes: dict[str, str]) -> None:
    with pytest.raises(NotExecutable) as refused:
        engine.deploy(model(**attributes), by="ana")
    assert {problem.element for problem in refused.value.problems} == {"check"}


def test_a_rule_without_a_limit_is_refused(engine: Engine) -> None:
    with pytest.raises(NotExecutable, match="no work of people with a limit"):
        engine.deploy(set_step(model(on_limit="escalate"), "check", limit=None), by="ana")


def test_another_version_keeps_stops_and_extension(engine: Engine, clock: Clock) -> None:
    case = engine.start(engine.deploy(model(), by="ana"), by="citizen")
    [item] = engine.work_items(case)
    engine.extend_term(item, by="ana", amount=timedelta(days=1), reason="An expert is asked.")
    before = engine.term(item)
    new = engine.deploy(set_step(model(), "check", limit=timedelta(days=12)), by="ana")
    engine.migrate_instances(new, by="ana")
    after = engine.term(item)
    assert before is not None
    assert after is not None
    assert after.term.extension == before.term.extension
    assert after.due == engine.work_item(item).due
    assert after.due > before.due


def test_a_limit_that_is_new_in_another_version_is_kept(engine: Engine, clock: Clock) -> None:
    without = read_model(b"Check @clerks -> Decide @heads", dialect="sketch")
    case = engine.start(engine.deploy(without, by="ana"), by="citizen")
    clock.advance(timedelta(days=1))
    engine.migrate_instances(engine.deploy(model(), by="ana"), by="ana")
    [item] = engine.work_items(case)
    term = engine.term(item)
    assert term is not None
    assert (term.term.start, term.due) == (RECEIVED, item.due)
    clock.set(LATE)
    engine.fire_timers()
    assert "limitReached" in kinds(engine, case)


def test_a_limit_that_is_gone_in_another_version_leaves_nothing_standing_still(engine: Engine) -> None:
    case = engine.start(engine.deploy(model(), by="ana"), by="citizen")
    [item] = engine.work_items(case)
    engine.stop_clock(item, by="ana", reason="A paper is missing.")
    without = read_model(b"Check @clerks -> Decide @heads", dialect="sketch")
    engine.migrate_instances(engine.deploy(without, by="ana"), by="ana")
    assert engine.work_item(item).stopped is None
    assert terms_left(engine) == 0


def test_a_term_that_fails_as_nobody_foresaw_holds_up_none_behind_it(
    engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    definition = engine.deploy(model(), by="ana")
    cases = [engine.start(definition, by="ana") for _number in range(3)]
    note = fire_terms._note

    def failing(live: Live, *rest: Any) -> None:
        if live.row.id == cases[1].id:
            raise ZeroDivisionError(live.row.id)
        note(live, *rest)

    monkeypatch.setattr(fire_terms, "BATCH", 1)
    monkeypatch.setattr(fire_terms, "_note", failing)
    clock.advance(LATE - clock.now())
    with pytest.raises(ZeroDivisionError):
        engine.fire_timers()
    reached = ["limitReached" in kinds(engine, case) for case in cases]
    assert reached == [True, False, True]
    # It is due as ever, and comes when it can.
    monkeypatch.undo()
    assert engine.fire_timers() == 1
    assert "limitReached" in kinds(engine, cases[1])


def test_several_that_fail_are_all_told_and_a_timer_holds_up_no_term(
    engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    definition = engine.deploy(model(), by="ana")
    case = engine.start(definition, by="ana")
    waiting = [engine.start(engine.deploy(read_model(WAIT), by="ana"), by="ana") for _number in range(2)]

    def failing(*_given: Any, **_named: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(fire_timers.waiting, "lock_timer", failing)
    clock.advance(LATE - clock.now())
    with pytest.raises(ExceptionGroup) as told:
        engine.fire_timers()
    assert len(told.value.exceptions) == len(waiting)
    assert "limitReached" in kinds(engine, case)


def test_a_new_calendar_moves_every_term_but_the_one_that_fails(
    engine: Engine, engine_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    definition = engine.deploy(model(), by="ana")
    cases = [engine.start(definition, by="ana") for _number in range(3)]
    before = [engine.work_items(case)[0].due for case in cases]
    database = sa.create_engine(engine_url)
    with database.begin() as connection:
        connection.execute(sa.update(term).values(due=LATE))
    database.dispose()
    note = terms._note

    def failing(live: Live, *rest: Any) -> None:
        if live.row.id == cases[0].id:
            raise ZeroDivisionError(live.row.id)
        note(live, *rest)

    monkeypatch.setattr(terms, "_note", failing)
    with pytest.raises(ZeroDivisionError):
        engine.recompute_terms()
    assert [engine.term(case) for case in cases]
    moved = [kinds(engine, case).count("dueMoved") for case in cases]
    assert moved == [0, 1, 1]
    assert [engine.work_items(case)[0].due for case in cases] == before
