from __future__ import annotations

from hypothesis import given

from processes import Model
from processes.model.similarity import most_similar, repeated_fragments, similarity
from tests.processes.model.sketches import sketch, sketches


@given(sketches(), sketches())
def test_similarity_is_a_share_and_the_same_from_both_sides(one: Model, other: Model) -> None:
    assert similarity(one, one) == 1
    assert 0 <= similarity(one, other) <= 1
    assert similarity(one, other) == similarity(other, one)


def test_the_same_steps_in_another_order_are_less_alike() -> None:
    model = sketch("Register -> Check -> Sign -> Issue")
    assert similarity(model, sketch("Issue -> Sign -> Check -> Register")) == 0.5
    assert similarity(model, sketch("Register -> Check -> Issue")) > 0.5


def test_the_most_alike_comes_first_and_strangers_not_at_all() -> None:
    known = {
        "near": sketch("Register -> Check -> Issue"),
        "far": sketch("Register -> Swim -> Fly -> Dive"),
        "strange": sketch("Count -> Publish"),
    }
    assert [
        n for n, _ in most_similar(sketch("Register -> Check -> Sign -> Issue"), known, at_least=0.1)
    ] == ["near", "far"]


def test_what_three_share_is_found_apart_from_what_two_share() -> None:
    found = repeated_fragments(
        {
            "a": sketch("Weigh -> Measure -> Register -> Check -> Issue"),
            "b": sketch("Weigh -> Measure -> Register -> Check -> Issue"),
            "c": sketch("Register -> Check -> Issue -> Archive"),
        }
    )
    assert [(len(f.labels), f.models) for f in found] == [(5, ("a", "b")), (3, ("a", "b", "c"))]


def test_a_fragment_names_its_elements_in_each_model() -> None:
    [found] = repeated_fragments(
        {"a": sketch("A 1 -> Check plan -> Sign -> Issue"), "b": sketch("Check plan -> Sign -> Issue")}
    )
    assert [o.elements for o in found.occurrences] == [("check_plan", "sign", "issue")] * 2
