"""Rewrites: each can be made, breaks nothing, keeps its promise and can be taken back to the byte."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analytics as an
from analytics.errors import NotApplicable
from analytics.finding import Findings
from analytics.patterns import patterns
from analytics.rewrite import Rewrite, Rewrites
from processes import Model, check, library, read_model
from processes.model.soundness import analyse
from tests import factories

KEYS = ("kg-spravka", "kg-llc", "kg-build")


@cache
def proposals(key: str) -> Rewrites:
    return an.redesign(library[key].as_is)


def everything() -> Iterator[tuple[str, str]]:
    for key in KEYS:
        for rewrite in proposals(key):
            yield key, rewrite.name


def test_a_model_without_findings_gets_no_proposals() -> None:
    model = read_model(b"Register -> Decide", dialect="sketch")
    rewrites = an.redesign(model)
    assert len(rewrites) == 0
    with pytest.raises(NotApplicable, match="nothing to redesign"):
        rewrites.best()
    with pytest.raises(NotApplicable, match="nothing to combine"):
        rewrites.combined()


def test_dismissed_findings_are_not_answered() -> None:
    model = library["kg-spravka"].as_is
    findings = an.detect(model)
    rest = an.detect(model, dismissed=[f.fingerprint for f in findings])
    answered = [r for r in an.redesign(model, rest) if r.pattern != "task_automation"]
    assert answered == []
    assert isinstance(rest, Findings)
    assert len(rest.dismissed) == len(findings)


@pytest.mark.slow
@pytest.mark.parametrize(("key", "name"), list(everything()))
def test_a_proposal_of_the_library_is_made_and_taken_back(key: str, name: str) -> None:
    model = library[key].as_is
    rewrite = proposals(key).named(name)
    assert rewrite.steps
    assert rewrite.source
    changed = rewrite.apply(model)
    assert changed.source != model.source
    assert rewrite.undo(changed).source == model.source
    assert _errors(changed) <= _errors(model)
    _keeps_its_promise(model, changed, rewrite)


@pytest.mark.slow
@pytest.mark.parametrize("key", sorted(library))
def test_each_procedure_of_the_library_takes_a_proposal_of_every_kind_and_gives_it_back(key: str) -> None:
    """The three procedures above are seen whole; all fifteen by one proposal of each pattern."""
    model = library[key].as_is
    kinds = {rewrite.pattern: rewrite for rewrite in proposals(key)}
    assert kinds
    for rewrite in kinds.values():
        changed = rewrite.apply(model)
        assert changed.source != model.source
        assert rewrite.undo(changed).source == model.source
        assert analyse(changed).is_sound
        assert _errors(changed) <= _errors(model)


def _errors(model: Model) -> set[tuple[str, str | None]]:
    return {(p.rule, p.element) for p in check(model) if p.severity == "error"}


def _keeps_its_promise(before: Model, after: Model, rewrite: Rewrite) -> None:
    """What it says it saves, the figures of the model show; nothing else gets worse."""
    one, other = an.summary(before), an.summary(after)
    promised = rewrite.expected
    assert promised is not None
    for figure, saved in (("visits", promised.visits), ("documents", promised.documents)):
        less = one[figure].value - other[figure].value
        assert less >= 0
        if saved:
            assert less >= saved
    assert other["applicant_time"].value <= one["applicant_time"].value
    assert other["lead_time"].value <= one["lead_time"].value
    if promised.time:
        assert one["applicant_time"].value - other["applicant_time"].value >= promised.time * 0.99


@pytest.mark.slow
@pytest.mark.parametrize("key", KEYS)
def test_all_together_is_not_slower_in_simulation(key: str) -> None:
    procedure = library[key]
    rewrite = proposals(key).combined()
    after = rewrite.apply(procedure.as_is)
    assert rewrite.undo(after) == procedure.as_is
    logs = [
        an.simulate(m, procedure.scenario, cases=60, replications=5, seed=3) for m in (procedure.as_is, after)
    ]
    effect = an.compare(*logs)["throughput_median"]
    assert effect.high is not None
    assert effect.high <= 0, "nine cases in ten and the median are not later than before"


def test_a_rewrite_knows_when_it_was_not_the_last_change() -> None:
    model = library["kg-spravka"].as_is
    first, second = list(proposals("kg-spravka"))[:2]
    with pytest.raises(NotApplicable, match="not the last change"):
        first.undo(model)
    with pytest.raises(NotApplicable, match="not the last change"):
        first.undo(second.apply(model))


STEP = st.fixed_dictionaries(
    {
        "office": st.sampled_from(["Clerk", "Head", "Registry"]),
        "actor": st.sampled_from(["citizen", "official"]),
        "channel": st.sampled_from(["in person", "online", "internal"]),
        "purpose": st.sampled_from(["service", "control", "handover", "record", "wait"]),
        "norm": st.sampled_from(["law", "order", "practice"]),
        "asks": st.sampled_from(["", "Passport (copy)", "Note A", "Note B"]),
        "issues": st.sampled_from(["", "Note A", "Note B"]),
        "deciders": st.sampled_from(["", "one"]),
        "discretion": st.sampled_from(["none", "wide"]),
        "work": st.sampled_from(["", "10 min"]),
        "wait": st.sampled_from(["", "2 days"]),
    }
)
PAPERS = [
    {"paper": "Passport", "issued by": "kg:kyzmat", "held in": "kg:population-register"},
    {"paper": "Note A", "issued by": "kg:clerk"},
]


@settings(max_examples=40)
@given(rows=st.lists(STEP, min_size=2, max_size=6))
def test_any_proposal_for_any_table_can_be_taken_back(rows: list[dict[str, str]]) -> None:
    named = [{k: v for k, v in row.items() if v} | {"step": f"Step {n}"} for n, row in enumerate(rows)]
    model = factories.procedure(named, PAPERS, frequency=100)
    for rewrite in an.redesign(model):
        changed = rewrite.apply(model)
        assert rewrite.undo(changed).source == model.source
        assert _errors(changed) <= _errors(model)


def test_every_pattern_is_answered_by_some_table() -> None:
    """The features show each pattern at work; here only that none is missing from the registry."""
    assert set(patterns) >= {
        "contact_reduction",
        "empower",
        "once_only",
        "parallelism",
        "payment_online",
        "task_automation",
        "task_elimination",
        "visit_merging",
    }
