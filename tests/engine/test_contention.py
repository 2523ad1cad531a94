"""Many callers at once: exactly one wins, nobody sees a lock, nothing is lost or doubled."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from engine import AlreadyClaimed, AlreadyCompleted, Engine, NotEntitled, UnknownWorkItem, WorkItem
from engine.testing import Clock
from tests.engine.drawing import drawn
from tests.engine.play import completed, finish, labels

THREE = "s -> split\nsplit -> a\nsplit -> b\nsplit -> c\na -> join\nb -> join\nc -> join\njoin -> d"
GATES = '<startEvent id="s"/><parallelGateway id="split"/><parallelGateway id="join"/>'


def test_fifty_callers_complete_the_same_item_and_one_wins(engine_url: str) -> None:
    engine = Engine(engine_url)
    case = engine.start(
        engine.deploy(drawn('<startEvent id="s"/>', "s -> a\na -> b", users="a b"), by="ana"), by="ana"
    )
    [item] = engine.work_items(case)

    def attempt(number: int) -> str:
        try:
            engine.complete(item, by=f"clerk {number}", data={"winner": number})
        except AlreadyCompleted:
            return "late"
        return "won"

    with ThreadPoolExecutor(50) as pool:
        outcomes = Counter(pool.map(attempt, range(50)))
    assert outcomes == {"won": 1, "late": 49}
    assert completed(engine, case).count("a") == 1
    assert labels(engine, case) == ["b"]
    assert engine.verify(case) is None
    engine.dispose()


def test_neighbouring_items_completed_together_all_count(engine_url: str) -> None:
    engine = Engine(engine_url)
    definition = engine.deploy(drawn(GATES, THREE, users="a b c d"), by="ana")
    cases = [engine.start(definition, by="ana") for _ in range(17)]
    items = [item for case in cases for item in engine.work_items(case)]

    def work(number: int) -> None:
        engine.complete(items[number], by="ana", data={items[number].label: number})

    with ThreadPoolExecutor(50) as pool:
        list(pool.map(work, range(len(items))))
    for case in cases:
        assert labels(engine, case) == ["d"]
        assert set(engine.instance(case).data) == {"a", "b", "c"}
        assert completed(engine, case).count("join") == 1
        assert engine.verify(case) is None
    engine.dispose()


def test_of_ten_who_claim_one_holds(engine_url: str) -> None:
    engine = Engine(engine_url)
    case = engine.start(engine.deploy(drawn('<startEvent id="s"/>', "s -> a", users="a"), by="ana"), by="ana")
    [item] = engine.work_items(case)

    def attempt(number: int) -> bool:
        try:
            engine.claim(item, by=f"clerk {number}")
        except AlreadyClaimed:
            return False
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(attempt, range(10))) == 1
    engine.dispose()


def test_a_case_started_ten_times_under_one_key_is_one_case(engine_url: str) -> None:
    engine = Engine(engine_url)
    definition = engine.deploy(drawn('<startEvent id="s"/>', "s -> a", users="a"), by="ana")
    with ThreadPoolExecutor(10) as pool:
        ids = set(pool.map(lambda _: engine.start(definition, by="ana", idempotency_key="K").id, range(10)))
    assert len(ids) == 1
    assert engine.count_instances(definition) == 1
    engine.dispose()


def test_several_clocks_fire_each_timer_once(engine_url: str) -> None:
    clock = Clock()
    timer = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
    nodes = f'<startEvent id="s"/><intermediateCatchEvent id="w">{timer}</intermediateCatchEvent>'
    engines = [Engine(engine_url, clock=clock) for _ in range(4)]
    definition = engines[0].deploy(drawn(nodes, "s -> w\nw -> a", users="a"), by="ana")
    cases = [engines[0].start(definition, by="ana") for _ in range(12)]
    clock.advance(timedelta(hours=1))
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda e: e.fire_timers(), engines)) == 12
    for case in cases:
        assert completed(engines[0], case) == ["s", "w"]
    for engine in engines:
        engine.dispose()


def test_the_same_completion_under_one_key_is_answered_twice_and_done_once(engine: Engine) -> None:
    case = engine.start(
        engine.deploy(drawn('<startEvent id="s"/>', "s -> a\na -> b", users="a b"), by="ana"), by="ana"
    )
    [item] = engine.work_items(case)
    engine.complete(item, by="ana", idempotency_key="K")
    engine.complete(item, by="ana", idempotency_key="K")
    assert [left.element for left in engine.work_items(case)] == ["b"]
    with pytest.raises(AlreadyCompleted):
        engine.complete(item, by="ana")


def test_only_who_is_offered_or_holds_an_item_may_do_it(engine: Engine) -> None:
    case = engine.start(engine.deploy(drawn('<startEvent id="s"/>', "s -> a", users="a"), by="ana"), by="ana")
    [item] = engine.work_items(case)
    with pytest.raises(NotEntitled):
        engine.complete(item, by="ben", groups=["heads"])
    assert engine.work_items(user="ben", groups=["heads"]) == []
    assert engine.work_items(user="ana", groups=["clerks"]) == [item]
    engine.claim(item, by="ana", groups=["clerks"])
    assert engine.work_items(user="cem", groups=["clerks"]) == []
    with pytest.raises(NotEntitled):
        engine.complete(item, by="cem", groups=["clerks"])
    engine.release(item, by="ana")
    engine.complete(item, by="cem", groups=["clerks"])
    with pytest.raises(UnknownWorkItem):
        engine.work_item("nothing")


def test_a_form_sent_as_it_was_shown_takes_nothing_back(engine: Engine) -> None:
    from engine.spiff.variables import merged

    assert merged({}, {"a": 1}, {}) == ({"a": 1}, [])
    assert merged({"a": 1}, {"a": 1}, {"a": 2}) == ({}, [])
    assert merged({"a": 1}, {"a": 3}, {"a": 2}) == ({"a": 3}, ["a"])
    assert merged({"a": 1}, {"a": 3}, {"a": 1}) == ({"a": 3}, [])


def test_a_changed_history_is_found(engine: Engine) -> None:
    import sqlalchemy as sa

    from engine.store.tables import history

    case = engine.start(engine.deploy(drawn('<startEvent id="s"/>', "s -> a", users="a"), by="ana"), by="ana")
    finish(engine, case, "a")
    assert engine.verify(case) is None
    with engine._shop.store.engine.begin() as connection:
        connection.execute(sa.update(history).where(history.c.number == 4).values(by="somebody else"))
    assert engine.verify(case) == 4
    with engine._shop.store.engine.begin() as connection:
        connection.execute(sa.delete(history).where(history.c.number >= 4))
    assert engine.verify(case) == 4


def test_the_same_call_made_many_times_at_once_is_done_once(engine_url: str) -> None:
    engine = Engine(engine_url)
    paid = '<message id="paid" name="paid"/>'
    receive = '<startEvent id="s"/><receiveTask id="r" messageRef="paid"/><endEvent id="e"/>'
    definition = engine.deploy(drawn(receive, "s -> a\na -> r\nr -> e", users="a", roots=paid), by="ana")
    for number in range(5):
        case = engine.start(definition, business_key=f"P-{number}", by="ana")
        [item] = engine.work_items(case)

        def complete(_number: int, item: WorkItem = item) -> None:
            engine.complete(item, by="ana", idempotency_key=f"complete {item.id}")

        def pay(_number: int, key: str = f"P-{number}") -> tuple[str, ...]:
            return engine.correlate("paid", key=key, idempotency_key=f"pay {key}").instances

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(complete, range(8)))
            assert list(pool.map(pay, range(8))) == [(case.id,)] * 8
        assert engine.instance(case).status == "completed"
        assert engine.kept_messages() == []
    engine.dispose()


def test_of_many_messages_at_once_one_arrives_and_the_others_are_kept(engine_url: str) -> None:
    engine = Engine(engine_url)
    receive = '<startEvent id="s"/><receiveTask id="r" messageRef="paid"/><endEvent id="e"/>'
    model = drawn(receive, "s -> r\nr -> e", roots='<message id="paid" name="paid"/>')
    case = engine.start(engine.deploy(model, by="ana"), business_key="P", by="ana")
    with ThreadPoolExecutor(8) as pool:
        arrived = list(pool.map(lambda _number: bool(engine.correlate("paid", key="P")), range(8)))
    assert Counter(arrived) == {True: 1, False: 7}
    assert engine.instance(case).status == "completed"
    assert len(engine.kept_messages()) == 7
    engine.dispose()


def test_a_message_that_comes_as_somebody_begins_to_wait_for_it_arrives(engine_url: str) -> None:
    engine = Engine(engine_url)
    receive = '<startEvent id="s"/><receiveTask id="r" messageRef="paid"/><endEvent id="e"/>'
    model = drawn(receive, "s -> r\nr -> e", roots='<message id="paid" name="paid"/>')
    definition = engine.deploy(model, by="ana")

    def meet(number: int) -> None:
        key = f"P-{number // 2}"
        if number % 2:
            engine.start(definition, business_key=key, by="ana")
        else:
            engine.correlate("paid", key=key)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(meet, range(80)))
    assert engine.count_instances(status="completed") == 40
    assert engine.kept_messages() == []
    engine.dispose()
