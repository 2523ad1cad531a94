"""Work offered to nobody is an incident until somebody holds it, and may be done all the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine import Engine, Instance, WrongState
from processes import read_model

MODEL = (
    b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="p" '
    b'isExecutable="true"><startEvent id="s"/><userTask id="check" name="Check"/><endEvent id="e"/>'
    b'<sequenceFlow id="a" sourceRef="s" targetRef="check"/><sequenceFlow id="b" sourceRef="check" targetRef="e"/>'
    b"</process></definitions>"
)


@pytest.fixture
def engine(engine_url: str) -> Iterator[Engine]:
    made = Engine(engine_url)
    made.migrate()
    yield made
    made.dispose()


@pytest.fixture
def case(engine: Engine) -> Instance:
    return engine.start(engine.deploy(read_model(MODEL), by="ana"), by="ana")


def test_it_is_an_incident_that_names_the_element_and_no_inbox_holds_it(
    engine: Engine, case: Instance
) -> None:
    [incident] = engine.incidents(case)
    assert (incident.kind, incident.element) == ("unaddressed", "check")
    assert "“Check” is offered to nobody" in incident.message
    assert engine.work_items(user="ana", groups=["clerks"]) == []
    assert [item.element for item in engine.work_items(case)] == ["check"]


def test_who_takes_it_ends_the_incident_and_who_gives_it_back_raises_it_anew(
    engine: Engine, case: Instance
) -> None:
    [item] = engine.work_items(case)
    engine.claim(item, by="ana")
    assert engine.incidents(case) == []
    engine.release(item, by="ana")
    assert [one.kind for one in engine.incidents(case)] == ["unaddressed"]


def test_a_caller_who_is_trusted_completes_it_without_taking_it(engine: Engine, case: Instance) -> None:
    [item] = engine.work_items(case)
    engine.complete(item, by="ana")
    assert engine.instance(case).status == "completed"
    assert engine.incidents(case) == []


def test_it_is_not_tried_again_and_ends_with_its_case(engine: Engine, case: Instance) -> None:
    [incident] = engine.incidents(case)
    with pytest.raises(WrongState, match="is not stuck"):
        engine.retry(incident, by="ana")
    engine.cancel(case, by="ana", reason="withdrawn")
    assert engine.incidents(case) == []


def test_work_in_a_lane_is_no_incident(engine: Engine) -> None:
    model = engine.deploy(read_model(b"Check @clerks", dialect="sketch"), by="ana")
    assert engine.incidents(engine.start(model, by="ana")) == []
