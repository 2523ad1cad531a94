"""Why cases wait, worked out by hand, by brute force and against what a whole must be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analytics as an
from analytics.occupied import Spans, occupied
from analytics.why_cases_wait import CAUSES, why_cases_wait
from processes import EventLog, read_model
from tests import factories
from tests.factories import MONDAY


def log_of(rows: Sequence[tuple[Any, ...]]) -> EventLog:
    """A log of (case, activity, person, ready, begun, completed), in minutes after Monday, 9:00; None: unrecorded."""
    return EventLog.from_records(
        {
            "case": str(case),
            "activity": activity,
            "instance": str(number),
            "resource": person if stage != "offered" else None,
            "lifecycle": stage,
            "timestamp": MONDAY + timedelta(minutes=minute),
        }
        for number, (case, activity, person, *minutes) in enumerate(rows)
        for stage, minute in zip(("offered", "started", "completed"), minutes, strict=True)
        if minute is not None
    )


def test_two_stretches_at_once_keep_a_person_busy_once_and_the_earlier_counts() -> None:
    log = log_of(
        [
            (1, "Sign", "head", 0, 0, 60),  # ready before
            (2, "Sign", "head", 30, 30, 90),  # ready after the third, begun before it
            (3, "Sign", "head", 10, 120, 130),
        ]
    )
    [third] = [w for w in why_cases_wait(log, unit="minutes").by("case") if w.key == "3"]
    assert third.parts["contention"] == pytest.approx(50)
    assert third.parts["prioritisation"] == pytest.approx(30)
    assert third.parts["unknown"] == pytest.approx(30)


def test_work_over_night_keeps_nobody_busy_at_night() -> None:
    day = 24 * 60
    log = log_of([(1, "Sign", "head", 0, 480, day + 60), (2, "Sign", "head", 480, day + 60, day + 70)])
    second = next(w for w in why_cases_wait(log, unit="minutes").by("case") if w.key == "2")
    # 17:00 to 18:00 and 9:00 to 10:00 the head was at work on the first case; from 18:00 to 9:00 nobody is there.
    assert second.parts["contention"] == pytest.approx(120)
    assert second.parts["unavailability"] == pytest.approx(15 * 60)
    [worked] = why_cases_wait(log, unit="working hours").by("log")
    assert worked.parts["unavailability"] == 0


def test_a_known_absence_is_told_from_the_unknown() -> None:
    log = log_of([(1, "Sign", "head", 0, 180, 190)])
    away = {"head": [(MONDAY, MONDAY + timedelta(minutes=120))]}
    whole = why_cases_wait(log, unit="working hours", absences=away).whole
    assert whole.parts["unavailability"] == pytest.approx(2)
    assert whole.parts["unknown"] == pytest.approx(1)


def test_a_suspension_that_says_it_waits_for_the_applicant_is_theirs() -> None:
    records = log_of([(1, "Check", "clerk", 0, 10, 200)]).events.to_pylist()
    base = {k: records[-1][k] for k in ("case", "activity", "instance", "resource")}
    for stage, minute, more in (("suspended", 30, {"awaits_applicant": True}), ("resumed", 150, {})):
        records.append(base | more | {"lifecycle": stage, "timestamp": MONDAY + timedelta(minutes=minute)})
    whole = why_cases_wait(EventLog.from_records(records), unit="minutes").whole
    assert whole.parts["applicant"] == pytest.approx(120)
    assert whole.whole == pytest.approx(130)


def test_the_model_says_whose_a_step_is() -> None:
    model = factories.procedure(
        [{"step": "Bring", "actor": "citizen"}, {"step": "Consent", "actor": "other agency"}]
    )
    log = log_of([(1, "Bring", "a", 0, 60, 70), (1, "Consent", "b", 70, 100, 110)])
    parts = why_cases_wait(log, model=model, unit="minutes").whole.parts
    assert (parts["applicant"], parts["other agency"]) == (pytest.approx(60), pytest.approx(30))


def test_of_completions_only_closed_hours_are_all_that_is_known() -> None:
    # Monday 9:00 to Tuesday 9:00: lunch and the night are closed, eight hours are not told apart.
    log = log_of([(1, "Take", None, None, None, 0), (1, "Sign", None, None, None, 24 * 60)])
    whole = why_cases_wait(log, unit="hours").whole
    assert whole.parts["unavailability"] == pytest.approx(16)
    assert whole.parts["unknown"] == whole.unrecorded == pytest.approx(8)
    assert whole.unmeasured == 1


def test_a_receive_task_waits_for_its_sender_as_long_as_it_stands_open() -> None:
    model = read_model(
        b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1"
        targetNamespace="urn:test"><collaboration id="c"><participant id="us" processRef="p"/>
        <participant id="tax" name="Tax office"><extensionElements><gov:party kind="otherAgency"/>
        </extensionElements></participant><messageFlow id="m" sourceRef="tax" targetRef="answer"/></collaboration>
        <process id="p"><startEvent id="s"/><receiveTask id="answer" name="Answer"/><endEvent id="e"/>
        <sequenceFlow id="f" sourceRef="s" targetRef="answer"/><sequenceFlow id="g" sourceRef="answer" targetRef="e"/>
        </process></definitions>"""
    )
    log = log_of([(1, "Answer", None, 0, 0, 90)])
    assert why_cases_wait(log, unit="minutes", model=model).whole.parts["other agency"] == pytest.approx(90)


minute = st.integers(0, 3000)
rows = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.sampled_from(["Check", "Sign"]),
        st.sampled_from(["a", "b", None]),
        st.one_of(st.none(), minute),
        st.one_of(st.none(), minute),
        st.one_of(st.none(), minute),
    ).filter(lambda row: any(m is not None for m in row[3:])),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60)
@given(rows=rows, unit=st.sampled_from(["minutes", "working minutes"]))
def test_the_parts_add_up_to_all_waiting_whatever_the_log(rows: list[tuple[Any, ...]], unit: str) -> None:
    log = log_of(rows)
    waits = why_cases_wait(log, unit=unit)
    for level in ("log", "case", "activity", "group"):
        found = waits.by(level)  # type: ignore[arg-type] # a loop over the levels there are
        assert all(part >= -1e-6 for w in found for part in w.parts.values())
        assert sum(w.whole for w in found) == pytest.approx(waits.whole.whole, abs=1e-5)
    by_cause = an.waiting_causes(log, unit=unit)
    assert sum(r.total or 0.0 for r in by_cause) == pytest.approx(waits.whole.whole, abs=1e-5)
    # Where starts are recorded, the whole is what the other measure calls waiting.
    plain = an.waiting_time(log, unit=unit)
    recorded = sum(row.total or 0.0 for row in plain)
    unstarted = ~np.isnan(waits.seconds["unknown"]) & (
        waits.activities["started"].is_null().to_numpy(zero_copy_only=False)
    )
    beyond = sum(waits.seconds[c][unstarted].sum() for c in CAUSES) / 60
    assert waits.whole.whole - beyond == pytest.approx(recorded, abs=1e-5)


spans = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 40), st.integers(0, 15)), min_size=0, max_size=10
)


@settings(max_examples=150)
@given(waits=spans, work=spans, away=spans, data=st.data())
def test_who_was_busy_with_what_is_what_counting_seconds_finds(
    waits: list[tuple[int, int, int]],
    work: list[tuple[int, int, int]],
    away: list[tuple[int, int, int]],
    data: st.DataObject,
) -> None:
    ready = [data.draw(st.integers(0, 50)) for _ in waits]
    work_ready = [data.draw(st.integers(0, 50)) for _ in work]
    found = occupied(
        _spans(waits),
        np.array(ready, float),
        work=_spans(work),
        work_ready=np.array(work_ready, float),
        away=_spans(away),
    )
    for number, (person, start, length) in enumerate(waits):
        gone = earlier = later = 0
        for second in range(start, start + length):
            at_work = [
                r
                for r, (p, s, n) in zip(work_ready, work, strict=True)
                if p == person and s <= second < s + n
            ]
            if any(p == person and s <= second < s + n for p, s, n in away):
                gone += 1
            elif at_work and min(at_work) <= ready[number]:
                earlier += 1
            elif at_work:
                later += 1
        assert (found.away[number], found.earlier[number], found.later[number]) == (gone, earlier, later)


def _spans(rows: list[tuple[int, int, int]]) -> Spans:
    person, start, length = (np.array([r[i] for r in rows], dtype=np.int64) for i in range(3))
    return Spans(person=person, start=start.astype(float), end=(start + length).astype(float))


def test_a_suspension_that_is_over_counts_though_the_case_still_runs() -> None:
    stages = (("offered", 0, None), ("started", 60, None), ("suspended", 120, True), ("resumed", 300, None))
    again = ("suspended", 400, True)

    def whole(*events: tuple[str, int, bool | None]) -> dict[str, float]:
        log = EventLog.from_records(
            {
                "case": "1",
                "activity": "Check",
                "instance": "1",
                "resource": "ana",
                "lifecycle": stage,
                "timestamp": MONDAY + timedelta(minutes=minute),
                "awaits_applicant": theirs,
            }
            for stage, minute, theirs in events
        )
        return {cause: n for cause, n in why_cases_wait(log, unit="minutes").whole.parts.items() if n}

    assert whole(*stages) == {"applicant": 180, "unknown": 60}
    # How long the one that goes on will last nobody can tell yet.
    assert whole(*stages, again) == {"applicant": 180, "unknown": 60}
    assert whole(*stages, ("completed", 360, None)) == {"applicant": 180, "unknown": 60}
