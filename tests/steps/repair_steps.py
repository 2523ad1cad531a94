"""Sentences about mending broken files."""

from __future__ import annotations

from types import SimpleNamespace

from pytest_bdd import given, parsers, then, when

from processes import NotBpmn, read_model
from processes.model.repair import repair

_PROPER = read_model(b"Register -> Decide", dialect="sketch").source


@given(parsers.parse('a file that begins with "{words}" and forgets its last tag'))
def chatty_file(context: SimpleNamespace, words: str) -> None:
    context.source = words.encode() + _PROPER.rstrip().removesuffix(b"</bpmn:definitions>")


@given("a proper file")
def proper_file(context: SimpleNamespace) -> None:
    context.source = _PROPER


@given("a file that is a letter")
def letter(context: SimpleNamespace) -> None:
    context.source = b"Dear colleague, please register my company."


@when("it is mended")
def mended(context: SimpleNamespace) -> None:
    try:
        context.mended = repair(context.source)
    except NotBpmn as refused:
        context.refused = refused


@then("it can be read")
def can_be_read(context: SimpleNamespace) -> None:
    assert {"register", "decide"} <= context.mended.model.elements.keys()


@then(parsers.parse('it is said that "{sentence}"'))
def said(context: SimpleNamespace, sentence: str) -> None:
    said = [str(r.message).replace("bpmn:", "") for r in context.mended.repairs]
    assert sentence in said


@then("nothing was mended")
def nothing_mended(context: SimpleNamespace) -> None:
    assert context.mended.repairs == ()
    assert context.mended.model.source == context.source


@then(parsers.parse('the mending is refused because of "{reason}"'))
def refused_because(context: SimpleNamespace, reason: str) -> None:
    assert reason in context.refused.message
