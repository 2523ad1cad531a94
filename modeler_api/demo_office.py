"""The organisation of the demonstration: a city hall with its departments, and the centre that looks after it.

Its people are invented. Each position carries the candidate groups of the library's procedures that such a post does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from modeler_api.store import accounts, holdings, positions, units
from modeler_api.wiring import Door

Names = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True)
class Post:
    """A position of the demonstration: its name in ky, ru, en, its groups, and who else holds it."""

    code: str
    names: Names
    groups: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    is_head: bool = False


CITY: Names = ("Нарын шаарынын мэриясы", "Мэрия города Нарын", "Naryn City Hall")
CENTRE: Names = (
    "Министрлер Кабинетинин Администрациясы",
    "Администрация Кабинета Министров",
    "Administration of the Cabinet of Ministers",
)
FALLBACK = "window"
"""The department that takes up groups no position below names."""

LEADERS = (
    Post(
        code="mayor",
        names=("Мэрдин орун басары", "Заместитель мэра", "Vice-mayor"),
        groups=("head",),
        is_head=True,
    ),
)

DEPARTMENTS: dict[str, tuple[Names, tuple[Post, ...]]] = {
    "window": (
        ("Бирдиктүү терезе", "Единое окно", "One-stop shop"),
        (
            Post(
                code="window-head",
                names=("Бөлүм башчысы", "Начальник отдела", "Head of the one-stop shop"),
                people=(("g.beisheeva", "Гүлнара Бейшеева"),),
                is_head=True,
            ),
            Post(
                code="receptionist",
                names=("Кабыл алуу адиси", "Специалист приёма", "Reception specialist"),
                groups=("reception", "front_desk", "psc_operator", "intake"),
                people=(("a.usonov", "Асан Үсөнов"),),
            ),
            Post(
                code="cashier",
                names=("Кассир", "Кассир", "Cashier"),
                groups=("cashier", "Bank", "collection"),
            ),
        ),
    ),
    "architecture": (
        (
            "Архитектура жана шаар куруу бөлүмү",
            "Отдел архитектуры и градостроительства",
            "Architecture and urban planning",
        ),
        (
            Post(
                code="architecture-head",
                names=("Башкы архитектор", "Главный архитектор", "Chief architect"),
                people=(("o.zheenbekov", "Өмүрбек Жээнбеков"),),
                is_head=True,
            ),
            Post(
                code="architect",
                names=("Архитектура адиси", "Специалист по архитектуре", "Architecture specialist"),
                groups=("clerks", "permit_officer", "permit_officers", "adviser"),
                people=(("o.kim", "Ольга Ким"),),
            ),
            Post(
                code="inspector",
                names=("Инспектор", "Инспектор", "Inspector"),
                groups=("experts", "inspectors", "inspector", "utilities", "prefect"),
            ),
        ),
    ),
    "registration": (
        ("Каттоо бөлүмү", "Отдел регистрации", "Registration"),
        (
            Post(
                code="registration-head",
                names=("Бөлүм башчысы", "Начальник отдела", "Head of registration"),
                people=(("n.tashmatova", "Нургүл Ташматова"),),
                is_head=True,
            ),
            Post(
                code="registrar",
                names=("Каттоочу", "Регистратор", "Registrar"),
                groups=(
                    "registrar",
                    "cadastre_registrar",
                    "cadastre_officer",
                    "registration_clerk",
                    "licence_clerk",
                    "tax_officer",
                    "tax_registrar",
                    "zags_officer",
                    "archivist",
                    "military_clerk",
                ),
                people=(("e.moldobaev", "Эркин Молдобаев"),),
            ),
        ),
    ),
    "social": (
        ("Социалдык өнүгүү бөлүмү", "Отдел социального развития", "Social development"),
        (
            Post(
                code="social-specialist",
                names=("Социалдык кызматкер", "Социальный работник", "Social worker"),
                groups=("social_officer", "social_worker", "employment_officer", "commission"),
            ),
            Post(
                code="land-specialist",
                names=("Жер жана айыл иштери адиси", "Специалист по земле", "Land and settlement specialist"),
                groups=("specialist", "aiyl_specialist", "land_specialist"),
            ),
        ),
    ),
}


def furnish(door: Door, groups: Iterable[str]) -> tuple[str, str]:
    """Make the agencies, units, positions and colleagues; return the ids of the city hall and the centre.

    A group of `groups` that no position names is carried by the reception.
    """
    store = door.store
    city = units.add(store, kind="agency", names=_named(CITY), code="naryn-city").id
    centre = units.add(store, kind="agency", names=_named(CENTRE), code="cabinet", is_central=True).id
    posts = [post for _names, some in DEPARTMENTS.values() for post in some]
    spare = set(groups).difference(*(post.groups for post in (*LEADERS, *posts)))
    for post in LEADERS:
        _post(door, city, city, post)
    for code, (names, some) in DEPARTMENTS.items():
        unit = units.add(store, kind="unit", names=_named(names), parent=city, code=code).id
        for post in some:
            also = spare if code == FALLBACK and not post.is_head else set()
            _post(door, city, unit, post, also=also)
            spare = spare - also
    return city, centre


def _post(door: Door, agency: str, unit: str, post: Post, *, also: Iterable[str] = ()) -> None:
    made = positions.add(
        door.store,
        unit=unit,
        names=_named(post.names),
        groups=[*post.groups, *also],
        is_head=post.is_head,
        code=post.code,
    )
    for name, full_name in post.people:
        account = accounts.add(
            door.store,
            name=name,
            full_name=full_name,
            password_hash=accounts.NO_PASSWORD,
            role="head" if post.is_head else "officer",
            agency=agency,
            is_demo=True,
        )
        holdings.appoint(door.store, account=account.id, position=made.id, by="library")


def seat(door: Door, account: accounts.Account, codes: Iterable[str]) -> None:
    """Let somebody hold the positions with these codes."""
    for code in codes:
        position = positions.by_code(door.store, code)
        if position is not None:
            holdings.appoint(door.store, account=account.id, position=position.id, by="library")


def posts_of(role: str) -> tuple[str, ...]:
    """The codes of the positions that the demonstration account of a role holds."""
    if role == "head":
        return tuple(post.code for post in LEADERS)
    if role == "officer":
        return tuple(post.code for _names, some in DEPARTMENTS.values() for post in some if not post.is_head)
    return ()


def _named(names: Names) -> dict[str, Any]:
    return dict(zip(units.LANGUAGES, names, strict=True))
