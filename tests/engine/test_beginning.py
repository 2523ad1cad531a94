"""What has nothing to begin at would be over before its first step, so it is refused before a case starts."""

from __future__ import annotations

import pytest

from engine import Engine, NotExecutable
from processes import check, read_model

BPMN = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x">'
    '<message id="m" name="Sent"/>{}</definitions>'
)
PROCESS = '<process id="{}" isExecutable="{}">{}</process>'
ROUND = (
    '<userTask id="a"/><userTask id="b"/>'
    '<sequenceFlow id="ab" sourceRef="a" targetRef="b"/><sequenceFlow id="ba" sourceRef="b" targetRef="a"/>'
)
ON_MESSAGE = (
    '<subProcess id="x" triggeredByEvent="true"><startEvent id="s2"><messageEventDefinition messageRef="m"/>'
    "</startEvent></subProcess>"
)
AROUND = (
    '<startEvent id="s"/>{}<endEvent id="e"/>'
    '<sequenceFlow id="in" sourceRef="s" targetRef="x"/><sequenceFlow id="out" sourceRef="x" targetRef="e"/>'
)


def drawn(*processes: tuple[str, str, str]) -> bytes:
    return BPMN.format("".join(PROCESS.format(*each) for each in processes)).encode()


@pytest.mark.parametrize(
    "inside", ["", ROUND, ON_MESSAGE], ids=["empty", "in a round", "event subprocess only"]
)
def test_a_process_that_cannot_begin_is_refused_by_check_and_deploy(engine: Engine, inside: str) -> None:
    model = read_model(drawn(("p", "true", inside)))
    with pytest.raises(NotExecutable, match="nothing at which it could begin") as refused:
        engine.deploy(model, by="ana")
    assert [problem.element for problem in refused.value.problems] == ["p"]
    assert "p" in [problem.element for problem in check(model) if problem.rule == "not_executable"]


def test_a_subprocess_whose_steps_only_lead_to_each_other_is_refused(engine: Engine) -> None:
    model = read_model(drawn(("p", "true", AROUND.format(f'<subProcess id="x">{ROUND}</subProcess>'))))
    with pytest.raises(NotExecutable, match="nothing at which it could begin") as refused:
        engine.deploy(model, by="ana")
    assert [problem.element for problem in refused.value.problems] == ["x"]


def test_an_empty_subprocess_is_over_at_once(engine: Engine) -> None:
    model = read_model(drawn(("p", "true", AROUND.format('<subProcess id="x"/>'))))
    assert engine.start(engine.deploy(model, by="ana"), by="ana").status == "completed"


@pytest.mark.parametrize("inside", ["", ROUND], ids=["empty", "in a round"])
def test_a_call_of_a_process_in_which_nothing_begins_is_refused(engine: Engine, inside: str) -> None:
    calls = AROUND.format('<callActivity id="x" calledElement="q"/>')
    model = read_model(drawn(("p", "true", calls), ("q", "false", inside)))
    with pytest.raises(NotExecutable, match="in which nothing begins") as refused:
        engine.deploy(model, by="ana")
    assert [problem.element for problem in refused.value.problems] == ["x"]
