from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from engine import AlreadyCompleted, Definition, Engine, InvalidArgument, NotEntitled
from engine.testing import Clock
from processes import read_model
from tests.engine.drawing import drawn

ASK = b":service Ask -> Decide @heads"


def deployed(engine: Engine, sketch: bytes = ASK) -> Definition:
    definition = engine.deploy(read_model(sketch, dialect="sketch"), by="ana")
    assert engine.fetch_jobs("ask", worker="first") == []
    return definition


def test_nobody_waits_so_nothing_is_fetched(engine: Engine) -> None:
    assert engine.fetch_jobs(["ask", "tell"], worker="w") == []


def test_what_was_laid_aside_is_offered_when_the_first_worker_asks(engine: Engine) -> None:
    definition = engine.deploy(read_model(ASK, dialect="sketch"), by="ana")
    case = engine.start(definition, by="citizen")
    assert len(engine.incidents(case)) == 1
    [job] = engine.fetch_jobs("ask", worker="w")
    assert engine.incidents(case) == []
    assert job.instance == case.id


def test_only_the_holder_ends_a_job_and_only_once(engine: Engine) -> None:
    engine.start(deployed(engine), by="citizen")
    [job] = engine.fetch_jobs("ask", worker="one")
    with pytest.raises(NotEntitled):
        engine.resolve(job, by="two", data={})
    engine.resolve(job, by="one", data={"owner": "A"})
    with pytest.raises(AlreadyCompleted):
        engine.resolve(job, by="one", data={"owner": "B"})


def test_an_extended_lock_is_not_given_to_another(engine: Engine, clock: Clock) -> None:
    engine.start(deployed(engine), by="citizen")
    [job] = engine.fetch_jobs("ask", worker="one", lock_for=timedelta(minutes=1))
    assert engine.extend(job, worker="one", lock_for=timedelta(minutes=10)) == clock.now() + timedelta(
        minutes=10
    )
    clock.advance(timedelta(minutes=5))
    assert engine.fetch_jobs("ask", worker="two") == []
    clock.advance(timedelta(minutes=6))
    [taken] = engine.fetch_jobs("ask", worker="two")
    assert taken.id == job.id
    with pytest.raises(NotEntitled):
        engine.extend(job, worker="one")


def test_failures_pause_longer_and_end_as_an_incident_that_can_be_retried(
    engine: Engine, clock: Clock
) -> None:
    case = engine.start(deployed(engine), by="citizen")
    for attempt in range(4):
        [job] = engine.fetch_jobs("ask", worker="w")
        assert job.attempts == attempt
        engine.fail(job, worker="w", reason="no answer")
        assert engine.fetch_jobs("ask", worker="w") == []
        clock.advance(timedelta(hours=1))
    assert engine.fetch_jobs("ask", worker="w") == []
    [incident] = engine.incidents(case)
    assert "no answer" in incident.message
    engine.retry(incident, by="operator")
    assert len(engine.fetch_jobs("ask", worker="w")) == 1


def test_a_pause_of_the_worker_is_kept(engine: Engine, clock: Clock) -> None:
    engine.start(deployed(engine), by="citizen")
    [job] = engine.fetch_jobs("ask", worker="w")
    engine.fail(job, worker="w", reason="later", retries=5, pause=timedelta(minutes=2))
    assert engine.fetch_jobs("ask", worker="w") == []
    clock.advance(timedelta(minutes=2))
    assert len(engine.fetch_jobs("ask", worker="w")) == 1


def test_an_error_of_the_domain_takes_its_way(engine: Engine) -> None:
    nodes = (
        '<startEvent id="s"/><serviceTask id="ask"/><endEvent id="e"/><endEvent id="n"/>'
        '<boundaryEvent id="b" attachedToRef="ask"><errorEventDefinition errorRef="none"/></boundaryEvent>'
    )
    roots = '<error id="none" errorCode="NO_SUCH_PARCEL"/>'
    definition = engine.deploy(drawn(nodes, "s -> ask\nask -> e\nb -> n", roots=roots), by="ana")
    engine.fetch_jobs("ask", worker="w")
    case = engine.start(definition, by="citizen")
    [job] = engine.fetch_jobs("ask", worker="w")
    engine.throw(job, code="NO_SUCH_PARCEL", by="w")
    assert engine.instance(case).status == "completed"
    assert "n" in [r.element for r in engine.history(case)]


def test_a_worker_sees_the_mapped_inputs_only(engine: Engine) -> None:
    zeebe = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    nodes = (
        '<startEvent id="s"/><serviceTask id="ask"><extensionElements><zeebe:taskDefinition type="ask"/>'
        '<zeebe:ioMapping><zeebe:input source="=person.pin" target="pin"/></zeebe:ioMapping>'
        '</extensionElements></serviceTask><endEvent id="e"/>'
    )
    definition = engine.deploy(drawn(nodes, "s -> ask\nask -> e", attributes=zeebe), by="ana")
    engine.fetch_jobs("ask", worker="w")
    engine.start(definition, by="citizen", data={"person": {"pin": "123", "illness": "secret"}})
    [job] = engine.fetch_jobs("ask", worker="w")
    assert job.data == {"pin": "123"}


def test_what_rests_is_not_fetched(engine: Engine) -> None:
    case = engine.start(deployed(engine), by="citizen")
    engine.suspend(case, by="operator")
    assert engine.fetch_jobs("ask", worker="w") == []
    engine.resume(case, by="operator")
    engine.suspend_topic("ask", by="operator")
    assert engine.fetch_jobs("ask", worker="w") == []
    engine.resume_topic("ask", by="operator")
    assert len(engine.fetch_jobs("ask", worker="w")) == 1


def test_a_cancelled_case_takes_its_jobs_along(engine: Engine) -> None:
    case = engine.start(deployed(engine), by="citizen")
    [job] = engine.fetch_jobs("ask", worker="w")
    engine.cancel(case, by="citizen")
    with pytest.raises(AlreadyCompleted):
        engine.resolve(job, by="w")


def test_foolish_requests_are_refused(engine: Engine) -> None:
    for wrong in ({"topics": []}, {"topics": "a", "lock_for": timedelta(0)}, {"topics": "a", "limit": 0}):
        with pytest.raises(InvalidArgument):
            engine.fetch_jobs(**wrong, worker="w")  # type: ignore[arg-type]


def test_workers_that_fetch_at_the_same_moment_never_share_a_job(engine_url: str) -> None:
    engine = Engine(engine_url)
    definition = deployed(engine)
    for _ in range(12):
        engine.start(definition, by="citizen")

    def fetch(number: int) -> list[str]:
        return [job.id for job in engine.fetch_jobs("ask", worker=f"w{number}", limit=5)]

    with ThreadPoolExecutor(4) as pool:
        found = [id_ for ids in pool.map(fetch, range(4)) for id_ in ids]
    found += fetch(9)
    found += fetch(10)
    assert len(found) == len(set(found)) == 12
    engine.dispose()


def test_whoever_waits_for_a_start_does_not_wait_for_programs_outside(engine: Engine) -> None:
    model = drawn('<startEvent id="s"/><serviceTask id="ask" name="Ask"/>', "s -> ask")
    definition = engine.deploy(model, by="ana")
    engine.fetch_jobs("ask", worker="w")
    assert engine.start(definition, by="ana", wait=3600.0).status == "running"
