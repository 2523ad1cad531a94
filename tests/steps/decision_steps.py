"""Sentences about decisions: tables that lawyers write, and what a case keeps of them."""

from __future__ import annotations

from types import SimpleNamespace
from xml.sax.saxutils import escape

from pytest_bdd import given, parsers, then

from engine import Engine
from processes import read_decisions, read_model
from tests.engine.tables import Cells, table


def _refer(context: SimpleNamespace, label: str, decision: str) -> None:
    """Let the business rule task with this label refer to a decision."""
    text = context.model.source.decode()
    id_ = next(e.id for e in context.model.elements.values() if e.name == label)
    head = f'<bpmn:businessRuleTask id="{id_}"'
    at = text.index(head)
    end = text.index(">", at)
    inside = f'<bpmn:extensionElements><gov:decision ref="{escape(decision)}"/></bpmn:extensionElements>'
    if text[end - 1] == "/":
        text = f"{text[: end - 1]}>{inside}</bpmn:businessRuleTask>{text[end + 1 :]}"
    else:
        text = f"{text[: end + 1]}{inside}{text[end + 1 :]}"
    context.model = read_model(text.encode())


@given(parsers.parse('"{label}" decides by the table "{decision}", of which one rule holds'))
def decides_by_table(
    office: Engine, context: SimpleNamespace, label: str, decision: str, datatable: list[list[str]]
) -> None:
    context.table = Cells(decision, datatable)
    office.deploy_decisions(read_decisions(table(context.table)), by="lawyer")
    _refer(context, label, decision)


@given(parsers.parse('"{label}" decides by the table "{decision}", which nobody has written'))
def decides_by_nothing(office: Engine, context: SimpleNamespace, label: str, decision: str) -> None:
    _refer(context, label, decision)


@given(
    parsers.parse(
        'the table "{decision}" also has the rule "{area}" for "{who}" with the fee {fee}, and is published'
    )
)
def also_has_a_rule(
    office: Engine, context: SimpleNamespace, decision: str, area: str, who: str, fee: str
) -> None:
    more = Cells(decision, [*context.table.rows, [area, who, fee]])
    office.deploy_decisions(read_decisions(table(more)), by="lawyer")
    context.definition = office.deploy(context.model, by="analyst")


@given(parsers.parse('the table "{decision}" is published anew, with {new} instead of {old}'))
def is_published_anew(office: Engine, context: SimpleNamespace, decision: str, new: str, old: str) -> None:
    rows = [[new if cell == old else cell for cell in row] for row in context.table.rows]
    [version] = office.deploy_decisions(read_decisions(table(Cells(decision, rows))), by="lawyer")
    assert version.version == 2


@given("a case with these facts")
def case_with_facts(office: Engine, context: SimpleNamespace, datatable: list[list[str]]) -> None:
    names, values = datatable
    facts = {n: int(v) if v.isdecimal() else v for n, v in zip(names, values, strict=True)}
    context.case = office.start(context.definition, by="citizen", data=facts)


@then(parsers.parse('the case knows that the "{name}" is {value:d}'))
def case_knows_number(office: Engine, context: SimpleNamespace, name: str, value: int) -> None:
    assert office.instance(context.case).data[name] == value


@then(parsers.parse('its history shows that rule {number:d} of "{decision}" held'))
def history_shows_the_rule(office: Engine, context: SimpleNamespace, number: int, decision: str) -> None:
    [record] = [r for r in office.history(context.case) if r.kind == "decided"]
    [made] = record.data["trace"]
    assert made["decision"] == decision
    assert [rule["number"] for rule in made["tables"][0]["rules"]] == [number]


@then(parsers.parse('that is refused, because "{name}" is not there'))
def refused_for_a_decision(context: SimpleNamespace, name: str) -> None:
    [problem] = context.refused.problems
    assert name in problem.message
