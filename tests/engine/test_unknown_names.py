"""Conditions that ask for what nobody has given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from engine.errors import SandboxError
from engine.expressions import feel
from engine.expressions.unknown_names import decisive, evaluate_given
from tests.engine.drawing import drawn
from tests.engine.play import labels

if TYPE_CHECKING:
    from engine import Engine
    from processes import Model


def choice(condition: str, *, more: str = "", attributes: str = "") -> Model:
    gateway = f'<startEvent id="s"/><exclusiveGateway id="g" default="f3"/>{more}'
    return drawn(gateway, f"s -> g\ng -> a [{condition}]\ng -> b", users="a b", attributes=attributes)


@pytest.mark.parametrize(
    "condition", ["aproved = true", "score > 5", "not(aproved)", 'status != "open"', "x.kind = 1"]
)
def test_a_name_nobody_knows_takes_no_way_not_even_the_default(engine: Engine, condition: str) -> None:
    case = engine.start(engine.deploy(choice(condition), by="ana"), by="ana", data={"approved": True})
    [incident] = engine.incidents(case)
    assert incident.element == "g"
    name = feel.evaluate_all([(condition, {})])[0].unknown[0].split("“")[1].split("”")[0]
    assert f"asks for “{name}”" in incident.message
    engine.retry(incident, by="ana", data={name: {"kind": 1} if name == "x" else None})
    assert len(labels(engine, case)) == 1


@pytest.mark.parametrize(
    ("condition", "data"),
    [
        ("debt != null and debt > 5", {}),
        ("if debt = null then false else debt > 5", {}),
        ("in_debt and debt > 5", {"in_debt": False}),
        ("debt > 5 and in_debt", {"in_debt": False}),
    ],
)
def test_who_says_what_holds_without_it_is_answered(
    engine: Engine, condition: str, data: dict[str, Any]
) -> None:
    case = engine.start(engine.deploy(choice(condition), by="ana"), by="ana", data=data)
    assert labels(engine, case) == ["b"]


FORM = '{"components": [{"type": "checkbox", "key": "approved"}]}'


@pytest.mark.parametrize(
    "more",
    [
        f'<extensionElements><gov:form id="form">{FORM}</gov:form></extensionElements>',
        '<dataObject id="d" name="approved"/>',
        '<scriptTask id="t" scriptFormat="javascript"><script>if (late) approved = false</script></scriptTask>',
    ],
)
def test_what_the_model_declares_may_be_missing(engine: Engine, more: str) -> None:
    case = engine.start(engine.deploy(choice("approved", more=more), by="ana"), by="ana")
    assert labels(engine, case) == ["b"]


def test_two_names_nobody_knows_are_not_alike() -> None:
    [answer] = feel.evaluate_all([("a = b", {})])
    assert decisive("a = b", answer, {}, ()) == "a"
    assert decisive("a = b", answer, {}, ("a",)) == "b"


def test_what_a_condition_names_itself_is_no_slip() -> None:
    condition = "some p in papers satisfies p = 1"
    [answer] = feel.evaluate_all([(condition, {})])
    assert decisive(condition, answer, {}, ()) == "papers"


@pytest.mark.parametrize(
    ("script", "name"),
    [
        ("{total: feee * 2, paid: true}", "feee"),
        ("{list: [fee, feee]}", "feee"),
        ('{kind: if aproved then "large" else "small"}', "aproved"),
        ("{late: count(dates[item > today_])}", "today_"),
        ('if amonut > 100 then null else "small"', "amonut"),
    ],
)
def test_what_is_kept_rests_on_no_name_nobody_set(script: str, name: str) -> None:
    with pytest.raises(SandboxError, match=f"There is no variable “{name}”"):
        evaluate_given(script, {"fee": 5, "dates": [1]})


@pytest.mark.parametrize(
    ("script", "value"),
    [
        ("{note: if note = null then 0 else note}", {"note": 0}),
        ("if note = null then null else note", None),
        ("{kind: if fee > 1 then fee else discount}", {"kind": 5}),
        ("{debt: null, fee: fee}", {"debt": None, "fee": 5}),
        ("if applicant.phone != null then 1 else 2", 2),
    ],
)
def test_what_is_kept_may_say_what_holds_without_a_name(script: str, value: Any) -> None:
    assert evaluate_given(script, {"fee": 5}) == value
