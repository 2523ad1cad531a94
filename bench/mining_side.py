"""Six operations of mining on one CSV file, ours or PM4Py's, in a process of its own: `mining_side.py SIDE FILE OUT`.

It is run by whichever interpreter has what it needs, so it imports nothing else of the project's measurements.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

CASE, ACTIVITY, TIME, PERSON = "case:concept:name", "concept:name", "time:timestamp", "org:resource"


def ours(path: str) -> tuple[Callable[[], Any], dict[str, Callable[[Any], Any]]]:
    """What reads the file and what is asked of it, here."""
    an, processes = import_module("analytics"), import_module("processes")

    def pairs(log: Any) -> dict[str, list[float]]:
        return {r.key: [r.n, r.mean] for r in an.directly_follows(log, unit="seconds")}

    def durations(log: Any) -> list[float]:
        [row] = an.throughput_time(log, unit="seconds")
        return [row.n, row.total, row.median, row.maximum]

    return lambda: processes.read_log(path), {
        "directly-follows": lambda log: {key: n for key, (n, _mean) in pairs(log).items()},
        "with times": lambda log: {key: mean for key, (_n, mean) in pairs(log).items()},
        "variants": lambda log: sorted((r.n for r in an.variants(log)), reverse=True),
        "case durations": durations,
        "rework": lambda log: {r.key: r.n for r in an.rework(log)},
        "handover": lambda log: {
            r.key: r.n
            for r in an.handovers(log, level="resource", people=True, smallest_group=1)
            if r.key != "—"
        },
    }


def pm4pys(path: str) -> tuple[Callable[[], Any], dict[str, Callable[[Any], Any]]]:
    """What reads the file and what is asked of it, in PM4Py."""
    pd, pm = import_module("pandas"), import_module("pm4py")

    def read() -> Any:
        frame = pd.read_csv(path, dtype={CASE: str, ACTIVITY: str, PERSON: str})
        frame[TIME] = pd.to_datetime(frame[TIME], format="ISO8601", utc=True)
        return pm.format_dataframe(frame, case_id=CASE, activity_key=ACTIVITY, timestamp_key=TIME)

    def pair(key: tuple[str, str]) -> str:
        return f"{key[0]} → {key[1]}"

    def durations(frame: Any) -> list[float]:
        found = sorted(pm.get_all_case_durations(frame))
        middle = (found[(len(found) - 1) // 2] + found[len(found) // 2]) / 2
        return [len(found), sum(found), middle, found[-1]]

    return read, {
        "directly-follows": lambda f: {pair(k): n for k, n in pm.discover_dfg(f)[0].items()},
        "with times": lambda f: {
            pair(k): float(v["mean"]) for k, v in pm.discover_performance_dfg(f)[0].items()
        },
        "variants": lambda f: sorted(pm.get_variants(f).values(), reverse=True),
        "case durations": durations,
        "rework": pm.get_rework_cases_per_activity,
        "handover": lambda f: {
            pair(k): float(v)
            for k, v in pm.discover_handover_of_work_network(f).connections.items()
            if k[0] != k[1]
        },
    }


def xes(side: str, path: str, out: str) -> None:
    """Reads one XES file, ours or by PM4Py's fastest reader, after a small one that loads what is imported."""
    small = Path(out).with_suffix(".small.xes")
    small.write_text(
        '<log>\n<trace>\n<string key="concept:name" value="1"/>\n<event>\n'
        '<string key="concept:name" value="A"/>\n<date key="time:timestamp" value="2026-03-02T01:00:00+00:00"/>\n'
        "</event>\n</trace>\n</log>\n",
        encoding="utf-8",
    )
    if side == "ours":
        processes = import_module("processes")
        reader = "Kyzmat"

        def read(file: Path | str) -> int:
            events: int = processes.read_log(file).events.num_rows
            return events

    else:
        pm = import_module("pm4py")
        reader = "rustxes" if find_spec("rustxes") else "chunk_regex"

        def read(file: Path | str) -> int:
            return len(pm.read_xes(str(file), variant=reader))

    read(small)
    began, worked = time.perf_counter(), time.process_time()
    events = read(path)
    told = {
        "reader": reader,
        "events": events,
        "seconds": time.perf_counter() - began,
        "of the processor": time.process_time() - worked,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    Path(out).write_text(json.dumps(told), encoding="utf-8")


def main(side: str, path: str, out: str) -> None:
    """Runs one side: reads, asks everything once, then once more with the log warm."""
    if path.endswith(".xes"):
        xes(side, path, out)
        return
    sides = {"ours": ours, "pm4py": pm4pys}
    small = Path(out).with_suffix(".small.csv")
    rows = "".join(f"{case},A,2026-03-02T0{hour}:00:00Z,ana\n" for case in "12" for hour in (1, 2))
    small.write_text(f"{CASE},{ACTIVITY},{TIME},{PERSON}\n{rows}", encoding="utf-8")
    # What is imported at its first use is imported now, on both sides.
    read, operations = sides[side](str(small))
    log = read()
    for ask in operations.values():
        ask(log)
    read, operations = sides[side](path)
    began = time.perf_counter()
    log = read()
    seconds = {"reading": time.perf_counter() - began}
    answers: dict[str, Any] = {}
    first = 0.0
    for name, ask in operations.items():
        at = time.perf_counter()
        try:
            answers[name] = ask(log)
        except Exception as error:  # noqa: BLE001 - what the other side cannot do is part of the comparison
            answers[name] = None
            print(f"  {side}: {name} fails: {type(error).__name__}", flush=True)
        first += time.perf_counter() - at
    whole = time.perf_counter() - began
    for name, ask in operations.items():
        at = time.perf_counter()
        if answers[name] is not None:
            ask(log)
        seconds[name] = time.perf_counter() - at
    told = {
        "seconds": seconds,
        "end to end": whole,
        "warm": sum(seconds[name] for name in operations),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "answers": answers,
    }
    Path(out).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:4])
