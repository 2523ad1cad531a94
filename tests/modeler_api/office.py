"""A small procedure of an office, with the forms a test gives it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from processes import Model, read_model

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

KEY = "shop_permit"


def form(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "default", "components": list(components), **more}


def procedure(*, start: dict[str, Any] | None = None, work: dict[str, Any] | None = None) -> Model:
    """Returns “Apply, then Decide”: a start form, and a piece of work of the clerks with a form."""
    forms = {"application": start, "decision": work}
    kept = "".join(
        f'<gov:form id="{name}">{escape(json.dumps(schema, ensure_ascii=False))}</gov:form>'
        for name, schema in forms.items()
        if schema is not None
    )
    begins = '<extensionElements><gov:form ref="application"/></extensionElements>' if start else ""
    decides = '<extensionElements><gov:form ref="decision"/></extensionElements>' if work else ""
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1"
    targetNamespace="urn:test" id="d">
  <process id="{KEY}" name="Permit for a shop" isExecutable="true">
    <extensionElements>{kept}</extensionElements>
    <laneSet id="lanes"><lane id="clerks_lane" name="Clerks">
      <extensionElements><gov:party group="clerks"/></extensionElements>
      <flowNodeRef>s</flowNodeRef><flowNodeRef>decide</flowNodeRef><flowNodeRef>e</flowNodeRef></lane></laneSet>
    <startEvent id="s" name="Apply">{begins}</startEvent>
    <userTask id="decide" name="Decide">{decides}</userTask>
    <endEvent id="e" name="Decided"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="decide"/>
    <sequenceFlow id="f2" sourceRef="decide" targetRef="e"/>
  </process>
</definitions>"""
    return read_model(text.encode())


def confirmed(client: FlaskClient, sent: TestResponse) -> TestResponse:
    """Confirm on the page that shows the answers once more what was sent before."""
    address = sent.location
    assert address is not None
    assert address.endswith("/check"), "nothing is to be checked"
    [version] = re.findall(r'name="draft" value="(\d+)"', client.get(address).text)
    return client.post(address, data={"draft": version})
