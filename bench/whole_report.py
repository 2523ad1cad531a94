"""The whole report on a procedure: a log of a million events, from the file to the page, with its memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.sample import Sample

KEY = "building_permit"


def measure(size: int) -> list[Sample]:
    """Measures each part in a process of its own, which does nothing else."""
    import analytics as an
    from bench.sample import Sample
    from processes import EventLog, library

    permit = library[KEY]
    lived = an.simulate(
        permit.as_is,
        permit.scenario,
        cases=20 if size == 0 else 1000,
        replications=2 if size == 0 else 28 * size,
        seed=7,
    )
    # As if it had been measured: what is simulated is spared some questions.
    log = EventLog.from_table(lived.events, case_attributes=lived.cases.drop_columns(["replication"]))
    with TemporaryDirectory() as folder:
        file, out = Path(folder) / "log.parquet", Path(folder) / "told.json"
        log.write(file)
        subprocess.run([sys.executable, "-P", __file__, file, out], check=True, env=_here())
        told = json.loads(out.read_text(encoding="utf-8"))
    print(f"  {told['findings']} findings; {told['memory']:.0f} MB of memory at its height", flush=True)
    events = log.events.num_rows
    return [
        Sample(what=f"events, {part}", count=events, seconds=seconds)
        for part, seconds in told["seconds"].items()
    ]


def _here() -> dict[str, str]:
    import os

    return os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[1])}


def main(path: str, out: str) -> None:
    """Makes the report on the log in `path` and tells how long each part took."""
    an, processes = import_module("analytics"), import_module("processes")
    procedure = processes.library[KEY]
    began = at = time.perf_counter()
    seconds: dict[str, float] = {}

    def took(part: str) -> None:
        nonlocal at
        now = time.perf_counter()
        seconds[part], at = now - at, now

    log = processes.read_log(path)
    _ = log.activities
    took("read and paired")
    findings = an.detect(log, procedure.as_is, calendar=procedure.calendar)
    took("all detectors")
    report = an.report(findings, log=log, model=procedure.as_is, calendar=procedure.calendar)
    took("measures, charts, heat")
    report.rendered("html")
    took("written as HTML")
    seconds["the whole report"] = time.perf_counter() - began
    failed = [finding.detector for finding in findings if finding.is_failure]
    if failed:
        raise AssertionError(f"detectors failed: {', '.join(failed)}")
    told = {
        "seconds": seconds,
        "findings": len(findings),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    Path(out).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
