# ruff: noqa: E501  (BPMN text reads better unbroken)
from __future__ import annotations

from datetime import timedelta

import pytest

from engine import AmbiguousMessage, Engine
from engine.testing import Clock
from tests.engine.drawing import drawn
from tests.engine.play import completed, finish, kinds, labels

START = '<startEvent id="s"/>'
ROOTS = (
    '<message id="m" name="paid"/><signal id="sig" name="storm"/><error id="err" name="bad" errorCode="BAD"/>'
    '<error id="other" name="worse" errorCode="WORSE"/><escalation id="esc" name="late" escalationCode="LATE"/>'
)


def timer(duration: str) -> str:
    return f"<timerEventDefinition><timeDuration>{duration}</timeDuration></timerEventDefinition>"


def cycle(text: str) -> str:
    return f"<timerEventDefinition><timeCycle>{text}</timeCycle></timerEventDefinition>"


def boundary(host: str, definition: str, *, interrupts: bool = True, id: str = "b") -> str:
    return f'<boundaryEvent id="{id}" attachedToRef="{host}" cancelActivity="{str(interrupts).lower()}">{definition}</boundaryEvent>'


MESSAGE = '<messageEventDefinition messageRef="m"/>'
SIGNAL = '<signalEventDefinition signalRef="sig"/>'
ERROR = '<errorEventDefinition errorRef="err"/>'
ESCALATION = '<escalationEventDefinition escalationRef="esc"/>'


def run(engine: Engine, nodes: str, ways: str, users: str, **data: object):  # type: ignore[no-untyped-def]
    return engine.start(
        engine.deploy(drawn(START + nodes, ways, users=users, roots=ROOTS), by="ana"), by="ana", data=data
    )


def test_an_interrupting_timer_withdraws_the_work_item(engine: Engine, clock: Clock) -> None:
    case = run(engine, boundary("t", timer("PT1H")), "s -> t\nt -> a\nb -> late", "t a late")
    assert engine.fire_timers() == 0
    clock.advance(timedelta(hours=1))
    assert engine.fire_timers() == 1
    assert labels(engine, case) == ["late"]
    assert kinds(engine, case, "t") == ["started", "offered", "cancelled"]
    assert engine.fire_timers() == 0


def test_a_timer_of_work_done_in_time_never_fires(engine: Engine, clock: Clock) -> None:
    case = run(engine, boundary("t", timer("PT1H")), "s -> t\nt -> a\nb -> late", "t a late")
    finish(engine, case, "t")
    clock.advance(timedelta(days=1))
    assert engine.fire_timers() == 0
    assert labels(engine, case) == ["a"]


def test_a_non_interrupting_timer_leaves_the_work_item(engine: Engine, clock: Clock) -> None:
    case = run(
        engine, boundary("t", timer("PT1H"), interrupts=False), "s -> t\nt -> a\nb -> late", "t a late"
    )
    clock.advance(timedelta(hours=5))
    assert engine.fire_timers() == 1
    assert labels(engine, case) == ["late", "t"]
    clock.advance(timedelta(hours=5))
    assert engine.fire_timers() == 0


def test_a_repeating_timer_fires_as_often_as_it_says(engine: Engine, clock: Clock) -> None:
    case = run(
        engine, boundary("t", cycle("R3/PT1H"), interrupts=False), "s -> t\nt -> a\nb -> late", "t a late"
    )
    clock.advance(timedelta(hours=1))
    assert engine.fire_timers() == 1
    clock.advance(timedelta(hours=9))
    assert engine.fire_timers() == 2
    assert labels(engine, case) == ["late", "late", "late", "t"]
    clock.advance(timedelta(hours=9))
    assert engine.fire_timers() == 0


def test_an_intermediate_timer_waits(engine: Engine, clock: Clock) -> None:
    nodes = f'<intermediateCatchEvent id="w">{timer("P2D")}</intermediateCatchEvent>'
    case = run(engine, nodes, "s -> w\nw -> a", "a")
    assert labels(engine, case) == []
    clock.advance(timedelta(days=2))
    engine.fire_timers()
    assert labels(engine, case) == ["a"]
    assert kinds(engine, case, "w") == ["started", "completed"]


def test_a_timer_may_be_computed_and_counts_working_time_when_told_to(engine: Engine, clock: Clock) -> None:
    working = '<extensionElements><gov:timer unit="working"/></extensionElements>'
    nodes = f'<intermediateCatchEvent id="w">{working}{timer("PT10H")}</intermediateCatchEvent>'
    case = run(engine, nodes, "s -> w\nw -> a", "a")
    clock.advance(timedelta(hours=10))
    assert engine.fire_timers() == 0
    clock.advance(timedelta(days=1))
    assert engine.fire_timers() == 1
    computed = f'<intermediateCatchEvent id="w">{timer("=pause")}</intermediateCatchEvent>'
    case = run(engine, computed, "s -> w\nw -> a", "a", pause="PT3H")
    clock.advance(timedelta(hours=3))
    assert engine.fire_timers() == 1
    assert labels(engine, case) == ["a"]


def test_a_process_that_begins_with_a_timer_starts_each_time(engine: Engine, clock: Clock) -> None:
    model = drawn(f'<startEvent id="s">{cycle("R2/P1D")}</startEvent>', "s -> a", users="a")
    engine.deploy(model, by="ana")
    for _ in range(3):
        clock.advance(timedelta(days=1))
        engine.fire_timers()
    assert engine.count_instances("p") == 2


def test_a_message_reaches_the_case_with_its_key_only(engine: Engine) -> None:
    nodes = f'<intermediateCatchEvent id="w">{MESSAGE}</intermediateCatchEvent>'
    definition = engine.deploy(drawn(START + nodes, "s -> w\nw -> a", users="a", roots=ROOTS), by="ana")
    one = engine.start(definition, business_key="P-1", by="ana")
    two = engine.start(definition, business_key="P-2", by="ana")
    with pytest.raises(AmbiguousMessage):
        engine.correlate("paid")
    delivery = engine.correlate("paid", key="P-2", data={"amount": 250})
    assert delivery.instances == (two.id,)
    assert labels(engine, one) == []
    assert labels(engine, two) == ["a"]
    assert engine.instance(two).data == {"amount": 250}


def test_a_message_nobody_waits_for_is_kept_until_somebody_does(engine: Engine, clock: Clock) -> None:
    nodes = f'<intermediateCatchEvent id="w">{MESSAGE}</intermediateCatchEvent>'
    definition = engine.deploy(
        drawn(START + nodes, "s -> t\nt -> w\nw -> a", users="t a", roots=ROOTS), by="ana"
    )
    case = engine.start(definition, business_key="P-1", by="ana")
    delivery = engine.correlate("paid", key="P-1", data={"amount": 1})
    assert not delivery and delivery.buffered
    assert [m.name for m in engine.kept_messages()] == ["paid"]
    finish(engine, case, "t")
    assert labels(engine, case) == ["a"]
    assert engine.kept_messages() == []
    engine.correlate("paid", key="P-9", time_to_live=timedelta(hours=1))
    clock.advance(timedelta(hours=2))
    engine.fire_timers()
    assert engine.kept_messages() == []


def test_the_same_message_under_one_idempotency_key_arrives_once(engine: Engine) -> None:
    start = f'<startEvent id="s">{MESSAGE}</startEvent>'
    engine.deploy(drawn(start, "s -> a", users="a", roots=ROOTS), by="ana")
    first = engine.correlate("paid", key="K", idempotency_key="1")
    again = engine.correlate("paid", key="K", idempotency_key="1")
    assert first == again
    assert engine.count_instances("p") == 1
    assert engine.instances("p")[0].business_key == "K"


def test_a_non_interrupting_message_may_come_again(engine: Engine) -> None:
    case = run(engine, boundary("t", MESSAGE, interrupts=False), "s -> t\nt -> a\nb -> c", "t a c")
    engine.correlate("paid")
    engine.correlate("paid")
    assert labels(engine, case) == ["c", "c", "t"]
    finish(engine, case, "t")
    assert engine.correlate("paid").buffered


def test_a_send_task_reaches_another_definition(engine: Engine) -> None:
    receiving = drawn(
        f'{START}<intermediateCatchEvent id="w">{MESSAGE}</intermediateCatchEvent>',
        "s -> w\nw -> a",
        users="a",
        roots=ROOTS,
        key="receiver",
    )
    sending = drawn(
        f'{START}<intermediateThrowEvent id="t">{MESSAGE}</intermediateThrowEvent><endEvent id="e"/>',
        "s -> t\nt -> e",
        roots=ROOTS,
        key="sender",
    )
    engine.deploy([receiving, sending], by="ana")
    waits = engine.start("receiver", business_key="P-1", by="ana")
    other = engine.start("receiver", business_key="P-2", by="ana")
    sender = engine.start("sender", business_key="P-1", by="ana")
    assert sender.status == "completed"
    assert labels(engine, waits) == ["a"]
    assert labels(engine, other) == []


def test_a_signal_reaches_everybody_and_starts_who_begins_with_it(engine: Engine) -> None:
    waiting = drawn(
        f'{START}<intermediateCatchEvent id="w">{SIGNAL}</intermediateCatchEvent>',
        "s -> w\nw -> a",
        users="a",
        roots=ROOTS,
        key="waits",
    )
    starting = drawn(
        f'<startEvent id="s">{SIGNAL}</startEvent>', "s -> a", users="a", roots=ROOTS, key="starts"
    )
    engine.deploy([waiting, starting], by="ana")
    cases = [engine.start("waits", by="ana") for _ in range(3)]
    delivery = engine.signal("storm", data={"force": 9})
    assert len(delivery.instances) == 4
    assert all(labels(engine, case) == ["a"] for case in cases)
    assert engine.count_instances("starts") == 1


def test_the_first_event_behind_an_event_based_gateway_wins(engine: Engine, clock: Clock) -> None:
    nodes = (
        '<eventBasedGateway id="g"/>'
        f'<intermediateCatchEvent id="w">{MESSAGE}</intermediateCatchEvent>'
        f'<intermediateCatchEvent id="z">{timer("PT1H")}</intermediateCatchEvent>'
    )
    ways = "s -> g\ng -> w\ng -> z\nw -> paid\nz -> unpaid"
    case = run(engine, nodes, ways, "paid unpaid")
    engine.correlate("paid")
    assert labels(engine, case) == ["paid"]
    clock.advance(timedelta(hours=2))
    assert engine.fire_timers() == 0
    late = run(engine, nodes, ways, "paid unpaid")
    clock.advance(timedelta(hours=2))
    engine.fire_timers()
    assert labels(engine, late) == ["unpaid"]
    assert engine.correlate("paid").buffered


SUB = '<subProcess id="sub"><startEvent id="is"/><userTask id="inner"/>{nodes}<sequenceFlow id="i1" sourceRef="is" targetRef="inner"/><sequenceFlow id="i2" sourceRef="inner" targetRef="ie"/></subProcess>'


def sub(end: str) -> str:
    return SUB.format(nodes=end)


def members(text: str) -> str:
    return text.replace('<userTask id="inner"/>', '<userTask id="inner" name="inner"/>')


def in_lane(nodes: str, ways: str, users: str):  # type: ignore[no-untyped-def]
    """Return a model whose subprocess stands in the lane as well, so that its work item has candidates."""
    model = drawn(START + members(nodes), ways, users=users, roots=ROOTS)
    from processes import read_model

    text = model.source.decode().replace(
        "</lane>", "<flowNodeRef>sub</flowNodeRef><flowNodeRef>inner</flowNodeRef></lane>"
    )
    return read_model(text.encode())


def test_an_error_end_is_caught_at_the_boundary_of_its_subprocess(engine: Engine) -> None:
    nodes = sub(f'<endEvent id="ie">{ERROR}</endEvent>') + boundary("sub", ERROR)
    case = engine.start(
        engine.deploy(in_lane(nodes, "s -> sub\nsub -> a\nb -> c", "a c"), by="ana"), by="ana"
    )
    assert labels(engine, case) == ["inner"]
    finish(engine, case, "inner")
    assert labels(engine, case) == ["c"]
    assert "cancelled" in kinds(engine, case, "sub")
    assert engine.instance(case).data["errorCode"] == "BAD"


def test_an_error_nobody_catches_fails_the_case(engine: Engine) -> None:
    nodes = f'<endEvent id="e">{ERROR}</endEvent><parallelGateway id="g"/>'
    case = run(engine, nodes, "s -> g\ng -> t\ng -> e", "t")
    assert case.status == "failed"
    assert labels(engine, case) == []


def test_an_escalation_is_caught_without_ending_the_subprocess(engine: Engine) -> None:
    throw = f'<intermediateThrowEvent id="up">{ESCALATION}</intermediateThrowEvent>'
    nodes = (
        '<subProcess id="sub"><startEvent id="is"/>' + throw + '<userTask id="inner" name="inner"/>'
        '<sequenceFlow id="i1" sourceRef="is" targetRef="up"/><sequenceFlow id="i2" sourceRef="up" targetRef="inner"/></subProcess>'
        + boundary("sub", ESCALATION, interrupts=False)
    )
    case = engine.start(
        engine.deploy(in_lane(nodes, "s -> sub\nsub -> a\nb -> c", "a c"), by="ana"), by="ana"
    )
    assert labels(engine, case) == ["c", "inner"]
    finish(engine, case, "inner")
    assert labels(engine, case) == ["a", "c"]


def test_a_terminate_end_withdraws_everything(engine: Engine) -> None:
    nodes = '<endEvent id="e"><terminateEventDefinition/></endEvent><parallelGateway id="g"/>'
    case = run(engine, nodes, "s -> g\ng -> t\ng -> u\nu -> e", "t u")
    finish(engine, case, "u")
    assert engine.instance(case).status == "terminated"
    assert labels(engine, case) == []
    assert kinds(engine, case, "t")[-1] == "cancelled"


def test_a_subprocess_ends_when_its_last_token_does_and_an_interruption_clears_it(
    engine: Engine, clock: Clock
) -> None:
    nodes = sub('<endEvent id="ie"/>') + boundary("sub", timer("PT1H"))
    definition = engine.deploy(in_lane(nodes, "s -> sub\nsub -> a\nb -> c", "a c"), by="ana")
    case = engine.start(definition, by="ana")
    finish(engine, case, "inner")
    assert labels(engine, case) == ["a"]
    late = engine.start(definition, by="ana")
    clock.advance(timedelta(hours=1))
    engine.fire_timers()
    assert labels(engine, late) == ["c"]
    assert kinds(engine, late, "inner") == ["started", "offered", "cancelled"]


def test_an_event_subprocess_runs_beside_or_instead(engine: Engine) -> None:
    handler = (
        '<subProcess id="h" triggeredByEvent="true"><startEvent id="hs" isInterrupting="{flag}">'
        + MESSAGE
        + "</startEvent>"
        '<scriptTask id="note" scriptFormat="feel"><script>{{noted: true}}</script></scriptTask>'
        '<sequenceFlow id="h1" sourceRef="hs" targetRef="note"/></subProcess>'
    )
    beside = run(engine, handler.format(flag="false"), "s -> t\nt -> a", "t a")
    engine.correlate("paid")
    assert labels(engine, beside) == ["t"]
    assert engine.instance(beside).data == {"noted": True}
    finish(engine, beside, "t")
    finish(engine, beside, "a")
    assert engine.instance(beside).status == "completed"
    instead = run(engine, handler.format(flag="true"), "s -> t\nt -> a", "t a")
    engine.correlate("paid")
    assert engine.instance(instead).status == "completed"
    assert kinds(engine, instead, "t")[-1] == "cancelled"


def test_links_jump(engine: Engine) -> None:
    nodes = (
        '<intermediateThrowEvent id="away"><linkEventDefinition name="L"/></intermediateThrowEvent>'
        '<intermediateCatchEvent id="here"><linkEventDefinition name="L"/></intermediateCatchEvent>'
    )
    case = run(engine, nodes, "s -> away\nhere -> a", "a")
    assert labels(engine, case) == ["a"]
    assert completed(engine, case) == ["s", "away", "here"]


def test_a_condition_wakes_when_another_branch_makes_it_true(engine: Engine) -> None:
    conditional = (
        "<conditionalEventDefinition><condition>paid = true</condition></conditionalEventDefinition>"
    )
    nodes = f'<parallelGateway id="g"/><intermediateCatchEvent id="w">{conditional}</intermediateCatchEvent>'
    case = run(engine, nodes, "s -> g\ng -> t\ng -> w\nw -> a", "t a")
    assert labels(engine, case) == ["t"]
    finish(engine, case, "t", paid=True)
    assert labels(engine, case) == ["a"]


def test_a_receive_task_waits_for_its_message(engine: Engine) -> None:
    case = run(engine, '<receiveTask id="r" messageRef="m"/>', "s -> r\nr -> a", "a")
    engine.correlate("paid", data={"x": 1})
    assert labels(engine, case) == ["a"]
    assert kinds(engine, case, "r") == ["started", "completed"]


def test_expressions_see_the_engines_time_in_the_offices_zone(engine: Engine, clock: Clock) -> None:
    script = '<scriptTask id="t" scriptFormat="feel" ><script>{on: string(today()), due: string(now() + duration("PT1H"))}</script></scriptTask>'
    clock.advance(timedelta(hours=20))
    case = run(engine, script + '<endEvent id="e"/>', "s -> t\nt -> e", "")
    assert case.data == {"on": "2026-03-03", "due": "2026-03-03T07:00:00+06:00"}
