# ruff: noqa: E501  (DMN text reads better unbroken)
from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from engine import Engine, InvalidArgument, NotExecutable, Undecided, UnknownDecision
from engine.decisions import decide
from processes import read_decisions, read_model
from tests.engine import tck
from tests.engine.drawing import drawn
from tests.engine.tables import Cells, file, table

AGES = [["age", "price"], ["< 18", "5"], [">= 18", "9"], [">= 65", "4"]]


def outcome(rows: list[list[str]], data: dict[str, Any], **how: Any) -> Any:
    return decide([read_decisions(table(Cells("price", rows), **how))], "price", data).value


def test_nothing_matches_and_nothing_is_said() -> None:
    assert outcome(AGES[:2], {"age": 30}) is None


@pytest.mark.parametrize(
    ("hit", "age", "expected"),
    [
        ("UNIQUE", 10, 5),
        ("FIRST", 70, 9),
        ("RULE ORDER", 70, [9, 4]),
        ("COLLECT", 70, [9, 4]),
        ("R", 70, [9, 4]),
        ("COLLECT", 10, [5]),
    ],
)
def test_hit_policies(hit: str, age: int, expected: object) -> None:
    assert outcome(AGES, {"age": age}, hit=hit) == expected


@pytest.mark.parametrize(("aggregation", "expected"), [("SUM", 13), ("MIN", 4), ("MAX", 9), ("COUNT", 2)])
def test_aggregations(aggregation: str, expected: int) -> None:
    assert outcome(AGES, {"age": 70}, hit="COLLECT", aggregation=aggregation) == expected


def test_priority_and_output_order_go_by_the_list_of_outputs() -> None:
    assert outcome(AGES, {"age": 70}, hit="PRIORITY", output_values="4, 5, 9") == 4
    assert outcome(AGES, {"age": 70}, hit="OUTPUT ORDER", output_values="4, 5, 9") == [4, 9]


def test_any_takes_rules_that_agree() -> None:
    rows = [["age", "price"], [">= 18", "9"], [">= 65", "9"]]
    assert outcome(rows, {"age": 70}, hit="ANY") == 9


def test_the_default_is_taken_when_nothing_matches() -> None:
    assert outcome(AGES[:2], {"age": 30}, default="7") == 7


def test_several_outputs_are_a_context() -> None:
    rows = [["age", "price", "seat"], ["< 18", "5", '"child"'], ["-", "9", '"adult"']]
    assert outcome(rows, {"age": 3}, hit="FIRST", outputs=2) == {"price": 5, "seat": "child"}


@pytest.mark.parametrize(
    ("how", "rows", "code", "named"),
    [
        ({}, AGES, "not unique", "2, 3"),
        ({"hit": "ANY"}, AGES, "not the same", "2, 3"),
        ({"hit": "FIRST", "input_values": "[0..60]"}, AGES, "input not allowed", "70"),
        ({"hit": "FIRST", "output_values": "1, 2"}, AGES, "output not allowed", "9"),
        ({"hit": "PRIORITY"}, AGES, "no priorities", "price"),
    ],
)
def test_what_is_against_the_tables_own_law_is_an_error(how: Any, rows: Any, code: str, named: str) -> None:
    with pytest.raises(Undecided) as refused:
        outcome(rows, {"age": 70}, **how)
    assert refused.value.code == code
    assert named in str(refused.value)
    assert refused.value.decision == "price"


GRAPH = file(
    """
    <itemDefinition name="tPerson"><itemComponent name="born"><typeRef>date</typeRef></itemComponent>
      <itemComponent name="category"><typeRef>string</typeRef><allowedValues><text>"A", "B"</text></allowedValues></itemComponent>
    </itemDefinition>
    <inputData id="person" name="Person"><variable name="Person" typeRef="tPerson"/></inputData>
    <decision id="age" name="Age"><variable name="Age" typeRef="number"/>
      <informationRequirement><requiredInput href="#person"/></informationRequirement>
      <literalExpression><text>years and months duration(Person.born, date("2026-11-26")).years</text></literalExpression></decision>
    <businessKnowledgeModel id="discount" name="Discount"><encapsulatedLogic><formalParameter name="price"/><formalParameter name="share"/>
      <literalExpression><text>price - price * share</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
    <decision id="fee" name="Fee">
      <informationRequirement><requiredDecision href="#age"/></informationRequirement>
      <knowledgeRequirement><requiredKnowledge href="#discount"/></knowledgeRequirement>
      <context>
        <contextEntry><variable name="full"/><literalExpression><text>if Age &lt; 18 then 0 else 100</text></literalExpression></contextEntry>
        <contextEntry><variable name="reduced"/><invocation><literalExpression><text>Discount</text></literalExpression>
          <binding><parameter name="price"/><literalExpression><text>full</text></literalExpression></binding>
          <binding><parameter name="share"/><literalExpression><text>0.1</text></literalExpression></binding></invocation></contextEntry>
        <contextEntry><literalExpression><text>reduced</text></literalExpression></contextEntry>
      </context></decision>
    <decisionService id="quote" name="Quote"><outputDecision href="#fee"/><encapsulatedDecision href="#age"/><inputData href="#person"/></decisionService>
    """
)


def test_a_requirements_graph_is_decided_from_its_roots() -> None:
    made = decide([read_decisions(GRAPH)], "fee", {"Person": {"born": "1990-05-01", "category": "A"}})
    assert made.value == 90
    assert [(each["decision"], each["value"]) for each in made.trace] == [("age", 36), ("fee", 90)]


def test_a_decision_service_answers_for_its_decisions() -> None:
    assert (
        decide([read_decisions(GRAPH)], "quote", {"Person": {"born": "2020-05-01", "category": "B"}}).value
        == 0
    )


def test_a_value_that_is_not_allowed_is_named() -> None:
    with pytest.raises(Undecided, match="Z"):
        decide([read_decisions(GRAPH)], "fee", {"Person": {"born": "1990-05-01", "category": "Z"}})


def test_boxed_iterators_and_filters() -> None:
    boxed = file(
        """<decision id="d" name="D"><for iteratorVariable="x">
        <in><filter><in><literalExpression><text>[1, 2, 3, 4]</text></literalExpression></in>
          <match><literalExpression><text>item &gt; 2</text></literalExpression></match></filter></in>
        <return><conditional><if><literalExpression><text>x = 3</text></literalExpression></if>
          <then><literalExpression><text>"three"</text></literalExpression></then>
          <else><literalExpression><text>x * 10</text></literalExpression></else></conditional></return></for></decision>
        <decision id="all" name="All"><every iteratorVariable="x"><in><literalExpression><text>[1, 2]</text></literalExpression></in>
          <satisfies><literalExpression><text>x &gt; 0</text></literalExpression></satisfies></every></decision>
        <decision id="rel" name="Rel"><relation><column name="a"/><column name="b"/>
          <row><literalExpression><text>1</text></literalExpression><literalExpression><text>2</text></literalExpression></row></relation></decision>"""
    )
    models = [read_decisions(boxed)]
    assert decide(models, "d", {}).value == ["three", 40]
    assert decide(models, "all", {}).value is True
    assert decide(models, "rel", {}).value == [{"a": 1, "b": 2}]


def test_another_file_is_imported_by_its_namespace() -> None:
    base = file(
        '<businessKnowledgeModel id="twice" name="twice"><encapsulatedLogic><formalParameter name="x"/>'
        "<literalExpression><text>x * 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>",
        "base",
    )
    user = file(
        '<import name="base" namespace="urn:base" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'
        '<decision id="d" name="D"><knowledgeRequirement><requiredKnowledge href="urn:base#twice"/></knowledgeRequirement>'
        "<literalExpression><text>base.twice(n)</text></literalExpression></decision>",
        "user",
    )
    assert decide([read_decisions(base), read_decisions(user)], "d", {"n": 4}).value == 8
    with pytest.raises(NotExecutable, match="urn:base"):
        Engine("sqlite://").deploy_decisions(read_decisions(user), by="ana")


def test_expressions_that_are_no_feel_are_refused_at_deploy() -> None:
    with pytest.raises(NotExecutable, match="not FEEL"):
        Engine("sqlite://").deploy_decisions(
            read_decisions(table(Cells("price", [["age", "price"], [">=", "5"]]))), by="ana"
        )


@pytest.mark.parametrize(
    ("source", "named"),
    [
        (table(Cells("price", AGES), hit="PRIORITY"), "order of its outputs"),
        (table(Cells("price", AGES), hit="SOMETIMES"), "SOMETIMES"),
        (table(Cells("price", AGES), hit="COLLECT", aggregation="SUM", outputs=2), "several outputs"),
        (table(Cells("price", [["age", "price"], ["1", "2", "3"]])), "Rule 1"),
        (file('<decision id="d" name="D"><variable name="D" typeRef="tNone"/></decision>'), "tNone"),
        (
            file(
                '<decision id="d" name="D"><informationRequirement><requiredInput href="#n"/></informationRequirement></decision>'
            ),
            "#n",
        ),
    ],
)
def test_what_is_drawn_wrong_is_refused_at_deploy(engine: Engine, source: bytes, named: str) -> None:
    with pytest.raises(NotExecutable, match=named):
        engine.deploy_decisions(read_decisions(source), by="ana")
    assert engine.decisions() == []


def test_an_unchanged_table_keeps_its_version(engine: Engine) -> None:
    model = read_decisions(table(Cells("price", AGES)))
    [first] = engine.deploy_decisions(model, by="ana")
    [again] = engine.deploy_decisions(model, by="bek")
    assert (first.version, again) == (1, first)
    with pytest.raises(UnknownDecision, match="price"):
        engine.evaluate("prise", {"age": 3})
    assert engine.evaluate("price", {"age": 3}).value == 5


CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
ZEEBE = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
FLOWABLE = 'xmlns:flowable="http://flowable.org/bpmn"'
NAMESPACES = (CAMUNDA, ZEEBE, FLOWABLE)
REFERENCES = {
    "ours": ('<businessRuleTask id="t"><extensionElements><gov:decision ref="price" result="cost"/></extensionElements></businessRuleTask>', {"cost": 5}),
    "spread": ('<businessRuleTask id="t"><extensionElements><gov:decision ref="price"/></extensionElements></businessRuleTask>', {"price": 5}),
    "camunda 7": ('<businessRuleTask id="t" camunda:decisionRef="price" camunda:resultVariable="cost" camunda:mapDecisionResult="singleEntry"/>', {"cost": 5}),
    "camunda 7, a row": ('<businessRuleTask id="t" camunda:decisionRef="price" camunda:resultVariable="cost" camunda:mapDecisionResult="singleResult"/>', {"cost": {"price": 5}}),
    "camunda 7, values": ('<businessRuleTask id="t" camunda:decisionRef="price" camunda:resultVariable="cost" camunda:mapDecisionResult="collectEntries"/>', {"cost": [5]}),
    "camunda 7, rows": ('<businessRuleTask id="t" camunda:decisionRef="price" camunda:resultVariable="cost"/>', {"cost": [{"price": 5}]}),
    "camunda 8": ('<businessRuleTask id="t"><extensionElements><zeebe:calledDecision decisionId="price" resultVariable="cost"/></extensionElements></businessRuleTask>', {"cost": 5}),
    "flowable": ('<serviceTask id="t" flowable:type="dmn"><extensionElements><flowable:field name="decisionTableReferenceKey"><flowable:string>price</flowable:string></flowable:field></extensionElements></serviceTask>', {"price": 5}),
}  # fmt: skip


@pytest.mark.parametrize("way", REFERENCES)
def test_every_way_to_refer_to_a_decision(engine: Engine, way: str) -> None:
    node, expected = REFERENCES[way]
    nodes = f'<startEvent id="s"/>{node}<endEvent id="e"/>'
    model = drawn(nodes, "s -> t\nt -> e", attributes=_namespace(node))
    definition = engine.deploy([model, read_decisions(table(Cells("price", AGES)))], by="ana")
    case = engine.start(definition, by="ana", data={"age": 7})
    assert case.status == "completed"
    assert case.data == {"age": 7} | expected
    [decided] = [r for r in engine.history(case) if r.kind == "decided"]
    assert decided.data["trace"][0]["tables"][0] == {
        "inputs": {"age": 7},
        "rules": [{"number": 1, "id": "rule_1", "note": ""}],
    }


def test_a_called_process_decides_by_its_own_pin(engine: Engine) -> None:
    rule = '<businessRuleTask id="r"><extensionElements><gov:decision ref="price" result="cost"/></extensionElements></businessRuleTask>'
    called = drawn(f'<startEvent id="s2"/>{rule}<endEvent id="e2"/>', "s2 -> r\nr -> e2", key="called")
    inside = called.source.decode().partition("<process")[2].partition("</definitions>")[0]
    calls = '<startEvent id="s"/><callActivity id="c" calledElement="called"/><endEvent id="e"/>'
    caller = drawn(calls, "s -> c\nc -> e")
    both = (
        caller.source.decode()
        .replace("</definitions>", f"<process{inside}</definitions>")
        .replace('id="f1" sourceRef="s2"', 'id="f8" sourceRef="s2"')
        .replace('id="f2" sourceRef="r"', 'id="f9" sourceRef="r"')
    )
    price = read_decisions(table(Cells("price", AGES)))
    for models in ([caller, called, price], [read_model(both.encode()), price]):
        case = engine.start(engine.deploy(models, by="ana"), by="ana", data={"age": 7})
        assert case.status == "completed"
        assert case.data["cost"] == 5


def _namespace(node: str) -> str:
    return next((n for n in NAMESPACES if f"{n.partition('=')[0].removeprefix('xmlns:')}:" in node), "")


@pytest.mark.skipif(
    not os.environ.get("KYZMAT_TCK"),
    reason="KYZMAT_TCK names no folder of the public DMN TCK (its TestCases)",
)
@pytest.mark.parametrize(
    ("level", "least"), [("compliance-level-2", 1.0), ("compliance-level-3", 0.99), ("non-compliant", 0.7)]
)
def test_the_public_tck(level: str, least: float, capsys: pytest.CaptureFixture[str]) -> None:
    tally = tck.run(Path(os.environ["KYZMAT_TCK"]) / level)
    with capsys.disabled():
        sys.stdout.write(f"\nDMN TCK, {level}: {tally}\n")
    assert tally.passed >= least * (tally.passed + len(tally.failed) + len(tally.refused))


def test_decisions_alone_are_said_to_be_no_procedure(engine: Engine) -> None:
    model = read_decisions(table(Cells("price", AGES)))
    with pytest.raises(InvalidArgument, match="Decisions alone are no procedure"):
        engine.deploy(model, by="ana")
