"""The engine against a second opinion (`oracle.py`), on models nobody would draw."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine import Engine, Instance
from engine.testing import Clock
from tests.engine.drawing import drawn
from tests.engine.oracle import Game, Spot, TooMuch, as_model

VALUES = range(4)
Steps = list[tuple[int, int]]


@st.composite
def tangles(draw: st.DrawFn) -> list[Spot]:
    """Any nodes, joined any way: loops, joins that are never full, ways into the middle of branches."""
    size = draw(st.integers(3, 8))
    kinds = draw(
        st.lists(st.sampled_from(["task", "task", "task", "xor", "and", "end"]), min_size=size, max_size=size)
    )
    kinds[0] = "task"
    # With several inclusive joins the order in which they open is the engine's choice, and no error.
    if draw(st.booleans()):
        kinds[draw(st.integers(1, size - 1))] = "or"
    spots = []
    for kind in kinds:
        if kind == "end":
            spots.append(Spot(kind=kind))
            continue
        ways = 1 if kind == "task" else draw(st.integers(1, 3))
        to = draw(st.lists(st.integers(0, size - 1), min_size=ways, max_size=ways))
        when = tuple(draw(st.frozensets(st.sampled_from(VALUES))) for _ in to)
        border = None
        if kind == "task" and draw(st.integers(0, 3)) == 0:
            border = (draw(st.booleans()), draw(st.integers(0, size - 1)))
        spots.append(Spot(kind=kind, to=tuple(to), when=when, border=border))
    return spots


def blocks(depth: int) -> st.SearchStrategy[object]:
    """Well-nested models as nested tuples: ("task",), ("seq", …), ("xor" | "and" | "or", …), ("loop", body)."""
    leaf = st.just(("task",))
    if depth == 0:
        return leaf
    inner = blocks(depth - 1)
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        leaf,
        several.map(lambda parts: ("seq", *parts)),
        st.tuples(st.sampled_from(["xor", "and", "or"]), several).map(lambda pair: (pair[0], *pair[1])),
        inner.map(lambda body: ("loop", body)),
    )


@st.composite
def nests(draw: st.DrawFn) -> list[Spot]:
    """Block-structured models; a loop's body begins with a task, so that nothing turns for ever by itself."""
    spots: list[Spot | None] = []

    def place(block: tuple[object, ...], after: int) -> int:
        """Put a block in front of node `after`; return its first node."""
        kind, *parts = block
        if kind == "task":
            border = (draw(st.booleans()), after) if draw(st.integers(0, 5)) == 0 else None
            spots.append(Spot(kind="task", to=(after,), border=border))
            return len(spots) - 1
        if kind == "seq":
            for part in reversed(parts):
                after = place(part, after)  # type: ignore[arg-type]  # nested tuples
            return after
        when = tuple(draw(st.frozensets(st.sampled_from(VALUES))) for _ in range(3))
        if kind == "loop":
            spots.append(None)
            decides = len(spots) - 1
            body = place(parts[0], decides)  # type: ignore[arg-type]  # nested tuples
            spots.append(Spot(kind="task", to=(body,)))
            spots[decides] = Spot(kind="xor", to=(len(spots) - 1, after), when=when[:2])
            return len(spots) - 1
        spots.append(Spot(kind=str(kind), to=(after,)))
        join = len(spots) - 1
        firsts = tuple(place(part, join) for part in parts)  # type: ignore[arg-type]  # nested tuples
        spots.append(Spot(kind=str(kind), to=firsts, when=when[: len(firsts)]))
        return len(spots) - 1

    spots.append(Spot(kind="end"))
    first = place(draw(blocks(2)), 0)  # type: ignore[arg-type]  # nested tuples
    # The model begins at node 0: the end and the first change places.
    order = [first, *(n for n in range(len(spots)) if n != first)]
    new = {old: number for number, old in enumerate(order)}
    result = []
    for old in order:
        spot = spots[old]
        assert spot is not None
        border = (spot.border[0], new[spot.border[1]]) if spot.border else None
        result.append(Spot(kind=spot.kind, to=tuple(new[t] for t in spot.to), when=spot.when, border=border))
    return result


STEPS = st.lists(st.tuples(st.integers(0, 6), st.sampled_from(VALUES)), min_size=1, max_size=9)


def act(engine: Engine, case: Instance, game: Game, step: int, d: int) -> bool:
    """Do the same thing in both: complete one of the open tasks, or (0) send the signal; False when nothing is open."""
    waiting = sorted(game.open.elements())
    if not waiting:
        return False
    if step == 0:
        game.signal(d)
        engine.signal("sig", data={"d": d})
        return True
    node = waiting[step % len(waiting)]
    game.complete(node, d)
    item = next(item for item in engine.work_items(case, limit=99) if item.element == f"n{node}")
    engine.complete(item, by="ana", data={"d": d})
    return True


def compare(spots: list[Spot], steps: Steps) -> None:
    nodes, ways = as_model(spots)
    members = " ".join(f"n{n}" for n, s in enumerate(spots) if s.kind == "task")
    game = Game(spots)
    engine = Engine("sqlite://", clock=Clock())
    try:
        model = drawn(nodes, ways, more=members, roots='<signal id="sig" name="sig"/>')
        definition = engine.deploy(model, by="ana")
        game.start(0)
        case = engine.start(definition, by="ana", data={"d": 0})
        for step, d in [(None, 0), *steps]:
            if step is not None and not act(engine, case, game, step, d):
                break
            seen = Counter(item.element for item in engine.work_items(case, limit=99))
            assert seen == Counter(f"n{n}" for n in game.open.elements())
            assert (engine.instance(case).status == "completed") == game.is_over
        # A join that can never be full is named; nothing else goes wrong.
        assert {i.kind for i in engine.incidents(case)} <= {"join"}
    except TooMuch:
        assume(False)
    finally:
        engine.dispose()


@pytest.mark.slow
@settings(max_examples=150)
@given(tangles(), STEPS)
def test_a_tangle_runs_as_the_standard_says(spots: list[Spot], steps: Steps) -> None:
    compare(spots, steps)


@pytest.mark.slow
@settings(max_examples=100)
@given(nests(), STEPS)
def test_a_nest_of_blocks_runs_as_the_standard_says(spots: list[Spot], steps: Steps) -> None:
    compare(spots, steps)
