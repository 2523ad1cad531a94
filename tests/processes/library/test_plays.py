"""Each case of `plays.toml` is played on the engine: the happy way, the refusal, the deadline."""

from __future__ import annotations

import pytest

from processes import Model, library
from tests.processes.library.playing import Play, course, plays

PLAYS = [(key, play) for key in library for play in plays(library[key])]


def model_of(key: str, play: Play) -> Model:
    procedure = library[key]
    model = {"as_is": procedure.as_is, "to_be": procedure.to_be}[play.model]
    assert model is not None
    return model


@pytest.mark.parametrize(
    ("key", "play"), PLAYS, ids=[f"{key}-{play.model}-{play.name}" for key, play in PLAYS]
)
def test_a_case_goes_as_the_play_says(key: str, play: Play) -> None:
    went = course(model_of(key, play), play, decisions=library[key].decisions)
    assert went.status == "completed"
    assert play.ends in went.ends
    assert went.escalated is (play.late is not None)
    if play.passes:
        assert went.activities == play.passes


@pytest.mark.parametrize("key", sorted(library))
def test_a_procedure_is_played_in_both_variants_to_success_refusal_and_deadline(key: str) -> None:
    told = plays(library[key])
    for variant in ("as_is", "to_be"):
        mine = [play for play in told if play.model == variant]
        assert mine, variant
        model = model_of(key, mine[0])
        ends = {e.id for e in model.elements.values() if e.type == "EndEvent"}
        reached = {play.ends for play in mine} | {e for e in ends if e.startswith("followed_up")}
        assert ends == reached, "every end of the model is reached by a play"
        timers = {
            e.attached_to for e in model.elements.values() if e.type == "BoundaryEvent" and e.attached_to
        }
        assert {play.late for play in mine if play.late} & timers or not timers, "a deadline is missed"
