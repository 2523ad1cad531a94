"""Cases go on in another version: who can, who cannot and why, whose deadline changes, and back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine import Engine, NotMovable
from engine.instance import Instance
from engine.testing import Clock
from processes import read_model
from tests.engine.drawing import drawn
from tests.engine.play import completed, finish, kinds, labels

START = '<startEvent id="s"/>'


def timer(duration: str, *, host: str = "a", id_: str = "b") -> str:
    due = f"<timerEventDefinition><timeDuration>{duration}</timeDuration></timerEventDefinition>"
    return f'<boundaryEvent id="{id_}" attachedToRef="{host}" cancelActivity="false">{due}</boundaryEvent>'


def one(
    engine: Engine, nodes: str = START, ways: str = "s -> a\na -> c", users: str = "a c", **more: Any
) -> Any:
    return engine.deploy(drawn(nodes, ways, users=users, **more), by="ana")


def started(engine: Engine, definition: Any, **data: Any) -> Instance:
    return engine.start(definition, by="ana", data=data)


def test_a_case_goes_on_in_the_new_version_with_what_it_has(engine_url: str) -> None:
    engine = Engine(engine_url)
    first = one(engine)
    case = started(engine, first, x=1)
    engine.claim(engine.work_items(case)[0], by="bek")
    second = one(engine, ways="s -> a\na -> d\nd -> c", users="a c d")
    [rehearsed] = engine.rehearse_migration(second)
    assert (bool(rehearsed), rehearsed.deadlines) == (True, ())
    assert engine.instance(case).version == 1
    batch = engine.migrate_instances(second, by="head", reason="new law")
    assert all(batch.results)
    [item] = engine.work_items(case)
    assert (item.holder, item.definition, engine.instance(case).version) == ("bek", second.id, 2)
    finish_as(engine, case, "bek")
    assert labels(engine, case) == ["d"]
    finish(engine, case, "d")
    finish(engine, case, "c")
    assert engine.instance(case).status == "completed"
    assert engine.instance(case).data == {"x": 1}
    [record] = [r for r in engine.history(case) if r.kind == "migrated"]
    assert (record.by, record.data["from"], record.data["to"]) == ("head", first.id, second.id)
    assert (record.data["reason"], record.version) == ("new law", 2)
    assert engine.verify(case) is None
    engine.dispose()


def finish_as(engine: Engine, case: Instance, by: str) -> None:
    engine.complete(engine.work_items(case)[0], by=by)


def test_who_cannot_go_is_told_why_and_stays_as_it_is(engine: Engine) -> None:
    first = one(engine)
    at_a, at_c = started(engine, first), started(engine, first)
    finish(engine, at_c, "a")
    second = one(engine, ways="s -> e\ne -> c", users="e c")
    assert engine.propose_mapping(first, second).without == ("a",)
    rehearsed = {r.instance: r for r in engine.rehearse_migration(second)}
    assert bool(rehearsed[at_c.id])
    assert [str(p) for p in rehearsed[at_a.id].problems] == ["“a” (a) has no counterpart in the new version."]
    results = {r.id: r for r in engine.migrate_instances(second, by="head").results}
    assert isinstance(results[at_a.id].error, NotMovable)
    assert [engine.instance(case).version for case in (at_a, at_c)] == [1, 2]
    again = engine.migrate_instances(second, mapping={"a": "e"}, by="head")
    assert [r.id for r in again.results if r] == [at_a.id]
    assert labels(engine, at_a) == ["e"]


def test_another_id_with_the_same_label_is_the_same(engine: Engine) -> None:
    first = one(engine)
    case = started(engine, first)
    source = drawn(START, "s -> z\nz -> c", users="z c").source.replace(b'name="z"', b'name="a"')
    second = engine.deploy(read_model(source), by="ana")
    assert engine.propose_mapping(first, second).mapping["a"] == "z"
    engine.migrate_instances(second, by="head")
    [item] = engine.work_items(case)
    assert item.element == "z"
    engine.complete(item, by="ana")
    assert labels(engine, case) == ["c"]


def test_another_kind_or_place_is_no_counterpart(engine: Engine) -> None:
    first = one(engine)
    started(engine, first)
    changed = drawn(START, "s -> a\na -> c", users="a c").source.replace(
        b'<userTask id="a" name="a"/>', b'<receiveTask id="a" name="a" messageRef="m"/>'
    )
    changed = changed.replace(b'<process id="p"', b'<message id="m" name="m"/><process id="p"')
    second = engine.deploy(read_model(changed), by="ana")
    [rehearsed] = engine.rehearse_migration(second, mapping={"a": "a"})
    assert "would become something else: Receive task instead of User task" in str(rehearsed.problems[0])


@pytest.mark.parametrize(
    ("before", "after", "due"), [("PT2H", "PT5H", 5), ("PT5H", "PT2H", 2), ("PT3H", "PT3H", 3)]
)
def test_clocks_run_on_from_when_the_activity_began(
    engine: Engine, clock: Clock, before: str, after: str, due: int
) -> None:
    ways, users = "s -> a\na -> c\nb -> late", "a c late"
    case = started(engine, one(engine, START + timer(before), ways, users))
    began = clock.now()
    clock.advance(timedelta(hours=1))
    second = one(engine, START + timer(after) + '<task id="unused"/>', ways + "\nc -> unused", users)
    [rehearsed] = engine.rehearse_migration(second)
    assert [(d.element, d.after) for d in rehearsed.deadlines] == (
        [] if before == after else [("b", began + timedelta(hours=due))]
    )
    batch = engine.migrate_instances(second, by="head")
    assert engine.next_timer() == began + timedelta(hours=due)
    assert all(engine.undo_migration(batch, by="head"))
    assert engine.next_timer() == began + timedelta(hours=int(before[2]))
    assert engine.instance(case).version == 1


def test_a_watch_that_is_new_begins_with_its_activity_and_one_that_is_gone_falls_away(
    engine: Engine, clock: Clock
) -> None:
    plain = one(engine)
    case = started(engine, plain)
    began = clock.now()
    clock.advance(timedelta(hours=1))
    watched = one(engine, START + timer("PT2H"), "s -> a\na -> c\nb -> late", "a c late")
    [rehearsed] = engine.rehearse_migration(watched)
    assert [(d.element, d.before, d.after) for d in rehearsed.deadlines] == [
        ("b", None, began + timedelta(hours=2))
    ]
    batch = engine.migrate_instances(watched, by="head")
    assert engine.next_timer() == began + timedelta(hours=2)
    assert all(engine.undo_migration(batch, by="head"))
    assert engine.next_timer() is None
    engine.migrate_instances(watched, by="head")
    clock.advance(timedelta(hours=1))
    assert engine.fire_timers() == 1
    assert labels(engine, case) == ["a", "late"]


def test_tokens_in_joins_loops_and_subprocesses_go_along(engine: Engine) -> None:
    gates = START + '<parallelGateway id="g"/><parallelGateway id="j"/>'
    ways = "s -> g\ng -> a\ng -> b\na -> j\nb -> j\nj -> c"
    case = started(engine, one(engine, gates, ways, "a b c"))
    finish(engine, case, "a")
    second = one(engine, gates, "s -> g\ng -> a\ng -> b\na -> x\nx -> j\nb -> j\nj -> c", "a b c x")
    batch = engine.migrate_instances(second, by="head")
    assert all(batch.results), batch.results[0].error
    assert labels(engine, case) == ["b"]
    finish(engine, case, "b")
    assert labels(engine, case) == ["c"]
    assert completed(engine, case).count("j") == 1


def test_messages_and_services_under_way_are_those_of_the_new_version(engine: Engine) -> None:
    def drawing(message: str, topic: str) -> Any:
        event = '<messageEventDefinition messageRef="m"/>'
        ext = f'<extensionElements><gov:service topic="{topic}"/></extensionElements>'
        nodes = (
            f'{START}<parallelGateway id="g"/><intermediateCatchEvent id="w">{event}</intermediateCatchEvent>'
        )
        nodes += f'<serviceTask id="fee">{ext}</serviceTask>'
        roots = f'<message id="m" name="{message}"/>'
        return one(engine, nodes, "s -> g\ng -> w\ng -> fee\nw -> a\nfee -> c", "a c", roots=roots)

    case = started(engine, drawing("paid", "old"))
    assert len(engine.incidents(case)) == 1
    engine.migrate_instances(drawing("settled", "new"), by="head")
    assert engine.correlate("paid").buffered
    assert engine.correlate("settled").instances == (case.id,)
    calls = []
    engine.service_task("new")(lambda: calls.append(1))
    engine.service_task("fee")(lambda: calls.append(1))
    engine.retry(engine.incidents(case)[0], by="head")
    assert (len(calls), labels(engine, case)) == (1, ["a", "c"])


def test_what_was_undone_once_is_not_undone_again(engine: Engine) -> None:
    case = started(engine, one(engine))
    second = one(engine, ways="s -> a\na -> d\nd -> c", users="a c d")
    batch = engine.migrate_instances(second, by="head")
    finish(engine, case, "a")
    [result] = engine.undo_migration(batch, by="head")
    assert isinstance(result.error, NotMovable)
    assert labels(engine, case) == ["d"]
    finish(engine, case, "d")
    assert all(engine.undo_migration(batch, by="head"))
    assert (engine.instance(case).version, labels(engine, case)) == (1, ["c"])
    assert engine.undo_migration(batch, by="head") == []
    assert kinds(engine, case, "c") == ["started", "offered"]


def test_a_suspended_case_is_migrated_and_goes_on_resting(engine: Engine) -> None:
    case = started(engine, one(engine))
    engine.suspend(case, by="ana")
    engine.migrate_instances(one(engine, ways="s -> a\na -> d\nd -> c", users="a c d"), by="head")
    assert (engine.instance(case).status, engine.instance(case).version) == ("suspended", 2)
    engine.resume(case, by="ana")
    finish(engine, case, "a")
    assert labels(engine, case) == ["d"]
