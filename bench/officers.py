"""A hundred officers at once through HTTP on loopback: is an error shown, is a draft lost.

A real server on PostgreSQL, in a process of its own; each officer signs in, opens the list of the unit, takes a case,
types a draft, comes back to it, and completes the case or gives it back.  That two want the same case is no error: the
page says who has it.
"""

from __future__ import annotations

import http.cookiejar
import random
import re
import statistics
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.office import build
from bench.sample import Sample

PASSWORD = "a-hundred-at-once-1"


@dataclass
class Tally:
    """What all officers together have seen."""

    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    drafts: int = 0
    lost: list[str] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, seconds: float, problem: str | None = None) -> None:
        """Note how long a page took, and what was wrong with it."""
        with self.lock:
            self.times.append(seconds)
            if problem is not None:
                self.errors.append(problem)


class Officer:
    """One person at a browser without scripts."""

    def __init__(self, address: str, name: str, tally: Tally) -> None:
        self._address, self._name, self._tally = address, name, tally
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._browser = urllib.request.build_opener(cookies)
        self._chance = random.Random(name)

    def work(self, rounds: int) -> None:
        """Sign in and do some rounds of work."""
        form = self._get("/sign-in")
        self._post("/sign-in", form, {"name": self._name, "password": PASSWORD})
        for number in range(rounds):
            try:
                self._round(number)
            except OSError as error:
                self._tally.note(0.0, f"{self._name}: {error}")

    def _round(self, number: int) -> None:
        page = self._get("/work/?show=unit")
        items = re.findall(r'href="(/work/[0-9a-z]{20,})"', page)
        if not items:
            self._count("nothing to take")
            return
        item = self._chance.choice(items)
        page = self._get(item)
        if "data-draft" not in page:
            self._count("a colleague was faster")
            return
        typed = f"{self._name} found {number} things"
        self._post(f"{item}/draft", page, {"f.findings": typed})
        page = self._get(item)
        with self._tally.lock:
            self._tally.drafts += 1
            if typed not in page:
                self._tally.lost.append(f"{self._name} {item}")
        if number % 2:
            self._post(f"{item}/release", page, {})
            self._count("given back")
        else:
            self._post(item, page, {"f.findings": typed})
            self._count("completed")

    def _count(self, outcome: str) -> None:
        with self._tally.lock:
            self._tally.outcomes[outcome] += 1

    def _get(self, path: str) -> str:
        return self._ask(urllib.request.Request(self._address + path))

    def _post(self, path: str, page: str, values: dict[str, str]) -> str:
        filled = dict(re.findall(r'name="(f\.[^"]+)"[^>]*value="([^"]*)"', page))
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        data = urllib.parse.urlencode({**filled, **values, "csrf_token": token[1] if token else ""}).encode()
        return self._ask(urllib.request.Request(self._address + path, data=data))

    def _ask(self, asked: urllib.request.Request) -> str:
        began = time.perf_counter()
        try:
            with self._browser.open(asked, timeout=120) as answer:
                text = str(answer.read().decode())
            problem = None
        except urllib.error.HTTPError as refused:
            text = refused.read().decode(errors="replace")
            # Somebody else was faster: said in words, and no error.
            problem = None if refused.code == 409 else f"{asked.full_url} answered {refused.code}"
        self._tally.note(time.perf_counter() - began, problem)
        return text


def measure(size: int) -> list[Sample]:
    """Let them all work at once and print errors, lost drafts and how long pages took."""
    from modeler_api.auth import passwords
    from modeler_api.store import accounts
    from modeler_api.wiring import open_door
    from tests.services import postgres
    from tests.services.web_server import serving

    count, rounds, items = (100, 2 * size, 1_000) if size else (4, 2, 60)
    tally = Tally()
    with TemporaryDirectory() as made, postgres.running(durable=True) as server:
        folder, url = Path(made), postgres.create_database(server.url, "officers")
        office = build(url, folder, items=items, busy_units=4, people=count, unit_count=4, measured=1)
        door = open_door(office.settings)
        hashed = passwords.hashed(PASSWORD)
        for account in accounts.page(door.store, limit=count + 1):
            accounts.set_password_hash(door.store, account.id, hashed)
        door.store.close()
        variables = {"KYZMAT_DATABASE_URL": url, "KYZMAT_DEFAULT_LOCALE": "en"}
        with serving(folder, variables=variables) as address:
            officers = [Officer(address, f"officer{number:05d}", tally) for number in range(count)]
            threads = [threading.Thread(target=one.work, args=(rounds,)) for one in officers]
            began = time.perf_counter()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            seconds = time.perf_counter() - began
    p95 = statistics.quantiles(tally.times, n=20)[-1]
    print(
        f"  {count} officers: errors {len(tally.errors)}, drafts kept {tally.drafts}, lost {len(tally.lost)}; "
        + ", ".join(f"{outcome} {number}" for outcome, number in sorted(tally.outcomes.items())),
        flush=True,
    )
    print(f"  a page took {statistics.median(tally.times):.2f} s (median), p95 {p95:.2f} s", flush=True)
    for problem in [*tally.errors[:5], *tally.lost[:5]]:
        print(f"  ! {problem}", flush=True)
    return [Sample(what="pages, officers at once", count=len(tally.times), seconds=seconds)]
