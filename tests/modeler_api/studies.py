"""What the tests of the study share: small models, and a store with the library in it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from modeler_api.beginning import load_library
from modeler_api.clockwork import run_waiting_jobs
from modeler_api.wiring import Door

CERTIFICATE = "aiyl_okmotu_certificate"

BPMN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:test">
  <process id="permit" name="A small permit" isExecutable="true">
    <startEvent id="begin"/>
    <sequenceFlow id="f1" sourceRef="begin" targetRef="check"/>
    {work}
    <sequenceFlow id="f2" sourceRef="check" targetRef="done"/>
    <endEvent id="done"/>
  </process>
</definitions>
"""

SMALL = BPMN.format(work='<userTask id="check" name="Check the plan"/>').encode()

WORKABLE = (
    BPMN.format(
        work='<userTask id="check" name="Check the plan" camunda:candidateGroups="clerks"><extensionElements>'
        '<gov:step effort="PT20M"/></extensionElements></userTask>'
    )
    .replace(
        'id="d"',
        'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:gov="urn:kyzmat:gov:1" id="d"',
    )
    .encode()
)

PYTHON = BPMN.format(
    work='<scriptTask id="check" name="Reckon" scriptFormat="python"><script>import os</script></scriptTask>'
).encode()


def with_library(door: Door) -> Door:
    """The door with the library loaded, as after a first start."""
    list(load_library(door))
    return door


def upload(client: FlaskClient, source: bytes, name: str = "model.bpmn", **ticked: str) -> TestResponse:
    """Send a file through the upload page."""
    data = {"file": (BytesIO(source), name), **ticked}
    return client.post("/upload/", data=data, content_type="multipart/form-data")


def saved(client: FlaskClient, source: bytes, *, reason: str = "for a test") -> str:
    """Upload a file and save it as a draft; returns the address of its page."""
    held = upload(client, source).headers["Location"]
    answer = client.post(held, data={"name": "A small permit", "reason": reason})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def put_in_force(sign_in: Callable[[str], FlaskClient], number: int = 1, *, key: str = "permit") -> None:
    """Let the reformer approve a version that the analyst made, and the analyst put it in force."""
    approved = sign_in("reformer").post(
        f"/procedures/{key}/versions/{number}/review", data={"kind": "approval"}
    )
    assert approved.status_code == 303, approved.text
    data = {"name": "A small permit"}
    answer = sign_in("analyst").post(f"/procedures/{key}/versions/{number}/publish", data=data)
    assert answer.status_code == 303, answer.text


def simulated(client: FlaskClient, door: Door, key: str, version: str, **amounts: int) -> str:
    """Ask for a simulation, have it done and return the address of its report."""
    asked = {"cases": 60, "replications": 1, "seed": 3, "world": "library", "version": version, **amounts}
    job = client.post(f"/procedures/{key}/simulations/", data=asked).headers["Location"]
    run_waiting_jobs(door)
    return str(client.get(job).headers["Location"])
