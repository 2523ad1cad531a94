"""The tool alone finds what the redesigned procedures spare, and nothing that a law demands.

Models and redesigns were drawn by the same hands, so this shows that the detectors read the annotations rightly, not
that analysts will annotate so well.
"""

from __future__ import annotations

import pytest

import analytics as an
from analytics.grounds import law_behind
from analytics.interactions import assessed_steps
from analytics.spared import Spared, spared
from processes import Model, library

PAIRED = sorted(key for key, procedure in library.items() if procedure.to_be is not None)


def pair(key: str) -> tuple[Model, Model]:
    procedure = library[key]
    assert procedure.to_be is not None
    return procedure.as_is, procedure.to_be


def searched(key: str) -> tuple[Spared, Spared]:
    before, after = pair(key)
    return spared(before, after, an.detect(before))


@pytest.mark.parametrize("key", PAIRED)
def test_every_journey_and_every_paper_that_goes_is_found(key: str) -> None:
    journeys, papers = searched(key)
    assert papers.removed, "each redesign spares a paper the state holds"
    for part in (journeys, papers):
        assert part.removed <= part.found, part.kind
        assert part.recall in (None, 1.0)


@pytest.mark.parametrize("key", PAIRED)
def test_no_detector_fails_on_a_model_of_the_library(key: str) -> None:
    for model in pair(key):
        assert [str(f.claim) for f in an.detect(model) if f.is_failure] == []


@pytest.mark.parametrize("key", PAIRED)
def test_no_journey_a_law_demands_is_called_avoidable(key: str) -> None:
    journeys, _papers = searched(key)
    assert journeys.found.isdisjoint(journeys.demanded)
    assert journeys.removed.isdisjoint(journeys.demanded), "nor does the redesign drop it"


@pytest.mark.parametrize("key", PAIRED)
def test_what_a_law_demands_in_person_stays_in_the_redesign(key: str) -> None:
    before, after = pair(key)
    for step in assessed_steps(before):
        if step.is_in_person and law_behind(step) is not None:
            kept = after.elements[step.element.id].step
            assert kept is not None
            assert kept.channel == "inPerson"
            assert any(norm.mandatory and norm.type == "law" for norm in kept.legal)


def test_two_journeys_are_called_avoidable_that_the_redesign_keeps_for_the_kiosk() -> None:
    kept = {key: searched(key)[0].found - searched(key)[0].removed for key in PAIRED}
    assert {key: trips for key, trips in kept.items() if trips} == {
        "family_allowance": {"3"},
        "housing_plot": {"3"},
    }


def test_without_findings_nothing_is_found() -> None:
    before, after = pair("id_card_renewal")
    journeys, papers = spared(before, after, ())
    assert (journeys.recall, papers.recall, journeys.precision) == (0.0, 0.0, None)
    assert spared(after, after, an.detect(after))[0].recall is None
