"""Sentences about what stands behind a report, and what of it may be published."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from pytest_bdd import parsers, then, when

from analytics.case_list import Wanted, case_list
from analytics.case_times import case_spans
from analytics.errors import AnalyticsError
from analytics.heat import heat
from analytics.open_data import open_data
from analytics.slicing import mark, sliced
from processes import read_model
from tests.factories import slug


@when(parsers.parse('the reformer opens the number of "{step}"'))
def opens_the_number(context: SimpleNamespace, step: str) -> None:
    context.list = case_list(context.log, Wanted(activity=step), unit="working hours")


@then(parsers.parse("{count:d} cases are listed, the longest first"))
def cases_are_listed(context: SimpleNamespace, count: int) -> None:
    waits = [row.here for row in context.list.rows]
    assert context.list.total == len(waits) == count
    assert waits == sorted(waits, reverse=True)


@then(parsers.parse('each of them waited {hours:d} working hours before "{step}"'))
def each_waited(context: SimpleNamespace, hours: int, step: str) -> None:
    assert [row.here for row in context.list.rows] == pytest.approx([hours] * len(context.list.rows))
    assert all(f" {step} " in f" {row.variant} " for row in context.list.rows)


@when("the reformer looks at the day before the first case")
def the_day_before(context: SimpleNamespace) -> None:
    first = min(case_spans(context.log)["first"].to_pylist())
    day = first.astimezone(ZoneInfo("Asia/Bishkek")).date() - timedelta(days=1)
    context.slice = sliced(context.log, first=day, last=day)


@when(parsers.parse('the reformer looks at the way "{way}" only'))
def one_way(context: SimpleNamespace, way: str) -> None:
    context.slice = sliced(context.log, variant=mark(way))


@then("no case is left")
def no_case_is_left(context: SimpleNamespace) -> None:
    assert len(context.slice.log) == 0


@then(parsers.parse("{count:d} cases are left"))
def cases_are_left(context: SimpleNamespace, count: int) -> None:
    assert len(context.slice.log) == count


@then(parsers.parse('{count:d} cases are said to have "{why}"'))
def left_out(context: SimpleNamespace, count: int, why: str) -> None:
    assert [(str(one.why), one.cases) for one in context.slice.left_out] == [(why, count)]


@when("the office publishes its figures")
def publishes(context: SimpleNamespace) -> None:
    context.published = open_data(context.log, read_model(b"Register -> Sign", dialect="sketch"))


@then(parsers.parse('of "{step}" {count:d} cases are published'))
def so_many_are_published(context: SimpleNamespace, step: str, count: int) -> None:
    assert {group.key: group.n for group in context.published.steps}[step] == count


@then(parsers.parse('of "{step}" nothing is published'))
def nothing_is_published(context: SimpleNamespace, step: str) -> None:
    [group] = [group for group in context.published.steps if group.key == step]
    assert group.is_suppressed
    assert group.median is None


@then(parsers.parse('only the way "{way}" is published'))
def only_one_way(context: SimpleNamespace, way: str) -> None:
    assert [g.key for g in context.published.ways if not g.is_suppressed] == [way]
    # What the suppressed ways were is not told either: a way can be a fingerprint.
    assert {g.key for g in context.published.ways if g.is_suppressed} == {""}


@when(parsers.parse("the office wants to publish figures on groups of {k:d} cases"))
def small_groups(context: SimpleNamespace, k: int) -> None:
    with pytest.raises(AnalyticsError) as refused:
        open_data(context.log, read_model(b"Register -> Sign", dialect="sketch"), k=k)
    context.refused = refused.value


@then("that is refused, because such figures can be traced to a person")
def traced(context: SimpleNamespace) -> None:
    assert "traced to a person" in str(context.refused.hint)


@when("the reformer looks at the heat of cost")
def heat_of_cost(context: SimpleNamespace) -> None:
    context.heat = heat(context.log, context.model, "cost")


@then(parsers.parse('"{step}" costs {amount:d} in an average case'))
def costs_so_much(context: SimpleNamespace, step: str, amount: int) -> None:
    assert context.heat[slug(step)].value == pytest.approx(amount)
    assert context.heat[slug(step)].unit == "KGS"


@then(parsers.parse('nobody knows what "{step}" costs'))
def costs_unknown(context: SimpleNamespace, step: str) -> None:
    assert (context.heat[slug(step)].value, context.heat[slug(step)].level) == (None, None)
