"""Sentences about what the rules say of a drawing."""

from __future__ import annotations

from types import SimpleNamespace

from pytest_bdd import parsers, then, when

from processes import check
from tests.steps.sketched_model import id_of


@when("it is checked")
def checked(context: SimpleNamespace) -> None:
    context.problems = check(context.model)


def _named(context: SimpleNamespace, rule: str) -> set[str]:
    return {p.element for p in context.problems if p.rule == rule}


@then(parsers.parse('"{rule}" names "{label}"'))
def rule_names(context: SimpleNamespace, rule: str, label: str) -> None:
    assert label in {p.label for p in context.problems if p.rule == rule}


@then(parsers.parse('"{rule}" names an arrow to "{name}"'))
def rule_names_an_arrow_to(context: SimpleNamespace, rule: str, name: str) -> None:
    [named] = _named(context, rule)
    assert context.model.flows[named].target == id_of(context.model, name)


@then(parsers.parse('"{rule}" names the arrow from "{name}"'))
def rule_names_arrow_from(context: SimpleNamespace, rule: str, name: str) -> None:
    flows = context.model.outgoing(id_of(context.model, name))
    assert _named(context, rule) == {f.id for f in flows}


@then(parsers.parse('"{rule}" names the arrow to "{name}"'))
def rule_names_arrow_to(context: SimpleNamespace, rule: str, name: str) -> None:
    flows = context.model.incoming(id_of(context.model, name))
    assert _named(context, rule) == {f.id for f in flows}


@then(parsers.parse('"{rule}" names a step without a name'))
def rule_names_nameless(context: SimpleNamespace, rule: str) -> None:
    assert _named(context, rule) == {
        e.id for e in context.model.elements.values() if e.is_task and not e.name
    }


@then(parsers.parse('"{rule}" names the decision'))
def rule_names_decision(context: SimpleNamespace, rule: str) -> None:
    assert _named(context, rule) == {"split"}


@then(parsers.parse('"{rule}" names a place'))
def rule_names_a_place(context: SimpleNamespace, rule: str) -> None:
    assert _named(context, rule)


@then(parsers.parse('"{rule}" names a gateway'))
def rule_names_gateway(context: SimpleNamespace, rule: str) -> None:
    assert _named(context, rule)
    assert _named(context, rule) <= {"split", "join"}


@then(parsers.parse('"{rule}" has nothing to say'))
def rule_is_silent(context: SimpleNamespace, rule: str) -> None:
    assert not [str(p.message) for p in context.problems if p.rule == rule]
