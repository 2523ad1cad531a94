"""Redesigning: proposals answer findings, a preview changes nothing, what was applied can be withdrawn."""

from __future__ import annotations

import analytics as an
from modeler_api.store import models, redesigns
from modeler_api.wiring import Door
from processes import library
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.studies import CERTIFICATE, SMALL, saved, with_library

ADDRESS = f"/procedures/{CERTIFICATE}/redesign/"


def test_every_proposal_of_the_study_is_offered(sign_in: SignIn, door: Door) -> None:
    """The page shows each rewrite by its title, with where it comes from."""
    with_library(door)
    page = sign_in("reformer").get(ADDRESS).text
    rewrites = list(an.redesign(library[CERTIFICATE].as_is))
    assert page.count('name="pick"') == len(rewrites)
    assert all(
        str(rewrite.title).replace("“", "").split("”")[0] in page.replace("“", "") for rewrite in rewrites
    )


def test_a_preview_shows_the_changes_and_saves_nothing(sign_in: SignIn, door: Door) -> None:
    """Both diagrams, the changes and the promised figures stand there; no version is made."""
    with_library(door)
    before = models.versions(door.store, f"{CERTIFICATE}-to-be")
    page = sign_in("reformer").get(f"{ADDRESS}?pick=task_elimination-come_back").text
    assert "Every change" in page
    assert "What the redesign promises" in page
    assert models.versions(door.store, f"{CERTIFICATE}-to-be") == before


def test_what_is_applied_is_a_version_that_can_be_withdrawn(sign_in: SignIn, door: Door) -> None:
    """Two proposals make one to-be with its origin; withdrawn it stays in the list of versions."""
    with_library(door)
    reformer = sign_in("reformer")
    picked = ["task_elimination-come_back", "contact_reduction-pay"]
    answer = reformer.post(ADDRESS, data={"pick": picked, "name": "Without coming back"})
    assert answer.status_code == 303
    version = models.versions(door.store, f"{CERTIFICATE}-to-be")[0]
    live = models.published(door.store, CERTIFICATE)
    assert live is not None
    assert (version.name, version.origin, version.based_on) == ("Without coming back", "redesign", live.id)
    assert b"come_back" not in version.source or b'id="come_back"' not in version.source
    noted = redesigns.of_procedure(door.store, CERTIFICATE)
    assert {row.name for row in noted} == set(picked)
    assert {row.result_version for row in noted} == {version.id}
    address = f"/procedures/{CERTIFICATE}-to-be/versions/{version.number}/withdraw"
    assert reformer.post(address).status_code == 303
    assert models.versions(door.store, f"{CERTIFICATE}-to-be")[0].status == "retired"
    assert "Without coming back" not in reformer.get(ADDRESS).text.partition('<section id="made"')[2]


def test_a_proposal_that_is_gone_is_told(sign_in: SignIn, door: Door) -> None:
    """An old address or a changed model: the page says so and saves nothing."""
    with_library(door)
    reformer = sign_in("reformer")
    answer = reformer.post(ADDRESS, data={"pick": ["no_such_proposal"], "name": "x"})
    assert answer.status_code == 422
    assert "not there any more: no_such_proposal" in answer.text
    assert not redesigns.of_procedure(door.store, CERTIFICATE)


def test_only_a_reformer_applies(sign_in: SignIn, door: Door) -> None:
    """An analyst reads the proposals and cannot apply them."""
    with_library(door)
    analyst = sign_in("analyst")
    assert analyst.get(ADDRESS).status_code == 200
    assert analyst.post(ADDRESS, data={"pick": ["x"], "name": "x"}).status_code == 403


def test_a_bare_model_has_no_proposal_and_the_page_says_what_is_missing(sign_in: SignIn) -> None:
    """Nothing is proposed where nobody has said anything."""
    saved(sign_in("analyst"), SMALL)
    assert "No proposal" in sign_in("reformer").get("/procedures/permit/redesign/").text
