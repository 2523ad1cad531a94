"""Jobs at a real Celery worker over a real broker; lost messages and twice-run jobs included."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from engine import Engine, Instance
from engine.store import outbox
from tests.engine.drawing import drawn
from tests.engine.play import completed, labels

pytestmark = pytest.mark.broker

WORKER = """
import sys
from pathlib import Path
from engine import Engine
from engine.jobs.celery import worker_application

URL, BROKER, CALLS = sys.argv[1:4]

def make_engine():
    engine = Engine(URL, jobs="celery", broker=BROKER)

    @engine.service_task("fee")
    def fee(data):
        with open(CALLS, "a") as calls:
            calls.write(data["parcel"] + "\\n")
        return {"fee": 250}

    return engine

worker_application(make_engine, broker=BROKER).worker_main(
    ["worker", "--pool", "solo", "--loglevel", "error", "--without-gossip", "--without-mingle", "--without-heartbeat"]
)
"""
NODES = '<startEvent id="s"/><serviceTask id="fee"/>'
WAYS = "s -> fee\nfee -> a"


@contextmanager
def a_worker(url: str, broker: str, folder: Path) -> Iterator[Path]:
    script, calls = folder / "worker.py", folder / "calls"
    calls.touch()
    script.write_text(textwrap.dedent(WORKER))
    root = str(Path(__file__).resolve().parents[2])
    process = subprocess.Popen(
        [sys.executable, str(script), url, broker, str(calls)],
        env={**os.environ, "PYTHONPATH": root},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield calls
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def soon(condition: Callable[[], bool], seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_a_worker_serves_what_the_engine_sent(engine_url: str, broker_url: str, tmp_path: Path) -> None:
    engine = Engine(engine_url, jobs="celery", broker=broker_url)
    definition = engine.deploy(drawn(NODES, WAYS, users="a"), by="ana")
    with a_worker(engine_url, broker_url, tmp_path) as calls:
        cases = [engine.start(definition, by="ana", data={"parcel": f"44/{n}"}) for n in range(5)]
        assert soon(lambda: all(labels(engine, case) == ["a"] for case in cases))
        waited = engine.start(definition, by="ana", data={"parcel": "last"}, wait=True)
        assert waited.data["fee"] == 250
        # The same job sent again finds its work done.
        assert sorted(calls.read_text().split()) == ["44/0", "44/1", "44/2", "44/3", "44/4", "last"]
    for case in cases:
        assert completed(engine, case) == ["s", "fee"]
    engine.dispose()


def test_a_broker_that_is_away_loses_nothing(engine_url: str, broker_url: str, tmp_path: Path) -> None:
    away = Engine(engine_url, jobs="celery", broker="redis://127.0.0.1:1/0")
    definition = away.deploy(drawn(NODES, WAYS, users="a"), by="ana")
    case = away.start(definition, by="ana", data={"parcel": "44/2"})
    assert case.status == "running"
    away.dispose()
    engine = Engine(engine_url, jobs="celery", broker=broker_url)
    with a_worker(engine_url, broker_url, tmp_path):
        assert engine.send_jobs() == 1
        assert engine.send_jobs() == 0
        assert soon(lambda: labels(engine, case) == ["a"])
    engine.dispose()


def test_two_relays_never_take_the_same_job(engine_url: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    class Nowhere:
        def after_commit(self, ids: list[str], run: object) -> None: ...

    engine = Engine(engine_url, jobs=Nowhere())  # type: ignore[arg-type]
    definition = engine.deploy(drawn(NODES, WAYS, users="a"), by="ana")
    for _ in range(30):
        engine.start(definition, by="ana")
    with ThreadPoolExecutor(2) as pool:
        taken = list(pool.map(lambda _: sum(engine.send_jobs(limit=5) for _ in range(5)), range(2)))
    with engine._shop.store.read() as unit:
        jobs = outbox.jobs_of(unit, None)
    assert sum(taken) == sum(job["status"] == "sent" for job in jobs)
    engine.dispose()


def test_four_workers_share_the_work_and_each_job_counts_once(
    engine_url: str, broker_url: str, tmp_path: Path
) -> None:
    engine = Engine(engine_url, jobs="celery", broker=broker_url)
    definition = engine.deploy(drawn(NODES, WAYS, users="a"), by="ana")
    folders = [tmp_path / str(number) for number in range(4)]
    with ExitStack() as stack:
        written = []
        for folder in folders:
            folder.mkdir()
            written.append(stack.enter_context(a_worker(engine_url, broker_url, folder)))
        cases: list[Instance] = []

        def several_work() -> bool:
            """Give more work until a second worker has begun: they come up one after another."""
            for _ in range(20):
                parcel = f"44/{len(cases)}"
                cases.append(engine.start(definition, by="ana", data={"parcel": parcel}))
            return sum(bool(calls.read_text(encoding="utf-8")) for calls in written) > 1

        assert soon(several_work, seconds=120)
        assert soon(lambda: all(labels(engine, case) == ["a"] for case in cases), seconds=120)
    for case in cases:
        assert completed(engine, case).count("fee") == 1
        assert engine.instance(case).data["fee"] == 250
        assert engine.verify(case) is None
    called = [parcel for calls in written for parcel in calls.read_text(encoding="utf-8").split()]
    assert set(called) == {f"44/{n}" for n in range(len(cases))}
    assert not engine.incidents()
    engine.dispose()
