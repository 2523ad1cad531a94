"""The clock does what waits, tells that it is alive, and outlives what fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from modeler_api import clockwork
from modeler_api.jobs import Progress, kinds
from modeler_api.store import jobs
from modeler_api.store.jobs import Job
from modeler_api.wiring import Door
from processes import read_model


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two kinds of jobs of this test: one that works and one that breaks."""

    def counted(_door: Door, job: Job, progress: Progress) -> Mapping[str, Any]:
        for number in range(job.arguments["most"]):
            progress(done=number + 1, total=job.arguments["most"], doing=f"Number {number + 1}")
        return {"next": "/"}

    def broken(_door: Door, _job: Job, _progress: Progress) -> Mapping[str, Any]:
        raise RuntimeError("a detail nobody outside should read")

    assert len(kinds) >= 0  # the registry has looked for its modules before two are put in beside them
    monkeypatch.setitem(kinds._found, "counted", counted)
    monkeypatch.setitem(kinds._found, "broken", broken)
    return iter(())


def test_a_turn_runs_a_job_and_tells_that_the_clock_is_alive(door: Door, kind: None) -> None:
    asked = jobs.ask(door.store, kind="counted", subject="x", arguments={"most": 3}, created_by="ana")
    assert jobs.last_beat(door.store, clockwork.HEARTBEAT) is None
    assert clockwork.turn(door) == 1
    assert jobs.last_beat(door.store, clockwork.HEARTBEAT) is not None
    done = jobs.by_id(door.store, asked.id)
    assert done is not None
    assert (done.status, done.done, done.total, done.result) == ("done", 3, 3, {"next": "/"})
    assert clockwork.turn(door) == 0


def test_a_job_that_breaks_is_told_in_a_sentence_without_its_detail(door: Door, kind: None) -> None:
    asked = jobs.ask(door.store, kind="broken", subject="x", arguments={}, created_by="ana")
    unknown = jobs.ask(door.store, kind="no_such_kind", subject="x", arguments={}, created_by="ana")
    assert clockwork.run_waiting_jobs(door) == 2
    failed = jobs.by_id(door.store, asked.id)
    assert failed is not None
    assert failed.status == "failed"
    assert "nobody outside" not in (failed.error or "")
    lost = jobs.by_id(door.store, unknown.id)
    assert lost is not None
    assert lost.status == "failed"


def test_the_clock_outlives_a_part_that_fails(
    door: Door, kind: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = jobs.ask(door.store, kind="counted", subject="x", arguments={"most": 1}, created_by="ana")

    def fails() -> int:
        raise OSError("the database went away")

    monkeypatch.setattr(door.engine, "fire_timers", fails)
    clockwork.turn(door)
    done = jobs.by_id(door.store, asked.id)
    assert done is not None
    assert done.status == "done"


def test_the_clock_stops_when_it_is_told_to(door: Door) -> None:
    stopped = threading.Event()
    stopped.set()
    clockwork.keep_going(door, stopped=stopped)


def test_once_a_day_is_done_what_the_law_asks_for(door: Door) -> None:
    permit = door.engine.deploy(read_model(b"Register @clerks", dialect="sketch"), by="ana")
    case = door.engine.start(permit, data={"applicant": "Асанов"}, by="citizen:311")
    [item] = door.engine.work_items(case)
    door.engine.complete(item, by="ana", groups=["clerks"])
    door.engine.set_retention("persons", 0, by="admin")
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2), tick=False):
        assert clockwork.keep_once_a_day(door) == 1
        assert clockwork.keep_once_a_day(door) == 0, "it was done today"
    assert not [r for r in door.engine.history(case) if "Асанов" in str(r.data)]
