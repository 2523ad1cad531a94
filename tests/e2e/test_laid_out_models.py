"""Models without a diagram: what is laid out opens in bpmn-js, which bpmn.io's and Camunda's modellers draw with."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from processes import library, read_model

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

POOLS = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
<collaboration id="c"><participant id="p1" name="Applicant"/><participant id="p2" name="Office" processRef="p"/>
<messageFlow id="m1" sourceRef="p1" targetRef="start"/></collaboration>
<process id="p"><laneSet id="ls"><lane id="l1" name="Desk"><flowNodeRef>start</flowNodeRef>
<flowNodeRef>sub</flowNodeRef><flowNodeRef>late</flowNodeRef><flowNodeRef>warn</flowNodeRef></lane>
<lane id="l2" name="Head"><flowNodeRef>sign</flowNodeRef><flowNodeRef>end</flowNodeRef></lane></laneSet>
<startEvent id="start"><messageEventDefinition id="md"/></startEvent>
<subProcess id="sub" name="Look into it"><startEvent id="s2"/><userTask id="ask" name="Ask the neighbours"/>
<endEvent id="e2"/><sequenceFlow id="f5" sourceRef="s2" targetRef="ask"/>
<sequenceFlow id="f6" sourceRef="ask" targetRef="e2"/></subProcess>
<boundaryEvent id="late" attachedToRef="sub" cancelActivity="false"><timerEventDefinition id="td"/></boundaryEvent>
<sendTask id="warn" name="Warn the head"/><userTask id="sign" name="Sign"/><endEvent id="end"/>
<dataObject id="o"/><dataObjectReference id="paper" name="Application" dataObjectRef="o"/>
<textAnnotation id="note"><text>Twice a week</text></textAnnotation>
<association id="a" sourceRef="sign" targetRef="note"/>
<sequenceFlow id="f1" sourceRef="start" targetRef="sub"/><sequenceFlow id="f2" sourceRef="sub" targetRef="sign"/>
<sequenceFlow id="f3" sourceRef="sign" targetRef="end"/><sequenceFlow id="f4" sourceRef="late" targetRef="warn"/>
</process></definitions>"""


def bare(source: bytes) -> bytes:
    return re.sub(rb"(?s)<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", b"", source)


MODELS = {
    "pools": POOLS,
    "sketch": read_model(
        (
            "Принять заявление @окно -> (Проверить план | Проверить участок) @эксперт"
            " -> ([да] Выдать / Отказать) @окно"
        ).encode(),
        dialect="sketch",
    ).source,
    "permit": bare(library["building_permit"].as_is.source),
    "company": bare(library["company_registration"].to_be.source)
    if library["company_registration"].to_be
    else POOLS,
}


@pytest.mark.parametrize("name", MODELS)
def test_a_laid_out_model_opens_without_a_warning(
    name: str, site: str, enter: Callable[..., Page], tmp_path: Path
) -> None:
    model = read_model(MODELS[name])
    assert not model.has_diagram
    file = tmp_path / f"{name}.bpmn"
    file.write_bytes(MODELS[name])
    page = enter("analyst", "en")
    page.goto(f"{site}/upload/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Read the file").click()
    page.locator(".djs-container > svg").first.wait_for()
    stage = page.locator(".diagram-stage").first
    assert stage.get_attribute("data-warnings") == "0"
    drawn = page.locator(".djs-element[data-element-id]").evaluate_all(
        "all => all.map(e => e.dataset.elementId)"
    )
    wanted = {*model.elements, *model.flows, *model.lanes, *model.participants, *model.message_flows}
    assert wanted <= set(drawn)
