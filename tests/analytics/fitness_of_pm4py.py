"""PM4Py's fitness by alignments, for `fitness_of_pm4py.py LOG MODEL OUT`; run by an interpreter that has it."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path


def main(log: str, model: str, out: str) -> None:
    """Writes what PM4Py says of the log (XES) against the model (BPMN)."""
    pm = import_module("pm4py")
    net = pm.convert_to_petri_net(pm.read_bpmn(model))
    told = pm.fitness_alignments(pm.read_xes(log), *net)
    Path(out).write_text(json.dumps({key: float(value) for key, value in told.items()}), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:4])
