"""The decision tables of the library say what the sources say, and every one is asked by a model."""

from __future__ import annotations

from typing import Any

import pytest

from engine.decisions import decide
from processes import library

CASES: list[tuple[str, str, dict[str, Any], Any]] = [
    ("kg-id", "id_card_fee", {"speed": "days_12"}, {"fee": 510, "working_days": 12}),
    ("kg-id", "id_card_fee", {"speed": "days_8"}, {"fee": 1300, "working_days": 8}),
    ("kg-id", "id_card_fee", {"speed": "days_4"}, {"fee": 1640, "working_days": 4}),
    ("kg-id", "id_card_fee", {"speed": "days_2"}, {"fee": 1865, "working_days": 2}),
    ("kg-id", "id_card_fee", {"speed": "hours_3"}, {"fee": 4140, "working_days": 0}),
    ("kg-build", "building_track", {"floor_area": 1000, "storeys": 3}, "simplified"),
    ("kg-build", "building_track", {"floor_area": 1001, "storeys": 1}, "general"),
    ("kg-build", "building_track", {"floor_area": 90, "storeys": 4}, "general"),
    ("kg-build", "building_track", {"floor_area": 299, "storeys": 2}, "minimal"),
    ("kg-llc", "company_exception", {"founders": 31, "foreign_founder": "no"}, True),
    ("kg-llc", "company_exception", {"founders": 2, "foreign_founder": "yes"}, True),
    ("kg-llc", "company_exception", {"founders": 30, "foreign_founder": "no"}, False),
    ("it-fine", "road_fine_amount", {"fine_amount": 100, "paid_after_days": 5}, 70),
    ("it-fine", "road_fine_amount", {"fine_amount": 100, "paid_after_days": 6}, 100),
    ("it-fine", "road_fine_amount", {"fine_amount": 100, "paid_after_days": 60}, 100),
    ("it-fine", "road_fine_amount", {"fine_amount": 100, "paid_after_days": 61}, 200),
    (
        "nl-omgeving",
        "dutch_permit_track",
        {"monument": "yes", "built_area": 5, "building_height": 2},
        "permit",
    ),
    ("nl-omgeving", "dutch_permit_track", {"monument": "no", "built_area": 30, "building_height": 5}, "free"),
    (
        "nl-omgeving",
        "dutch_permit_track",
        {"monument": "no", "built_area": 31, "building_height": 5},
        "notify",
    ),
    (
        "nl-omgeving",
        "dutch_permit_track",
        {"monument": "no", "built_area": 101, "building_height": 5},
        "permit",
    ),
    (
        "nl-omgeving",
        "dutch_permit_track",
        {"monument": "no", "built_area": 10, "building_height": 6},
        "permit",
    ),
]


@pytest.mark.parametrize(("code", "decision", "facts", "expected"), CASES)
def test_a_table_says_what_its_source_says(
    code: str, decision: str, facts: dict[str, Any], expected: object
) -> None:
    assert decide(library[code].decisions, decision, facts).value == expected


@pytest.mark.parametrize(
    ("income", "family", "children", "entitled", "amount"),
    [(5000, 5, 3, True, 3600), (5001, 5, 3, False, 0), (1000, 2, 0, False, 0), (0, 1, 1, True, 1200)],
)
def test_the_allowance_is_granted_up_to_a_thousand_for_each_member(
    income: int, family: int, children: int, entitled: bool, amount: int
) -> None:
    facts = {"monthly_income": income, "family_size": family, "children": children}
    decided = decide(library["kg-uibulogo"].decisions, "allowance_means_test", facts).value
    assert (decided["entitled"], decided["amount"]) == (entitled, amount)
    assert decided["reason"], "a refusal names its reason"


def test_every_table_is_asked_by_a_model_of_its_folder() -> None:
    for procedure in library.values():
        models = [m for m in (procedure.as_is, procedure.to_be) if m is not None]
        asked = {e.decision for m in models for e in m.elements.values() if e.decision}
        assert asked == {id_ for model in procedure.decisions for id_ in model.decisions}
