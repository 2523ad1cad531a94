"""Logs as offices really have them, brought through the page: every page and file of the report, or a clear refusal."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from itertools import product

import pytest

from modeler_api.report_view import PARTS
from modeler_api.store import logs
from modeler_api.study_report import MODES
from modeler_api.wiring import Door
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.studies import CERTIFICATE, with_library
from tests.modeler_api.test_report_parts import REPORT, brought

HEAD = "case,activity,timestamp,resource,group"
Rows = Callable[[], list[str]]


def years_no_calendar_knows() -> list[str]:
    return _days(lambda case, hour: f"1960-03-{2 + case:02}T{hour:02}:00:00")


def no_resources() -> list[str]:
    return [",".join(row.split(",")[:3]) + ",," for row in _days(_at)]


def mixed_zones() -> list[str]:
    zones = ("+06:00", "+03:00", "Z")
    return _days(lambda case, hour: _at(case, hour) + zones[case % 3])


def duplicate_events() -> list[str]:
    return [row for row in _days(_at) for _twice in range(2)]


def out_of_order() -> list[str]:
    return _days(_at)[::-1]


def one_event_a_case() -> list[str]:
    return [f"C{case},Check,{_at(case, 9)},ana,desk" for case in range(12)]


def cyrillic() -> list[str]:
    return [
        row.replace("Check", "Өтүнүчтү карап чыгуу").replace("desk", "Кабыл алуу бөлүмү")
        for row in _days(_at)
    ]


def many_activities() -> list[str]:
    return [
        f"C{number % 50},Кадам {number},2026-03-{2 + number // 400:02}T09:{number % 60:02}:00,ana,desk"
        for number in range(10_000)
    ]


def _at(case: int, hour: int) -> str:
    return f"2026-03-{2 + case:02}T{hour:02}:00:00"


def _days(at: Callable[[int, int], str]) -> list[str]:
    steps = (("Check", "desk", 9), ("Sign", "head", 11), ("Send", "desk", 15))
    return [
        f"C{case},{activity},{at(case, hour)},{group} {case % 6},{group}"
        for case in range(12)
        for activity, group, hour in steps
    ]


@pytest.mark.parametrize(
    "rows",
    [
        years_no_calendar_knows,
        no_resources,
        mixed_zones,
        duplicate_events,
        out_of_order,
        one_event_a_case,
        cyrillic,
        pytest.param(many_activities, marks=pytest.mark.slow),
    ],
)
def test_an_odd_log_is_reported_on_whole(rows: Rows, sign_in: SignIn, door: Door) -> None:
    reformer = sign_in("reformer")
    with_library(door)
    page = brought(reformer, "\n".join([HEAD, *rows()]).encode(), f"{rows.__name__}.csv").text
    assert f"brought from elsewhere: {rows.__name__}.csv" in page
    assert not re.search(r"detector \w+ failed", page)
    row = logs.newest(door.store, CERTIFICATE, variant="brought")
    assert row is not None
    # Each page, each colour of the diagram, and each file that can be taken along.
    asked = [(f"{REPORT}{part}/" if part else REPORT, {"all": "1"}) for part in PARTS]
    asked += [(REPORT, {"mode": mode}) for mode in MODES]
    asked += [(f"{REPORT}report.{form}", {}) for form in ("pdf", "xlsx", "csv", "html", "json")]
    asked += [(f"{REPORT}exports/open-data/{form}", {}) for form in ("csv", "json")]
    asked += [(f"{REPORT}exports/log/{form}", {}) for form in ("xes", "csv", "ocel-json")]
    asked += [
        (f"{REPORT}exports/diagram/{mode}.{form}", {})
        for mode, form in product(("wait", "cost"), ("svg", "png"))
    ]
    for address, more in asked:
        answer = reformer.get(address, query_string={"log": row.id, **more})
        assert answer.status_code == 200, (address, more)
        assert len(answer.data) > 50, address
    # Completions do not say when work began: what nobody recorded is unknown, not nothing.
    told = reformer.get(f"/api/v1/reports/{CERTIFICATE}", query_string={"log": row.id}).json
    assert told is not None
    assert told["waiting_share"] is None
    assert {step["wait_median"] for step in told["steps"]} == {None}
    assert "how much of that is waiting" in unescape(page)


def test_a_log_without_times_is_refused_with_the_way_out(sign_in: SignIn, door: Door) -> None:
    reformer = sign_in("reformer")
    with_library(door)
    rows = [",".join([*row.split(",")[:2], "", *row.split(",")[3:]]) for row in _days(_at)]
    page = brought(reformer, "\n".join([HEAD, *rows]).encode(), "timeless.csv").text
    assert "No event of the log has a time." in page
    assert "Name the column that holds it" in page
    assert logs.of_procedure(door.store, CERTIFICATE) == ()


def test_of_a_log_with_some_times_the_others_are_not_known(sign_in: SignIn, door: Door) -> None:
    reformer = sign_in("reformer")
    with_library(door)
    rows = [
        row if at % 3 else ",".join([*row.split(",")[:2], "", *row.split(",")[3:]])
        for at, row in enumerate(_days(_at))
    ]
    brought(reformer, "\n".join([HEAD, *rows]).encode(), "some.csv")
    row = logs.newest(door.store, CERTIFICATE, variant="brought")
    assert row is not None
    for address in (*(f"{REPORT}{part}/" if part else REPORT for part in PARTS), f"{REPORT}report.json"):
        assert reformer.get(address, query_string={"log": row.id}).status_code == 200, address


def test_a_log_of_endings_opens_on_how_often_with_the_foremost_steps(sign_in: SignIn, door: Door) -> None:
    reformer = sign_in("reformer")
    with_library(door)
    # Step 1 happened in every case, step 20 in one.
    rows = [
        f"C{case},Step {step},2026-03-{2 + case:02}T09:{step:02}:00,,"
        for case in range(20)
        for step in range(1, 21 - case)
    ]
    page = brought(reformer, "\n".join([HEAD, *rows]).encode(), "endings.csv").text
    assert "How often each step happened" in page
    assert "When work began is not recorded, so nobody knows how long it took." in page
    assert "Half wait up to" not in page
    assert "12 of 20 steps, those of the highest values." in page
    row = logs.newest(door.store, CERTIFICATE, variant="brought")
    assert row is not None
    assert twin(page) == [f"Step {number}" for number in range(1, 13)]
    assert len(twin(reformer.get(REPORT, query_string={"log": row.id, "steps": "all"}).text)) == 20


def test_a_refusal_names_the_line_and_the_column_to_be_named(sign_in: SignIn, door: Door) -> None:
    reformer = sign_in("reformer")
    with_library(door)
    slipped = brought(
        reformer, f"{HEAD}\nC1,Check,2026-03-02 9:05,ana,desk\nC1,Sign,soon,ana,desk\n".encode(), "a.csv"
    )
    assert slipped.status_code == 422
    assert "Line 3: A time cannot be read" in unescape(slipped.text)
    nameless = brought(reformer, b"case,activity,moment\nC1,Check,2026-03-02 9:05\n", "b.csv")
    assert nameless.status_code == 422
    assert "Write which column it is; the table has: case, activity, moment." in unescape(nameless.text)
    assert re.search(r'id="field-timestamp"[^>]*aria-invalid', nameless.text)
    named = brought(
        reformer, b"case,activity,moment\nC1,Check,2026-03-02 9:05\n", "b.csv", timestamp="moment"
    )
    assert named.status_code == 200


def twin(page: str) -> list[str]:
    """The steps of the table under the diagram."""
    table = page[page.index("How often each step happened") :]
    return re.findall(r'<th scope="row">(Step \d+)', table[: table.index("</table>")])
