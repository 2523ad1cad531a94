"""BPMN text for tests: write the flow nodes and the flows, get a model."""
# ruff: noqa: E501  (BPMN text reads better unbroken)

from __future__ import annotations

from typing import TYPE_CHECKING

from processes import read_model

if TYPE_CHECKING:
    from processes import Model

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="urn:test">
"""


def flows(text: str) -> str:
    """Return sequence flows for lines such as `a -> b` or `a -> b [x > 1]`, numbered f1, f2, …"""
    found = []
    for number, line in enumerate((line for line in text.strip().splitlines() if line.strip()), start=1):
        way, _, condition = line.partition("[")
        source, target = (part.strip() for part in way.split("->"))
        inside = ""
        if condition:
            text = condition.strip().removesuffix("]").replace("&", "&amp;").replace("<", "&lt;")
            inside = f'<conditionExpression xsi:type="tFormalExpression">{text}</conditionExpression>'
        found.append(
            f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'
        )
    return "\n".join(found)


def lane(*members: str, name: str = "clerks") -> str:
    """Return a lane set in which these elements stand."""
    refs = "".join(f"<flowNodeRef>{m}</flowNodeRef>" for m in members)
    return f'<laneSet id="lanes"><lane id="lane" name="{name}">{refs}</lane></laneSet>'


def drawn(
    nodes: str,
    ways: str,
    *,
    roots: str = "",
    users: str = "",
    more: str = "",
    key: str = "p",
    attributes: str = "",
) -> Model:
    """Return the model of one process; `users` names the user tasks, space separated, all in one lane.

    `more` are further members of the lane; `attributes` go to the root, such as a vendor's namespace.
    """
    members = users.split()
    tasks = "\n".join(f'<userTask id="{m}" name="{m}"/>' for m in members)
    members += more.split()
    lanes = lane(*members) if members else ""
    head = HEAD.replace("<definitions ", f"<definitions {attributes} ")
    text = f'{head}{roots}<process id="{key}" isExecutable="true">{lanes}{tasks}{nodes}{flows(ways)}</process></definitions>'
    return read_model(text.encode())
