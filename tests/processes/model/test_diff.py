from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings

from processes import Model
from processes.model.diff import diff
from processes.model.edits import (
    add_legal,
    bypass,
    insert_after,
    merge_lanes,
    move,
    rename,
    replace_type,
    set_condition,
    set_step,
)
from processes.model.layout import laid_out
from tests.processes.model.sketches import sketch, sketches

PERMIT = "Register @clerk -> Stamp @clerk -> Check @expert -> ([ok] Issue @head / Refuse @head)"


def told(before: Model, after: Model) -> set[tuple[str, str, str]]:
    return {(c.kind, c.element, c.aspect) for c in diff(before, after).changes}


@settings(max_examples=20)
@given(sketches())
def test_a_model_does_not_differ_from_itself(model: Model) -> None:
    found = diff(model, model)
    assert not found
    assert found.layout == ()


def test_a_diagram_is_no_change_of_meaning() -> None:
    model = sketch(PERMIT)
    assert not diff(model, laid_out(model))


def test_what_is_only_drawn_differently_is_kept_apart() -> None:
    drawn = laid_out(sketch(PERMIT))
    moved = insert_after(drawn, "register", "UserTask", "New")
    found = diff(drawn, moved)
    assert "check" in found.layout
    assert {c.element for c in found.of("added")} == {"new"}


def test_steps_left_out_and_added_do_not_move_the_others() -> None:
    model = sketch(PERMIT)
    assert told(model, bypass(model, "stamp")) == {("removed", "stamp", "element")}
    assert told(model, insert_after(model, "stamp", "ServiceTask", "Look up")) == {
        ("added", "look_up", "element")
    }


def test_neighbours_that_change_places_have_moved() -> None:
    model = sketch(PERMIT)
    assert {c[1] for c in told(model, move(model, "stamp", after="check")) if c[0] == "moved"} == {
        "stamp",
        "check",
        "issue",
        "refuse",
    }


def test_each_aspect_is_told_by_its_name() -> None:
    model = sketch(PERMIT)
    after = rename(replace_type(model, "stamp", "ServiceTask", topic="stamp"), "check", "Look")
    after = set_step(after, "register", channel="online", limit=timedelta(days=1))
    after = add_legal(after, "register", type="law", ref="Art. 5")
    flow = model.outgoing("split")[0].id
    after = merge_lanes(set_condition(after, flow, "fine"), "lane_clerk", "lane_expert")
    assert told(model, after) >= {
        ("changed", "stamp", "type"),
        ("changed", "stamp", "service"),
        ("changed", "check", "name"),
        ("changed", "check", "lane"),
        ("changed", "register", "channel"),
        ("changed", "register", "limit"),
        ("changed", "register", "legal"),
        ("changed", flow, "condition"),
        ("removed", "lane_expert", "lane"),
    }
    [limit] = [c for c in diff(model, after).changes if c.aspect == "limit"]
    assert (limit.before, limit.after) == (None, "P1D working")
