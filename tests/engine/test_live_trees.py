"""Trees kept at hand make a verb faster; they never make it wrong."""

from __future__ import annotations

import pytest

from engine import Engine, InvalidData
from engine.live_trees import MOST_TREES, LiveTrees
from engine.spiff.freeze import freeze
from tests.engine.drawing import drawn
from tests.engine.play import completed, labels

START = '<startEvent id="s"/>'


def test_a_tree_is_good_for_its_version_only(engine_url: str) -> None:
    here, there = Engine(engine_url), Engine(engine_url)
    case = here.start(here.deploy(drawn(START, "s -> a\na -> b\nb -> c", users="a b c"), by="ana"), by="ana")
    for engine in (there, here, there):
        [item] = engine.work_items(case)
        engine.complete(item, by="ana", data={item.label: True})
    assert completed(here, case) == ["s", "a", "b", "c"]
    assert here.instance(case).data == {"a": True, "b": True, "c": True}
    assert here.verify(case) is None
    here.dispose()
    there.dispose()


def test_what_a_refused_verb_has_changed_is_forgotten(engine: Engine) -> None:
    case = engine.start(
        engine.deploy(drawn(START, "s -> a\na -> b", users="a b"), by="ana"), by="ana", data={"x": 1}
    )
    [item] = engine.work_items(case)
    with pytest.raises(InvalidData):
        engine.complete(item, by="ana", data={"x": object()})
    assert len(engine._shop.live) == 0
    assert labels(engine, case) == ["a"]
    engine.complete(item, by="ana")
    assert len(engine._shop.live) == 1
    with engine._shop.store.read() as unit:
        kept = engine._shop.live.take(case.id, version=2)
        assert kept is not None
        from engine.store import instances

        row = instances.lock(unit, case.id)
        assert row is not None
        instances.read_body(unit, row)
        frozen = freeze(kept)
        assert (frozen.state, frozen.variables) == (row.state, row.variables)


def test_an_ended_instance_is_not_kept(engine: Engine) -> None:
    case = engine.start(engine.deploy(drawn(START, "s -> a", users="a"), by="ana"), by="ana")
    engine.complete(engine.work_items(case)[0], by="ana")
    assert len(engine._shop.live) == 0


def test_the_least_lately_used_is_forgotten_first(engine: Engine) -> None:
    case = engine.start(engine.deploy(drawn(START, "s -> a", users="a"), by="ana"), by="ana")
    tree = engine._shop.live.take(case.id, version=1)
    assert tree is not None
    trees = LiveTrees()
    for number in range(MOST_TREES + 3):
        trees.put(str(number), 1, tree)
    assert len(trees) == MOST_TREES
    assert trees.take("0", version=1) is None
    assert trees.take("5", version=2) is None
    assert trees.take("6", version=1) is tree
