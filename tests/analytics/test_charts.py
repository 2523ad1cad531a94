"""The charts: equal to what is reckoned by hand, bounded for any log, honest about samples and what is not known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analytics as an
from analytics.charts.dotted import MOST_CASES, MOST_DOTS, dotted_chart
from analytics.charts.moments import periods
from analytics.charts.network import drawn_network
from analytics.charts.queues import MOST_POINTS, queues_over_time
from analytics.charts.spectrum import MOST_LINES, performance_spectrum
from analytics.charts.spread import spread
from analytics.charts.trend import MOST_PERIODS, trend
from analytics.critical_chain import critical_chain
from analytics.heat import heat
from analytics.hourly_rates import hourly_rates
from analytics.journey import journey
from analytics.report_tables import trend_table
from processes import EventLog, library, read_model
from processes.examples import two_certificates
from processes.model import edits
from tests.factories import procedure

START = datetime(2026, 3, 2, 3, tzinfo=UTC)


def log_of(*cases: list[tuple[str, float, float, str]]) -> EventLog:
    """Cases of (activity, hour begun, hour done, who), everything offered when the one before was done."""
    records = []
    for number, steps in enumerate(cases, start=1):
        offered = steps[0][1]
        for at, (activity, begun, done, who) in enumerate(steps):
            for stage, hour in (("offered", offered), ("started", begun), ("completed", done)):
                records.append(
                    {
                        "case": f"{number:05}",
                        "activity": activity,
                        "element": activity.lower(),
                        "instance": f"{number}-{at}",
                        "group": who.split()[0],
                        "resource": None if stage == "offered" else who,
                        "lifecycle": stage,
                        "timestamp": START + timedelta(hours=hour),
                    }
                )
            offered = done
    return EventLog.from_records(records)


def many(count: int) -> EventLog:
    return log_of(*([("A", n, n + 1.0, "clerk 1"), ("B", n + 3.0, n + 4.0, "head 1")] for n in range(count)))


def test_the_queue_counts_what_lay_at_each_moment() -> None:
    found = queues_over_time(
        log_of([("A", 0, 1, "c"), ("B", 5, 6, "c")], [("A", 1, 2, "c"), ("B", 7, 8, "c")])
    )
    [queue] = [q for q in found.queues if q.activity == "B"]
    assert queue.peak == 2
    assert queue.peak_at == START + timedelta(hours=2)
    # 4 hours and 5 hours of lying, over the 8 hours of the log.
    assert queue.mean == pytest.approx(9 / 8)
    assert queue.last == 0
    assert not found.until_done


def test_without_beginnings_the_queue_says_that_work_in_hand_is_counted() -> None:
    events = [
        {"case": "1", "activity": a, "timestamp": START + timedelta(hours=h)} for a, h in (("A", 0), ("B", 4))
    ]
    found = queues_over_time(EventLog.from_records(events))
    assert found.until_done
    assert found.unknown == 1  # nobody knows since when the first step lay there
    assert [q.activity for q in found.queues] == ["B"]


def test_a_line_of_the_spectrum_is_overtaken_when_a_later_one_ends_before() -> None:
    first = [("A", 0, 1, "c"), ("B", 9, 10, "c")]
    second = [("A", 1, 2, "c"), ("B", 3, 4, "c")]
    [segment] = performance_spectrum(log_of(first, second), unit="hours").segments
    assert (segment.first, segment.second, segment.n) == ("A", "B", 2)
    assert segment.overtaken == 0.5
    assert segment.median == pytest.approx((9 + 2) / 2)


def test_a_handover_is_counted_between_groups_and_waits_for_the_receiver() -> None:
    case = [("A", 0, 1, "clerk 1"), ("B", 3, 4, "head 1"), ("C", 4, 5, "head 2")]
    network = drawn_network(log_of(case, case), unit="hours")
    assert [(p.giver, p.taker, p.n, p.wait) for p in network.passings] == [("clerk", "head", 2, 2.0)]
    assert {p.name: (p.work, p.people) for p in network.parties} == {"head": (4, 2), "clerk": (2, 1)}


@given(
    desks=st.lists(
        st.lists(st.sampled_from(["clerk", "head", "archive", None]), max_size=5), min_size=1, max_size=6
    )
)
def test_the_drawing_and_the_measure_count_the_same_handovers(desks: list[list[str | None]]) -> None:
    log = EventLog.from_records(
        {"case": str(case), "activity": f"A{at}", "group": desk, "resource": desk, "timestamp": START}
        for case, row in enumerate([["clerk"], *desks])
        for at, desk in enumerate(row)
    )
    network, counted = drawn_network(log, unit="hours"), an.handovers(log)
    assert {f"{p.giver} → {p.taker}": p.n for p in network.passings} == {
        row.key: row.n for row in counted if row.n
    }
    assert network.unnamed == counted.unknown


def test_a_group_whose_people_nobody_recorded_is_drawn() -> None:
    rows = [
        {"case": "1", "activity": a, "group": g, "timestamp": START}
        for a, g in (("A", "desk"), ("B", "head"))
    ]
    network = drawn_network(EventLog.from_records(rows), unit="hours")
    assert ([(p.giver, p.taker) for p in network.passings], network.hidden) == ([("desk", "head")], 0)
    # Where small groups are hidden, nobody can say that this one is not small.
    assert drawn_network(EventLog.from_records(rows), smallest=5, unit="hours").hidden == 1


def test_persons_of_a_small_group_are_hidden_and_counted_as_hidden() -> None:
    case = [("A", 0, 1, "clerk 1"), ("B", 3, 4, "head 1"), ("C", 5, 6, "head 2")]
    network = drawn_network(log_of(case), level="resource", smallest=2, unit="hours")
    assert [(p.giver, p.taker) for p in network.passings] == [("head 1", "head 2")]
    assert network.hidden == 1


def test_the_spread_keeps_the_far_case_from_hiding_the_others() -> None:
    cases = [[("A", 0, 1, "c"), ("B", 2, 3 + n % 3, "c")] for n in range(199)]
    found = spread(log_of(*cases, [("A", 0, 1, "c"), ("B", 2, 5000, "c")]), unit="hours")
    assert found is not None
    assert found.beyond == 1
    assert sum(found.counts) == 199
    assert found.step < 1


def test_charts_stay_small_for_a_large_log() -> None:
    log = many(4000)
    dots = dotted_chart(log)
    assert len(dots.cases) <= MOST_CASES
    assert len(dots.moments) <= MOST_DOTS
    assert dots.is_sample
    assert (dots.all_cases, dots.all_dots) == (4000, 8000)
    assert sum(a.begun for a in dots.arrivals) == 4000
    assert len(queues_over_time(log).moments) == MOST_POINTS
    assert all(len(s.lines) <= MOST_LINES for s in performance_spectrum(log).segments)
    assert len(trend(log).points) <= MOST_PERIODS


def test_one_case_of_ten_thousand_steps_is_thinned_out() -> None:
    case = [("A", n / 10, n / 10 + 0.05, "c") for n in range(10_000)]
    dots = dotted_chart(log_of(case))
    assert len(dots.moments) <= MOST_DOTS
    assert dots.all_dots == 10_000


def test_the_trend_counts_a_case_where_it_ended() -> None:
    early = [("A", 0, 1, "c"), ("B", 2, 3, "c")]
    late = [("A", 1, 2, "c"), ("B", 24 * 40, 24 * 40 + 1, "c")]
    found = trend(log_of(early, late), unit="hours")
    assert found.length == "week"
    assert [point.n for point in found.points if point.n] == [1, 1]
    assert found.points[0].median == pytest.approx(3)


def test_a_period_of_few_cases_does_not_say_how_the_median_went() -> None:
    def ended(week: int, count: int, hours: float) -> list[list[tuple[str, float, float, str]]]:
        return [[("A", 168 * week, 168 * week + hours, "c")] for _n in range(count)]

    weeks = [*ended(0, 5, 2), *ended(1, 6, 3), *ended(2, 1, 100)]
    found = trend_table(trend(log_of(*weeks), unit="hours"))
    assert found.title == "The median went from 2.0 (n = 5) to 3.0 hours (n = 6)"
    assert [row[1] for row in found.rows if row[1]] == [5, 6, 1]
    alone = trend_table(trend(log_of(*ended(0, 5, 2), *ended(1, 4, 9)), unit="hours"))
    assert alone.title == "How long cases took, by the moment they ended"


@given(
    begin=st.floats(min_value=631_152_000, max_value=1_893_456_000),
    hours=st.floats(min_value=0, max_value=24 * 365 * 60),
    most=st.integers(min_value=4, max_value=60),
)
def test_periods_cover_the_log_without_gaps(begin: float, hours: float, most: int) -> None:
    end = begin + hours * 3600
    found = periods(begin, end, most=most)
    assert found.edges[0] <= begin
    assert found.edges[-1] > end
    assert list(found.edges) == sorted(set(found.edges))
    assert len(found) <= most + 1
    assert found.counts(np.array([begin, end])).sum() == 2


def test_the_critical_path_takes_the_longer_branch() -> None:
    model = read_model(b"Register -> (Check | Ask) -> Decide", dialect="sketch")
    log = log_of(
        [
            ("Register", 0, 1, "c"),
            ("Check", 1, 2, "c"),
            ("Ask", 8, 9, "c"),
            ("Decide", 10, 11, "c"),
        ]
    )
    chain = critical_chain(model, log, unit="hours")
    assert chain is not None
    assert [link.element for link in chain.links] == ["register", "ask", "decide"]
    assert all(link.source == "log" for link in chain.links)
    assert chain.hours == pytest.approx(sum(link.hours or 0 for link in chain.links))


def test_without_any_length_there_is_no_critical_path() -> None:
    assert critical_chain(read_model(b"Register -> Decide", dialect="sketch")) is None


@pytest.mark.parametrize("key", sorted(library))
def test_the_journey_of_every_procedure_agrees_with_its_card(key: str) -> None:
    import analytics as an

    model = library[key].as_is
    told, card = journey(model), an.summary(model)
    assert told.trips == card["visits"].value
    assert critical_chain(model) is not None


def test_heat_of_the_limit_the_fee_and_the_applicant() -> None:
    model = read_model(b"Register -> Sign", dialect="sketch")
    model = edits.set_step(
        model, "sign", limit="PT2H", limit_unit="calendar", actor="citizen", effort="PT30M"
    )
    log = two_certificates()
    # The second certificate lay from 10:30 to 13:30, three hours; the first two.
    assert heat(log, model, "breach")["sign"].value == 0.5
    assert heat(log, model, "breach")["register"].value is None
    assert heat(log, model, "effort")["sign"].value == 0.5
    assert heat(log, model, "cost")["sign"].value is None
    assert heat(log, model, "fee")["sign"].value is None
    paid = procedure([{"step": "Register"}, {"step": "Sign", "fee": "50 KGS cash"}])
    assert heat(log, paid, "fee")["sign"].value == 50.0
    assert heat(log, paid, "cost")["sign"].value is None


def test_a_recorded_cost_wins_over_the_rates() -> None:
    events = [
        {"case": c, "activity": "Sign", "timestamp": START, "cost:total": 30.0 + 10 * int(c)} for c in "12"
    ]
    model = procedure(
        [{"step": "Register", "office": "Desk"}, {"step": "Sign", "office": "Head", "rate": "900"}]
    )
    assert heat(EventLog.from_records(events), model, "cost")["sign"].value == 45.0


def test_a_cost_that_some_events_lack_is_a_lower_bound_and_one_that_all_lack_is_unknown() -> None:
    events = [
        {"case": "1", "activity": "Register", "timestamp": START, "cost:total": None},
        {"case": "1", "activity": "Sign", "timestamp": START, "cost:total": 30.0, "cost:currency": "USD"},
        {"case": "2", "activity": "Sign", "timestamp": START, "cost:total": None},
    ]
    model = read_model(b"Register -> Sign", dialect="sketch")
    found = heat(EventLog.from_records(events), model, "cost")
    assert (found["register"].value, found["register"].level) == (None, None)
    assert (found["sign"].value, found["sign"].is_least) == (15.0, True)
    assert str(found["sign"].text) == "at least 15 USD in a case"


def test_a_group_whose_lanes_cost_differently_has_no_rate() -> None:
    rows = [
        {"step": "Register", "office": "Desk", "rate": "300"},
        {"step": "Sign", "office": "Head", "rate": "900"},
    ]
    assert hourly_rates(procedure(rows)) == {"desk": 300, "head": 900}
    other = procedure([*rows, {"step": "Stamp", "office": "Other", "rate": "400"}])
    assert hourly_rates(read_model(other.source.replace(b'"other"', b'"desk"'))) == {"head": 900}
