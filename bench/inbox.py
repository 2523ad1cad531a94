"""The inbox and the cases among few and among very many: first page, counts, each filter and search, through the pages.

Both offices have the same 20,000 people in 2,000 units.  In the small one a thousand open items lie in four units, so
that its pages are as full as those of the large one, where a million lie in all of them, in the largest about twelve
thousand.  The same requests go to both in turns, so that a noisy moment of the machine falls on both.
"""

from __future__ import annotations

import logging
import statistics
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import quote

import structlog

from bench.office import Office, build
from bench.sample import Sample
from modeler_api.app import create_app
from modeler_api.auth.session import SESSION
from modeler_api.store import accounts, sessions
from modeler_api.wiring import open_door

if TYPE_CHECKING:
    from flask.testing import FlaskClient

#: What the large office may take beside the small one.
WANTED = 1.5

FILTERS = {
    "my work, first page and counts": "/work/?show=mine",
    "my unit, first page and counts": "/work/?show=unit",
    "my unit, fourth page": "/work/?show=unit&page=4",
    "my unit, oldest first": "/work/?show=unit&sort=oldest",
    "my unit, by priority": "/work/?show=unit&sort=priority",
    "due today": "/work/?show=today",
    "overdue": "/work/?show=overdue",
    "waiting for others": "/work/?show=waiting",
    "done": "/work/?show=done",
    "by procedure": "/work/?show=unit&procedure=permit",
    "by case number": "/work/?show=unit&q={case}",
    "by applicant": "/work/?show=unit&applicant={name}",
    "by a declared field": "/work/?show=unit&procedure=permit&f.applicant_pin={pin}",
    "by words": "/work/?show=unit&q={name}",
    "mine, by words": "/work/?show=mine&q={name}",
    "done, by words": "/work/?show=done&q={name}",
    "cases, first page and count": "/cases/",
    "cases, fourth page": "/cases/?page=4",
    "cases of a procedure": "/cases/?procedure=permit",
    "cases in progress": "/cases/?status=running",
    "cases on hold": "/cases/?status=suspended",
    "case by its number": "/cases/?case={case}",
}


class Visitor:
    """Officers of one office, signed in, whose requests are timed."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._door = open_door(office.settings)
        self._app = create_app(office.settings, door=self._door)
        self._clients: dict[str, FlaskClient] = {}
        self.took: dict[str, list[float]] = {name: [] for name in FILTERS}
        for who in office.officers:
            client = self._app.test_client()
            account = accounts.by_name(self._door.store, who)
            if account is None:
                raise LookupError(f"The office has no {who}.")
            day = timedelta(days=1)
            token = sessions.begin(self._door.store, account=account.id, method="password", lasts=day)
            with client.session_transaction() as session:
                session["_user_id"], session["_fresh"], session[SESSION] = account.id, True, token
            client.get("/work/?show=unit")
            self._clients[who] = client

    def visit(self, name: str, number: int) -> None:
        """Ask for a page as one of the officers, and note how long it took."""
        who = self._office.officers[number % len(self._office.officers)]
        case, applicant, pin = self._office.sought[who]
        path = FILTERS[name].format(case=quote(case), name=quote(applicant), pin=pin)
        began = time.perf_counter()
        answer = self._clients[who].get(path)
        self.took[name].append(time.perf_counter() - began)
        if answer.status_code not in (200, 302):
            raise RuntimeError(f"{path} answered {answer.status_code} to {who}.")

    def close(self) -> None:
        """Let go of the database."""
        self._door.engine.dispose()
        self._door.store.close()


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def measure(size: int) -> list[Sample]:
    """Fill both offices on PostgreSQL and print each filter's p95 in both, with their ratio."""
    from tests.services import postgres

    # A line for each request would be measured too.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    people, unit_count = (20_000, 2_000) if size else (40, 20)
    few, many = (1_000, 1_000_000 * size) if size else (60, 200)
    rounds, measured = (3, 20) if size else (1, 2)
    samples: list[Sample] = []
    with TemporaryDirectory() as folder, postgres.running(durable=True) as server:
        visitors = []
        for name, items, busy in (("few", few, 4), ("many", many, unit_count)):
            began = time.perf_counter()
            office = build(
                postgres.create_database(server.url, name),
                Path(folder) / name,
                items=items,
                busy_units=busy,
                people=people,
                unit_count=unit_count,
                measured=measured,
            )
            print(f"  {items:,} open items filled in {time.perf_counter() - began:.0f} s", flush=True)
            visitors.append(Visitor(office))
        small, large = visitors
        for number in range(measured * rounds):
            for name in FILTERS:
                for visitor in (small, large):
                    visitor.visit(name, number)
        worst = 0.0
        for name in FILTERS:
            before, after = small.took[name], large.took[name]
            if len(before) < 2:
                continue
            ratio = statistics.median(after) / statistics.median(before)
            worst = max(worst, ratio)
            print(
                f"  {name:<32} median {statistics.median(before) * 1000:5.0f} → "
                f"{statistics.median(after) * 1000:5.0f} ms  ×{ratio:.2f}   "
                f"p95 {_p95(before) * 1000:5.0f} → {_p95(after) * 1000:5.0f} ms  ×{_p95(after) / _p95(before):.2f}",
                flush=True,
            )
            samples.append(Sample(what=f"inbox: {name}"[:28], count=len(after), seconds=sum(after)))
        print(f"  the worst is ×{worst:.2f} (wanted: at most ×{WANTED})", flush=True)
        small.close()
        large.close()
    return samples
