"""Beside stock SpiffWorkflow: load, complete, save through SQLite, as one would with the library as it comes.

Stock keeps an instance as one JSON document of its serializer, which grows with everything that has ever happened in
it.  The models are the same for both, stock's drawn in its own way (a loop goes back over a gateway, a multi-instance
cardinality); both commit each completion to a file that is synced.  What is compared is the time of the
processor: waiting for the disk is the same for both, and on a busy machine it hides everything else.
"""

from __future__ import annotations

import io
import json
import sqlite3
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.sample import Sample
from engine import Engine
from processes import read_model

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


@dataclass(frozen=True, kw_only=True)
class Row:
    """What completing one work item takes of the processor, in milliseconds (medians), ours and stock's."""

    what: str
    ours: float
    stock: float
    wanted: float

    @property
    def times(self) -> float:
        """How many times faster ours is."""
        return self.stock / self.ours


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


class Stock:
    """The library as it comes: one JSON document for each instance."""

    def __init__(self, path: Path) -> None:
        from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

        self.serializer = BpmnWorkflowSerializer()
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=FULL")
        self.connection.execute("CREATE TABLE instance (id INTEGER PRIMARY KEY, state TEXT)")

    def start(self, source: bytes, key: str, data: dict[str, Any]) -> None:
        """Start one instance in place of the last."""
        from SpiffWorkflow.bpmn import BpmnWorkflow
        from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser

        parser = BpmnParser()
        parser.add_bpmn_io(io.BytesIO(source))
        workflow = BpmnWorkflow(parser.get_spec(key), parser.get_subprocess_specs(key))
        workflow.task_tree.data.update(data)
        workflow.do_engine_steps()
        self._save(workflow)

    def complete(self, data: dict[str, Any]) -> bool:
        """Load, complete the first work item, save; whether there was one."""
        from SpiffWorkflow.util.task import TaskState

        [text] = self.connection.execute("SELECT state FROM instance WHERE id = 1").fetchone()
        workflow = self.serializer.deserialize_json(text)
        tasks = workflow.get_tasks(state=TaskState.READY, manual=True)
        if not tasks:
            return False
        tasks[0].data.update(data)
        tasks[0].run()
        workflow.do_engine_steps()
        self._save(workflow)
        return True

    def _save(self, workflow: Any) -> None:
        text = self.serializer.serialize_json(workflow)
        self.connection.execute("INSERT OR REPLACE INTO instance VALUES (1, ?)", (text,))


def _times(
    stock: Stock, engine: Engine, source: bytes, stocks: bytes, data: dict[str, Any], steps: int
) -> Any:
    """Complete `steps` work items with both, in turns; return the times of ours and of stock, in order."""
    model = read_model(source)
    case = engine.start(engine.deploy(model, by="bench"), by="bench", data=data)
    stock.start(stocks, model.main_process.id, data)
    ours: list[float] = []
    theirs: list[float] = []
    items = engine.work_items(case)
    for _ in range(steps):
        began = time.process_time()
        items = engine.complete(items[0], by="bench", data=data)
        between = time.process_time()
        if not stock.complete(data):
            raise RuntimeError("stock has ended before its time")
        ours.append((between - began) * 1000)
        theirs.append((time.process_time() - between) * 1000)
    return ours, theirs


def run(size: int = 1) -> list[Row]:
    """Return the rows of the table."""
    length, rounds, count = (50, 400, 200) if size else (6, 12, 8)
    with TemporaryDirectory() as folder:
        engine = Engine(f"sqlite:///{folder}/ours.sqlite3")
        stock = Stock(Path(folder) / "stock.sqlite3")
        chain, loop = _chain(length), _loop()
        ours, theirs = _times(stock, engine, chain, chain, {"parcel": "44/2"}, length - 1)
        rows = [
            Row(what=f"{length} in a row", ours=median(ours), stock=median(theirs), wanted=10),
        ]
        ours, theirs = _times(stock, engine, loop, loop, {"again": True}, rounds)
        rows.append(
            Row(
                what=f"round {rounds} of a loop",
                ours=median(ours[-10:]),
                stock=median(theirs[-10:]),
                wanted=60,
            )
        )
        ours, theirs = _times(
            stock,
            engine,
            _many(count, stock=False),
            _many(count, stock=True),
            {},
            min(count - 1, 40),
        )
        rows.append(
            Row(what=f"a multi-instance of {count}", ours=median(ours), stock=median(theirs), wanted=4)
        )
        engine.dispose()
    return rows


def measure(size: int) -> list[Sample]:
    """Print how many times faster ours is."""
    rows = run(size)
    for row in rows:
        print(
            f"  {row.what:<28} ours {row.ours:7.2f} ms, stock {row.stock:7.2f} ms: ×{row.times:.1f}"
            f" (wanted: ×{row.wanted:.0f})",
            flush=True,
        )
    return [Sample(what=f"ours: {row.what}", count=1, seconds=row.ours / 1000) for row in rows]


def main() -> None:
    """Print the rows as JSON."""
    print(json.dumps([vars(row) | {"times": row.times} for row in run()]))


if __name__ == "__main__":
    main()
