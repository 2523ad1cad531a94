from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from engine import Actor, Engine, NotMovable, Suspended, UnknownDefinition, UnknownInstance, WrongState
from engine.testing import Clock
from processes import read_model
from tests.engine.drawing import drawn
from tests.engine.play import finish, kinds, labels

if TYPE_CHECKING:
    from processes import Model

TIMER = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"


def started(engine: Engine, **data: object):  # type: ignore[no-untyped-def]
    nodes = f'<startEvent id="s"/><boundaryEvent id="b" attachedToRef="a">{TIMER}</boundaryEvent>'
    return engine.start(
        engine.deploy(drawn(nodes, "s -> a\na -> c\nb -> late", users="a c late"), by="ana"),
        by="ana",
        data=data,
    )


def test_a_cancelled_case_leaves_nothing_behind(engine: Engine, clock: Clock) -> None:
    case = started(engine)
    assert engine.cancel(case, by="ana", reason="withdrawn").status == "cancelled"
    assert labels(engine, case) == []
    clock.advance(timedelta(days=1))
    assert engine.fire_timers() == 0
    assert kinds(engine, case, "a") == ["started", "offered", "cancelled"]
    with pytest.raises(WrongState):
        engine.cancel(case, by="ana")


def test_a_suspended_case_rests_and_goes_on(engine: Engine, clock: Clock) -> None:
    case = started(engine)
    [item] = engine.work_items(case)
    assert engine.suspend(case, by="ana").status == "suspended"
    with pytest.raises(WrongState):
        engine.complete(item, by="ana")
    clock.advance(timedelta(days=1))
    assert engine.fire_timers() == 0
    engine.resume(case, by="ana")
    assert engine.fire_timers() == 1
    assert labels(engine, case) == ["late"]


def test_variables_corrected_by_hand_are_in_the_history(engine: Engine) -> None:
    case = started(engine, fee=1)
    engine.set_variables(case, {"fee": 2}, by="ana", reason="typing error")
    [record] = [r for r in engine.history(case) if r.kind == "changed"]
    assert record.data == {"reason": "typing error", "before": {"fee": 1}, "after": {"fee": 2}}
    assert engine.verify(case) is None


def test_names_nobody_knows_are_named_with_what_is_close(engine: Engine) -> None:
    started(engine)
    with pytest.raises(UnknownDefinition) as caught:
        engine.start("pp", by="ana")
    assert "Did you mean p?" in str(caught.value)
    with pytest.raises(UnknownInstance):
        engine.instance("nothing")
    with pytest.raises(UnknownInstance):
        engine.history("nothing")


def test_lists_and_counts_agree(engine: Engine, clock: Clock) -> None:
    for _ in range(3):
        case = started(engine)
    assert engine.count_instances("p") == len(engine.instances("p")) == 3
    assert engine.count_work_items(group="clerks") == len(engine.work_items(group="clerks")) == 3
    assert engine.work_items(limit=1, offset=2)[0] in engine.work_items()
    finish(engine, case, "a")
    assert engine.count_work_items(status="completed") == 1
    assert engine.count_instances("p", status="running") == 3
    assert engine.work_items(group="heads") == []


def test_the_log_has_offered_claimed_started_and_completed(engine: Engine, clock: Clock) -> None:
    case = started(engine)
    [item] = engine.work_items(case)
    clock.advance(timedelta(minutes=10))
    engine.claim(item, by="ana")
    clock.advance(timedelta(minutes=5))
    engine.complete(item, by="ana")
    [first, _second] = engine.event_log("p", persons=True).activities.to_pylist()
    assert first["claimed"] - first["offered"] == timedelta(minutes=10)
    assert first["completed"] - first["started"] == timedelta(minutes=5)
    assert (first["resource"], first["group"]) == ("ana", "clerks")
    assert len(engine.event_log("p", since=clock.now() + timedelta(days=1))) == 0


def chain(engine: Engine, *names: str, key: str = "p", nodes: str = ""):  # type: ignore[no-untyped-def]
    ways = "\n".join(f"{a} -> {b}" for a, b in pairwise(("s", *names)))
    users = " ".join(names)
    return engine.deploy(drawn(f'<startEvent id="s"/>{nodes}', ways, users=users, key=key), by="ana")


def test_a_suspended_definition_starts_nothing_and_rests_with_its_cases(engine: Engine) -> None:
    definition = chain(engine, "a", "b")
    one, two, alone = (engine.start(definition, by="ana") for _ in range(3))
    engine.suspend(alone, by="ana")
    outcomes = engine.suspend_definition("p", by="ana", reason="new law", instances=True)
    assert [outcome.id for outcome in outcomes if outcome] == [one.id, two.id]
    assert list(engine.suspended("definition")) == ["p"]
    with pytest.raises(Suspended) as refused:
        engine.start(definition, by="ana")
    assert "Resume it first." in str(refused.value)
    with pytest.raises(Suspended):
        engine.complete(engine.work_items(one)[0], by="ana")
    engine.resume_definition("p", by="ana")
    assert [engine.instance(case).status for case in (one, two, alone)] == [
        "running",
        "running",
        "suspended",
    ]
    finish(engine, one, "a")
    with pytest.raises(WrongState):
        engine.resume_definition("p", by="ana")


def test_what_comes_for_the_suspended_is_kept_until_they_are_resumed(engine: Engine) -> None:
    message = '<message id="m" name="paid"/>'
    event = '<messageEventDefinition messageRef="m"/>'
    nodes = f'<startEvent id="s"/><intermediateCatchEvent id="w">{event}</intermediateCatchEvent>'
    waits = engine.deploy(drawn(nodes, "s -> w\nw -> a", roots=message, users="a"), by="ana")
    begins = f'<startEvent id="s">{event}</startEvent>'
    engine.deploy(drawn(begins, "s -> c", roots=message, users="c", key="q"), by="ana")
    case = engine.start(waits, by="ana", business_key="K")
    engine.suspend(case, by="ana")
    engine.suspend_definition("q", by="ana")
    assert engine.correlate("paid", key="K").buffered
    engine.resume(case, by="ana")
    assert labels(engine, case) == ["a"]
    assert engine.correlate("paid", key="L").buffered
    engine.resume_definition("q", by="ana")
    [started_by_it] = engine.instances("q")
    assert started_by_it.business_key == "L"
    assert engine.kept_messages() == []


def test_the_services_of_a_suspended_topic_or_case_wait(engine: Engine) -> None:
    nodes = '<startEvent id="s"/><serviceTask id="fee"/>'
    calls = []
    engine.service_task("fee")(lambda: calls.append(1))
    engine.suspend_topic("fee", by="ana")
    definition = engine.deploy(drawn(nodes, "s -> fee\nfee -> a", users="a"), by="ana")
    case = engine.start(definition, by="ana")
    assert engine.run_jobs() == 0
    assert (calls, labels(engine, case)) == ([], [])
    engine.suspend(case, by="ana")
    engine.resume_topic("fee", by="ana")
    assert engine.run_jobs() == 0
    assert calls == []
    engine.resume(case, by="ana")
    assert (calls, labels(engine, case)) == ([1], ["a"])


def test_a_token_is_moved_with_its_trace(engine: Engine) -> None:
    case = engine.start(chain(engine, "a", "b", "c"), by="ana", data={"x": 1})
    engine.move(case, element="a", to="c", by="head", reason="checked on paper", data={"x": 2})
    assert labels(engine, case) == ["c"]
    assert kinds(engine, case, "a") == ["started", "offered", "cancelled"]
    [moved] = [r for r in engine.history(case) if r.kind == "moved"]
    assert (moved.by, moved.data["from"], moved.data["to"]) == ("head", "a", "c")
    with pytest.raises(NotMovable) as refused:
        engine.move(case, element="a", to="b", by="head", reason="?")
    assert "Tokens are at c." in str(refused.value)
    with pytest.raises(NotMovable) as refused:
        engine.move(case, element="c", to="s", by="head", reason="?")
    assert "begins by itself" in str(refused.value)
    with pytest.raises(NotMovable):
        engine.move(case, element="c", to="nowhere", by="head", reason="?")
    finish(engine, case, "c")
    assert engine.instance(case).status == "completed"
    assert engine.verify(case) is None


def test_a_token_leaves_a_subprocess_that_becomes_empty(engine: Engine) -> None:
    inner = '<subProcess id="sub"><startEvent id="is"/><userTask id="i" name="i"/>'
    inner += '<sequenceFlow id="i1" sourceRef="is" targetRef="i"/></subProcess>'
    text = drawn(f'<startEvent id="s"/>{inner}', "s -> sub\nsub -> a\na -> b", users="a b").source
    model = read_model(text.replace(b"<flowNodeRef>a<", b"<flowNodeRef>i</flowNodeRef><flowNodeRef>a<"))
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    assert labels(engine, case) == ["i"]
    with pytest.raises(NotMovable) as refused:
        engine.restart(case, at="i", by="head", reason="?")
    assert "Choose the outer element itself." in str(refused.value)
    engine.move(case, element="i", to="b", by="head", reason="no need")
    assert labels(engine, case) == ["b"]
    with pytest.raises(NotMovable) as refused:
        engine.move(case, element="b", to="i", by="head", reason="?")
    assert "is inside “sub”, which is not running" in str(refused.value)
    finish(engine, case, "b")
    assert engine.instance(case).status == "completed"


def test_a_case_goes_back_with_the_variables_of_that_time(engine: Engine) -> None:
    case = engine.start(chain(engine, "a", "b", "c"), by="ana", data={"x": 1})
    finish(engine, case, "a", x=2)
    finish(engine, case, "b", x=3, y=1)
    engine.restart(case, at="b", by="head", reason="appeal", data={"z": 9})
    assert labels(engine, case) == ["b"]
    assert engine.instance(case).data == {"x": 2, "z": 9}
    finish(engine, case, "b", x=4)
    engine.restart(case, at="a", by="head", reason="again")
    assert engine.instance(case).data == {"x": 1}
    with pytest.raises(NotMovable):
        engine.restart(case, at="d", by="head", reason="?")


def test_a_cancelled_case_can_be_taken_up_again_a_completed_one_not(engine: Engine, clock: Clock) -> None:
    case = started(engine)
    engine.cancel(case, by="ana")
    assert engine.restart(case, at="a", by="head", reason="mistake").status == "running"
    clock.advance(timedelta(hours=2))
    assert engine.fire_timers() == 1
    finish(engine, case, "late")
    assert engine.instance(case).status == "completed"
    with pytest.raises(WrongState):
        engine.restart(case, at="a", by="head", reason="?")
    assert engine.verify(case) is None


def test_incidents_are_corrected_and_tried_again_in_bulk(engine: Engine) -> None:
    nodes = '<startEvent id="s"/><exclusiveGateway id="g"/>'
    ways = "s -> g\ng -> a [fee &gt; 10]\ng -> b [fee &lt;= 10]"
    definition = engine.deploy(
        drawn(nodes, ways.replace("&gt;", ">").replace("&lt;", "<"), users="a b"), by="x"
    )
    cases = [engine.start(definition, by="ana", data={"fee": fee}) for fee in ("?", "?", "?")]
    found = engine.incidents(definition="p", element="g")
    assert [incident.instance for incident in found] == [case.id for case in cases]
    assert [bool(o) for o in engine.retry_all([found[0]], by="head")] == [True]
    assert len(engine.incidents(cases[0])) == 1
    outcomes = engine.retry_all([*found[1:], "nothing"], by="head", data={"fee": 20})
    assert [bool(outcome) for outcome in outcomes] == [True, True, False]
    assert "no incident “nothing”" in str(outcomes[2].error)
    assert [labels(engine, case) for case in cases] == [[], ["a"], ["a"]]
    [record] = [r for r in engine.history(cases[1]) if r.kind == "changed"]
    assert record.data["before"] == {"fee": "?"}
    assert all(engine.cancel_all(cases, by="head", reason="mistaken"))


def test_who_acts_for_which_office_and_for_whom_is_kept(engine: Engine) -> None:
    case = engine.start(chain(engine, "a", "b"), by="ana")
    stand_in = Actor("bek", affiliation="Osh city", on_behalf_of="ana")
    engine.complete(engine.work_items(case)[0], by=stand_in)
    done = next(r for r in engine.history(case) if r.element == "a" and r.kind == "completed")
    assert (done.by, done.affiliation, done.on_behalf_of, done.version) == ("bek", "Osh city", "ana", 1)
    assert engine.verify(case) is None


def _told(mapping: str, ways: str, users: str) -> Model:
    return drawn(f'<startEvent id="s"/>{mapping}', ways, users=users, attributes=CAMUNDA)


CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
MAPPED = (
    '<userTask id="m" name="m"><extensionElements><camunda:inputOutput><camunda:outputParameter name="total">${fee + 1}'
    "</camunda:outputParameter></camunda:inputOutput></extensionElements></userTask>"
)
GATHERED = (
    '<userTask id="m" name="m"><multiInstanceLoopCharacteristics isSequential="true"><extensionElements>'
    '<gov:each outputCollection="total" outputItem="fee"/></extensionElements><loopCardinality>2</loopCardinality>'
    "</multiInstanceLoopCharacteristics></userTask>"
)


@pytest.mark.parametrize(("mapping", "times", "total"), [(MAPPED, 1, 6), (GATHERED, 2, [5, 5])])
def test_going_back_keeps_what_was_mapped_or_gathered_before(
    engine: Engine, mapping: str, times: int, total: object
) -> None:
    definition = engine.deploy(_told(mapping, "s -> m\nm -> b\nb -> c", "b c"), by="ana")
    case = engine.start(definition, by="ana")
    for _ in range(times):
        finish(engine, case, "m", fee=5)
    finish(engine, case, "b", later=1)
    engine.restart(case, at="b", by="head", reason="appeal")
    assert engine.instance(case).data == {"total": total}
    engine.restart(case, at="m", by="head", reason="all of it")
    assert engine.instance(case).data == {}


def test_what_nobody_can_tell_has_to_be_said(engine: Engine) -> None:
    ways = "s -> m\nm -> b\nb -> c"
    case = engine.start(engine.deploy(_told(MAPPED, ways, "b c"), by="ana"), by="ana")
    finish(engine, case, "m", fee=5)
    finish(engine, case, "b", total=7)
    with pytest.raises(NotMovable, match="“total”"):
        engine.restart(case, at="b", by="head", reason="appeal")
    assert engine.instance(case).data == {"total": 7}
    engine.restart(case, at="b", by="head", reason="appeal", data={"total": 6})
    assert engine.instance(case).data == {"total": 6}


def test_going_back_does_not_take_what_stayed_inside_a_called_process(engine: Engine) -> None:
    inner = drawn('<startEvent id="cs"/>', "cs -> i", users="i", key="inner")
    passed = '<camunda:out source="fee" target="total"/>'
    call = f'<callActivity id="k" calledElement="inner"><extensionElements>{passed}</extensionElements></callActivity>'
    case = engine.start(
        engine.deploy([_told(call, "s -> k\nk -> b\nb -> c", "b c"), inner], by="ana"), by="ana"
    )
    finish(engine, case, "i", fee=5, note="inside")
    finish(engine, case, "b")
    engine.restart(case, at="b", by="head", reason="appeal")
    assert engine.instance(case).data == {"total": 5}


def test_going_back_behind_a_call_that_gives_back_everything(engine: Engine) -> None:
    inner = drawn('<startEvent id="cs"/>', "cs -> i", users="i", key="inner")
    outer = drawn(
        '<startEvent id="s"/><callActivity id="k" calledElement="inner"/>',
        "s -> k\nk -> b\nb -> c",
        users="b c",
    )
    case = engine.start(engine.deploy([outer, inner], by="ana"), by="ana", data={"x": 1})
    finish(engine, case, "i", x=2, y=3)
    finish(engine, case, "b", z=4)
    engine.restart(case, at="b", by="head", reason="appeal")
    assert engine.instance(case).data == {"x": 2, "y": 3}
