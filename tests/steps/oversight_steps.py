"""Sentences about the roadmap of all procedures, and about what stands out in how cases are handled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from pytest_bdd import given, parsers, then, when

from analytics.outliers import out_of_order, speed_by_applicant
from analytics.portfolio import asked_items, entry, ranked, total
from processes import EventLog, library, read_model

MONDAY = datetime(2026, 4, 6, 3, tzinfo=UTC)


@given("the procedures of the library")
def the_library(context: SimpleNamespace) -> None:
    context.entries = [entry(key, one.as_is, one.to_be) for key, one in library.items()]
    # Nobody has said anything of this one.
    context.entries.append(entry("silent", read_model(b"Register -> Sign", dialect="sketch")))


@when("they are ranked by the hours of citizens")
def they_are_ranked(context: SimpleNamespace) -> None:
    context.ranked = ranked(context.entries, "hours")


@then("each has at least as many hours as the next")
def in_order_of_hours(context: SimpleNamespace) -> None:
    hours = [one.hours for one in context.ranked if one.hours is not None]
    assert len(hours) == len(library)
    assert hours == sorted(hours, reverse=True)


@then("a procedure of which nobody says how often it is asked for stands last")
def unknown_is_last(context: SimpleNamespace) -> None:
    assert context.ranked[-1].key == "silent"
    assert context.ranked[-1].hours is None


@when("the hours of citizens are added up")
def hours_are_added(context: SimpleNamespace) -> None:
    context.total = total(context.entries, "hours")


@then("the total is the sum of what is known")
def total_is_the_sum(context: SimpleNamespace) -> None:
    assert context.total.value == sum(one.hours for one in context.entries if one.hours is not None)


@then(parsers.parse("{count:d} procedure is said to be unknown"))
def so_many_unknown(context: SimpleNamespace, count: int) -> None:
    assert context.total.unknown == count


@when("the papers that registers hold are listed")
def papers_are_listed(context: SimpleNamespace) -> None:
    context.items = asked_items({key: one.as_is for key, one in library.items()})


@then(parsers.parse('"{paper}" of the population register is asked for by {count:d} procedures'))
def asked_by(context: SimpleNamespace, paper: str, count: int) -> None:
    [item] = [i for i in context.items if (i.register, i.document) == ("kg:population-register", paper)]
    assert len(item.asked_by) == count
    assert context.items[0] == item


def _signed(order: list[int]) -> EventLog:
    """Papers offered an hour apart and signed from noon of the second day in this order, ten minutes each."""
    records = []
    for place, number in enumerate(order):
        moments = (
            ("offered", MONDAY + timedelta(hours=number)),
            ("started", MONDAY + timedelta(days=1, minutes=10 * place)),
            ("completed", MONDAY + timedelta(days=1, minutes=10 * place + 9)),
        )
        records += [
            {
                "case": f"{number:03}",
                "activity": "Sign",
                "instance": f"{number}",
                "lifecycle": stage,
                "timestamp": moment,
            }
            for stage, moment in moments
        ]
    return EventLog.from_records(records)


@given(parsers.parse("{count:d} papers of which the last {last:d} were signed first"))
def last_first(context: SimpleNamespace, count: int, last: int) -> None:
    numbers = list(range(count))
    context.log = _signed(numbers[-last:] + numbers[:-last])


@given(parsers.parse("{count:d} papers signed as they came"))
def as_they_came(context: SimpleNamespace, count: int) -> None:
    context.log = _signed(list(range(count)))


@when("the auditor looks at the order of handling")
def looks_at_the_order(context: SimpleNamespace) -> None:
    [context.row] = out_of_order(context.log)


@then(parsers.parse("{count:d} of {n:d} are said to have been begun before older work"))
def begun_before(context: SimpleNamespace, count: int, n: int) -> None:
    assert (context.row.count, context.row.n) == (count, n)
    assert context.row.low < context.row.share < context.row.high


@then("none is said to have been begun before older work")
def none_before(context: SimpleNamespace) -> None:
    assert context.row.count == 0


@then("the upper bound is above zero, for ten papers prove little")
def upper_bound(context: SimpleNamespace) -> None:
    assert context.row.low == 0
    assert context.row.high > 0.2


def _applicants(applicants: int, cases: int, *, fast: int | None) -> EventLog:
    records, about = [], {}
    for number in range(applicants * cases):
        who = number % applicants
        # Slow and quick cases alternate for everybody; the fast one's are all quick.
        hours = 1 if who == fast else 4 + (number * 7919) % 13
        case = f"{number:04}"
        about[case] = {"applicant": f"applicant {who}"}
        begun = MONDAY + timedelta(days=number // 40)
        records += [
            {"case": case, "activity": "Register", "timestamp": begun},
            {"case": case, "activity": "Sign", "timestamp": begun + timedelta(hours=hours / 4)},
        ]
    return EventLog.from_records(records, case_attributes=about)


@given(parsers.parse("{count:d} applicants with {cases:d} cases each, of whom one is always fast"))
def one_is_fast(context: SimpleNamespace, count: int, cases: int) -> None:
    context.log = _applicants(count, cases, fast=3)


@given(parsers.parse("{count:d} applicants with {cases:d} cases each, none of them faster"))
def none_is_fast(context: SimpleNamespace, count: int, cases: int) -> None:
    context.log = _applicants(count, cases, fast=None)


@when("the auditor compares applicants")
def compares(context: SimpleNamespace) -> None:
    context.speeds = speed_by_applicant(context.log, "applicant")


@given(parsers.parse("of {count:d} cases the mark of the applicant was erased"))
def erased(context: SimpleNamespace, count: int) -> None:
    cases = zip(*(context.log.cases[name].to_pylist() for name in ("case", "applicant")), strict=True)
    known = [(case, who) for case, who in cases if who != "applicant 5"]
    assert len(context.log) - len(known) == count
    context.marks = dict(known)


@when("the auditor compares applicants by their marks")
def compares_marks(context: SimpleNamespace) -> None:
    context.speeds = speed_by_applicant(context.log, context.marks)


@then(parsers.parse("of {count:d} cases the applicant is said not to be known"))
def not_known(context: SimpleNamespace, count: int) -> None:
    assert context.speeds.unknown == count


@then(parsers.parse("{count:d} applicant stands out"))
def one_stands_out(context: SimpleNamespace, count: int) -> None:
    assert [one.applicant for one in context.speeds.found] == ["applicant 3"]
    assert len(context.speeds.found) == count


@then("no applicant stands out")
def none_stands_out(context: SimpleNamespace) -> None:
    assert context.speeds.found == ()


@then("it is said how many were looked at")
def looked_at(context: SimpleNamespace) -> None:
    assert context.speeds.looked_at == 40
