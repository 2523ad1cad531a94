"""`python -m bench [--smoke] [NAME…]`: runs the measurements, prints a table, keeps the numbers."""

from __future__ import annotations

import argparse
import json
import pkgutil
import sys
import time
from importlib import import_module
from pathlib import Path

import bench
from bench.mining_beside import SIZES
from bench.sample import Sample

KEPT = Path(__file__).resolve().parents[1] / "var" / "bench"
NOT_MEASUREMENTS = {"__main__", "burning", "mining_beside", "mining_side", "office", "sample"}


def main(arguments: list[str]) -> int:
    """Runs the measurements named, or all."""
    names = [m.name for m in pkgutil.iter_modules(bench.__path__) if m.name not in NOT_MEASUREMENTS]
    parser = argparse.ArgumentParser(prog="dev.py bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    parser.add_argument("--smoke", action="store_true", help="the smallest size, only to see that it works")
    parser.add_argument("--size", type=int, default=1, help="how many times larger than usual")
    parser.add_argument("--log", type=Path, metavar="FILE", help="with mining: a log of yours, beside PM4Py")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.names) - set(names):
        parser.error(f"there is no measurement {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    if asked.log and asked.names != ["mining"]:
        parser.error("--log FILE goes with mining: dev.py bench mining --log FILE")
    before = _latest()
    now: dict[str, float] = {}
    for name in asked.names or names:
        module = import_module(f"bench.{name}")
        print((module.__doc__ or name).splitlines()[0], flush=True)
        samples = (
            import_module("bench.mining_beside").beside(asked.log, sizes=(0,) if asked.smoke else SIZES)
            if asked.log
            else module.measure(0 if asked.smoke else asked.size)
        )
        for sample in samples:
            now[sample.what] = sample.rate_per_second
            print(_line(sample, before.get(sample.what)), flush=True)
    if not asked.smoke:
        KEPT.mkdir(parents=True, exist_ok=True)
        (KEPT / f"{int(time.time())}.json").write_text(json.dumps(before | now, indent=1), encoding="utf-8")
    return 0


def _line(sample: Sample, before: float | None) -> str:
    change = f"   {sample.rate_per_second / before - 1:+.0%} since the last run" if before else ""
    counted = f"  {sample.what:<28}{sample.count:>7} in {sample.seconds:8.3f} s"
    return f"{counted}{sample.rate_per_second:12.1f} a second{change}"


def _latest() -> dict[str, float]:
    kept = sorted(KEPT.glob("*.json"))
    return dict(json.loads(kept[-1].read_text(encoding="utf-8"))) if kept else {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
