"""Sentences about what several procedures have in common."""

from __future__ import annotations

from types import SimpleNamespace

from pytest_bdd import given, parsers, then, when

from processes import read_model
from processes.model.similarity import repeated_fragments, same_checks


@given(parsers.parse('the drawing "{sketch}" called "{name}"'))
def a_named_procedure(context: SimpleNamespace, sketch: str, name: str) -> None:
    if not hasattr(context, "repository"):
        context.repository = {}
    context.repository[name] = read_model(sketch.encode(), dialect="sketch")


@when("the procedures are compared")
def compared(context: SimpleNamespace) -> None:
    context.checks = same_checks(context.repository)
    context.fragments = repeated_fragments(context.repository)


@then(parsers.parse('"{label}" stands in both "{one}" and "{other}"'))
def stands_in_both(context: SimpleNamespace, label: str, one: str, other: str) -> None:
    assert [(found.labels, found.models) for found in context.checks] == [((label,), (one, other))]


@then(parsers.parse('{count:d} steps in a row are the same in "{one}" and "{other}"'))
def same_in_a_row(context: SimpleNamespace, count: int, one: str, other: str) -> None:
    [found] = context.fragments
    assert (len(found.labels), found.models) == (count, (one, other))


@then("nothing is the same")
def nothing_the_same(context: SimpleNamespace) -> None:
    assert not context.checks
    assert not context.fragments
