"""Measures of work, people and order, worked out by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

import analytics as an
from analytics.errors import NotMeasurable
from processes import EventLog, library
from tests import factories
from tests.factories import MONDAY


def day(*rows: str) -> EventLog:
    """A log of one day: "case step by ready begun done" a row."""
    head = ("case", "step", "by", "ready", "begun", "done")
    return factories.one_day([dict(zip(head, row.split(), strict=True)) for row in rows])


def in_order(*ways: str) -> EventLog:
    """A case a way; "Check/ana" is done by ana, in the group of her first letter."""
    return EventLog.from_records(
        {
            "case": str(case),
            "activity": step.partition("/")[0],
            "resource": step.partition("/")[2] or None,
            "group": (step.partition("/")[2] or None) and step.partition("/")[2][0],
            "timestamp": MONDAY + timedelta(minutes=number),
        }
        for case, way in enumerate(ways)
        for number, step in enumerate(way.split())
    )


def test_self_loops_repeats_and_redos() -> None:
    log = in_order("Check/ana Check/ana Check/bek Sign/eva Check/ana", "Check/ana Check Sign/eva")
    loops = an.self_loops(log)["Check"]
    assert (loops.n, loops.total, loops.mean) == (2, 3, pytest.approx(2 / 6))
    repeats = an.self_loops(log, kind="repeat")["Check"]
    assert (repeats.n, repeats.total, repeats.unknown) == (1, 1, 1)
    redos = an.self_loops(log, kind="redo")["Check"]
    assert (redos.n, redos.total, redos.unknown) == (1, 1, 1)
    back = an.repetitions(log)["Check"]
    assert (back.n, back.total, back.mean) == (1, 1, pytest.approx(1 / 6))
    with pytest.raises(NotMeasurable, match="no kind"):
        an.self_loops(log, kind="thrice")


def people_of(measure: Any, log: EventLog) -> Any:
    """The figures by person, of however few."""
    return measure(log, level="resource", people=True, smallest_group=1)


def test_ping_pong_by_person() -> None:
    log = in_order("A/ana B/bek C/ana D/bek", "A/ana B/ana C/bek D/ana")
    found = {row.key: (row.n, row.total) for row in people_of(an.ping_pong_rate, log)}
    assert found == {"ana → bek → ana": (2, 2), "bek → ana → bek": (1, 1)}


def test_idle_time_counts_work_side_by_side_once() -> None:
    log = day("1 Take a 09:00 09:00 11:00", "1 Ask b 09:00 09:30 10:00", "1 Sign c 10:00 11:30 12:00")
    assert an.idle_time(log, unit="minutes")["all"].median == 30
    assert an.idle_time(log, unit="minutes", level="variant").rows[0].key == "Ask → Take → Sign"


def test_queue_ends_with_the_claim_where_there_is_one() -> None:
    records = day("1 Sign a 09:00 11:00 12:00").events.to_pylist()
    claim = records[1] | {"lifecycle": "claimed", "timestamp": MONDAY + timedelta(minutes=15)}
    log = EventLog.from_records([*records, claim])
    assert an.queue_time(log, unit="minutes")["Sign"].median == 15
    assert an.waiting_time(log, unit="minutes")["Sign"].median == 120


def test_workload_is_weighed_by_time() -> None:
    # From 9 to 10 one piece lies there, from 10 to 11 two, from 11 to 12 one.
    log = day("1 Sign a 09:00 10:30 11:00", "2 Sign a 10:00 11:00 12:00")
    row = an.workload(log, smallest_group=1)["a"]
    assert (row.n, row.maximum, row.median, row.mean) == (2, 2, 1, pytest.approx(4 / 3))


def test_utilisation_of_people_and_of_their_desk() -> None:
    log = day("1 Sign a 09:00 09:00 10:00", "2 Sign a 09:00 11:00 12:00", "3 Sign a 09:00 11:00 11:30")
    row = an.utilisation(log, smallest_group=1)["a"]
    assert (row.n, row.mean) == (1, pytest.approx(2 / 3))
    by_person = an.utilisation(log, level="resource", people=True, smallest_group=1)
    assert by_person["a 1"].mean == pytest.approx(2 / 3)
    assert an.utilisation(log, level="resource", people=True)["a 1"].suppressed
    by_unit = an.utilisation(log, level="unit", units={"a 1": "Osh"}, smallest_group=1)
    assert by_unit["Osh"].mean == pytest.approx(2 / 3)
    with pytest.raises(NotMeasurable, match="who works where"):
        an.utilisation(log, level="unit")


def test_a_suppressed_row_is_neither_zero_nor_unknown() -> None:
    row = an.involvement(day("1 Sign a 09:00 10:30 11:00"))["a"]
    assert row.suppressed
    assert (row.mean, row.total, row.unknown) == (None, None, 0)


def test_who_is_suppressed_depends_on_their_group() -> None:
    log = in_order(*(f"Check/a{n}" for n in range(5)), "Sign/bek")
    shown = an.involvement(log, level="resource", people=True)
    assert [(row.key, row.suppressed) for row in shown][-1] == ("bek", True)
    assert sum(not row.suppressed for row in shown) == 5


def test_overlaps_are_counted_by_case() -> None:
    log = day(
        "1 Plan a 09:00 09:00 11:00",
        "1 Parcel b 09:00 10:00 10:30",
        "2 Plan a 09:00 11:00 11:30",
        "2 Parcel b 09:00 11:30 12:00",
    )
    [row] = an.concurrency(log)
    assert (row.key, row.n, row.mean, row.unknown) == ("Parcel ∥ Plan", 1, 0.5, 0)


def test_a_case_that_still_runs_is_late_only_when_its_term_is_over() -> None:
    done, late = (
        [{"case": c, "activity": "Take", "timestamp": MONDAY + timedelta(days=d)} for d in days]
        for c, days in (("1", (0, 2)), ("2", (0, 30)))
    )
    running = [
        {"case": c, "activity": "Sign", "lifecycle": "offered", "timestamp": MONDAY + timedelta(days=d)}
        for c, d in (("3", 0), ("4", 29))
    ]
    log = EventLog.from_records([*done, *late, *running])
    [row] = an.service_standard(log, limit=timedelta(days=5))
    assert (row.n, row.total, row.unknown) == (3, 1, 1)
    model = factories.procedure([{"step": "Take"}], term=5)
    assert an.service_standard(log, model=model).rows == (row,)


def test_reasons_of_refusals_stand_in_an_attribute() -> None:
    rows = [
        ("1", "refused", "no title"),
        ("2", "refused", "no title"),
        ("3", "refused", None),
        ("4", "granted", None),
    ]
    log = EventLog.from_records(
        {"case": case, "activity": "Decide", "timestamp": MONDAY, "outcome": outcome, "reason": why}
        for case, outcome, why in rows
    )
    found = an.refusals(log, outcome="outcome", refused={"refused"}, reason="reason")
    assert [(r.key, r.n, r.unknown, r.mean) for r in found] == [("no title", 2, 0, 0.5), ("—", 1, 1, 0.25)]
    with pytest.raises(NotMeasurable, match="no attribute"):
        an.refusals(log, outcome="result", refused={"refused"})


def test_two_teams_and_who_stands_between_them() -> None:
    log = in_order(*["A/ana B/bek C/ana D/bek E/cem F/dia G/eva H/dia I/eva"] * 5)
    rows = {row.key: row for row in people_of(an.handover_network, log)}
    assert rows["cem"].mean == pytest.approx(max(row.mean or 0 for row in rows.values()))
    assert rows["ana"].total == rows["bek"].total != rows["dia"].total == rows["eva"].total


def test_the_figures_of_a_real_procedure_by_hand() -> None:
    model = library["kg-spravka"].as_is
    work = an.administration_time(model)
    assert work.value is not None
    assert work.parts["minimum"] <= work.value <= work.parts["maximum"]
    assert an.maturity(model).value == 0
    assert 0 <= an.exposure(model).value <= 100
    assert 0 <= an.legal_coverage(model).value <= 1


def test_what_only_one_of_six_people_recorded_is_not_shown_as_the_figure_of_their_desk() -> None:
    log = EventLog.from_records(
        {
            "case": str(person),
            "activity": "Sign",
            "instance": f"sign {person}",
            "resource": f"clerk {person}",
            "group": "desk",
            "lifecycle": stage,
            "timestamp": MONDAY + timedelta(minutes=10 * minutes),
        }
        for person in range(6)
        for minutes, stage in enumerate(("offered", "started", "completed") if not person else ("completed",))
    )
    for measure in (an.utilisation, an.workload):
        assert measure(log)["desk"].suppressed, measure
        assert not measure(log, smallest_group=1)["desk"].suppressed, measure


@pytest.mark.parametrize(
    "name",
    ["waiting_time", "processing_time", "frequency", "handovers", "ping_pong_rate", "handover_network"],
)
def test_no_measure_tells_of_single_people_unless_the_office_has_decided_so(name: str) -> None:
    log = in_order("Check/ana Sign/bek Check/ana")
    measure = getattr(an, name)
    with pytest.raises(NotMeasurable, match="not shown by person"):
        measure(log, level="resource")
    rows = list(measure(log, level="resource", people=True))
    # Nobody knows of either how many share the desk.
    assert rows and all(row.suppressed and not row.n for row in rows)
    assert any("ana" in row.key and not row.suppressed for row in people_of(measure, log))


@pytest.mark.parametrize("name", ["waiting_time", "processing_time", "frequency"])
def test_a_person_is_told_of_among_five_and_not_among_four(name: str) -> None:
    def worked(people: int) -> EventLog:
        return EventLog.from_records(
            {
                "case": str(n),
                "activity": "Sign",
                "resource": f"clerk {n}",
                "group": "desk",
                "timestamp": MONDAY + timedelta(hours=n),
            }
            for n in range(people)
        )

    measure = getattr(an, name)
    assert all(row.suppressed for row in measure(worked(4), level="resource", people=True))
    assert not any(row.suppressed for row in measure(worked(5), level="resource", people=True))


def test_days_on_which_the_clock_stood_still_are_not_counted_against_the_term() -> None:
    def events(case: str, *, awaits: bool | None) -> list[dict[str, Any]]:
        work = {"case": case, "activity": "Check", "instance": f"check {case}", "group": "desk"}
        stages = [("offered", 0), ("suspended", 1), ("resumed", 8), ("completed", 9)]
        found = [
            work | {"lifecycle": stage, "timestamp": MONDAY + timedelta(days=day)} for stage, day in stages
        ]
        found[1]["awaits_applicant"] = awaits
        return found

    limit = timedelta(days=5)
    stopped = EventLog.from_records(events("1", awaits=True) + events("2", awaits=None))
    [row] = an.service_standard(stopped, limit=limit)
    assert (row.n, row.total) == (2, 1)
    [row] = an.service_standard(stopped.only(["2"]), limit=limit, limit_unit="calendar")
    assert (row.n, row.total) == (1, 0)


def test_a_clock_that_still_stands_makes_nobody_late() -> None:
    work = {"case": "1", "activity": "Check", "instance": "check"}
    log = EventLog.from_records(
        [
            work | {"lifecycle": "offered", "timestamp": MONDAY},
            work
            | {"lifecycle": "suspended", "timestamp": MONDAY + timedelta(days=1), "awaits_applicant": True},
            {"case": "2", "activity": "Check", "instance": "x", "timestamp": MONDAY + timedelta(days=60)},
        ]
    )
    found = an.service_standard(log, limit=timedelta(days=5))["all"]
    assert (found.n, found.unknown) == (1, 1)
