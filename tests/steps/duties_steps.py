"""Sentences about whose hands a step may be in, and about ways back."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from pytest_bdd import given, parsers, then, when

from engine import Engine, EngineError, NotEntitled, WorkItem
from engine.actor import Actor
from processes.model.edits_of_annotations import set_step


def _item(office: Engine, context: SimpleNamespace, label: str) -> WorkItem:
    return next(item for item in office.work_items(context.case) if item.label == label)


def _declare(context: SimpleNamespace, label: str, **attributes: object) -> None:
    model = context.model
    context.model = set_step(
        model, next(e.id for e in model.elements.values() if e.name == label), **attributes
    )


def _id(context: SimpleNamespace, label: str) -> str:
    return str(next(e.id for e in context.model.elements.values() if e.name == label))


@given(parsers.parse('"{label}" is decided by four eyes'))
def by_four_eyes(context: SimpleNamespace, label: str) -> None:
    _declare(context, label, deciders="fourEyes")


@given(parsers.parse('"{label}" is kept apart from "{other}"'))
def kept_apart(context: SimpleNamespace, label: str, other: str) -> None:
    _declare(context, label, separate_from=(_id(context, other),))


@given(parsers.parse('"{label}" is bound to "{other}"'))
def bound(context: SimpleNamespace, label: str, other: str) -> None:
    _declare(context, label, bound_to=_id(context, other))


@given(parsers.parse('"{one}" has done "{first}" and "{two}" has done "{second}"'))
def both_done(office: Engine, context: SimpleNamespace, one: str, first: str, two: str, second: str) -> None:
    context.case = office.start(context.definition, by="citizen")
    for person, label in ((one, first), (two, second)):
        office.complete(_item(office, context, label), by=person)


@given(parsers.parse("{minutes:d} minutes have passed"))
def minutes_pass(context: SimpleNamespace, minutes: int) -> None:
    context.clock.advance(timedelta(minutes=minutes))


@given(parsers.parse('"{person}" does what there is to do, until "{label}"'))
def does_until(office: Engine, context: SimpleNamespace, person: str, label: str) -> None:
    while (item := office.work_items(context.case)[0]).label != label:
        office.complete(item, by=person)


@then(parsers.parse('"{label}" can be sent back to "{target}" only'))
def sent_back_only(office: Engine, context: SimpleNamespace, label: str, target: str) -> None:
    assert [deed.label for deed in office.earlier_steps(_item(office, context, label))] == [target]


@when(parsers.parse('"{person}" asks whether "{label}" is theirs to do'))
def asks(office: Engine, context: SimpleNamespace, person: str, label: str) -> None:
    context.told = office.barred(_item(office, context, label), by=person)


@when(parsers.parse('"{person}", in the place of "{absent}", asks whether "{label}" is theirs to do'))
def asks_for(office: Engine, context: SimpleNamespace, person: str, absent: str, label: str) -> None:
    acting = Actor(person, on_behalf_of=absent)
    context.told = office.barred(_item(office, context, label), by=acting)


@when(parsers.parse('"{person}" declares a conflict of interest: "{reason}"'))
def declares(office: Engine, context: SimpleNamespace, person: str, reason: str) -> None:
    office.declare_conflict(context.case, by=person, reason=reason)
    context.declared = (person, reason)


@when(parsers.parse('"{person}" sends "{label}" back to "{target}": "{reason}"'))
def sends_back_to(
    office: Engine, context: SimpleNamespace, person: str, label: str, target: str, reason: str
) -> None:
    office.send_back(_item(office, context, label), by=person, reason=reason, to=_id(context, target))


@when(parsers.parse('"{person}" sends "{label}" back: "{reason}"'))
def sends_back(office: Engine, context: SimpleNamespace, person: str, label: str, reason: str) -> None:
    context.refused = None
    try:
        office.send_back(_item(office, context, label), by=person, reason=reason)
    except EngineError as refused:
        context.refused = refused


@when(parsers.parse('"{person}" takes "{label}" back'))
def takes_back(office: Engine, context: SimpleNamespace, person: str, label: str) -> None:
    context.refused = None
    done = [item for item in office.work_items(context.case, status="completed") if item.label == label]
    try:
        office.recall(done[-1], by=person)
    except EngineError as refused:
        context.refused = refused


@then(parsers.parse('they read: "{text}"'))
def they_read(context: SimpleNamespace, text: str) -> None:
    assert text in str(context.told)


@then(parsers.parse('"{person}" can neither take "{label}" nor be given it'))
def cannot(office: Engine, context: SimpleNamespace, person: str, label: str) -> None:
    item = _item(office, context, label)
    for verb in (
        lambda: office.claim(item, by=person),
        lambda: office.complete(item, by=person),
        lambda: office.reassign(item, to=person, by="head", reason="You know the case."),
    ):
        with pytest.raises(NotEntitled):
            verb()
    assert _item(office, context, label).holder is None


@then(parsers.parse('"{person}" can do "{label}"'))
def can(office: Engine, context: SimpleNamespace, person: str, label: str) -> None:
    item = _item(office, context, label)
    assert office.barred(item, by=person) is None
    office.complete(item, by=person)


@then("the history tells who declared it and why")
def history_tells_why(office: Engine, context: SimpleNamespace) -> None:
    [record] = [record for record in office.history(context.case) if record.kind == "recused"]
    assert (record.by, record.data["reason"]) == context.declared


@then(parsers.parse('"{person}" holds "{label}" again and reads "{reason}"'))
def holds_and_reads(office: Engine, context: SimpleNamespace, person: str, label: str, reason: str) -> None:
    holds_again(office, context, person, label)
    [record] = [record for record in office.history(context.case) if record.kind == "sentBack"]
    assert record.data == {"to": _id(context, label), "reason": reason}


@then(parsers.parse('"{person}" holds "{label}" again'))
def holds_again(office: Engine, context: SimpleNamespace, person: str, label: str) -> None:
    assert _item(office, context, label).holder == person


@then(parsers.parse('nobody has "{label}" to do'))
def nobody_has(office: Engine, context: SimpleNamespace, label: str) -> None:
    assert label not in [item.label for item in office.work_items(context.case)]


@then(parsers.parse('it is refused: "{text}"'))
def refused_saying(context: SimpleNamespace, text: str) -> None:
    assert text in str(context.refused)
