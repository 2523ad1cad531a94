"""A believable office: cases opened over the past days by the library's procedures, some done, some late.

Times come from the engine's own frozen clock, so that deadlines pass and timers fire as they would have.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine import Engine
from engine.forms import example
from engine.testing import Clock
from modeler_api.auth import passwords
from modeler_api.beginning import FIRST_HISTORIES, demo_accounts, load_library, migrate
from modeler_api.case_numbers import next_number
from modeler_api.cases import start_form
from modeler_api.clockwork import run_waiting_jobs
from modeler_api.procedures import Procedures
from modeler_api.settings import Settings
from modeler_api.store import accounts, jobs, models
from modeler_api.wiring import Door, open_door
from processes.calendar import WorkingCalendar
from tests.services.web_server import serving

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "a-believable-office-1"
"""Everybody's password in the believable office."""

PEOPLE = (
    "Асан Үсөнов",
    "Гүлнара Бейшеева",
    "Өмүрбек Жээнбеков",
    "Ольга Ким",
    "Нургүл Ташматова",
    "Эркин Молдобаев",
)
COMPANIES = ("Ала-Тоо Өнөр", "Көл Транс", "Жаңы Жол", "Суусамыр Сүт")

WORDS: dict[str, tuple[str, ...]] = {
    "applicant_name": PEOPLE,
    "founder_name": PEOPLE,
    "handed_to": PEOPLE,
    "collected_by": PEOPLE,
    "company_name": COMPANIES,
    # No real PIN begins with 0, and there is no 39th day of a month.
    "applicant_pin": ("03902199900017", "03902199900025"),
    "purpose": ("Бала бакча", "Паспорт столу", "Банк"),
    "address": ("Нарын ш., Ленин к., 12", "Ош ш., Курманжан Датка к., 204"),
    "parcel": ("44/2", "17/118"),
    "book_page": ("112", "48"),
    "receipt_number": ("К-4471", "К-4502"),
    "registration_number": ("31245-3301",),
}


def open_cases(door: Door, *, count: int = 24, days: int = 9, seed: int = 3) -> None:
    """Open `count` cases over the past `days` and do some of their work, the way people would have."""
    chance = random.Random(seed)
    calendar = WorkingCalendar.default()
    now = dt.datetime.now(dt.UTC)
    moment = now - dt.timedelta(days=days)
    step = (now - moment) / count
    definitions = [d for d in Procedures(door).live if d.key in FIRST_HISTORIES]
    for number in range(count):
        definition = definitions[number % len(definitions)]
        office_hours = calendar.add(moment + step * number, dt.timedelta(minutes=chance.randint(5, 400)))
        clock = Clock(min(office_hours, now - dt.timedelta(minutes=30)))
        engine = Engine(door.settings.store_url, clock=clock)
        case = engine.start(
            definition,
            data=filled(start_form(engine.model(definition)), chance),
            business_key=next_number(engine, definition, at=clock.now()),
            by="officer",
        )
        for _act in range(chance.randint(0, 6)):
            items = engine.work_items(case)
            later = calendar.add(clock.now(), dt.timedelta(minutes=chance.randint(20, 500)))
            if not items or later >= now:
                break
            clock.advance(later - clock.now())
            engine.fire_timers()
            item = chance.choice(items)
            if engine.work_item(item.id).status != "open":
                continue
            who = "head" if "head" in item.candidates else "officer"
            engine.claim(item, by=who, groups=list(item.candidates))
            engine.complete(item, by=who, data=filled(item.form, chance), groups=list(item.candidates))
        engine.dispose()
    door.engine.fire_timers()


def leave_one_late(door: Door, key: str = FIRST_HISTORIES[0], *, days: int = 9) -> None:
    """Open a case long ago, do what comes before the first work with a deadline, and leave that undone."""
    chance = random.Random(1)
    clock = Clock(
        WorkingCalendar.default().add(
            dt.datetime.now(dt.UTC) - dt.timedelta(days=days), dt.timedelta(hours=1)
        )
    )
    engine = Engine(door.settings.store_url, clock=clock)
    definition = engine.definition(key)
    case = engine.start(
        definition,
        data=filled(start_form(engine.model(definition)), chance),
        business_key=next_number(engine, definition, at=clock.now()),
        by="officer",
    )
    while (items := engine.work_items(case)) and items[0].due is None:
        item = items[0]
        who = "head" if "head" in item.candidates else "officer"
        engine.claim(item, by=who, groups=list(item.candidates))
        engine.complete(item, by=who, data=filled(item.form, chance), groups=list(item.candidates))
    engine.dispose()
    door.engine.fire_timers()


def study(door: Door, *, cases: int = 600) -> None:
    """Simulate the procedures of the first start as they are, and compare them with what they could be."""
    for name in FIRST_HISTORIES:
        before = models.published(door.store, name)
        after = next(iter(models.versions(door.store, f"{name}-to-be")), None)
        if before is None:
            continue
        world: dict[str, Any] = {"world": "library", "seed": 7}
        once = {"version": before.id, "cases": cases, "replications": 1, **world}
        jobs.ask(door.store, kind="simulate", subject=name, arguments=once, created_by="reformer")
        if after is not None:
            both = {"before": before.id, "after": after.id, "cases": cases // 10, "replications": 20, **world}
            jobs.ask(door.store, kind="compare", subject=name, arguments=both, created_by="reformer")
    run_waiting_jobs(door)


def filled(schema: Mapping[str, Any] | None, chance: random.Random) -> dict[str, Any]:
    """Values that a form accepts, the more favourable answer where there is a choice."""
    answers: dict[str, Any] = {}
    for component in (schema or {}).get("components", ()):
        key, kind = component.get("key"), component.get("type")
        rules = component.get("validate") or {}
        if kind == "number":
            low = int(rules.get("min", 0))
            answers[key] = chance.randint(low + 1, min(int(rules.get("max", 900)), low + 900))
        elif key in WORDS and kind != "address":
            answers[key] = chance.choice(WORDS[key])
        elif kind in ("textfield", "textarea") and not rules.get("pattern"):
            answers[key] = f"№ {chance.randint(1000, 9999)}"
    return example(schema, answers)


def prepare(folder: Path) -> None:
    """Fill a fresh folder with the library, an account for each role and the cases."""
    shutil.rmtree(folder, ignore_errors=True)
    door = open_door(Settings(data=folder))
    migrate(door)
    for _line in load_library(door):
        pass
    demo_accounts(door)
    hashed = passwords.hashed(PASSWORD)
    for account in accounts.page(door.store, limit=1000):
        accounts.set_password_hash(door.store, account.id, hashed)
    open_cases(door)
    leave_one_late(door)
    study(door)
    door.engine.dispose()
    door.store.close()


@contextmanager
def running(
    folder: Path,
    *,
    database_url: str | None = None,
    then: Sequence[str] = (),
    variables: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """The product on a fresh folder, with its library, accounts and cases; gives its address.

    `then` are modules that add to what stands there before the server starts, `variables` those of its environment.
    """
    given = {**os.environ, **(variables or {})}
    if database_url is not None:
        given["KYZMAT_DATABASE_URL"] = database_url
    # In processes of their own: a browser test's thread already runs an event loop.
    for module in ("tests.demo", *then):
        subprocess.run([sys.executable, "-m", module, str(folder)], cwd=ROOT, env=given, check=True)
    with serving(folder, command="run", variables=given) as address:
        yield address


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
