"""Sentences about proposals: what is proposed, made and taken back."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from pytest_bdd import parsers, then, when

import analytics as an
from analytics.errors import NotApplicable
from tests import factories


@when("the reformer asks for proposals")
def ask(context: SimpleNamespace) -> None:
    context.before = context.model
    context.rewrites = an.redesign(context.model)


@then(parsers.parse('"{pattern}" is proposed for "{steps}"'))
def proposed(context: SimpleNamespace, pattern: str, steps: str) -> None:
    wanted = tuple(factories.slug(step) for step in steps.split(", "))
    found = [r for r in context.rewrites if r.pattern == factories.slug(pattern) and r.elements == wanted]
    assert found, [r.name for r in context.rewrites]
    context.rewrite = found[0]


@then(parsers.parse('no "{pattern}" is proposed'))
def not_proposed(context: SimpleNamespace, pattern: str) -> None:
    assert not [r.name for r in context.rewrites if r.pattern == factories.slug(pattern)]


@then(parsers.parse('the proposal names "{act}" as an act to amend'))
def names_act(context: SimpleNamespace, act: str) -> None:
    assert act in context.rewrite.legal


@when("she makes the proposal")
def make(context: SimpleNamespace) -> None:
    context.model = context.rewrite.apply(context.model)


@when("she makes all proposals together")
def make_all(context: SimpleNamespace) -> None:
    context.rewrite = context.rewrites.combined()
    context.model = context.rewrite.apply(context.model)


@then(parsers.parse('"{step}" is gone'))
def gone(context: SimpleNamespace, step: str) -> None:
    assert factories.slug(step) not in context.model.elements


@then(parsers.parse('"{first}" comes right before "{second}"'))
def right_before(context: SimpleNamespace, first: str, second: str) -> None:
    targets = [flow.target for flow in context.model.outgoing(factories.slug(first))]
    assert targets == [factories.slug(second)]


@then(parsers.parse('"{one}" and "{other}" run side by side'))
def side_by_side(context: SimpleNamespace, one: str, other: str) -> None:
    [before], [also] = (
        [flow.source for flow in context.model.incoming(factories.slug(step))] for step in (one, other)
    )
    assert before == also
    assert context.model.element(before).type == "ParallelGateway"


@then(parsers.parse('a service does "{step}"'))
def by_service(context: SimpleNamespace, step: str) -> None:
    assert context.model.element(factories.slug(step)).type == "ServiceTask"


@then(parsers.parse('"{step}" is done {channel}'))
def done_by(context: SimpleNamespace, step: str, channel: str) -> None:
    words = {"online": "online", "without the applicant": "internal"}
    assert context.model.element(factories.slug(step)).step.channel == words[channel]


@when("she takes it back")
def take_back(context: SimpleNamespace) -> None:
    context.model = context.rewrite.undo(context.model)


@then("the procedure is as it was, to the last byte")
def as_it_was(context: SimpleNamespace) -> None:
    assert context.model.source == context.before.source


@then("the proposal cannot be made any more")
def does_not_fit(context: SimpleNamespace) -> None:
    with pytest.raises(NotApplicable):
        context.rewrite.apply(context.model)
