"""Sentences about decision tables: what they decide, what they leave open and what they say twice."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from pytest_bdd import given, parsers, then, when

from modeler_api.decisions.look import said_of
from modeler_api.decisions.trials import Result, Sample, run
from processes import read_decisions
from processes.decision.editing import add_rule, remove_rule
from tests.engine.tables import Cells, table


@pytest.fixture
def shops() -> SimpleNamespace:
    return SimpleNamespace(source=b"", result=None, said=[])


def decided(shops: SimpleNamespace, area: str) -> Result:
    return run([read_decisions(shops.source)], Sample(decision="fees", given={"area": area}, expected={}))


@given("a table of fees for shops by their area")
def table_of_fees(shops: SimpleNamespace, datatable: list[list[str]]) -> None:
    shops.source = table(Cells("fees", datatable))


@given("the rule for the large shops is gone")
def without_large(shops: SimpleNamespace) -> None:
    shops.source = remove_rule(shops.source, "fees", 3)


@given(parsers.parse("a rule more asks {fee:d} of shops from {area:d} square metres"))
def one_more(shops: SimpleNamespace, fee: int, area: int) -> None:
    shops.source = add_rule(shops.source, "fees", tests=[f">= {area}"], outputs=[str(fee)])


@given(parsers.parse("a rule more asks {fee:d} of shops above the limit of the city"))
def above_the_limit(shops: SimpleNamespace, fee: int) -> None:
    shops.source = add_rule(shops.source, "fees", tests=["> city_limit"], outputs=[str(fee)])


@when(parsers.parse("the fee of a shop of {area} square metres is decided"))
def decide(shops: SimpleNamespace, area: str) -> None:
    shops.result = decided(shops, area)


@when("the table is looked through")
def look(shops: SimpleNamespace) -> None:
    shops.said = [str(each.message) for each in said_of(read_decisions(shops.source))]


@then(parsers.parse("it is {fee} by rule {number:d}"))
def is_decided(shops: SimpleNamespace, fee: str, number: int) -> None:
    assert shops.result.outputs == {"fee": fee}
    assert shops.result.rules == {"fees": (number,)}


@then("nothing is left open and nothing is said twice")
def in_order(shops: SimpleNamespace) -> None:
    assert said_of(read_decisions(shops.source)) == []


@then(parsers.parse("it is said that no rule matches for {case}"))
def gap_said(shops: SimpleNamespace, case: str) -> None:
    assert shops.said == [f"No rule matches for {case}."]


@then(parsers.parse("it is said that the rules {one:d} and {other:d} both match"))
def overlap_said(shops: SimpleNamespace, one: int, other: int) -> None:
    assert any(f"Rules {one} and {other} both match, for example for area" in each for each in shops.said)


@then(parsers.parse("the fee of a shop of {area} square metres is refused"))
def refused(shops: SimpleNamespace, area: str) -> None:
    result = decided(shops, area)
    assert [fault.rules for fault in result.faults] == [(2, 4)]


@then("it is said that gaps and overlaps are not known")
def unknown(shops: SimpleNamespace) -> None:
    [said] = shops.said
    assert "gaps and overlaps are not known" in said
