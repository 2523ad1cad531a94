"""Sentences about the cases behind a finding, on both sides of its claim."""

from __future__ import annotations

from types import SimpleNamespace

from pytest_bdd import parsers, then

from analytics.case_list import Wanted, case_list
from analytics.case_set import CaseSet


@then(parsers.parse('{count:d} cases bear the finding out, all of them with "{step}"'))
def bear_it_out(context: SimpleNamespace, count: int, step: str) -> None:
    [counted] = [e for e in context.finding.evidence if e.cases is not None]
    assert counted.bearing == count
    _are(context, counted.cases.bearing, count, step)


@then(parsers.parse('{count:d} case speaks against it, with "{step}"'))
@then(parsers.parse('{count:d} cases speak against it, with "{step}"'))
def speak_against_it(context: SimpleNamespace, count: int, step: str) -> None:
    [counted] = [e for e in context.finding.evidence if e.cases is not None]
    assert counted.against == count
    assert counted.n == len(counted.cases.counted)
    _are(context, counted.cases.against, count, step)


@then("no case stands behind the finding")
def no_case(context: SimpleNamespace) -> None:
    assert [e.cases for e in context.finding.evidence if e.cases is not None] == []


def _are(context: SimpleNamespace, cases: CaseSet, count: int, step: str) -> None:
    listed = case_list(context.log, Wanted(cases=cases), limit=count + 1)
    assert listed.total == count
    assert all(step in row.variant for row in listed.rows)
