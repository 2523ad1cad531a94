"""Sentences about programs outside that do part of the work."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from pytest_bdd import given, parsers, then, when

from engine import AlreadyCompleted, Engine, NotEntitled


@given(parsers.parse('the program "{worker}" looks for work at "{topic}"'))
@when(parsers.parse('the program "{worker}" looks for work at "{topic}"'))
def looks_for_work(office: Engine, context: SimpleNamespace, worker: str, topic: str) -> None:
    context.worker = worker
    context.found = office.fetch_jobs(topic, worker=worker)
    context.fetched = {**getattr(context, "fetched", {}), worker: context.found}


@when("it answers with")
def answers_with(office: Engine, context: SimpleNamespace, datatable: list[list[str]]) -> None:
    [job] = context.found
    office.resolve(job, by=context.worker, data=dict(datatable))


@when(parsers.parse('it gives up, because "{reason}"'))
def gives_up(office: Engine, context: SimpleNamespace, reason: str) -> None:
    [job] = context.found
    office.fail(job, worker=context.worker, reason=reason, retries=0)


@given(parsers.parse("{minutes:d} minutes pass without a word"))
def minutes_pass(context: SimpleNamespace, minutes: int) -> None:
    context.clock.advance(timedelta(minutes=minutes))


@then("it finds nothing")
def finds_nothing(context: SimpleNamespace) -> None:
    assert context.found == []


@then(parsers.parse('"{worker}" is told that its work is no longer wanted'))
def no_longer_wanted(office: Engine, context: SimpleNamespace, worker: str) -> None:
    [job] = context.fetched[worker]
    with pytest.raises((AlreadyCompleted, NotEntitled)):
        office.resolve(job, by=worker, data={"owner": "somebody else"})
