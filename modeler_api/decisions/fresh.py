"""A new decision: a table with the inputs and the result somebody names, and no rule yet."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from processes.model.source import quoted
from processes.text import Message, _

KINDS = ("string", "number", "boolean", "date")
_NAME = re.compile(r"[^\W\d]\w*")


class NotAColumn(ValueError):
    """A line names no column; `message` says which and how one is named."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def columns(typed: str) -> list[tuple[str, str]]:
    """Return name and type of each column, one a line; raises `NotAColumn`.

    >>> columns("area: number" + chr(10) + "kind")
    [('area', 'number'), ('kind', 'string')]
    """
    found: list[tuple[str, str]] = []
    for line in filter(None, map(str.strip, typed.splitlines())):
        name, _colon, kind = (part.strip() for part in line.partition(":"))
        kind = kind or "string"
        if not _NAME.fullmatch(name) or kind not in KINDS or name in dict(found):
            text = _(
                "“{line}” names no column. Write each once, as in “area: number”; the types are {types}."
            )
            raise NotAColumn(text.format(line=line, types=", ".join(KINDS)))
        found.append((name, kind))
    return found


def blank(*, id_: str, title: str, inputs: list[tuple[str, str]], outputs: list[tuple[str, str]]) -> bytes:
    """The bytes of a new DMN file with one table, drawn with what it asks for."""
    asked = "\n".join(
        f"""  <inputData id="input_{at}" name={quoted(name)}>
    <variable id="input_{at}_variable" name={quoted(name)} typeRef="{kind}"/>
  </inputData>"""
        for at, (name, kind) in enumerate(inputs, start=1)
    )
    needs = "\n".join(
        f"""    <informationRequirement id="needs_{at}">
      <requiredInput href="#input_{at}"/>
    </informationRequirement>"""
        for at in range(1, len(inputs) + 1)
    )
    clauses = "\n".join(
        f"""      <input id="column_{at}">
        <inputExpression id="column_{at}_expression" typeRef="{kind}">
          <text>{escape(name)}</text>
        </inputExpression>
      </input>"""
        for at, (name, kind) in enumerate(inputs, start=1)
    )
    results = "\n".join(
        f'      <output id="result_{at}" name={quoted(name)} typeRef="{kind}"/>'
        for at, (name, kind) in enumerate(outputs, start=1)
    )
    shapes = "\n".join(
        f"""      <dmndi:DMNShape id="input_{at}_shape" dmnElementRef="input_{at}">
        <dc:Bounds x="{160 + 160 * (at - 1)}" y="240" width="125" height="45"/>
      </dmndi:DMNShape>
      <dmndi:DMNEdge id="needs_{at}_edge" dmnElementRef="needs_{at}">
        <di:waypoint x="{222 + 160 * (at - 1)}" y="240"/>
        <di:waypoint x="{180 + 160 * at // (len(inputs) + 1)}" y="160"/>
      </dmndi:DMNEdge>"""
        for at in range(1, len(inputs) + 1)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"
    xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/"
    xmlns:di="http://www.omg.org/spec/DMN/20180521/DI/" id="definitions_{id_}" name={quoted(title)}
    namespace="urn:kyzmat:decisions:{id_}">
{asked}
  <decision id="{id_}" name={quoted(title)}>
    <variable id="{id_}_variable" name="{id_}"/>
{needs}
    <decisionTable id="{id_}_table" hitPolicy="UNIQUE">
{clauses}
{results}
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="diagram_{id_}">
      <dmndi:DMNShape id="{id_}_shape" dmnElementRef="{id_}">
        <dc:Bounds x="160" y="80" width="180" height="80"/>
      </dmndi:DMNShape>
{shapes}
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
""".encode()
