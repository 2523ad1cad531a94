"""What is otherwise in the cases of a report than in others: another period, version or log of the procedure."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from modeler_api.store import logs
from modeler_api.wiring import Door
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.studies import CERTIFICATE, with_library
from tests.modeler_api.test_report_parts import REPORT, brought

ADDRESS = f"{REPORT}change/"


def of_spring(sign_in: SignIn, door: Door) -> tuple[FlaskClient, str]:
    """An analyst, and the log that they brought."""
    analyst = sign_in("analyst")
    with_library(door)
    # In March a case takes one working day, in April two hours.
    rows = ["case,activity,timestamp"]
    for case in range(20):
        day = 2 + case % 5
        rows += [f"M{case},Check,2026-03-{day:02}T10:00:00", f"M{case},Sign,2026-03-{day + 7:02}T10:00:00"]
        rows += [f"A{case},Check,2026-04-{day:02}T10:00:00", f"A{case},Sign,2026-04-{day:02}T12:00:00"]
    brought(analyst, "\n".join(rows).encode(), "spring.csv")
    log = logs.newest(door.store, CERTIFICATE, variant="brought")
    assert log is not None
    return analyst, log.id


def test_two_periods_of_a_brought_log_are_compared(sign_in: SignIn, door: Door) -> None:
    analyst, log = of_spring(sign_in, door)
    asked = {"log": log, "from": "2026-04-01", "than_to": "2026-03-31"}
    page = analyst.get(ADDRESS, query_string=asked).text
    assert "Faster than the other cases: half of the cases take up to 2 working hours" in page
    assert "sure: less than in the others" in page
    assert "compared with the other cases of the same log" in page
    assert page.count("20 cases left out") == 2
    # The other way round it is slower; a day that cannot be read stands at its own field.
    slower = {"log": log, "to": "2026-03-31", "than_from": "2026-04-01"}
    page = analyst.get(ADDRESS, query_string=slower).text
    assert "Slower than the other cases: half of the cases take up to" in page
    # April comes after March: nothing is called earlier than what it is compared with.
    assert "sure: more than in the others" in page
    assert not re.search(r"(than|,) before\b|has changed|became", page)
    unread = analyst.get(ADDRESS, query_string={"log": log, "than_from": "soon"}).text
    assert 'id="error-than_from"' in unread
    nobody = analyst.get(ADDRESS, query_string={"log": log, "than_to": "2020-01-01"}).text
    assert "No case is left by what it is to be compared with." in nobody
    unknown = analyst.get(ADDRESS, query_string={"log": log, "than": "no-such-log"})
    assert "This procedure has no such log to compare with." in unknown.text


def test_no_case_stands_on_both_sides(sign_in: SignIn, door: Door) -> None:
    analyst, log = of_spring(sign_in, door)
    chosen = analyst.get(ADDRESS, query_string={"log": log, "than": log, "from": "2026-04-01"}).text
    assert "20 cases left out: are chosen above" in chosen
    assert "Faster than the other cases" in chosen
    whole = analyst.get(ADDRESS, query_string={"log": log, "than": log}).text
    assert "All the cases to compare with are chosen above" in whole
    assert "Difference" not in whole[whole.index("<main") :]
    ways = analyst.get(f"{REPORT}ways/", query_string={"log": log}).text
    way = re.search(r"way=([0-9a-f]{12})", ways)
    assert way is not None
    asked = {"log": log, "way": way[1], "to": "2026-03-31", "than_from": "2026-04-01"}
    assert "whatever way they went" in analyst.get(ADDRESS, query_string=asked).text
