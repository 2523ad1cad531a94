"""Mining beside PM4Py: a log given, made as large as asked, the same questions and the same answers on both sides.

PM4Py is no part of Kyzmat, its licence is another: `KYZMAT_PM4PY` names an interpreter that has it; without one, ours
is measured alone.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import mining_side
from bench.sample import Sample, timed

SIZES = (1_000_000, 5_000_000)
#: So many events are written as XES for both sides to read.
XES_EVENTS = 300_000


def beside(path: Path, *, sizes: tuple[int, ...] = SIZES, timezone: str | None = None) -> list[Sample]:
    """Measures both sides on the log in `path`, repeated to each of `sizes` events (0: as it is).

    `timezone` is that of times without one, as for `read_log`.
    """
    from processes import read_log

    log = read_log(path, timezone=timezone)
    samples = [
        timed(
            "events read from the file",
            log.events.num_rows,
            lambda: read_log(path, timezone=timezone),
            rounds=1,
        )
    ]
    other = interpreter()
    if other is None:
        print("  no interpreter with PM4Py is named by KYZMAT_PM4PY, so ours is measured alone")
    with TemporaryDirectory() as folder:
        samples.append(_xes(log, min(*sizes, XES_EVENTS), Path(folder), other))
        for size in sizes:
            table = Path(folder) / f"{size}.csv"
            events = _repeated(log, size, table)
            mine = _run(sys.executable, "ours", table)
            theirs = _run(other, "pm4py", table) if other is not None else None
            _say(events, mine, theirs)
            samples.append(
                Sample(what=f"six operations, {events} events", count=events, seconds=mine["warm"])
            )
    return samples


def interpreter() -> str | None:
    """Return the interpreter that has PM4Py; None where there is none."""
    named = os.environ.get("KYZMAT_PM4PY")
    return named or (sys.executable if find_spec("pm4py") else None)


def _run(interpreter: str, side: str, table: Path) -> dict[str, Any]:
    out = table.with_suffix(f".{side}.json")
    # -P: the folder of the script holds a module `calendar`, which must not stand for the library's.
    subprocess.run([interpreter, "-P", mining_side.__file__, side, table, out], check=True)
    told: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return told


def _xes(log: Any, size: int, folder: Path, other: str | None) -> Sample:
    """Lets both sides read the log, repeated to about `size` events, as one XES file, twice in turns."""
    from bench.mining import larger

    file = folder / "log.xes"
    larger(log, times=max(1, size // log.events.num_rows)).write(file)
    megabytes = round(file.stat().st_size / 1e6)
    mine, theirs = [], []
    for _ in range(2):
        mine.append(_run(sys.executable, "ours", file))
        if other is not None:
            theirs.append(_run(other, "pm4py", file))
    own = min(mine, key=lambda told: told["of the processor"])
    print(f"  {own['events']} events, {megabytes} MB of XES", flush=True)
    for name in ("seconds", "of the processor", "memory"):
        line = f"    {name:<20}{own[name]:10.3f}"
        if theirs:
            best = min(theirs, key=lambda told: told["of the processor"])
            if best["events"] != own["events"]:
                raise AssertionError(f"PM4Py read {best['events']} events, ours are {own['events']}")
            line += f"   {best['reader']} {best[name]:10.3f}   x{best[name] / own[name]:.2f}"
        print(line, flush=True)
    return Sample(what="megabytes of XES, by lines", count=max(1, megabytes), seconds=own["seconds"])


def _repeated(log: Any, size: int, table: Path) -> int:
    """Writes the completions of `log` as often as `size` wants, under other case names; returns how many events."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv

    done = log.events.filter(pc.equal(log.events["lifecycle"].cast(pa.string()), "completed"))
    done = done.filter(pc.is_valid(done["timestamp"])).select(["case", "activity", "timestamp", "resource"])
    names = [mining_side.CASE, mining_side.ACTIVITY, mining_side.TIME, mining_side.PERSON]
    done = done.cast(
        pa.schema([(f.name, pa.string() if f.name != "timestamp" else f.type) for f in done.schema])
    )
    done = done.rename_columns(names)
    written = 0
    with csv.CSVWriter(table, done.schema) as out:
        for number in range(max(1, size // max(1, done.num_rows))):
            cases = pc.binary_join_element_wise(done[names[0]], str(number), ".")
            out.write_table(done.set_column(0, names[0], cases.cast(pa.string())))
            written += done.num_rows
    return written


def _say(events: int, mine: dict[str, Any], theirs: dict[str, Any] | None) -> None:
    print(f"  {events} events", flush=True)
    for name in (*mine["seconds"], "warm", "end to end", "memory"):
        own = mine["seconds"].get(name, mine.get(name))
        line = f"    {name:<20}{own:10.3f}"
        if theirs is not None:
            other = theirs["seconds"].get(name, theirs.get(name))
            line += f"   PM4Py {other:10.3f}   x{other / own:.1f}"
        print(line, flush=True)
    if theirs is not None:
        for name, answer in mine["answers"].items():
            if theirs["answers"][name] is not None:
                _equal(name, answer, theirs["answers"][name])
        print("    equal answers", flush=True)


def _equal(name: str, mine: Any, theirs: Any) -> None:
    """Raises `AssertionError` when the two sides do not say the same.

    PM4Py gives handovers as shares of all, those to oneself included, so their ratios are compared.
    """
    if name == "handover":
        whole, shares = sum(mine.values()), sum(theirs.values())
        mine = {key: n / whole for key, n in mine.items()}
        theirs = {key: share / shares for key, share in theirs.items() if share}
    pairs = (
        [(mine.get(key), theirs.get(key)) for key in {*mine, *theirs}]
        if isinstance(mine, dict)
        else list(zip(mine, theirs, strict=True))
    )
    wrong = [p for p in pairs if None in p or not math.isclose(p[0], p[1], rel_tol=1e-6, abs_tol=1e-3)]
    if wrong:
        raise AssertionError(f"{name}: ours and PM4Py's differ in {len(wrong)} of {len(pairs)}: {wrong[:3]}")
