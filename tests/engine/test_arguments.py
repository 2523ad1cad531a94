from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from engine import Engine, InvalidArgument, InvalidData, KeyReused, UnknownInstance
from tests.engine.drawing import drawn


def _deployed(engine: Engine) -> Any:
    return engine.deploy(drawn('<startEvent id="s"/>', "s -> a", users="a"), by="ana")


@pytest.mark.parametrize("by", [None, "", "  ", 5])
def test_whoever_acts_has_a_name(engine: Engine, by: Any) -> None:
    definition = _deployed(engine)
    case = engine.start(definition, by="ana")
    [item] = engine.work_items(case)
    verbs: list[Callable[[], object]] = [
        lambda: engine.start(definition, by=by),
        lambda: engine.claim(item, by=by),
        lambda: engine.release(item, by=by),
        lambda: engine.complete(item, by=by),
        lambda: engine.cancel(case, by=by),
        lambda: engine.suspend(case, by=by),
    ]
    for verb in verbs:
        with pytest.raises(InvalidArgument) as caught:
            verb()
        assert caught.value.argument == "by" and caught.value.hint
    assert engine.work_items(case) == [item]
    assert engine.count_instances() == 1


@pytest.mark.parametrize("model", ["x", 5, None, [], ["x"]])
def test_only_a_model_is_deployed(engine: Engine, model: Any) -> None:
    with pytest.raises(InvalidArgument, match="read_model"):
        engine.deploy(model, by="ana")


def test_data_are_values_under_names(engine: Engine) -> None:
    with pytest.raises(InvalidArgument) as caught:
        engine.start(_deployed(engine), data=[1], by="ana")  # type: ignore[arg-type]
    assert str(caught.value) == "“data” cannot be [1]. Give values under their names, as a dictionary."


def test_a_status_nobody_knows_is_not_counted_as_none(engine: Engine) -> None:
    for verb in (engine.work_items, engine.count_work_items):
        with pytest.raises(InvalidArgument, match="status"):
            verb(status="opne")


def test_a_moment_has_a_time_zone(engine: Engine) -> None:
    for verb in (engine.work_items, engine.count_work_items):
        with pytest.raises(InvalidArgument, match="time zone"):
            verb(due_before=datetime(2026, 5, 1))  # noqa: DTZ001


@pytest.mark.parametrize("url", ["foo://", "x.db", ""])
def test_an_address_of_no_database_is_refused(url: str) -> None:
    with pytest.raises(InvalidArgument, match="sqlite:///file"):
        Engine(url)


def test_a_database_in_no_folder_is_refused() -> None:
    engine = Engine("sqlite:////nonexistent/dir/x.db")
    for verb in (engine.definitions, engine.migrate):
        with pytest.raises(InvalidArgument, match="folder"):
            verb()


def test_an_idempotency_key_is_for_one_thing(engine: Engine) -> None:
    one = _deployed(engine)
    case = engine.start(one, by="ana", idempotency_key="z")
    assert engine.start(one, by="ana", idempotency_key="z").id == case.id
    other = engine.deploy(drawn('<startEvent id="s"/>', "s -> a\ns -> b", users="a b", key="other"), by="ana")
    with pytest.raises(KeyReused, match="“z”"):
        engine.start(other, by="ana", idempotency_key="z")
    first, second = engine.work_items(engine.start(other, by="ana"))
    engine.complete(first, by="ana", idempotency_key="z")
    engine.complete(first, by="ana", idempotency_key="z")
    with pytest.raises(KeyReused) as caught:
        engine.complete(second, by="ana", idempotency_key="z")
    assert caught.value.key == "z"
    assert engine.work_item(second).status == "open"
    engine.correlate("paid", key="K", idempotency_key="z")
    with pytest.raises(KeyReused):
        engine.correlate("paid", key="L", idempotency_key="z")
    assert [message.key for message in engine.kept_messages()] == ["K"]


def test_a_case_nobody_knows_differs_from_one_with_nothing_to_show(engine: Engine) -> None:
    verbs: list[Callable[[str], object]] = [
        engine.incidents,
        engine.work_items,
        engine.count_work_items,
        engine.history,
        engine.instance,
        engine.verify,
    ]
    for verb in verbs:
        with pytest.raises(UnknownInstance, match="nope"):
            verb("nope")
    case = engine.start(_deployed(engine), by="ana")
    assert engine.work_items(case, user="nobody") == []
    assert engine.incidents(case) == []


@pytest.mark.parametrize("given", ["", " ", None, 5, ["x"], "a\0b", "\ud83d"])
def test_what_is_called_by_a_name_is_called_by_a_text(engine: Engine, given: Any) -> None:
    verbs: list[Callable[[], object]] = [
        lambda: engine.correlate(given),
        lambda: engine.signal(given),
        lambda: engine.definition(given),
        lambda: engine.start(given, by="ana"),
    ]
    for verb in verbs:
        with pytest.raises(InvalidArgument):
            verb()
    assert not engine.kept_messages()


@pytest.mark.parametrize("given", [None, 5, ["x"], "a\0b", "\ud83d"])
def test_a_thing_is_meant_by_itself_or_its_id(engine: Engine, given: Any) -> None:
    for verb in (engine.instance, engine.history, engine.work_item, engine.model):
        with pytest.raises(InvalidArgument):
            verb(given)


def test_a_message_under_a_whole_number_reaches_the_case_with_that_number(engine: Engine) -> None:
    model = drawn(
        '<startEvent id="s"/><receiveTask id="r" messageRef="m"/>',
        "s -> r\nr -> a",
        roots='<message id="m" name="paid"/>',
        users="a",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana", business_key=17)
    assert case.business_key == "17"
    assert engine.correlate("paid", key=17).instances == (case.id,)
    for key in (True, 1.5, "", ["17"]):
        with pytest.raises(InvalidArgument):
            engine.correlate("paid", key=key)  # type: ignore[arg-type]


def test_a_list_is_asked_for_by_what_there_is(engine: Engine) -> None:
    questions: list[Callable[[], object]] = [
        lambda: engine.instances(status="complete"),
        lambda: engine.work_items(status="done"),
        lambda: engine.work_items(limit=-1),
        lambda: engine.instances(offset=-1),
        lambda: engine.correlate("paid", time_to_live=timedelta(0)),
        lambda: engine.correlate("paid", time_to_live=5),  # type: ignore[arg-type]
    ]
    for ask in questions:
        with pytest.raises(InvalidArgument) as caught:
            ask()
        assert caught.value.hint


def _nested(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _each in range(depth):
        value = {"in": value}
    return value


@pytest.mark.parametrize("value", ["\ud83d", {"\ud83d": 1}, ["\ud83d"], _nested(200), _nested(5000)])
def test_what_no_database_can_keep_is_invalid_and_changes_nothing(engine: Engine, value: Any) -> None:
    with pytest.raises(InvalidData) as caught:
        engine.start(_deployed(engine), by="ana", data={"good": 1, "bad": value})
    assert list(caught.value.errors) == ["bad"]
    assert engine.count_instances() == 0


@pytest.mark.parametrize(
    ("language", "script"),
    [
        ("javascript", 'name = "\\ud83d"'),
        ("javascript", 'name = {"\\ud83d": 1}'),
        ("javascript", "name = {}; let at = name; for (let i = 0; i < 3000; i++) at = at.x = {}"),
        ("feel", '{name: "\\uD83D"}'),
    ],
)
def test_a_script_that_gives_what_cannot_be_kept_is_an_incident(
    engine: Engine, language: str, script: str
) -> None:
    task = f'<scriptTask id="t" scriptFormat="{language}"><script><![CDATA[{script}]]></script></scriptTask>'
    nodes = f'<startEvent id="s"/>{task}'
    case = engine.start(engine.deploy(drawn(nodes, "s -> t\nt -> a", users="a"), by="ana"), by="ana")
    [incident] = engine.incidents(case)
    assert (incident.element, "kept" in str(incident.message)) == ("t", True)


def test_half_a_character_in_a_reason_is_said_and_changes_nothing(engine: Engine) -> None:
    case = engine.start(_deployed(engine), by="ana")
    [item] = engine.work_items(case)
    before = engine.history(case)
    verbs: list[Callable[[], object]] = [
        lambda: engine.suspend(case, by="ana", reason="No \ud83d"),
        lambda: engine.cancel(case, by="ana", reason="No \ud83d"),
        lambda: engine.reassign(item, to="bek", by="ana", reason="No \ud83d"),
        lambda: engine.declare_conflict(case, by="ana", reason="No \ud83d"),
    ]
    for verb in verbs:
        with pytest.raises(InvalidArgument) as caught:
            verb()
        assert caught.value.hint
    assert engine.history(case) == before
    assert engine.instance(case).status == "running"
