"""Named edits of decision tables: what is meant is written, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes import library, read_decisions
from processes.decision.editing import (
    add_rule,
    move_rule,
    remove_rule,
    set_cells,
    set_formula,
    set_hit_policy,
)
from processes.errors import NotEditable, ProcessesError

[FEES] = library["id_card_renewal"].decisions
KEY = "id_card_fee"


def rules(source: bytes) -> list[dict[str, list[str]]]:
    found: list[dict[str, list[str]]] = read_decisions(source).content["decisions"][0]["logic"]["rules"]
    return found


def test_a_cell_changes_its_own_line_only() -> None:
    changed = set_cells(FEES.source, KEY, {(2, "output", 0): "1400", (1, "input", 0): '"days_12"'})
    assert rules(changed)[1]["outputs"] == ["1400", "8"]
    differ = [(a, b) for a, b in zip(FEES.source.splitlines(), changed.splitlines(), strict=True) if a != b]
    assert len(differ) == 1


def test_a_note_is_written_where_there_is_none() -> None:
    bare = add_rule(FEES.source, KEY, tests=['"days_1"'], outputs=["9", "1"])
    noted = set_cells(bare, KEY, {(6, "note", 0): "Order 12 & 13"})
    assert rules(noted)[5]["note"] == "Order 12 & 13"
    assert set_cells(bare, KEY, {(6, "note", 0): ""}) == bare


def test_a_rule_added_and_removed_leaves_the_bytes_as_they_were() -> None:
    assert remove_rule(add_rule(FEES.source, KEY), KEY, 6) == FEES.source
    assert rules(add_rule(FEES.source, KEY, tests=["< 3"], after=1))[1] == {
        "id": "id_card_fee_rule_6",
        "tests": ["< 3"],
        "outputs": ["", ""],
        "note": "",
    }


@given(st.integers(1, 4))
def test_a_rule_moved_down_and_up_leaves_the_bytes_as_they_were(number: int) -> None:
    moved = move_rule(FEES.source, KEY, number, up=False)
    assert rules(moved)[number]["tests"] == rules(FEES.source)[number - 1]["tests"]
    assert move_rule(moved, KEY, number + 1, up=True) == FEES.source


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("C", "Z"))))
def test_whatever_is_typed_can_be_read_again(text: str) -> None:
    assert rules(set_cells(FEES.source, KEY, {(1, "input", 0): text}))[0]["tests"] == [text.strip()]


def test_the_first_rule_of_an_empty_table() -> None:
    source = FEES.source
    for _rule in rules(source):
        source = remove_rule(source, KEY, 1)
    assert rules(source) == []
    assert len(rules(add_rule(source, KEY))) == 1


def test_a_hit_policy_is_set_and_its_sum_taken_away() -> None:
    summed = set_hit_policy(FEES.source, KEY, "COLLECT", "SUM")
    logic = read_decisions(summed).content["decisions"][0]["logic"]
    assert (logic["hit"], logic["aggregation"]) == ("COLLECT", "SUM")
    assert set_hit_policy(summed, KEY, "UNIQUE") == FEES.source


def test_a_formula_is_written() -> None:
    source = b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="u" name="n">'
    source += b'<decision id="fee"><literalExpression><text/></literalExpression></decision></definitions>'
    assert b"<text>a &lt; 3</text>" in set_formula(source, "fee", "a < 3")
    with pytest.raises(NotEditable):
        set_formula(FEES.source, KEY, "1")


def test_what_is_not_there_is_refused() -> None:
    for edit in (
        lambda source: remove_rule(source, KEY, 9),
        lambda source: move_rule(source, KEY, 1, up=True),
        lambda source: set_cells(source, KEY, {(9, "input", 0): "1"}),
        lambda source: set_cells(source, KEY, {(1, "input", 5): "1"}),
        lambda source: set_hit_policy(source, "nothing", "FIRST"),
        lambda source: add_rule(source, "input_speed"),
    ):
        with pytest.raises(ProcessesError):
            edit(FEES.source)
