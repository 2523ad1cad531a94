"""Every measure on logs as offices really have them: a right answer or a clear refusal, never a crash or a zero."""

from __future__ import annotations

import inspect
import itertools
import math
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

import analytics as an
from analytics.errors import NotMeasurable
from analytics.measure import Measure
from analytics.measures import measures
from analytics.miners import miners
from processes import EventLog, check
from processes.errors import NotALog

START = datetime(2026, 3, 2, 4, tzinfo=UTC)

#: What a measure cannot do without and no log says.
SAID: dict[str, dict[str, Any]] = {
    "service_standard": {"limit": timedelta(days=5)},
    "refusals": {"activities": {"A1"}},
    "cost": {"rates": {"desk": 100}},
    "involvement": {"smallest_group": 1},
    "specialisation": {"smallest_group": 1},
    "workload": {"smallest_group": 1},
    "utilisation": {"smallest_group": 1},
}
OF_LOGS = [name for name in measures if "log" in inspect.signature(measures[name]).parameters]


def event(case: object, activity: str, minute: float | None, **more: Any) -> dict[str, Any]:
    """An event so many minutes after Monday morning."""
    moment = None if minute is None else START + timedelta(minutes=minute)
    return {"case": str(case), "activity": activity, "timestamp": moment} | more


def no_timestamps() -> Iterator[dict[str, Any]]:
    """Nobody wrote down when."""
    for case in range(3):
        for number in range(3):
            yield event(case, f"A{number}", None, group="desk", resource="ana")


def some_timestamps() -> Iterator[dict[str, Any]]:
    """Some events have no time."""
    for case in range(3):
        for number in range(4):
            yield event(case, f"A{number}", None if number % 2 else number * 10, group="desk")


def mixed_zones() -> Iterator[dict[str, Any]]:
    """The same moments, written in Bishkek, in Moscow and in UTC."""
    for case, hours in enumerate((0, 3, 6)):
        zone = timezone(timedelta(hours=hours))
        for number in range(3):
            moment = (START + timedelta(minutes=30 * number)).astimezone(zone)
            yield {"case": str(case), "activity": f"A{number}", "timestamp": moment, "group": "desk"}


def null_resources() -> Iterator[dict[str, Any]]:
    """Nobody wrote down who."""
    for case in range(3):
        for number in range(3):
            for stage, minute in (("started", 0), ("completed", 20)):
                yield event(case, f"A{number}", number * 60 + minute, lifecycle=stage)


def duplicates() -> Iterator[dict[str, Any]]:
    """Every event twice."""
    for case in range(3):
        for number in range(3):
            for _ in range(2):
                yield event(case, f"A{number}", number * 10, group="desk", resource="ana")


def out_of_order() -> Iterator[dict[str, Any]]:
    """Completed before it was started, and written from last to first."""
    for case in range(3):
        for number in reversed(range(3)):
            for stage, minute in (("completed", 10), ("started", 20), ("offered", 30)):
                yield event(
                    case,
                    f"A{number}",
                    number * 60 + minute,
                    lifecycle=stage,
                    instance=f"{case}-{number}",
                    group="desk",
                    resource="ana",
                )


def one_event_a_case() -> Iterator[dict[str, Any]]:
    """A register of visits."""
    for case in range(20):
        yield event(case, "A0", case, group="desk", resource="ana")


def many_activities() -> Iterator[dict[str, Any]]:
    """Somebody put the file number into the activity's name."""
    for number in range(10_000):
        yield event(number // 10, f"A{number}", number, group="desk", resource="ana")


def cyrillic() -> Iterator[dict[str, Any]]:
    """Names as they are, arrows and line breaks in them too."""
    for case in ("Иш-1", "Иш-2"):
        for number, name in enumerate(("Арызды кабыл алуу", "Өтүнмө → чечим", "Кол\nкоюу", "")):
            yield event(case, name, number * 30, group="Бөлүм", resource="Айгүл Ө.")


def centuries() -> Iterator[dict[str, Any]]:
    """A birthday got among the times."""
    for case, year in enumerate((1899, 2026)):
        for number in range(2):
            moment = datetime(year, 3, 2, 4, tzinfo=UTC) + timedelta(hours=number)
            yield {"case": str(case), "activity": f"A{number}", "timestamp": moment, "group": "desk"}


def unfinished() -> Iterator[dict[str, Any]]:
    """Everything was begun and nothing was ended."""
    for case in range(3):
        yield event(case, "A0", 0, lifecycle="offered", group="desk", instance=f"{case}")
        yield event(case, "A0", 30, lifecycle="started", group="desk", instance=f"{case}", resource="ana")


BAD = (
    no_timestamps,
    some_timestamps,
    mixed_zones,
    null_resources,
    duplicates,
    out_of_order,
    one_event_a_case,
    many_activities,
    cyrillic,
    centuries,
    unfinished,
)


@pytest.fixture(scope="module")
def logs() -> dict[str, EventLog]:
    return {make.__name__: EventLog.from_records(make()) for make in BAD}


@pytest.mark.parametrize("name", OF_LOGS)
@pytest.mark.parametrize("make", BAD, ids=lambda make: make.__name__)
def test_a_bad_log_gets_an_answer_or_a_clear_refusal(
    name: str, make: Callable[..., Any], logs: dict[str, EventLog]
) -> None:
    measure = measures[name]
    takes = inspect.signature(measure).parameters
    units = ("working hours", "hours") if "unit" in takes else (None,)
    for unit in units:
        options = SAID.get(name, {}) | ({"unit": unit} if unit else {})
        try:
            found = measure(logs[make.__name__], **options)
        except NotMeasurable as error:
            refused = error
        else:
            _is_honest(found)
            continue
        assert refused.hint or "correct" in str(refused).casefold()


def _is_honest(found: Measure) -> None:
    """What a measure says is finite, ordered, and says nothing where it counted nothing."""
    for row in found:
        assert row.n >= 0
        assert row.unknown >= 0
        figures = (row.minimum, row.median, row.p90, row.maximum, row.mean, row.total)
        assert all(f is None or math.isfinite(f) for f in figures)
        assert row.median is None or row.n > 0
        known = [f for f in figures[:4] if f is not None]
        assert all(a <= b + 1e-9 for a, b in itertools.pairwise(known))


def test_without_times_durations_are_unknown(logs: dict[str, EventLog]) -> None:
    for name in ("throughput_time", "waiting_time", "processing_time", "idle_time", "queue_time"):
        found = measures[name](logs["no_timestamps"], unit="hours")
        assert found.n == 0
        assert found.unknown > 0


def test_the_same_moments_in_three_zones_are_the_same(logs: dict[str, EventLog]) -> None:
    found = measures["throughput_time"](logs["mixed_zones"], level="case", unit="minutes")
    assert [row.median for row in found] == [60, 60, 60]
    assert len(measures["variants"](logs["mixed_zones"])) == 1


def test_events_written_twice_are_counted_twice_and_seen_as_self_loops(logs: dict[str, EventLog]) -> None:
    assert measures["frequency"](logs["duplicates"])["A0"].n == 6
    assert measures["self_loops"](logs["duplicates"])["A0"].n == 3


def test_ten_thousand_activities_are_all_there(logs: dict[str, EventLog]) -> None:
    assert len(measures["frequency"](logs["many_activities"])) == 10_000


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(NotALog, match="without a zone"):
        EventLog.from_records([{"case": "1", "activity": "A", "timestamp": START.replace(tzinfo=None)}])


@pytest.mark.parametrize("make", BAD, ids=lambda make: make.__name__)
def test_the_whole_report_on_a_bad_log_is_a_report(
    make: Callable[..., Any], logs: dict[str, EventLog]
) -> None:
    log = logs[make.__name__]
    findings = an.detect(log)
    assert [str(finding.claim) for finding in findings if finding.is_failure] == []
    unknown = [str(finding.claim) for finding in findings if finding.is_unknown]
    if make is centuries:
        # The calendar of an office does not reach back to 1899: whatever needs it says so.
        assert unknown
        assert all("The calendar knows the days off of 1992–2099" in claim for claim in unknown)
        with pytest.raises(NotMeasurable, match="calendar"):
            an.report(findings, log=log)
        made = an.report(findings, log=log, is_working=False)
    else:
        assert unknown == []
        made = an.report(findings, log=log)
    page = made.rendered("html").decode()
    assert not re.search(
        r"\b(nan|NaT|inf)\b", re.sub("<script.*?</script>|<style.*?</style>", "", page, flags=re.S)
    )
    assert {str(k): v for k, v in made.facts}["Cases"] == len(log)


@pytest.mark.parametrize("miner", list(miners))
@pytest.mark.parametrize("make", BAD, ids=lambda make: make.__name__)
def test_a_bad_log_is_discovered_as_a_sound_model_or_refused(
    make: Callable[..., Any], miner: str, logs: dict[str, EventLog]
) -> None:
    log = logs[make.__name__]
    if make in (many_activities, unfinished):
        with pytest.raises(NotMeasurable, match=r"10000 different activities|has completed an activity"):
            an.discover(log, miner=miner)
        return
    assert [p for p in check(an.discover(log, miner=miner)) if p.severity == "error"] == []
