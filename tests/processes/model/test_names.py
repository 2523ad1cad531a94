"""Names by language, on whatever carries them."""

from __future__ import annotations

from processes import library


def test_whatever_has_a_name_has_it_in_the_three_languages() -> None:
    for procedure in library.values():
        for model in filter(None, (procedure.as_is, procedure.to_be)):
            nouns = (model.elements, model.flows, model.lanes, model.participants)
            named = [noun for found in nouns for noun in found.values() if noun.name]
            assert {noun.id for noun in named if {"ky", "ru"} - set(noun.names)} == set()


def test_a_name_beside_the_step_wins_over_none() -> None:
    as_is = library["kg-spravka"].as_is
    assert as_is.elements["pay"].names["ky"] == "Төлөө"
    assert as_is.lanes["lane_head"].names["ru"] == "Глава айыл окмоту"
