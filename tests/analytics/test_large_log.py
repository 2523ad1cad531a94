"""A log kept as files says the same as one in memory, on DuckDB and on a local Spark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import analytics as an
from analytics.errors import NotMeasurable
from analytics.large_log import LargeLog, large_log, missing_for_spark, prepare
from analytics.large_measures import measurable, measure_large
from analytics.large_times import LEVELS
from analytics.measure import Level, Measure
from processes import EventLog, library

#: What Spark, Java's bridge and pandas tell each other while they work together.
pytestmark = [
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

START = datetime(2026, 3, 2, 4, tzinfo=UTC)
TIMED = ("directly_follows", *LEVELS)


def _lived() -> list[EventLog]:
    """Two months of one procedure, whose cases have different names, and a case that has completed nothing."""
    permit = library["building_permit"]
    simulated = an.simulate(permit.as_is, permit.scenario, cases=60, seed=3)
    names = simulated.cases["case"].to_pylist()
    open_ = {"case": "Z", "activity": "Register", "lifecycle": "started", "timestamp": START}
    twice = [
        {"case": "Y", "activity": a, "group": g, "timestamp": START + timedelta(minutes=n)}
        for n, (a, g) in enumerate([("Sign", "head"), ("Sign", None), ("Sign", "head"), ("Check", "desk")])
    ]
    return [
        simulated.only(names[:30]),
        simulated.only(names[30:]),
        EventLog.from_records([open_, *twice], origin="simulated"),
    ]


@pytest.fixture(scope="module")
def parts() -> list[EventLog]:
    return _lived()


@pytest.fixture(scope="module")
def whole(parts: list[EventLog]) -> EventLog:
    import pyarrow as pa

    plain = [
        part.events.select(["case", "activity", "instance", "resource", "group", "lifecycle", "timestamp"])
        for part in parts
    ]
    tables = [
        table.cast(
            pa.schema(
                [
                    (f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type)
                    for f in table.schema
                ]
            )
        )
        for table in plain
    ]
    return EventLog.from_table(pa.concat_tables(tables), origin="simulated")


@pytest.fixture(scope="module", params=["duckdb", "spark"])
def large(
    request: pytest.FixtureRequest, parts: list[EventLog], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LargeLog]:
    missing = missing_for_spark()
    if request.param == "spark" and missing:
        pytest.skip(f"Spark is an extra: {', '.join(missing)} is not here")
    folder = tmp_path_factory.mktemp("large")
    assert len(prepare(parts, folder)) == len(parts)
    log = large_log(folder, on=request.param)
    yield log
    if request.param == "spark":
        log.connection.disconnect()


def _same(found: Measure, expected: Measure) -> None:
    assert {row.key for row in found} == {row.key for row in expected}
    for row in expected:
        mine = found[row.key]
        assert (mine.n, mine.unknown, mine.suppressed) == (row.n, row.unknown, row.suppressed)
        for figure in ("median", "p90", "mean", "minimum", "maximum", "total"):
            said, told = getattr(row, figure), getattr(mine, figure)
            assert told == (None if said is None else pytest.approx(said, rel=1e-6, abs=1e-6)), figure
    assert (found.name, found.level, found.unit, found.origin, found.working) == (
        expected.name,
        expected.level,
        expected.unit,
        expected.origin,
        expected.working,
    )


@pytest.mark.parametrize("name", measurable())
def test_the_files_say_what_the_log_says(name: str, large: LargeLog, whole: EventLog) -> None:
    asked = {"unit": "hours"} if name in TIMED else {}
    _same(measure_large(name, large, **asked), getattr(an, name)(whole, **asked))


@pytest.mark.parametrize(
    ("name", "level"), [(name, level) for name, levels in LEVELS.items() for level in levels]
)
@pytest.mark.parametrize("unit", ["working days", "minutes"])
def test_times_are_the_same_at_each_level_in_both_clocks(
    name: str, level: Level, unit: str, large: LargeLog, whole: EventLog
) -> None:
    _same(
        measure_large(name, large, level=level, unit=unit), getattr(an, name)(whole, level=level, unit=unit)
    )


def test_what_a_large_log_cannot_be_asked_is_refused_by_its_name(large: LargeLog) -> None:
    with pytest.raises(NotMeasurable, match="waiting_causes cannot be measured on a large log"):
        measure_large("waiting_causes", large)
    with pytest.raises(NotMeasurable, match="There is no measure happiness"):
        measure_large("happiness", large)
    with pytest.raises(NotMeasurable, match="not measured in working hours"):
        measure_large("directly_follows", large, unit="working hours")
    with pytest.raises(NotMeasurable, match="There is no unit"):
        measure_large("throughput_time", large, unit="moons")
    with pytest.raises(NotMeasurable, match="idle time"):
        measure_large("idle_time", large, level="group")


def test_an_empty_folder_and_a_mixed_one_are_refused(parts: list[EventLog], tmp_path: Path) -> None:
    with pytest.raises(NotMeasurable, match="Nothing is prepared"):
        large_log(tmp_path)
    measured = EventLog.from_records([{"case": "1", "activity": "A", "timestamp": START}])
    prepare([parts[2], measured], tmp_path)
    with pytest.raises(NotMeasurable, match="Measured and simulated"):
        large_log(tmp_path)


def test_more_is_prepared_beside_what_is_there(parts: list[EventLog], tmp_path: Path) -> None:
    prepare(parts[0], tmp_path)
    prepare(parts[1:], tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == [f"log-0000{n}" for n in range(3)]
