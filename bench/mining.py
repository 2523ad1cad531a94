"""Mining: the measures of a log of a building permit's kind, and reading and writing it as XES."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import analytics as an
from bench.sample import Sample, timed
from processes import EventLog, library, read_log


def measure(size: int) -> list[Sample]:
    """Measures some hundred thousand events; each measure reads the whole log."""
    permit = library["building_permit"]
    log = an.simulate(permit.as_is, permit.scenario, cases=20 if size == 0 else 1000, seed=7)
    log = larger(log, times=1 if size == 0 else 8 * size)
    events = log.events.num_rows
    samples = [
        timed("events, pairing to activities", events, lambda: _fresh(log).activities),
        *(
            timed(f"events, {name.replace('_', ' ')}", events, lambda name=name: getattr(an, name)(log))
            for name in (
                "throughput_time",
                "waiting_time",
                "processing_time",
                "rework",
                "handovers",
                "variants",
                "frequency",
            )
        ),
    ]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "bench.xes"
        samples.append(timed("events written as XES", events, lambda: log.write(file), rounds=1))
        samples.append(timed("events read from XES", events, lambda: read_log(file), rounds=1))
        megabytes = max(1, round(file.stat().st_size / 1e6))
        read = samples[-1]
        samples.append(Sample(what="megabytes of XES read", count=megabytes, seconds=read.seconds))
        samples += _others(file, megabytes, events)
    return samples


def _others(file: Path, megabytes: int, events: int) -> list[Sample]:
    """PM4Py's readers on the same file, where it is installed; it is not part of Kyzmat, its licence differs."""
    try:
        importer = import_module("pm4py.objects.log.importer.xes.importer")
    except ImportError:
        print("  PM4Py is not installed beside Kyzmat, so its readers are not measured")
        return []
    samples = []
    for variant in importer.Variants:
        found: list[Any] = []

        def read(variant: Any = variant, found: list[Any] = found) -> None:
            found.append(importer.apply(str(file), variant=variant, parameters={"show_progress_bar": False}))

        try:
            sample = timed(f"MB of XES, PM4Py {variant.name.lower()}", megabytes, read, rounds=1)
        except ImportError:
            continue  # a reader that needs a package of its own
        if sum(map(len, found[-1])) != events:
            raise AssertionError(f"PM4Py's {variant.name} counts other events than Kyzmat wrote")
        samples.append(sample)
    return samples


def _fresh(log: EventLog) -> EventLog:
    """The same log without what it has computed already."""
    return EventLog(events=log.events, cases=log.cases, attributes=log.attributes, origin=log.origin)


def larger(log: EventLog, *, times: int) -> EventLog:
    """The log several times over, under other case names."""
    import pyarrow as pa
    import pyarrow.compute as pc

    parts: list[Any] = []
    for number in range(times):
        cases = pc.binary_join_element_wise(f"{number}", log.events["case"].cast(pa.string()), ".")
        instances = pc.binary_join_element_wise(f"{number}", log.events["instance"].cast(pa.string()), ".")
        table = log.events.set_column(log.events.schema.get_field_index("case"), "case", cases)
        parts.append(table.set_column(table.schema.get_field_index("instance"), "instance", instances))
    return EventLog.from_table(pa.concat_tables(parts), origin="simulated", attributes=log.attributes)
