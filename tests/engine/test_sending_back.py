"""Ways back where what went on meanwhile cannot be undone, and where it can."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine import Engine, Instance, WorkItem, WrongState
from engine.testing import Clock
from processes import Model, read_model

FRAME = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1" targetNamespace="t">
  <process id="p" isExecutable="true">{body}</process>
</definitions>"""
ROUNDS = """<userTask id="b" name="b"><multiInstanceLoopCharacteristics>
  <loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>"""


def drawn(body: str, *ways: str) -> Model:
    flows = [
        f'<sequenceFlow id="f{n}" sourceRef="{source}" targetRef="{target}"/>'
        for n, (source, target) in enumerate(way.split(">") for way in ways)
    ]
    frame = f'<startEvent id="s"/>{body}<endEvent id="e"/>{"".join(flows)}'
    return read_model(FRAME.format(body=frame).encode())


def work(*ids: str) -> str:
    return "".join(f'<userTask id="{id_}" name="{id_}"/>' for id_ in ids)


@pytest.fixture
def engine(engine_url: str) -> Iterator[Engine]:
    engine = Engine(engine_url, clock=Clock())
    yield engine
    engine.dispose()


def start(engine: Engine, model: Model) -> Instance:
    return engine.start(engine.deploy(model, by="ana"), by="citizen")


def item(engine: Engine, case: Instance, label: str) -> WorkItem:
    return next(found for found in engine.work_items(case) if found.label == label)


def open_work(engine: Engine, case: Instance) -> list[tuple[str, str | None]]:
    return sorted((found.label, found.holder) for found in engine.work_items(case))


def test_what_a_join_has_taken_is_not_taken_apart(engine: Engine) -> None:
    body = work("a", "b", "c") + '<parallelGateway id="j"/>'
    case = start(engine, drawn(body, "s>a", "s>b", "a>j", "b>j", "j>c", "c>e"))
    engine.complete(item(engine, case, "b"), by="bek")
    done = item(engine, case, "a")
    engine.complete(done, by="ana")
    with pytest.raises(WrongState, match="has happened since"):
        engine.recall(done, by="ana")
    engine.complete(item(engine, case, "c"), by="ana")
    assert engine.instance(case).status == "completed"


def test_what_a_split_has_begun_is_taken_back_whole(engine: Engine) -> None:
    body = work("a", "b", "c") + '<parallelGateway id="k"/><parallelGateway id="j"/>'
    case = start(engine, drawn(body, "s>a", "a>k", "k>b", "k>c", "b>j", "c>j", "j>e"))
    done = item(engine, case, "a")
    engine.complete(done, by="ana")
    engine.recall(done, by="ana")
    assert open_work(engine, case) == [("a", "ana")]
    for label in "abc":
        engine.complete(item(engine, case, label), by="ana")
    assert engine.instance(case).status == "completed"


def test_a_service_that_was_asked_is_not_called_back(engine: Engine) -> None:
    case = start(engine, drawn(work("a") + '<serviceTask id="v" name="v"/>', "s>a", "a>v", "v>e"))
    done = item(engine, case, "a")
    engine.complete(done, by="ana")
    with pytest.raises(WrongState, match="“v” has happened since"):
        engine.recall(done, by="ana")


def test_the_last_of_several_rounds_does_not_reopen_those_of_others(engine: Engine) -> None:
    case = start(engine, drawn(work("a", "c") + ROUNDS, "s>a", "a>b", "b>c", "c>e"))
    engine.complete(item(engine, case, "a"), by="ana")
    engine.complete(item(engine, case, "b"), by="bek")
    last = item(engine, case, "b")
    engine.complete(last, by="cem")
    with pytest.raises(WrongState, match="done in rounds"):
        engine.recall(last, by="cem")
    engine.send_back(item(engine, case, "c"), by="ana", reason="The plan is missing.")
    assert open_work(engine, case) == [("b", None), ("b", None)]


@pytest.mark.parametrize("ends", [True, False])
def test_a_case_that_is_restarted_has_its_clock(engine: Engine, ends: bool) -> None:
    limit = '<extensionElements><gov:procedure limit="P20D"/></extensionElements>'
    model = FRAME.format(
        body=f'{limit}<startEvent id="s"/>{work("a")}<endEvent id="e"/>'
        '<sequenceFlow id="f" sourceRef="s" targetRef="a"/><sequenceFlow id="g" sourceRef="a" targetRef="e"/>'
    )
    case = start(engine, read_model(model.encode()))
    before = engine.term(case)
    assert before is not None
    assert before.term.amount == timedelta(days=20)
    if ends:
        engine.cancel(case, by="ana", reason="A slip.")
    engine.restart(case, at="a", by="ana", reason="It was none.")
    assert engine.term(case) == before
