"""A log kept as files says the same as one in memory, on DuckDB and on a local Spark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import analytics as an
from analytics import large_waits
from analytics.errors import NotMeasurable
from analytics.large_log import LargeLog, On, large_log, missing_for_spark, prepare
from analytics.large_measures import measurable, measure_large
from analytics.large_times import LEVELS
from analytics.measure import Level, Measure
from processes import EventLog, library
from processes.calendar import Unit

#: What Spark, Java's bridge and pandas tell each other while they work together.
pytestmark = [
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

START = datetime(2026, 3, 2, 4, tzinfo=UTC)
TIMED = ("directly_follows", *LEVELS)
RATES = {"specialist": 300, "head": Decimal(900), "desk": 250}
#: What has to be told to some measures.
GIVEN: dict[str, dict[str, Any]] = {
    "cost": {"rates": RATES},
    "service_standard": {"limit": timedelta(days=15)},
    "refusals": {"activities": {"Sign"}},
    "waiting_causes": {"unit": "hours"},
}


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
    asked = {"unit": "hours"} if name in TIMED else GIVEN.get(name, {})
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


@pytest.mark.parametrize("level", ["log", "case", "activity", "group"])
def test_what_work_costs_is_the_same_at_each_level(level: Level, large: LargeLog, whole: EventLog) -> None:
    _same(measure_large("cost", large, level=level, rates=RATES), an.cost(whole, level=level, rates=RATES))


@pytest.mark.parametrize(
    ("limit", "unit"),
    [(timedelta(days=15), "calendar"), (timedelta(days=4), "working"), (timedelta(hours=30), "working")],
)
def test_terms_are_kept_the_same(limit: timedelta, unit: Unit, large: LargeLog, whole: EventLog) -> None:
    for level in ("log", "variant"):
        _same(
            measure_large("service_standard", large, level=level, limit=limit, limit_unit=unit),
            an.service_standard(whole, level=level, limit=limit, limit_unit=unit),
        )


def test_small_groups_are_hidden_as_on_one_machine(large: LargeLog, whole: EventLog) -> None:
    for name in ("workload", "utilisation"):
        for smallest in (1, 3):
            _same(
                measure_large(name, large, smallest_group=smallest),
                getattr(an, name)(whole, smallest_group=smallest),
            )


@pytest.mark.parametrize("level", ["log", "case", "activity", "group"])
@pytest.mark.parametrize("unit", ["working hours", "hours"])
def test_why_cases_wait_is_the_same_at_each_level_in_both_clocks(
    level: Level, unit: str, large: LargeLog, whole: EventLog
) -> None:
    _same(
        measure_large("waiting_causes", large, level=level, unit=unit),
        an.waiting_causes(whole, level=level, unit=unit),
    )


@pytest.mark.parametrize("at_a_time", [1, 200])
def test_why_cases_wait_does_not_depend_on_how_many_are_asked_at_once(
    at_a_time: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a person did in one part keeps the cases of another waiting; each person is asked whole."""
    birth = library["birth_registration"]
    log = an.simulate(birth.as_is, birth.scenario, cases=60, seed=5)
    names = log.cases["case"].to_pylist()
    prepare([log.only(names[::2]), log.only(names[1::2])], tmp_path, model=birth.as_is)
    monkeypatch.setattr(large_waits, "AT_A_TIME", at_a_time)
    found = measure_large("waiting_causes", large_log(tmp_path), level="activity")
    _same(found, an.waiting_causes(log, level="activity", unit="hours", model=birth.as_is))
    assert {"contention", "applicant"} <= {row.key.split(" → ")[1] for row in found}


def test_a_log_of_completions_alone_waits_for_nothing_known(tmp_path: Path) -> None:
    log = EventLog.from_records(
        [
            {"case": c, "activity": a, "timestamp": START + timedelta(hours=n)}
            for c in ("1", "2")
            for n, a in enumerate("AB")
        ]
    )
    prepare(log, tmp_path)
    found = measure_large("waiting_causes", large_log(tmp_path))
    _same(found, an.waiting_causes(log, unit="hours"))
    assert (found["unknown"].n, found["unknown"].unknown, found["unknown"].total) == (2, 2, 2.0)


def _noted() -> list[EventLog]:
    """Two months in which applications were refused, for reasons or without one, and a clock that stood still."""
    months = []
    for month in (3, 4):
        at = datetime(2026, month, 2, 4, tzinfo=UTC)
        rows: list[dict[str, Any]] = []
        for case, (verdict, why) in enumerate(
            [("no", "no deed"), ("no", None), ("yes", "late"), (None, None)]
        ):
            named = {"case": f"{month}-{case}", "activity": "Decide", "instance": "1", "group": "desk"}
            rows += [
                named | {"lifecycle": "started", "timestamp": at, "verdict": "open", "reason": None},
                named
                | {
                    "lifecycle": "suspended",
                    "timestamp": at + timedelta(days=1),
                    "awaits_applicant": case == 1,
                },
                named | {"lifecycle": "resumed", "timestamp": at + timedelta(days=9)},
                named
                | {
                    "lifecycle": "completed",
                    "timestamp": at + timedelta(days=14),
                    "verdict": verdict,
                    "reason": why,
                },
            ]
        months.append(EventLog.from_records(rows))
    return months


@pytest.mark.parametrize("on", ["duckdb", "spark"])
def test_what_was_noted_of_a_case_is_found_again(on: On, tmp_path: Path) -> None:
    if on == "spark" and (missing := missing_for_spark()):
        pytest.skip(f"Spark is an extra: {', '.join(missing)} is not here")
    import pyarrow as pa

    months = _noted()
    prepare(months, tmp_path)
    large = large_log(tmp_path, on=on)
    tables = [
        month.events.cast(
            pa.schema(
                [
                    (f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type)
                    for f in month.events.schema
                ]
            )
        )
        for month in months
    ]
    whole = EventLog.from_table(pa.concat_tables(tables))
    for asked in (
        {"outcome": "verdict", "refused": {"no"}, "reason": "reason"},
        {"outcome": "verdict", "refused": {"no"}},
        {"outcome": "verdict", "refused": {"open"}, "activities": {"Decide"}, "reason": "reason"},
    ):
        _same(measure_large("refusals", large, **asked), an.refusals(whole, **asked))
    found = measure_large("refusals", large, outcome="verdict", refused={"no"}, reason="reason")
    assert {row.key: (row.n, row.unknown) for row in found} == {"no deed": (2, 0), "—": (2, 2)}
    limit = timedelta(days=8)
    kept = measure_large("service_standard", large, limit=limit)
    _same(kept, an.service_standard(whole, limit=limit))
    # Only where the applicant was waited for did the clock stand still.
    assert kept["all"].total == 2


def test_what_an_earlier_version_prepared_is_refused(parts: list[EventLog], tmp_path: Path) -> None:
    [part] = prepare(parts[2], tmp_path)
    (part / "work.parquet").unlink()
    with pytest.raises(NotMeasurable, match="earlier version"):
        large_log(tmp_path)


def test_what_a_large_log_cannot_be_asked_is_refused_by_its_name(large: LargeLog) -> None:
    with pytest.raises(TypeError, match="rework is asked without rates"):
        measure_large("rework", large, rates=RATES)
    with pytest.raises(NotMeasurable, match="workload has no level"):
        measure_large("workload", large, level="resource")
    with pytest.raises(NotMeasurable, match="Nobody has said what the term is"):
        measure_large("service_standard", large)
    with pytest.raises(NotMeasurable, match="no attribute 'verdict'"):
        measure_large("refusals", large, outcome="verdict", refused={"no"})
    with pytest.raises(NotMeasurable, match="visits cannot be measured on a large log"):
        measure_large("visits", large)
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


BY_UNIT = ("involvement", "workload", "utilisation", "specialisation")


@pytest.mark.parametrize("name", BY_UNIT)
def test_people_are_counted_by_their_units(name: str, large: LargeLog, whole: EventLog) -> None:
    people = sorted({name for name in whole.activities["resource"].to_pylist() if name is not None})
    # Every third person is of nobody knows where.
    units = {person: "Osh" if at % 3 else "Bishkek" for at, person in enumerate(people) if at % 3 < 2}
    expected = getattr(an, name)(whole, level="unit", units=units)
    _same(measure_large(name, large, level="unit", units=units), expected)


def test_units_have_to_be_named_and_fit_the_measure(large: LargeLog) -> None:
    with pytest.raises(NotMeasurable, match="who works where"):
        measure_large("workload", large, level="unit")
    with pytest.raises(NotMeasurable, match="not measured by unit"):
        measure_large("variants", large, level="unit", units={})


def test_years_no_calendar_knows_are_prepared_and_told_in_calendar_time(tmp_path: Path) -> None:
    moment = datetime(1960, 3, 2, 4, tzinfo=UTC)
    rows = [
        {
            "case": case,
            "activity": "Check",
            "group": "desk",
            "resource": who,
            "lifecycle": what,
            "timestamp": moment + timedelta(hours=hours),
        }
        for case, who in (("A", "ana"), ("B", "ben"))
        for what, hours in (("offered", 0), ("started", 1), ("completed", 3))
    ]
    log = EventLog.from_records(rows)
    prepare(log, tmp_path)
    large = large_log(tmp_path)
    for name in ("throughput_time", "processing_time", "idle_time", "queue_time", "waiting_time"):
        _same(measure_large(name, large, unit="hours"), getattr(an, name)(log, unit="hours"))
    for name, asked in (
        ("throughput_time", {"unit": "working days"}),
        ("workload", {"smallest_group": 1}),
        ("utilisation", {}),
        ("cost", {"rates": {"desk": 300}}),
    ):
        with pytest.raises(NotMeasurable, match="calendar"):
            measure_large(name, large, **asked)  # type: ignore[arg-type]  # each its own
        with pytest.raises(NotMeasurable, match="calendar"):
            getattr(an, name)(log, **asked)
