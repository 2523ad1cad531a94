"""An empty page to draw on: a pool with a row for the applicant and one for the office, and a beginning."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from processes.model.source import quoted
from processes.text import latin


def key_for(name: str) -> str:
    """The key a procedure of this name goes by: Latin letters, so that it can stand in an address.

    >>> key_for("Жашаган жерди каттоо")
    'zhashagan_zherdi_kattoo'
    """
    plain = re.sub(r"[^a-z0-9]+", "_", latin(name).casefold()).strip("_")[:60]
    return plain if re.match(r"[a-z]", plain) else f"procedure_{plain}".rstrip("_")


def blank(*, key: str, name: str, names: dict[str, str], owner: str, applicant: str, office: str) -> bytes:
    """The bytes of a new model; `applicant` and `office` are what its two rows are called."""
    given = "".join(
        f"\n        <gov:name lang={quoted(tag)}>{escape(said)}</gov:name>" for tag, said in names.items()
    )
    owned = f" owner={quoted(owner)}" if owner else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
    xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:gov="urn:kyzmat:gov:1"
    id="definitions_{key}" targetNamespace="urn:kyzmat:models">
  <bpmn:collaboration id="collaboration_{key}">
    <bpmn:participant id="pool_{key}" name={quoted(name)} processRef="{key}"/>
  </bpmn:collaboration>
  <bpmn:process id="{key}" name={quoted(name)} isExecutable="true">
    <bpmn:extensionElements>
      <gov:procedure variant="asIs"{owned}>{given}
      </gov:procedure>
    </bpmn:extensionElements>
    <bpmn:laneSet id="lanes_{key}">
      <bpmn:lane id="applicant_lane" name={quoted(applicant)}>
        <bpmn:extensionElements>
          <gov:party kind="citizen"/>
        </bpmn:extensionElements>
        <bpmn:flowNodeRef>start</bpmn:flowNodeRef>
      </bpmn:lane>
      <bpmn:lane id="office_lane" name={quoted(office)}>
        <bpmn:extensionElements>
          <gov:party kind="official"/>
        </bpmn:extensionElements>
      </bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="start"/>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram_{key}">
    <bpmndi:BPMNPlane id="plane_{key}" bpmnElement="collaboration_{key}">
      <bpmndi:BPMNShape id="pool_{key}_di" bpmnElement="pool_{key}" isHorizontal="true">
        <dc:Bounds x="120" y="80" width="1000" height="360"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="applicant_lane_di" bpmnElement="applicant_lane" isHorizontal="true">
        <dc:Bounds x="150" y="80" width="970" height="180"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="office_lane_di" bpmnElement="office_lane" isHorizontal="true">
        <dc:Bounds x="150" y="260" width="970" height="180"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="start_di" bpmnElement="start">
        <dc:Bounds x="202" y="152" width="36" height="36"/>
      </bpmndi:BPMNShape>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
""".encode()
