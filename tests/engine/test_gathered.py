"""What is written together with the statement that closes a verb, where it is more than fits into one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from engine import Engine
from engine.store.tables import timer
from engine.testing import Clock
from processes import Model, read_model

BEGUN = datetime(2026, 3, 2, 4, tzinfo=UTC)


def waiting(count: int, days: int) -> Model:
    events = "".join(
        f'<intermediateCatchEvent id="t{n}"><timerEventDefinition><timeDuration>P{days}D</timeDuration>'
        f'</timerEventDefinition></intermediateCatchEvent><endEvent id="e{n}"/>'
        f'<sequenceFlow id="f{n}" sourceRef="s" targetRef="t{n}"/>'
        f'<sequenceFlow id="g{n}" sourceRef="t{n}" targetRef="e{n}"/>'
        for n in range(count)
    )
    return read_model(
        f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
        <process id="p" isExecutable="true"><startEvent id="s"/>{events}</process></definitions>""".encode()
    )


@pytest.mark.parametrize("count", [5, 12, 16, 40])
def test_timers_that_change_are_neither_lost_nor_doubled(engine_url: str, count: int) -> None:
    engine = Engine(engine_url, clock=Clock(BEGUN))
    case = engine.start(engine.deploy(waiting(count, 10), by="ana"), by="citizen")
    engine.migrate_instances(engine.deploy(waiting(count, 20), by="ana"), by="ana")
    with engine._shop.store.read() as unit:
        dues = [row[0] for row in unit.connection.execute(sa.select(timer.c.due))]
    assert dues == [BEGUN + timedelta(days=20)] * count
    assert engine.instance(case).status == "running"
    engine.dispose()
