"""What one step of a case costs: in a short and a long procedure, early and late in a loop."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median
from tempfile import TemporaryDirectory

from bench.sample import Sample
from engine import Engine
from processes import read_model


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measured step, and its ratio to the row it is compared with."""

    what: str
    milliseconds: float
    ratio: float | None = None
    limit: float | None = None


def run(size: int = 1) -> list[Row]:
    """Return what one `complete` costs (median, SQLite on disk), as ratios within one run."""
    with TemporaryDirectory() as folder:
        engine = Engine(f"sqlite:///{folder}/steps.sqlite3")
        short, long = _alternating(engine, 5, 50, repeats=8 * size)
        early, late = _loop(engine, rounds=40 * 10 if size else 60)
        few, many = _multi(engine, (200, 2000) if size else (70, 140))
        engine.dispose()
    return [
        Row(what="a step of 5 in a row", milliseconds=short),
        Row(what="a step of 50 in a row", milliseconds=long, ratio=long / short, limit=1.3),
        Row(what="round 10 of a loop", milliseconds=early),
        Row(what="round 400 of a loop", milliseconds=late, ratio=late / early, limit=1.3),
        Row(what="an item of a multi-instance of 200", milliseconds=few),
        Row(what="an item of a multi-instance of 2,000", milliseconds=many, ratio=many / few, limit=1.5),
    ]


def measure(size: int) -> list[Sample]:
    """Completes work items and prints each cost beside the one it is compared with."""
    rows = run(size)
    for row in rows:
        ratio = f"  ×{row.ratio:.2f}" if row.ratio is not None else ""
        limit = f" (at most {row.limit})" if row.limit is not None else ""
        print(f"  {row.what:<46} {row.milliseconds:7.2f} ms{ratio}{limit}", flush=True)
    return [Sample(what=row.what, count=1, seconds=row.milliseconds / 1000) for row in rows]


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _alternating(engine: Engine, short: int, long: int, *, repeats: int) -> tuple[float, float]:
    """Complete cases of both lengths in turns, so that a noisy moment of the machine falls on both."""
    definitions = {}
    for length in (short, long):
        text = " -> ".join(f"Step {number} @clerks" for number in range(length))
        model = read_model(text.encode(), dialect="sketch")
        renamed = model.source.replace(b'id="sketch"', f'id="chain_{length}"'.encode())
        definitions[length] = engine.deploy(read_model(renamed), by="bench")
    times: dict[int, list[float]] = {short: [], long: []}
    for _ in range(max(repeats, 1)):
        for length, definition in definitions.items():
            case = engine.start(definition, by="bench", data={"parcel": "44/2"})
            for _step in range(length):
                [item] = engine.work_items(case)
                times[length].append(_timed(partial(engine.complete, item, by="bench")))
    return median(times[short]), median(times[long])


def _loop(engine: Engine, *, rounds: int) -> tuple[float, float]:
    model = read_model(b"First @clerks -> (Again @clerks)*[again] -> Last @clerks", dialect="sketch")
    case = engine.start(engine.deploy(model, by="bench"), by="bench")
    engine.complete(engine.work_items(case)[0], by="bench")
    times = []
    for _ in range(rounds):
        [item] = engine.work_items(case)
        times.append(_timed(partial(engine.complete, item, by="bench", data={"again": True})))
    return median(times[5:25]), median(times[-20:])


def _multi(engine: Engine, counts: tuple[int, int]) -> tuple[float, float]:
    """Complete items side by side, of few and of many, in turns."""
    model = read_model(b"Ask @clerks -> Last @clerks", dialect="sketch")
    each = (
        b'<bpmn:userTask id="ask" name="Ask"><bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>'
        b'<gov:each collection="offices" item="office"/></bpmn:extensionElements>'
        b"</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>"
    )
    source = model.source.replace(b'<bpmn:userTask id="ask" name="Ask"/>', each).replace(
        b'id="sketch"', b'id="many"'
    )
    definition = engine.deploy(read_model(source), by="bench")
    cases = [engine.start(definition, by="bench", data={"offices": list(range(count))}) for count in counts]
    open_items = [engine.work_items(case, limit=min(counts)) for case in cases]
    times: tuple[list[float], list[float]] = ([], [])
    for pair in list(zip(*open_items, strict=True))[: max(min(counts) // 4, 5)]:
        for item, into in zip(pair, times, strict=True):
            into.append(_timed(partial(engine.complete, item, by="bench")))
    return median(times[0]), median(times[1])


def main() -> None:
    """Print the table."""
    measure(1)


if __name__ == "__main__":
    main()
