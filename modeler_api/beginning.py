"""The first start: tables, the library, demonstration accounts; harmless to do again.

The library's procedures become saved and published models like anybody's. A model whose bytes are already among the
versions of its key is left alone, so an analyst's later version is never pushed aside by a restart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from modeler_api import demo_office
from modeler_api.auth import passwords
from modeler_api.auth.policy import ROLES
from modeler_api.organisation import candidate_groups
from modeler_api.store import accounts, jobs, logs, models
from modeler_api.wiring import Door

if TYPE_CHECKING:
    from processes import Model

LIBRARY = "library"
"""Who saves and publishes the library's models, in the engine's history and the repository."""

FIRST_HISTORIES = ("aiyl_okmotu_certificate", "company_registration", "building_permit")
"""Whose cases are simulated at the first start; all fifteen would keep a small machine busy for minutes."""

_OF_THE_CITY = ("officer", "head", "analyst")

_PEOPLE = {
    "officer": "Айгүл Асанова",
    "head": "Бакыт Токтогулов",
    "analyst": "Чолпон Садыкова",
    "reformer": "Данияр Исаков",
    "auditor": "Эльмира Осмонова",
    "administrator": "Нурлан Өмүрбеков",
}


@dataclass(frozen=True)
class DemoAccount:
    """A demonstration account as it is shown, once, to whoever started the server."""

    name: str
    password: str
    full_name: str
    role_name: str


def migrate(door: Door) -> None:
    """Bring the tables of every room to the newest shape."""
    door.store.migrate()
    door.engine.migrate()


def load_library(door: Door) -> Iterator[str]:
    """Save, publish and deploy what is new in the library; yields a line for each model loaded."""
    from processes import library

    for name, procedure in library.items():
        version = _save(door, name, procedure.as_is, reason=procedure.legal_basis)
        if version is not None:
            definition = door.engine.deploy([procedure.as_is, *procedure.decisions], by=LIBRARY)
            models.publish(door.store, version.id, definition_key=definition.key)
            yield f"Loaded the procedure “{procedure.title}”."
        if procedure.to_be is not None:
            as_is = next(iter(models.versions(door.store, name)), None)
            _save(
                door,
                f"{name}-to-be",
                procedure.to_be,
                reason=procedure.legal_basis,
                based_on=as_is.id if as_is else None,
            )


def first_histories(door: Door) -> int:
    """Ask for some thousand simulated cases of a few samples nobody has a log of yet; returns how many were asked for.

    The clock simulates them while people already look around; wherever they show, they are marked as simulated.
    """
    asked = 0
    for name in FIRST_HISTORIES:
        version = models.published(door.store, name)
        if version is None or version.author != LIBRARY or logs.of_procedure(door.store, name):
            continue
        arguments = {"version": version.id, "world": "library", "cases": 2000, "replications": 1, "seed": 1}
        jobs.ask(door.store, kind="simulate", subject=name, arguments=arguments, created_by=LIBRARY)
        asked += 1
    return asked


def demo_accounts(door: Door) -> tuple[DemoAccount, ...]:
    """One account for each role with a random password; only on a fresh store that nobody else can reach."""
    if not (door.settings.demo and door.settings.is_loopback) or accounts.count(door.store):
        return ()
    city, centre = demo_office.furnish(door, groups_in_use(door))
    made = []
    for role, full_name in _PEOPLE.items():
        password = passwords.invented()
        account = accounts.add(
            door.store,
            name=role,
            full_name=full_name,
            password_hash=passwords.hashed(password),
            role=role,
            agency=city if role in _OF_THE_CITY else centre,
            is_demo=True,
        )
        demo_office.seat(door, account, demo_office.posts_of(role))
        made.append(DemoAccount(role, password, full_name, str(ROLES[role])))
    return tuple(made)


def needs_first_account(door: Door) -> bool:
    """Whether nobody could sign in."""
    return not accounts.count(door.store)


def groups_in_use(door: Door) -> frozenset[str]:
    """Every group that the live models give work to."""
    from processes import read_model

    live = (read_model(version.source) for version in models.live(door.store))
    return frozenset().union(*map(candidate_groups, live))


def _save(
    door: Door, key: str, model: Model, *, reason: str, based_on: str | None = None
) -> models.ModelVersion | None:
    """The saved version, or None when these bytes are already among the versions of the key."""
    from processes import check

    if any(version.source == model.source for version in models.versions(door.store, key)):
        return None
    problems: list[dict[str, Any]] = [
        {
            "rule": problem.rule,
            "severity": problem.severity,
            "element": problem.element,
            "label": problem.label,
            "message": str(problem.message),
            "line": problem.line,
        }
        for problem in check(model)
    ]
    return models.save(
        door.store,
        key=key,
        name=model.name,
        source=model.source,
        author=LIBRARY,
        reason=reason,
        origin="library",
        based_on=based_on,
        problems=problems,
    )
