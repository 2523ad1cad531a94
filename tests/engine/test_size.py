"""Long loops, long chains and many items at once run right, and cost what they cost at the beginning."""

from __future__ import annotations

import pytest

from engine import Engine
from processes import read_model
from tests.engine.drawing import drawn
from tests.engine.play import completed

START = '<startEvent id="s"/>'


@pytest.mark.slow
def test_a_loop_of_twenty_thousand_rounds_ends_where_it_should(engine: Engine) -> None:
    nodes = (
        f'{START}<exclusiveGateway id="m"/><exclusiveGateway id="g"/>'
        '<scriptTask id="count" scriptFormat="feel"><extensionElements/><script>{n: n + 1}</script></scriptTask>'
    )
    ways = "s -> m\nm -> count\ncount -> g\ng -> m [n < 20000]\ng -> a [n >= 20000]"
    case = engine.start(engine.deploy(drawn(nodes, ways, users="a"), by="ana"), by="ana", data={"n": 0})
    # On a slow machine it takes more than one go.
    while stuck := engine.incidents(case):
        engine.retry(stuck[0], by="ana")
    assert engine.instance(case).data == {"n": 20_000}
    assert [item.label for item in engine.work_items(case)] == ["a"]
    assert completed(engine, case).count("count") == 20_000
    engine.complete(engine.work_items(case)[0], by="ana")
    assert engine.instance(case).status == "completed"
    assert engine.verify(case) is None


@pytest.mark.slow
def test_two_thousand_items_at_once_are_each_done_once(engine: Engine) -> None:
    loop = "<loopCardinality>2000</loopCardinality>"
    many = f"<multiInstanceLoopCharacteristics>{loop}</multiInstanceLoopCharacteristics>"
    source = drawn(START, "s -> a\na -> b", users="a b").source.replace(
        b'<userTask id="a" name="a"/>', f'<userTask id="a" name="a">{many}</userTask>'.encode()
    )
    case = engine.start(engine.deploy(read_model(source), by="ana"), by="ana")
    assert engine.count_work_items(case) == 2000
    for item in engine.work_items(case, limit=3000):
        engine.complete(item, by="ana")
    assert [item.label for item in engine.work_items(case)] == ["b"]
    rounds = [r.activity for r in engine.history(case) if r.element == "a" and r.kind == "completed"]
    assert len(rounds) == len(set(rounds)) == 2000
    assert engine.verify(case) is None
