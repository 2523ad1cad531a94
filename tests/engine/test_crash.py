"""A process killed with SIGKILL in the middle of its work loses and doubles nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from engine import Engine
from tests.engine.drawing import drawn
from tests.engine.play import completed

WORK = """
import sys
from engine import Engine, AlreadyCompleted, Busy, WrongState
engine = Engine(sys.argv[1])
engine.service_task("count")(lambda data: {"served": True})
while True:
    case = engine.start("p", by="worker")
    print(case.id, flush=True)
    while items := engine.work_items(case):
        for item in items:
            try:
                engine.complete(item, by="worker", data={item.label: True})
            except (AlreadyCompleted, Busy, WrongState):
                pass
"""


@pytest.mark.slow
def test_killed_again_and_again_under_load(engine_url: str, tmp_path: Path) -> None:
    engine = Engine(engine_url)
    engine.service_task("count")(lambda data: {"served": True})
    nodes = '<startEvent id="s"/><parallelGateway id="split"/><parallelGateway id="join"/><serviceTask id="count"/>'
    ways = "s -> split\nsplit -> a\nsplit -> b\na -> join\nb -> join\njoin -> count\ncount -> c"
    engine.deploy(drawn(nodes, ways, users="a b c"), by="ana")
    script = tmp_path / "work.py"
    script.write_text(textwrap.dedent(WORK))
    chance = random.Random(7)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    for _ in range(3):
        workers = [
            subprocess.Popen(
                [sys.executable, str(script), engine_url], stdout=subprocess.PIPE, env=environment
            )
            for _ in range(2)
        ]
        for worker in workers:
            assert worker.stdout is not None
            worker.stdout.readline()
        time.sleep(chance.uniform(0.1, 0.6))
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            assert worker.stdout is not None
            worker.stdout.close()
    engine.dispose()

    engine = Engine(engine_url)
    engine.service_task("count")(lambda data: {"served": True})
    _let_leases_run_out(engine)
    engine.run_jobs()
    cases = engine.instances("p", limit=100_000)
    assert len(cases) > 6
    for case in cases:
        assert engine.verify(case) is None
        done = completed(engine, case)
        assert len(done) == len(set(done)), done
        expected = {"a", "b", "c"} - set(done)
        if "count" not in done:
            expected -= {"c"}
        assert {i.element for i in engine.work_items(case)} == expected
        if case.status == "completed":
            assert {"a", "b", "c", "count"} <= set(done)
        elif "join" in done:
            assert "count" in done
    for case in [case for case in cases if case.status == "running"]:
        while items := engine.work_items(case):
            engine.complete(items[0], by="after")
        assert engine.instance(case).status == "completed"
    engine.dispose()


def _let_leases_run_out(engine: Engine) -> None:
    import sqlalchemy as sa

    from engine.store.tables import job

    with engine._shop.store.engine.begin() as connection:
        connection.execute(sa.update(job).values(status="waiting", due=engine._shop.now()))
