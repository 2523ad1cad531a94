"""The same run, whether finished tokens stay in the guest's tree or go, whether it is at hand or read at every step."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine import Engine, Instance
from engine.testing import Clock
from processes import read_model
from tests.engine.drawing import drawn
from tests.engine.oracle import Game, Spot, TooMuch, as_model
from tests.engine.test_oracle import STEPS, act, nests, tangles

LETTERS = "ABCDEFGH"


def tasks() -> st.SearchStrategy[str]:
    """Work items, and now and then a step that passes at once or calls a service."""
    kinds = st.sampled_from(["", "", "", ":manual ", ":service "])
    return st.tuples(kinds, st.sampled_from(LETTERS)).map(lambda pair: f"{pair[0]}{pair[1]} @clerks")


def blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        several.map(" -> ".join),
        several.map(lambda parts: "(" + " | ".join(parts) + ")"),
        several.map(lambda parts: "(" + " / ".join([f"[n > 2] {parts[0]}", *parts[1:]]) + ")"),
        # The work item counts: a loop of steps that pass at once would never end.
        inner.map(lambda part: f"({part} -> Again @clerks)*[n < 4]"),
    )


SKETCHES = st.recursive(tasks(), blocks, max_leaves=6)


def play(engine: Engine, text: str, order: list[int], *, forgets: bool = False) -> list[tuple[Any, ...]]:
    """Run a sketch to its end, completing the open items in the given order; return its history without ids.

    An engine that `forgets` reads the tree from the store before every verb.
    """
    model = read_model(f"First @clerks -> {text}".encode(), dialect="sketch")
    for element in model.elements.values():
        if element.type == "ServiceTask":
            engine.service_task(element.id)(lambda data: {"n": data["n"] + 1})
    case: Instance = engine.start(engine.deploy(model, by="ana"), by="ana", data={"n": 0})
    for step in range(60):
        items = engine.work_items(case)
        if not items:
            break
        item = items[order[step % len(order)] % len(items)]
        if forgets:
            engine._shop.live.clear()
        engine.complete(item, by="ana", data={"n": engine.instance(case).data["n"] + 1})
    assert engine.verify(case) is None
    return [(r.element, r.kind, r.activity, str(r.data)) for r in engine.history(case)] + [
        (engine.instance(case).status, str(engine.instance(case).data), "", "")
    ]


def _unique(text: str) -> str:
    """Give each task a name of its own, so that ids do not collide."""
    parts = text.split(" @clerks")
    return "".join(f"{part}{n} @clerks" if n < len(parts) - 1 else part for n, part in enumerate(parts))


@pytest.mark.slow
@settings(max_examples=40)
@given(SKETCHES, st.lists(st.integers(0, 5), min_size=1, max_size=8))
def test_compaction_changes_nothing_but_the_size(sketch: str, order: list[int]) -> None:
    sketch = _unique(sketch)
    histories = []
    for keep, forgets in ((False, False), (True, True), (False, True)):
        engine = Engine("sqlite://", clock=Clock(), keep_finished=keep)
        histories.append(play(engine, sketch, order, forgets=forgets))
        engine.dispose()
    assert histories[0] == histories[1] == histories[2]
    assert histories[0][-1][0] == "completed" or len(histories[0]) > 100


@pytest.mark.slow
@settings(max_examples=40)
@given(st.one_of(tangles(), nests()), STEPS)
def test_compaction_changes_nothing_in_models_nobody_would_draw(
    spots: list[Spot], steps: list[tuple[int, int]]
) -> None:
    nodes, ways = as_model(spots)
    members = " ".join(f"n{n}" for n, s in enumerate(spots) if s.kind == "task")
    histories = []
    for keep in (False, True):
        engine = Engine("sqlite://", clock=Clock(), keep_finished=keep)
        model = drawn(nodes, ways, more=members, roots='<signal id="sig" name="sig"/>')
        game = Game(spots)
        try:
            game.start(0)
            case = engine.start(engine.deploy(model, by="ana"), by="ana", data={"d": 0})
            for step, d in steps:
                if not act(engine, case, game, step, d):
                    break
        except TooMuch:
            assume(False)
        histories.append([(r.element, r.kind, r.activity, str(r.data)) for r in engine.history(case)])
        assert engine.verify(case) is None
        engine.dispose()
    assert histories[0] == histories[1]
