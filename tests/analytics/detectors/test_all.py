"""What holds for every detector: silence where there is nothing, sentences a lawyer can read, and no crash."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

import analytics as an
from analytics.detectors import detectors
from analytics.finding import Finding
from analytics.patterns import patterns
from analytics.study import Study
from processes import EventLog, Model, library, read_model
from tests.processes.model.sketches import sketches

KEYS = ("kg-spravka", "kg-llc", "kg-build")


@pytest.mark.parametrize("name", list(detectors))
def test_nothing_is_found_in_nothing(name: str) -> None:
    assert list(detectors[name](Study())) == []
    assert list(detectors[name](Study(log=EventLog.from_records([])))) == []
    assert list(detectors[name](Study(model=read_model(b"Register -> Decide", dialect="sketch")))) == []


@settings(max_examples=30)
@given(model=sketches())
def test_a_model_nobody_annotated_gives_hints_only(model: Model) -> None:
    assert {f.detector for f in an.detect(model)} <= {"name_hint"}


@pytest.mark.parametrize("key", KEYS)
def test_findings_are_sentences_with_evidence_and_a_way_out(key: str) -> None:
    procedure = library[key]
    findings = an.detect(procedure.as_is)
    assert len(findings) > 5
    assert len({f.fingerprint for f in findings}) == len(findings)
    for finding in findings:
        assert not finding.is_failure, str(finding.claim)
        _reads_well(finding)
        assert set(finding.elements) <= set(procedure.as_is.elements)
        assert finding.suggestion is None or finding.suggestion in patterns


def _reads_well(finding: Finding) -> None:
    for text in (finding.claim, finding.refutation, *(e.text for e in finding.evidence)):
        assert text
        assert re.fullmatch(r"[A-Z“\d].*[.?]", str(text)), str(text)
        assert "None" not in str(text)
        assert "{" not in str(text)


@pytest.mark.parametrize("key", KEYS)
def test_every_journey_and_every_paper_the_redesigned_procedure_spares_is_found(key: str) -> None:
    """The to-be of the library is the reference: what it no longer asks, the detectors name."""
    procedure = library[key]
    assert procedure.to_be is not None
    findings = an.detect(procedure.as_is)
    found_papers = {f.data["document"] for f in findings if "document" in f.data}
    asked = {a.document for e in procedure.as_is.elements.values() if e.step for a in e.step.asks}
    still = {a.document for e in procedure.to_be.elements.values() if e.step for a in e.step.asks}
    held = {d.id for d in procedure.as_is.documents.values() if d.held_in is not None}
    assert (asked - still) & held <= found_papers


def test_a_detector_that_crashes_is_one_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(study: Study) -> list[Finding]:
        raise ZeroDivisionError("by hand")

    monkeypatch.setitem(detectors._found, "dead_wait", broken)
    findings = an.detect(library["kg-spravka"].as_is)
    [failure] = [f for f in findings if f.is_failure]
    assert "dead_wait" in str(failure.claim)
    assert len(findings) > 5


def test_findings_sort_by_saving() -> None:
    weights = [f.saving.weight for f in an.detect(library["kg-build"].as_is).by("saving")]
    assert weights == sorted(weights, reverse=True)


def test_a_dismissal_holds_until_the_step_changes() -> None:
    from processes.model import edits

    model = library["kg-spravka"].as_is
    finding = an.detect(model).of("avoidable_contact")[0]
    again = an.detect(edits.rename(model, "pay", "Pay the fee"), dismissed=[finding.fingerprint])
    assert finding.fingerprint in {f.fingerprint for f in again.dismissed}
