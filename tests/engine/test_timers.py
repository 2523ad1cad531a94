"""When timers are due, which of their missed rounds fire, and how they are found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Engine, NotExecutable, timers
from engine.errors import SandboxError
from engine.testing import Clock
from tests.engine.drawing import drawn
from tests.engine.play import kinds, labels

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def watched(policy: str, cycle: str = "R5/PT1H", *, process: str = ""):  # type: ignore[no-untyped-def]
    said = f'<extensionElements><gov:timer missed="{policy}"/></extensionElements>' if policy else ""
    timer = f"{said}<timerEventDefinition><timeCycle>{cycle}</timeCycle></timerEventDefinition>"
    boundary = f'<boundaryEvent id="b" attachedToRef="a" cancelActivity="false">{timer}</boundaryEvent>'
    nodes = f'<startEvent id="s"/>{boundary}'
    model = drawn(nodes, "s -> a\na -> e\nb -> late", users="a e late")
    if not process:
        return model
    from processes import read_model

    start = b'<process id="p" isExecutable="true">'
    inside = f'<extensionElements><gov:timer missed="{process}"/></extensionElements>'.encode()
    return read_model(model.source.replace(start, start + inside))


@pytest.mark.parametrize(
    ("policy", "process", "after_three_and_a_half_hours", "in_the_end"),
    [("all", "", 3, 5), ("once", "", 1, 3), ("skip", "", 0, 2), ("", "", 3, 5), ("", "once", 1, 3)],
)
def test_missed_rounds_fire_as_the_timer_or_its_process_says(
    engine: Engine,
    clock: Clock,
    policy: str,
    process: str,
    after_three_and_a_half_hours: int,
    in_the_end: int,
) -> None:
    case = engine.start(engine.deploy(watched(policy, process=process), by="ana"), by="ana")
    clock.advance(timedelta(hours=3, minutes=30))
    assert engine.fire_timers() == after_three_and_a_half_hours
    for _ in range(5):
        clock.advance(timedelta(minutes=30))
        engine.fire_timers()
    assert labels(engine, case).count("late") == in_the_end
    assert engine.next_timer() is None


def test_a_deadline_without_rounds_fires_however_late(engine: Engine, clock: Clock) -> None:
    said = '<extensionElements><gov:timer missed="skip"/></extensionElements>'
    timer = f"{said}<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
    nodes = f'<startEvent id="s"/><intermediateCatchEvent id="w">{timer}</intermediateCatchEvent>'
    case = engine.start(engine.deploy(drawn(nodes, "s -> w\nw -> a", users="a"), by="ana"), by="ana")
    clock.advance(timedelta(days=9))
    assert engine.fire_timers() == 1
    assert labels(engine, case) == ["a"]


def test_a_policy_nobody_knows_is_refused_with_the_element(engine: Engine) -> None:
    with pytest.raises(NotExecutable) as refused:
        engine.deploy(watched("sometimes"), by="ana")
    assert [problem.element for problem in refused.value.problems] == ["b"]


def test_a_procedure_begins_every_working_morning(engine: Engine, clock: Clock) -> None:
    timer = "<timerEventDefinition><timeCycle>0 9 * * MON-FRI</timeCycle></timerEventDefinition>"
    engine.deploy(drawn(f'<startEvent id="s">{timer}</startEvent>', "s -> a", users="a"), by="ana")
    begins = []
    for _ in range(7 * 24):
        clock.advance(timedelta(hours=1))
        if engine.fire_timers():
            begins.append(clock.now().astimezone(timers.ZoneInfo(timers.ZONE)).strftime("%a %H"))
    assert begins == ["Tue 09", "Wed 09", "Thu 09", "Fri 09", "Mon 09"]
    assert engine.count_instances("p") == 5


def test_a_cron_line_that_cannot_be_read_is_refused(engine: Engine) -> None:
    with pytest.raises(NotExecutable) as refused:
        engine.deploy(watched("all", "61 9 * * *"), by="ana")
    assert "61 9 * * *" in str(refused.value)
    with pytest.raises(SandboxError):
        timers.after(NINE, "0 0 31 2 *")


@given(
    late=st.integers(min_value=0, max_value=5000),
    remaining=st.none() | st.integers(min_value=1, max_value=20),
    policy=st.sampled_from(timers.MISSED),
)
def test_whatever_is_missed_no_round_is_counted_twice(late: int, remaining: int | None, policy: str) -> None:
    due, now, fired, looks = NINE, NINE + timedelta(minutes=late), 0, 0
    left = remaining
    while due <= now:
        looked = timers.rounds(due, "PT7M", remaining=left, missed=policy, now=now)
        looks += 1
        fired += looked.fires
        if looked.following is None:
            break
        assert looked.following > due
        due, left = looked.following, looked.remaining
    most = late // 7 + 1 if remaining is None else min(remaining, late // 7 + 1)
    expected = {"all": most, "once": 1}
    assert fired == expected.get(policy, fired)
    assert looks == (most if policy == "all" else 1)
    if remaining is not None and left is not None and due > now:
        assert left == remaining - most


def test_due_timers_are_found_by_index(sqlite_url: str) -> None:
    import sqlalchemy as sa

    engine = Engine(sqlite_url)
    engine.deploy(watched("all"), by="ana")
    seen: list[str] = []
    with engine._shop.store.engine.connect() as connection:
        sa.event.listen(
            engine._shop.store.engine,
            "before_cursor_execute",
            lambda _c, _cursor, text, values, _context, _many: (
                seen.append(str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values).fetchall()))
                if text.startswith("SELECT engine_timer.id")
                else None
            ),
        )
        engine.fire_timers()
    assert seen
    assert all("engine_timer_by_due" in plan for plan in seen)
    engine.dispose()


def test_what_happened_at_a_watched_step_is_told_in_order(engine: Engine, clock: Clock) -> None:
    case = engine.start(engine.deploy(watched("once"), by="ana"), by="ana")
    clock.advance(timedelta(hours=2, minutes=5))
    engine.fire_timers()
    assert kinds(engine, case, "late") == ["started", "offered"]
    assert engine.verify(case) is None


@pytest.mark.parametrize(
    "text", ["P9000Y", "P99999999999Y", "PT99999999999999999999S", "P9000000D", "R/P9000Y"]
)
def test_a_time_beyond_every_calendar_is_refused_where_it_stands(engine: Engine, text: str) -> None:
    kind = "timeCycle" if text.startswith("R") else "timeDuration"
    timer = f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>"
    model = drawn(
        f'<startEvent id="s"/><intermediateCatchEvent id="wait">{timer}</intermediateCatchEvent>',
        "s -> wait\nwait -> e",
    )
    with pytest.raises(NotExecutable, match="beyond every calendar"):
        engine.deploy(model, by="ana")


def test_a_date_before_every_calendar_is_refused() -> None:
    with pytest.raises(SandboxError, match="beyond every calendar"):
        timers.due("0001-01-01T00:00:00+14:00", "date", {}, now=NINE)


def test_working_time_that_no_calendar_knows_is_an_incident_where_it_stands(engine: Engine) -> None:
    said = '<extensionElements><gov:timer unit="working"/></extensionElements>'
    timer = "<timerEventDefinition><timeDuration>PT900000H</timeDuration></timerEventDefinition>"
    model = drawn(
        f'<startEvent id="s"/><intermediateCatchEvent id="wait">{said}{timer}</intermediateCatchEvent>',
        "s -> a\na -> wait\nwait -> e",
        users="a e",
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    [item] = engine.work_items(case)
    engine.complete(item, by="ana")
    [stuck] = engine.incidents(case)
    assert stuck.element == "wait"
    assert "days off of" in stuck.message


@pytest.mark.parametrize("text", ["R/PT0S", "R3/P0D", "R/2026-05-01T09:00:00Z/PT0H"])
def test_a_clock_that_would_never_get_on_is_refused(text: str) -> None:
    with pytest.raises(SandboxError, match="for ever"):
        timers.due(text, "cycle", {}, now=datetime(2026, 3, 2, 9, tzinfo=UTC))
