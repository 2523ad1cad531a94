"""A multi-instance of many items: what nothing touches sleeps beside the state, and nothing forgets it."""
# ruff: noqa: E501  (BPMN text reads better unbroken)

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine import Engine, InvalidData
from engine.spiff.asleep import FROM, SIZE
from engine.store import migrate
from engine.store.tables import instance, part
from engine.testing import Clock
from processes import Model
from tests.engine.drawing import drawn
from tests.engine.play import completed, finish, kinds, labels

MANY = FROM + 9
EACH = '<extensionElements><gov:each collection="xs" item="x" outputCollection="ys" outputItem="y"/></extensionElements>'
ROUNDS = f"<multiInstanceLoopCharacteristics>{EACH}</multiInstanceLoopCharacteristics>"


def many(
    more: str = "", ways: str = "", *, until: str = "", kind: str = "userTask", users: str = "z"
) -> Model:
    """Return `s -> a (for each x) -> z`, where z is a work item; `until` is a completion condition."""
    inside = ROUNDS
    if until:
        condition = f"<completionCondition>{until}</completionCondition>"
        inside = ROUNDS.replace("</multi", condition + "</multi")
    nodes = f'<startEvent id="s"/><{kind} id="a" name="a">{inside}</{kind}>{more}'
    return drawn(nodes, "s -> a\na -> z\n" + ways, users=users, more="a" if kind == "userTask" else "")


def begun(engine: Engine, model: Model, count: int = MANY) -> str:
    """Deploy and start, with so many items; return the id of the case."""
    return engine.start(engine.deploy(model, by="ana"), by="ana", data={"xs": list(range(count))}).id


def stored(engine: Engine) -> dict[int, bytes]:
    """Return the parts that are stored, by number."""
    with engine._shop.store.read() as unit:
        return {row.number: bytes(row.state) for row in unit.connection.execute(sa.select(part))}


def state_of(engine: Engine) -> bytes:
    """Return the state of the only instance."""
    with engine._shop.store.read() as unit:
        return bytes(unit.connection.execute(sa.select(instance.c.state)).scalar_one())


def finish_all(engine: Engine, case: str, *, backwards: bool = False) -> None:
    """Complete every item of `a`, each with its own output."""
    items = [item for item in engine.work_items(case, limit=1000) if item.label == "a"]
    for number, item in enumerate(reversed(items) if backwards else items):
        engine.complete(item, by="ana", data={"y": number})


def test_completing_one_item_writes_its_part_and_no_other(engine: Engine) -> None:
    case = begun(engine, many())
    before = stored(engine)
    assert len(before) == -(-MANY // SIZE)
    items = engine.work_items(case, limit=1000)
    engine.complete(items[SIZE + 1], by="ana", data={"y": 1})
    after = stored(engine)
    assert [number for number in before if after.get(number) != before[number]] == [2]
    assert len(state_of(engine)) < 700


@pytest.mark.parametrize("backwards", [False, True])
def test_outputs_come_in_the_order_of_the_input(engine: Engine, backwards: bool) -> None:
    case = begun(engine, many())
    engine._shop.live.clear()
    finish_all(engine, case, backwards=backwards)
    expected = list(range(MANY))
    assert engine.instance(case).data["ys"] == (expected[::-1] if backwards else expected)
    assert stored(engine) == {}
    finish(engine, engine.instance(case), "z")
    assert engine.instance(case).status == "completed"
    assert engine.verify(case) is None


@pytest.mark.parametrize("until", ["", "nrOfCompletedInstances = 40", "nrOfActiveInstances &lt; 30", "y = 8"])
def test_sleeping_changes_nothing_but_the_size(until: str) -> None:
    histories = []
    for keeps, forgets in ((False, False), (False, True), (True, True)):
        engine = Engine("sqlite://", clock=Clock(), keep_finished=keeps)
        case = begun(engine, many(until=until))
        while items := [item for item in engine.work_items(case, limit=1000) if item.label == "a"]:
            if forgets:
                engine._shop.live.clear()
            engine.complete(items[len(items) * 2 // 3], by="ana", data={"y": len(items) % 9})
        assert bool(stored(engine)) is False
        finish(engine, engine.instance(case), "z")
        assert engine.verify(case) is None
        histories.append([(r.element, r.kind, r.activity, str(r.data)) for r in engine.history(case)])
        engine.dispose()
    assert histories[0] == histories[1] == histories[2]


def test_who_interrupts_the_activity_ends_its_sleeping_items(engine: Engine, clock: Clock) -> None:
    timer = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
    late = f'<boundaryEvent id="b" attachedToRef="a">{timer}</boundaryEvent>'
    case = begun(engine, many(late, "b -> late", users="z late"))
    engine.complete(engine.work_items(case)[0], by="ana", data={"y": 1})
    clock.advance(timedelta(hours=2))
    engine.fire_timers()
    assert labels(engine, engine.instance(case)) == ["late"]
    assert kinds(engine, engine.instance(case), "a").count("cancelled") == MANY - 1
    assert stored(engine) == {}


def test_another_branch_that_terminates_ends_sleeping_items(engine: Engine) -> None:
    stop = '<parallelGateway id="g"/><endEvent id="t"><terminateEventDefinition/></endEvent>'
    nodes = f'<startEvent id="s"/>{stop}<userTask id="a" name="a">{ROUNDS}</userTask>'
    model = drawn(nodes, "s -> g\ng -> a\ng -> stop\nstop -> t", users="stop", more="a")
    case = begun(engine, model)
    [item] = [item for item in engine.work_items(case, limit=1000) if item.label == "stop"]
    engine._shop.live.clear()
    engine.complete(item, by="ana")
    assert engine.instance(case).status == "terminated"
    assert engine.count_work_items(case) == 0
    assert kinds(engine, engine.instance(case), "a").count("cancelled") == MANY
    assert stored(engine) == {}


def test_a_refused_completion_leaves_the_parts_as_they_were(engine: Engine) -> None:
    case = begun(engine, many())
    before = stored(engine)
    item = engine.work_items(case)[3]
    with pytest.raises(InvalidData):
        engine.complete(item, by="ana", data={"y": object()})
    assert stored(engine) == before
    finish_all(engine, case)
    assert len(engine.instance(case).data["ys"]) == MANY


def test_operating_reaches_items_that_sleep(engine_url: str) -> None:
    engine = Engine(engine_url)
    case = begun(engine, many())
    engine.suspend(case, by="ana")
    engine.resume(case, by="ana")
    engine.set_variables(case, {"other": 1}, by="ana", reason="asked for")
    first, *_rest = engine.work_items(case)
    engine.complete(first, by="ana", data={"y": 0})
    assert engine.count_work_items(case) == MANY - 1
    engine.restart(case, at="a", by="ana", reason="from the start")
    assert engine.count_work_items(case) == MANY
    finish_all(engine, case)
    assert engine.instance(case).data["ys"] == list(range(MANY))
    engine.cancel(case, by="ana")
    assert engine.instance(case).status == "cancelled"
    assert stored(engine) == {}
    assert engine.verify(case) is None
    engine.dispose()


def test_a_moved_token_takes_its_sleeping_items_out_of_play(engine: Engine) -> None:
    case = begun(engine, many())
    engine.move(case, element="a", to="z", by="ana", reason="enough is known")
    assert labels(engine, engine.instance(case)) == ["z"]
    assert stored(engine) == {}


def test_two_servers_take_turns_with_the_same_parts(engine_url: str) -> None:
    here, there = Engine(engine_url), Engine(engine_url)
    case = begun(here, many())
    for number, item in enumerate(here.work_items(case, limit=1000)):
        (there if number % 3 else here).complete(item, by="ana", data={"y": number})
    assert there.instance(case).data["ys"] == list(range(MANY))
    assert stored(here) == {}
    assert here.verify(case) is None
    here.dispose()
    there.dispose()


def test_cancelling_withdraws_items_that_sleep(engine: Engine) -> None:
    case = begun(engine, many())
    engine.cancel(case, by="ana")
    assert engine.count_work_items(case) == 0
    assert kinds(engine, engine.instance(case), "a").count("cancelled") == MANY
    assert stored(engine) == {}


def test_a_migrated_case_takes_its_sleeping_items_along_and_back(engine_url: str) -> None:
    engine = Engine(engine_url)
    case = begun(engine, many())
    engine.complete(engine.work_items(case)[0], by="ana", data={"y": 0})
    other = engine.deploy(many('<task id="new"/>', "s -> new"), by="ana")
    batch = engine.migrate_instances(other, by="ana")
    assert engine.count_work_items(case) == MANY - 1
    engine.complete(engine.work_items(case)[0], by="ana", data={"y": 1})
    engine.undo_migration(batch, by="ana")
    assert len(stored(engine)) == -(-MANY // SIZE)
    for number, item in enumerate(engine.work_items(case, limit=1000), start=2):
        engine.complete(item, by="ana", data={"y": number})
    assert engine.instance(case).data["ys"] == list(range(MANY))
    assert labels(engine, engine.instance(case)) == ["z"]
    assert engine.verify(case) is None
    engine.dispose()


def test_services_of_many_items_each_run_once(engine: Engine) -> None:
    seen: list[int] = []

    @engine.service_task("a")
    def work(data: dict[str, int]) -> dict[str, int]:
        seen.append(data["x"])
        return {"y": data["x"] * 2}

    case = begun(engine, many(kind="serviceTask"))
    engine.run_jobs()
    assert sorted(seen) == list(range(MANY))
    assert engine.instance(case).data["ys"] == [2 * x for x in range(MANY)]
    assert stored(engine) == {}


def test_going_back_to_the_schema_before_puts_the_parts_into_the_state(engine_url: str) -> None:
    engine = Engine(engine_url)
    case = begun(engine, many())
    engine.complete(engine.work_items(case, limit=1000)[40], by="ana", data={"y": "early"})
    assert stored(engine)
    migrate(engine_url, to="0008")
    with engine._shop.store.engine.connect() as connection:
        state = bytes(connection.execute(sa.select(instance.c.state)).scalar_one())
    version, _next, rows, _kept = json.loads(state)
    assert (version, len(rows)) == (2, MANY)  # the body and all items but one
    migrate(engine_url)
    engine._shop.live.clear()
    finish_all(engine, case)
    expected: list[object] = list(range(MANY - 1))
    expected.insert(40, "early")
    assert engine.instance(case).data["ys"] == expected
    assert completed(engine, engine.instance(case)).count("a") == MANY
    engine.dispose()


def test_a_long_state_is_squeezed(engine: Engine) -> None:
    from engine.spiff.packed import MOST_PLAIN, pack, unpack

    long = [1, "a" * 3 * MOST_PLAIN]
    assert len(pack(long)) < MOST_PLAIN
    assert unpack(pack(long)) == (3, long)
    with pytest.raises(ValueError, match="no state"):
        unpack(b"what is this")
    begun(engine, many(), count=FROM - 1)
    assert stored(engine) == {}
    assert state_of(engine)[:4] == b"KZ\x03z"
