"""The catalogue: empty, with the library, and narrowed by a search in any language."""

from __future__ import annotations

import pytest

from modeler_api import repository
from modeler_api.pages import catalogue
from modeler_api.shelf import read_ahead
from modeler_api.wiring import Door
from processes import library, read_model
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.studies import with_library


def test_an_empty_catalogue_offers_the_first_step(sign_in: SignIn) -> None:
    """Nothing there yet: the page says what will stand there."""
    page = sign_in("analyst").get("/procedures/").text
    assert "No procedure yet" in page
    assert "Upload a model" in page


def test_the_library_is_labelled_and_its_to_be_stands_beside_it(sign_in: SignIn, door: Door) -> None:
    """Each procedure is one row; the redesign's figures follow an arrow."""
    with_library(door)
    page = sign_in("officer").get("/procedures/").text
    assert page.count("Teaching sample") == len(library)
    assert page.count("In force: version 1") == len(library)
    assert "promised:" in page


def test_a_search_finds_titles_in_any_language(sign_in: SignIn, door: Door) -> None:
    """Kyrgyz letters may be typed as their plain neighbours."""
    with_library(door)
    analyst = sign_in("analyst")
    found = analyst.get("/procedures/?search=маалымкат").text
    assert "Aiyl okmotu certificate" in found
    assert "Building permit" not in found
    # Owners too are found, and shown, in the reader's language.
    assert "Register a limited liability company" in analyst.get("/procedures/?search=юстиции").text
    assert "No procedure matches" in analyst.get("/procedures/?search=xyzzy").text


def test_titles_are_in_the_readers_language(sign_in: SignIn, door: Door) -> None:
    """A Kyrgyz reader sees the Kyrgyz title."""
    with_library(door)
    client = sign_in("officer")
    client.set_cookie("kyzmat_locale", "ky")
    page = client.get("/procedures/").text
    assert "Айыл өкмөтүнүн маалымкаты" in page
    assert "Юстиция министрлиги" in page


def test_procedures_are_branches_of_their_agency(
    sign_in: SignIn, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few are open, many are folded, and those that were searched for are open in any case."""
    with_library(door)
    analyst = sign_in("analyst")
    page = analyst.get("/procedures/").text
    branches = page.count('<details class="branch"')
    assert 1 < branches < len(library) + 1
    assert page.count('<details class="branch" open') == branches
    monkeypatch.setattr(catalogue, "MOST_OPEN", 2)
    page = analyst.get("/procedures/").text
    assert '<details class="branch" open' not in page
    assert page.count("Teaching sample") == len(library)
    assert '<details class="branch" open' in analyst.get("/procedures/?search=plan").text


def test_a_model_is_opened_only_where_it_is_shown(
    sign_in: SignIn, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the clock has read them, a list of many and a search in them opens none but those on the page."""
    with_library(door)
    while read_ahead(door.store, most=5):
        pass
    repository.summary_in.cache_clear()
    repository.problems_in.cache_clear()
    opened: list[bytes] = []
    monkeypatch.setattr(repository, "model_in", lambda source: opened.append(source) or read_model(source))
    analyst = sign_in("analyst")
    assert "No procedure matches" in analyst.get("/procedures/?search=xyzzy").text
    assert opened == []
    assert "Building permit" in analyst.get("/procedures/?search=building").text
    assert 0 < len(set(opened)) < len(library)
