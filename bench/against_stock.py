"""Beside stock SpiffWorkflow: load, complete, save through SQLite, as one would with the library as it comes.

Stock keeps an instance as one JSON document of its serializer, which grows with everything that has ever happened in
it.  Two of ours are set beside it.  *Like for like* does what stock does and no more: our state is read, one
completion moved on, and written back, one row each, with the same SQLite settings (of a large multi-instance also the
part in which the work item lies).  *The whole verb* is what a caller gets: history with its chain of proof, work items
and their answer, outbox, all in one transaction.

The models are the same for all, stock's drawn in its own way (a loop goes back over a gateway, a multi-instance
cardinality); each commits each completion to a file that is synced.  What is compared is the time of the
processor: waiting for the disk is the same for all, and on a busy machine it hides everything else.
"""

from __future__ import annotations

import io
import json
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from bench.sample import Sample
from engine import Engine
from engine.store.types import Json
from processes import read_model

if TYPE_CHECKING:
    from engine.spiff.build import Specification
    from engine.spiff.freeze import Frozen
    from engine.spiff.tree import Tree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


@dataclass(frozen=True, kw_only=True)
class Row:
    """What completing one work item takes of the processor, in milliseconds (medians of one run, taking turns).

    `bare` is ours like for like, `verb` our whole verb.
    """

    what: str
    bare: float
    verb: float
    stock: float
    wanted: float

    @property
    def times(self) -> float:
        """How many times faster ours is, like for like."""
        return self.stock / self.bare

    @property
    def verb_times(self) -> float:
        """How many times faster our whole verb is."""
        return self.stock / self.verb


def _drawn(key: str, nodes: str, ways: str) -> bytes:
    flows = []
    for number, way in enumerate(ways.split(), start=1):
        ends, _, condition = way.partition("?")
        source, target = ends.split(">")
        inside = (
            f'<conditionExpression xsi:type="tFormalExpression">{condition}</conditionExpression>'
            if condition
            else ""
        )
        flows.append(
            f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'
        )
    return (
        f'<definitions xmlns="{BPMN}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xmlns:gov="urn:kyzmat:gov:1" id="d" targetNamespace="urn:bench"><process id="{key}" isExecutable="true">'
        f"{nodes}{''.join(flows)}</process></definitions>"
    ).encode()


def _chain(length: int) -> bytes:
    users = [f"u{number}" for number in range(length)]
    nodes = '<startEvent id="s"/><endEvent id="e"/>' + "".join(_user(user) for user in users)
    way = ["s", *users, "e"]
    return _drawn(
        f"chain{length}",
        _lanes(users) + nodes,
        " ".join(f"{a}>{b}" for a, b in pairwise(way)),
    )


def _loop() -> bytes:
    nodes = '<startEvent id="s"/><endEvent id="e"/><exclusiveGateway id="g" default="f4"/>'
    return _drawn("loop", _lanes(["u"]) + nodes + _user("u"), "s>u u>g g>u?again g>e")


def _many(count: int, *, stock: bool) -> bytes:
    if stock:
        inside = f'<loopCardinality xsi:type="tFormalExpression">{count}</loopCardinality>'
    else:
        inside = f"<loopCardinality>{count}</loopCardinality>"
    many = f"<multiInstanceLoopCharacteristics>{inside}</multiInstanceLoopCharacteristics>"
    nodes = f'<startEvent id="s"/><endEvent id="e"/><userTask id="u" name="u">{many}</userTask>'
    return _drawn("many", _lanes(["u"]) + nodes, "s>u u>e")


def _user(name: str) -> str:
    return f'<userTask id="{name}" name="{name}"/>'


def _lanes(users: list[str]) -> str:
    refs = "".join(f"<flowNodeRef>{user}</flowNodeRef>" for user in users)
    return f'<laneSet id="lanes"><lane id="lane" name="clerks">{refs}</lane></laneSet>'


_JSON = Json()


class _Kept:
    """A table with one row for one instance, on a file that syncs every commit."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=FULL")
        self.connection.execute("CREATE TABLE instance (id INTEGER PRIMARY KEY, state BLOB, variables TEXT)")
        self.connection.execute("INSERT INTO instance VALUES (1, NULL, NULL)")
        self.connection.execute("CREATE TABLE part (number INTEGER PRIMARY KEY, state BLOB)")

    def read(self) -> tuple[Any, str]:
        """Return what is kept."""
        [row] = self.connection.execute("SELECT state, variables FROM instance WHERE id = 1")
        return row[0], row[1]

    def read_part(self, number: int) -> bytes:
        """Return a part of what is kept."""
        [[state]] = self.connection.execute("SELECT state FROM part WHERE number = ?", (number,))
        return bytes(state)

    def write_with_parts(self, frozen: Frozen) -> None:
        """Keep this instead, with what has changed of its parts, and commit."""
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany("DELETE FROM part WHERE number = ?", [(n,) for n in frozen.gone])
        parts = [*frozen.added.items(), *frozen.changed.items()]
        self.connection.executemany("INSERT OR REPLACE INTO part VALUES (?, ?)", parts)
        self.write(frozen.state, _JSON.process_bind_param(frozen.variables, None))
        self.connection.execute("COMMIT")

    def write(self, state: str | bytes, variables: str = "") -> None:
        """Keep this instead, and commit."""
        self.connection.execute(
            "UPDATE instance SET state = ?, variables = ? WHERE id = 1", (state, variables)
        )


class Stock:
    """The library as it comes: one JSON document for each instance."""

    def __init__(self, path: Path) -> None:
        from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

        self.serializer = BpmnWorkflowSerializer()
        self.kept = _Kept(path)

    def start(self, source: bytes, key: str, data: dict[str, Any]) -> None:
        """Start one instance in place of the last."""
        from SpiffWorkflow.bpmn import BpmnWorkflow
        from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser

        parser = BpmnParser()
        parser.add_bpmn_io(io.BytesIO(source))
        workflow = BpmnWorkflow(parser.get_spec(key), parser.get_subprocess_specs(key))
        workflow.task_tree.data.update(data)
        workflow.do_engine_steps()
        self.kept.write(self.serializer.serialize_json(workflow))

    def complete(self, data: dict[str, Any]) -> None:
        """Load, complete the first work item, save."""
        from SpiffWorkflow.util.task import TaskState

        workflow = self.serializer.deserialize_json(self.kept.read()[0])
        tasks = workflow.get_tasks(state=TaskState.READY, manual=True)
        tasks[0].data.update(data)
        tasks[0].run()
        workflow.do_engine_steps()
        self.kept.write(self.serializer.serialize_json(workflow))


class Bare:
    """Ours, doing what stock does: the state alone, without history, work items and outbox."""

    def __init__(self, path: Path) -> None:
        self.kept = _Kept(path)
        self.specification: Any = None

    def start(self, specification: Specification, data: dict[str, Any]) -> None:
        """Start one instance in place of the last."""
        from engine.spiff.advance import Advance
        from engine.spiff.tree import Tree

        self.specification = specification
        advance = Advance(Tree(specification), now=datetime.now(UTC), by="bench")
        advance.begin(data)
        self._write(advance.tree)

    def complete(self, data: dict[str, Any]) -> None:
        """Load, complete the first work item, save."""
        from engine.spiff.advance import Advance
        from engine.spiff.freeze import thaw

        state, variables = self.kept.read()
        tree = thaw(state, _JSON.process_result_value(variables, None), self.specification)
        tree.sleepers.read = self.kept.read_part
        for part in list(tree.sleepers.parts.values())[:1]:
            tree.sleepers.wake_for(tree, part.first)
        first = next(
            task
            for task in tree.tasks.values()
            if getattr(task.task_spec, "rows", "") == "work item" and "body" not in task.internal_data
        )
        Advance(tree, now=datetime.now(UTC), by="bench").complete(first.id, data=data)
        self._write(tree)

    def _write(self, tree: Tree) -> None:
        from engine.spiff.freeze import freeze

        frozen = freeze(tree)
        if frozen.parts or frozen.gone:
            self.kept.write_with_parts(frozen)
        else:
            self.kept.write(frozen.state, _JSON.process_bind_param(frozen.variables, None))


def _milliseconds(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return (time.process_time() - began) * 1000


@dataclass(frozen=True, kw_only=True)
class _Contest:
    """The three, each with its own file."""

    stock: Stock
    bare: Bare
    engine: Engine

    def times(
        self, source: bytes, stocks: bytes, data: dict[str, Any], steps: int
    ) -> tuple[list[float], list[float], list[float]]:
        """Complete `steps` work items with each, in turns; return ours like for like, our verb, and stock, in order."""
        model = read_model(source)
        definition = self.engine.deploy(model, by="bench")
        case = self.engine.start(definition, by="bench", data=data)
        shop = self.engine._shop
        with shop.store.read() as unit:
            self.bare.start(shop.specification(unit, definition.id), data)
        self.stock.start(stocks, model.main_process.id, data)
        bares: list[float] = []
        verbs: list[float] = []
        theirs: list[float] = []
        for _ in range(steps):
            first = self.engine.work_items(case, limit=1)[0]
            verbs.append(_milliseconds(partial(self.engine.complete, first, by="bench", data=data)))
            # Expressions know the time; the verb sees to that, so here it is seen to as well.
            bares.append(_milliseconds(lambda: shop.at_this_moment(partial(self.bare.complete, data))))
            theirs.append(_milliseconds(partial(self.stock.complete, data)))
        return bares, verbs, theirs


def run(size: int = 1) -> list[Row]:
    """Return the rows of the table."""
    length, rounds, count = (50, 400, 200) if size else (6, 12, 8)
    with TemporaryDirectory() as folder:
        engine = Engine(f"sqlite:///{folder}/ours.sqlite3")
        contest = _Contest(
            stock=Stock(Path(folder) / "stock.sqlite3"),
            bare=Bare(Path(folder) / "bare.sqlite3"),
            engine=engine,
        )
        chain, loop = _chain(length), _loop()
        many, stocks_many = _many(count, stock=False), _many(count, stock=True)
        runs = [
            (f"{length} in a row", 10, contest.times(chain, chain, {"parcel": "44/2"}, length - 1)),
            (f"round {rounds} of a loop", 60, contest.times(loop, loop, {"again": True}, rounds)),
            (
                f"a multi-instance of {count}",
                4,
                contest.times(many, stocks_many, {}, min(count - 1, 40)),
            ),
        ]
        engine.dispose()
    rows = []
    for what, wanted, times in runs:
        # Late in the loop is what is asked for; elsewhere every step counts.
        bare, verb, stock = (median(each[-20:] if "round" in what else each) for each in times)
        rows.append(Row(what=what, bare=bare, verb=verb, stock=stock, wanted=wanted))
    return rows


def measure(size: int) -> list[Sample]:
    """Print how many times faster ours is, like for like and as a whole verb."""
    rows = run(size)
    for row in rows:
        print(
            f"  {row.what:<22} stock {row.stock:6.2f} ms; like for like {row.bare:6.2f} ms: ×{row.times:.1f}"
            f" (wanted: ×{row.wanted:.0f}); the whole verb {row.verb:6.2f} ms: ×{row.verb_times:.1f}",
            flush=True,
        )
    return [
        Sample(what=f"{name}: {row.what}", count=1, seconds=took / 1000)
        for row in rows
        for name, took in (("like for like", row.bare), ("the whole verb", row.verb))
    ]


def main() -> None:
    """Print the rows as JSON."""
    print(json.dumps([vars(row) | {"times": row.times, "verb_times": row.verb_times} for row in run()]))


if __name__ == "__main__":
    main()
