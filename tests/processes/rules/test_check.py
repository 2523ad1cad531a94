from __future__ import annotations

from collections.abc import Iterator

import pytest

from processes import Model, Problem, check, read_model
from processes.rules import rules
from processes.text import Message
from tests.processes.model.sketches import sketch


def named(text: str, rule: str) -> list[Problem]:
    return [p for p in check(sketch(text)) if p.rule == rule]


def test_a_proper_procedure_has_no_errors_and_no_warnings() -> None:
    model = sketch("Register @clerk -> (Check plan | Check parcel) @expert -> ([ok] Issue / Refuse) @head")
    assert {p.severity for p in check(model)} <= {"note"}


def test_problems_come_errors_first_then_by_line() -> None:
    found = check(sketch("Register -> :script Fee -> ([a == 1] B / C)"))
    order = ["error", "warning", "note"]
    assert [order.index(p.severity) for p in found] == sorted(order.index(p.severity) for p in found)
    lines = [p.line or 0 for p in found if p.severity == "warning"]
    assert lines == sorted(lines)


def test_every_message_remembers_its_template_for_translation() -> None:
    for problem in check(sketch("Register -> :script Fee -> ([a == 1] B / C)")):
        assert isinstance(problem.message, Message)
        assert problem.message.template.format(**problem.message.values) == problem.message


def test_a_crashing_rule_is_a_problem_and_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def crashes(model: Model) -> Iterator[Problem]:
        raise KeyError("something")

    assert "label_required" in rules
    monkeypatch.setitem(rules._found, "label_required", crashes)
    found = check(sketch("Register -> Decide"))
    assert {"rule_error", "user_task_without_performer"} <= {p.rule for p in found}


@pytest.mark.parametrize(
    ("condition", "is_wrong"),
    [
        ("amount > 5 and paid", False),
        ('name = "a == b (" and x', False),
        ("x in [1..5)", False),
        ("x in ]1..5[", True),  # Legal in old FEEL and rare; the engine's parser has the last word.
        ("{a: 1}.a = 1", False),
        ("x != 3", False),
        ("${x}", True),
        ("a == 1", True),
        ("a && b", True),
        ("!a", True),
        ("x = True", True),
        ("(a", True),
        ("a)", True),
        ('x = "open', True),
    ],
)
def test_conditions_that_are_certainly_no_feel(condition: str, is_wrong: bool) -> None:
    from processes.model.edits import set_condition

    model = sketch("([a] B / C)")
    model = set_condition(model, model.outgoing("split")[0].id, condition)
    assert any(p.rule == "condition_does_not_parse" for p in check(model)) == is_wrong


@pytest.mark.parametrize(
    ("one", "other", "is_complete"),
    [
        ("x", "not(x)", True),
        ("x = true", "x = false", True),
        ('s = "open"', 's != "open"', True),
        ("x > 5", "x <= 5", True),
        ("x > 5", "x < 5", False),
        ("x > 5 and y", "x <= 5 and y", False),
    ],
)
def test_two_plain_opposites_need_no_default(one: str, other: str, is_complete: bool) -> None:
    from processes.model.edits import set_condition

    model = sketch(f"([{one}] A / [other] B)")
    model = set_condition(model, model.outgoing("split")[1].id, other)
    assert any(p.rule == "missing_default_flow" for p in check(model)) != is_complete


def test_pools_lanes_and_message_flows_that_no_diagram_shows_are_named() -> None:
    def box(of: str) -> str:
        bounds = '<dc:Bounds x="0" y="0" width="9" height="9"/>'
        return f'<di:BPMNShape id="{of}_di" bpmnElement="{of}">{bounds}</di:BPMNShape>'

    text = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC">'
        '<collaboration id="c"><participant id="office" name="Office" processRef="p"/>'
        '<participant id="citizen" name="Citizen"/>'
        '<messageFlow id="answer" sourceRef="office" targetRef="t"/></collaboration><process id="p">'
        '<laneSet id="s"><lane id="desk" name="Desk"/><lane id="archive" name="Archive"/></laneSet>'
        '<task id="t" name="Answer"/></process>'
        f'<di:BPMNDiagram id="d"><di:BPMNPlane id="pl" bpmnElement="c">{box("office")}{box("desk")}{box("t")}'
        "</di:BPMNPlane></di:BPMNDiagram></definitions>"
    )
    found = [p.element for p in check(read_model(text.encode())) if p.rule == "not_drawn"]
    assert sorted(e or "" for e in found) == ["answer", "archive", "citizen"]
