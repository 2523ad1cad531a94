"""Sentences about the procedures of the library: what they ask of people, how their cases go, what their tables say."""

from __future__ import annotations

import json
from types import SimpleNamespace

from pytest_bdd import given, parsers, then, when

import analytics as an
from engine.decisions import decide
from processes import library, read_model
from tests import factories
from tests.processes.library.playing import course, plays


@when(parsers.parse('the procedure "{code}" is compared with its redesign'))
def compared_with_its_redesign(context: SimpleNamespace, code: str) -> None:
    context.before, context.after = library[code].as_is, library[code].to_be


@then(parsers.parse("the applicant makes {now:d} journeys and then {later:d}"))
def journeys_before_and_after(context: SimpleNamespace, now: int, later: int) -> None:
    assert (an.visits(context.before).value, an.visits(context.after).value) == (now, later)


@then(parsers.parse("is asked for {now:d} papers the state holds and then {later:d}"))
def papers_before_and_after(context: SimpleNamespace, now: int, later: int) -> None:
    held = [an.documents(m).parts["held by the state"] for m in (context.before, context.after)]
    assert held == [now, later]


@then(parsers.parse('"{label}" is still done in person, because of "{law}"'))
def still_in_person(context: SimpleNamespace, label: str, law: str) -> None:
    [step] = [e.step for e in context.after.elements.values() if e.name == label]
    assert step.channel == "inPerson"
    assert any(norm.mandatory and norm.type == "law" and law in norm.ref for norm in step.legal)


@given(parsers.re(r'a case of "(?P<code>[\w-]+)", as it (?P<how>is|could be), in which "(?P<name>.+)"'))
def a_case_in_which(context: SimpleNamespace, code: str, how: str, name: str) -> None:
    context.procedure = library[code]
    variant = "as_is" if how == "is" else "to_be"
    [context.play] = [p for p in plays(context.procedure) if (p.model, p.name) == (variant, name)]


@when("people, post and clock do their part")
def played(context: SimpleNamespace) -> None:
    context.model = getattr(context.procedure, context.play.model)
    context.course = course(context.model, context.play, decisions=context.procedure.decisions)


@then(parsers.parse('it ends with "{label}"'))
def it_ends_with(context: SimpleNamespace, label: str) -> None:
    assert label in [context.model.elements[id_].name for id_ in context.course.ends]
    assert context.course.status == "completed"


@then("the head has been told of the delay")
def the_head_was_told(context: SimpleNamespace) -> None:
    assert context.course.escalated


@when(parsers.parse('the table "{decision}" of "{code}" is asked with'))
def table_is_asked(context: SimpleNamespace, decision: str, code: str, datatable: list[list[str]]) -> None:
    head, row = datatable
    facts = {name: float(cell) for name, cell in zip(head, row, strict=True)}
    context.answer = decide(library[code].decisions, decision, facts).value


@then(parsers.parse('its answer has "{name}" {value}'))
def its_answer_has(context: SimpleNamespace, name: str, value: str) -> None:
    assert context.answer[name] == json.loads(value)


@then(parsers.parse("its answer is {value:d}"))
def its_answer_is(context: SimpleNamespace, value: int) -> None:
    assert context.answer == value


@when(parsers.parse('the figures of "{code}" as it is are read'))
def figures_as_it_is(context: SimpleNamespace, code: str) -> None:
    context.model = library[code].as_is


_SURE = {"the law": "A", "hearsay": "C", "measured": "A", "estimated": "C"}


@given(
    parsers.re(r"a step known from (?P<step>the law|hearsay), its minutes (?P<minutes>measured|estimated)")
)
def a_step_known_from(context: SimpleNamespace, step: str, minutes: str) -> None:
    said = (
        f'<gov:evidence source="interview" confidence="{_SURE[step]}"/>'
        f'<gov:evidence about="effort queue" source="log" confidence="{_SURE[minutes]}"/>'
    )
    context.model = read_model(factories.step_file(said))


@then(parsers.re(r"its (?P<figure>\w+) are of confidence (?P<sure>[ABC])"))
def figures_are_of_confidence(context: SimpleNamespace, figure: str, sure: str) -> None:
    assert an.summary(context.model)[figure].confidence == sure
