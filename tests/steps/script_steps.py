"""Sentences about scripts."""

from __future__ import annotations

from types import SimpleNamespace
from xml.sax.saxutils import escape

from pytest_bdd import given, parsers, when

from engine import Engine
from processes import read_model


@given(parsers.re(r'"(?P<label>\w+)" says "(?P<script>.+)"'))
def script_says(context: SimpleNamespace, label: str, script: str) -> None:
    text = context.model.source.decode()
    id_ = next(e.id for e in context.model.elements.values() if e.name == label)
    at = text.index(f'<bpmn:scriptTask id="{id_}"')
    end = (
        text.index("</bpmn:scriptTask>", at) + len("</bpmn:scriptTask>")
        if not _is_empty(text, at)
        else text.index("/>", at) + 2
    )
    drawn = (
        f'<bpmn:scriptTask id="{id_}" name="{label}" scriptFormat="javascript">'
        f"<bpmn:script>{escape(script)}</bpmn:script></bpmn:scriptTask>"
    )
    context.model = read_model((text[:at] + drawn + text[end:]).encode())


def _is_empty(text: str, at: int) -> bool:
    return text[text.index(">", at) - 1] == "/"


@given(parsers.parse('a case is started with "{name}" of {value:d}'))
@when(parsers.parse('a case is started with "{name}" of {value:d}'))
def case_is_started(office: Engine, context: SimpleNamespace, name: str, value: int) -> None:
    context.case = office.start(context.definition, by="citizen", data={name: value})
