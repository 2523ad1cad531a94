"""Measures of models, and where cases begin and end, worked out by hand."""

from __future__ import annotations

import pytest

import analytics as an
from processes import EventLog, Model, read_model
from tests import factories
from tests.factories import MONDAY

STEPS = """
step    | office | actor        | channel   | place | trip | asks           | norm     | term   | kind
Apply   | hall   | citizen      | in person | Hall  | 1    | Passport, Plan | law      |        |
Pay     | hall   | citizen      | online    |       |      |                | order    |        |
Survey  | expert | other agency | in person | Site  | 2    |                | law      | 2 days |
Reckon  | head   | system       |           |       |      |                |          |        | table
Sign    | head   | official     | internal  |       |      |                | practice |        |
Collect | hall   | citizen      | in person | Hall  | 3    |                |          |        |
"""


@pytest.fixture(scope="module")
def permit() -> Model:
    """A permit with three journeys to two places, one payment from home, and one paper the state holds."""
    head, *rows = (tuple(cell.strip() for cell in line.split("|")) for line in STEPS.strip().splitlines())
    steps = [{name: cell for name, cell in zip(head, row, strict=True) if cell} for row in rows]
    papers = [{"paper": "Passport", "issued by": "kg:kyzmat", "held in": "kg:population-register"}]
    return factories.procedure(steps, papers)


def test_the_hall_the_site_and_the_portal_are_three_entities(permit: Model) -> None:
    assert an.entities(permit).value == 3


def test_three_meetings_are_three_contacts(permit: Model) -> None:
    assert an.contact_index(permit).value == 3.0


def test_one_of_two_papers_is_held_already(permit: Model) -> None:
    assert an.once_only_ratio(permit).value == 0.5


def test_one_counter_undoes_what_is_online(permit: Model) -> None:
    found = an.maturity(permit)
    assert found.value == 0
    # Three at a counter, one online without papers: (0 + 4 + 0 + 0) / 4.
    assert found.parts["mean"] == 1.0


def test_two_of_four_steps_with_a_norm_rest_on_a_law(permit: Model) -> None:
    assert an.legal_coverage(permit).value == 0.5


def test_one_of_two_steps_of_the_offices_has_a_term(permit: Model) -> None:
    found = an.limit_coverage(permit)
    assert (found.value, found.parts["added up"], found.parts["procedure"]) == (0.5, 2.0, None)


def test_one_of_three_tasks_of_the_offices_is_a_machines(permit: Model) -> None:
    found = an.automation(permit)
    assert found.value == pytest.approx(1 / 3)
    assert (found.parts["full"], found.parts["manual"]) == (1, 2)


def test_work_is_drawn_to_pass_twice_and_once_back() -> None:
    found = an.drawn_handovers(
        read_model(b"Take @desk -> Note @desk -> Check @expert -> Give @desk", dialect="sketch")
    )
    assert (found.value, found.parts["returns"]) == (2, 1)


def test_one_file_in_four_comes_back_and_some_of_them_again() -> None:
    # 1/4 + 1/16 + 1/64 + … = 1/3
    assert an.expected_loops(factories.with_a_way_back(probability=0.25)).value == 0.33
    assert an.expected_loops(factories.with_a_way_back(probability=None)).unknown == ("check",)


def test_what_lies_before_and_after_the_choice_cannot_be_avoided() -> None:
    found = an.unavoidable_steps(read_model(b"Register -> (Check / Ask) -> Decide", dialect="sketch"))
    assert (found.value, found.elements) == (2, ("register", "decide"))


def test_cases_begin_and_end_where_their_first_and_last_steps_are() -> None:
    ways = ("Ask Sign", "Ask Send", "Sign Ask Send")
    log = EventLog.from_records(
        {"case": str(case), "activity": step, "timestamp": MONDAY.replace(minute=at)}
        for case, way in enumerate(ways)
        for at, step in enumerate(way.split())
    )
    begun, ended = an.start_activities(log), an.end_activities(log)
    assert {row.key: (row.n, row.mean) for row in begun} == {
        "Ask": (2, pytest.approx(2 / 3)),
        "Sign": (1, pytest.approx(1 / 3)),
    }
    assert {row.key: row.n for row in ended} == {"Send": 2, "Sign": 1}
