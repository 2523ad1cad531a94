"""What is said of a decision table without evaluating it, against what the evaluator makes of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.decisions import tried
from processes import read_decisions
from processes.decision.coverage import MOST, Coverage, coverage
from processes.decision.unary import read_test
from tests.engine.tables import Cells, table

NUMBERS = ["-", "< 10", "[10..20]", "(10..20)", "> 20", ">= 10", "10, 20", "not(10)", "[0..5], > 15"]
WORDS = ["-", '"a"', '"b", "c"', 'not("a")']


def found(rows: list[list[str]], *, hit: str = "UNIQUE", **more: Any) -> Coverage:
    source = table(Cells("rules", [["area", "kind", "fee"], *rows]), hit=hit, **more)
    return coverage(read_decisions(source).content["decisions"][0]["logic"])


def matched(rows: list[list[str]], data: dict[str, Any]) -> set[int]:
    model = read_decisions(table(Cells("rules", [["area", "kind", "fee"], *rows]), hit="COLLECT"))
    outcome, failures = tried([model], "rules", data)
    assert not failures
    return {rule["number"] for rule in outcome.trace[0]["tables"][0]["rules"]}


@given(
    rows=st.lists(st.tuples(st.sampled_from(NUMBERS), st.sampled_from(WORDS)), min_size=1, max_size=6),
    area=st.sampled_from([-1, 0, 3, 5, 7, 10, 12, 15, 18, 20, 25]),
    kind=st.sampled_from(["a", "b", "c", "d"]),
)
def test_it_agrees_with_the_evaluator(rows: list[tuple[str, str]], area: int, kind: str) -> None:
    written = [[*row, str(at)] for at, row in enumerate(rows)]
    said = found(written)
    assert said.unread is None
    rules = matched(written, {"area": area, "kind": kind})
    gaps = [[*each.tests, "0"] for each in said.findings if each.kind == "gap"]
    if len(gaps) < MOST:
        assert bool(gaps and matched(gaps, {"area": area, "kind": kind})) is not bool(rules)
    pairs = {each.rules for each in said.findings if each.kind == "overlap"}
    if len(pairs) < MOST:
        assert {(a, b) for a in rules for b in rules if a < b} <= pairs
    never = {each.rules[0] for each in said.findings if each.kind == "never"}
    assert not never & rules
    hidden = {each.rules[0] for each in found(written, hit="FIRST").findings if each.kind == "hidden"}
    assert not rules or min(rules) not in hidden


def test_a_whole_table_has_nothing_against_it() -> None:
    said = found([["< 10", "-", "1"], [">= 10", '"a"', "2"], [">= 10", 'not("a")', "3"]])
    assert said == Coverage()


def test_a_default_and_a_list_leave_no_gap() -> None:
    rows = [["< 10", "-", "1"]]
    assert found(rows, default="0").findings == ()
    assert found(rows, hit="COLLECT").findings == ()


def test_rules_that_agree_may_both_match_where_any_will_do() -> None:
    rows = [["-", "-", "1"], ["> 3", "-", "1"]]
    assert found(rows, hit="ANY").findings == ()
    [said] = found([["-", "-", "1"], ["> 3", "-", "2"]], hit="ANY").findings
    assert said.kind == "contradiction"


def test_what_must_be_evaluated_is_unknown_and_not_in_order() -> None:
    said = found([["> limit", "-", "1"]])
    assert said.findings == () and "> limit" in str(said.unread)
    assert found([['"ten"', "-", "1"], ["10", "-", "2"]]).unread is not None


def test_inputs_that_hang_together_are_not_crossed() -> None:
    source = table(Cells("rules", [["area", "area * 2", "fee"], ["< 10", "> 30", "1"]]))
    assert coverage(read_decisions(source).content["decisions"][0]["logic"]).unread is not None


def test_a_value_nobody_may_give_is_no_gap() -> None:
    source = table(Cells("rules", [["kind", "fee"], ['"a"', "1"], ['"b"', "2"]]), input_values='"a", "b"')
    assert coverage(read_decisions(source).content["decisions"][0]["logic"]) == Coverage()
    source = table(Cells("rules", [["kind", "fee"], ['"a"', "1"], ['"c"', "2"]]), input_values='"a", "b"')
    kinds = [each.kind for each in coverage(read_decisions(source).content["decisions"][0]["logic"]).findings]
    assert kinds == ["never", "gap"]


@pytest.mark.parametrize(
    "cell", ["f(1)", "?", "> x", '"a" "b"', "1,", "[1..", 'date("soon")', 'duration("P1Y")', '< "b"']
)
def test_a_cell_that_cannot_be_read_is_none(cell: str) -> None:
    assert read_test(cell) is None


def test_dates_and_lengths_have_an_order() -> None:
    test = read_test('[date("2026-01-01")..date("2026-12-31")]')
    assert test is not None and str(test.bounds[0].low) == "2026-01-01"
    test = read_test('> duration("P3D"), duration("P1D")')
    assert test is not None and len(test.edges) == 2
    below = read_test("-1.50")
    assert below is not None and below.values == (Decimal("-1.50"),)
