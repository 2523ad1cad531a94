"""What a piece of evidence speaks of: read, noted when it is not known, kept by an edit, seen by the diff."""

from __future__ import annotations

from processes import read_model
from processes.model.diff import diff
from processes.model.edits import set_step
from processes.model.gov import evidence_about
from tests import factories

TWO = (
    '<gov:evidence source="law" confidence="A"/>'
    '<gov:evidence about="effort  queue" source="estimate" confidence="C"/>'
)


def test_evidence_speaks_of_what_it_names_and_else_of_the_rest() -> None:
    step = read_model(factories.step_file(TWO)).element("apply").step
    assert step is not None
    sources = {s: [e.source for e in evidence_about(step.evidence, s)] for s in ("effort", "queue", "wait")}
    assert sources == {"effort": ["estimate"], "queue": ["estimate"], "wait": ["law"]}


def test_a_word_nobody_knows_is_noted_and_covers_no_figure() -> None:
    said = '<gov:evidence about="minutes" source="log" confidence="A"/>'
    model = read_model(factories.step_file(said))
    [note] = model.report.of("must fix")
    assert note.element == "apply"
    assert "minutes" in note.message
    step = model.element("apply").step
    assert step is not None
    assert evidence_about(step.evidence, "effort") == ()


def test_an_edit_of_the_step_keeps_its_evidence() -> None:
    model = read_model(factories.step_file(TWO))
    changed = set_step(model, "apply", channel="post")
    assert TWO.encode() in changed.source
    before, after = model.element("apply").step, changed.element("apply").step
    assert before is not None
    assert after is not None
    assert after.evidence == before.evidence


def test_the_diff_tells_that_evidence_speaks_of_something_else() -> None:
    before = read_model(factories.step_file(TWO))
    after = read_model(factories.step_file(TWO.replace("effort  queue", "effort")))
    [change] = diff(before, after).changes
    assert (change.kind, change.element, change.aspect) == ("changed", "apply", "evidence")
