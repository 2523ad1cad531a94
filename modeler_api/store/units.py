"""The organisation: agencies, their offices and units, a tree of places where people work.

An agency is a body of the state; what belongs to one agency is not seen by another. A *central* agency is the
exception: its reformers, auditors and administrators look after all of them. Every place has a code, by which files
name it, and a name in each language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, func, insert, select, update

from modeler_api.store import tables as t
from modeler_api.store.refusal import Refusal
from modeler_api.store.unit_of_work import Store
from processes.text import Message, _, latin

Kind = Literal["agency", "office", "unit"]
KINDS: dict[str, Message] = {"agency": _("Agency"), "office": _("Office"), "unit": _("Unit")}
LANGUAGES = ("ky", "ru", "en")


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A place in the organisation; an agency is a unit without a parent, and its own `agency`."""

    id: str
    code: str
    kind: str
    parent: str | None
    agency: str
    name_ky: str
    name_ru: str
    name_en: str
    is_central: bool
    created: dt.datetime
    closed: dt.datetime | None

    def name(self, locale: str) -> str:
        """Its name in a language, else in the state language, else in any."""
        return named(self, locale)


def named(place: object, locale: str) -> str:
    """The name of a unit or position in a language, else in Kyrgyz, Russian or English, else its code.

    >>> from types import SimpleNamespace
    >>> named(SimpleNamespace(name_ky="Мэрия", name_ru="", name_en="", code="naryn"), "en")
    'Мэрия'
    """
    names = [getattr(place, f"name_{tag}") for tag in (locale, *LANGUAGES)]
    return str(next((name for name in names if name), "") or getattr(place, "code", ""))


def code_from(names: Mapping[str, str]) -> str:
    """A code made of a name, for whoever has not given one.

    >>> code_from({"ky": "Жер бөлүмү"})
    'zher-bolumu'
    """
    words = next((names[tag] for tag in ("en", "ru", "ky") if names.get(tag)), "")
    plain = "".join(
        letter if letter.isascii() and letter.isalnum() else "-" for letter in latin(words.lower())
    )
    return "-".join(part for part in plain.split("-") if part)[:60] or "unit"


def add(
    store: Store,
    *,
    kind: Kind,
    names: Mapping[str, str],
    parent: str | None = None,
    code: str | None = None,
    is_central: bool = False,
) -> Unit:
    """Add a place and return it; `parent` is the id of the place above, none for an agency."""
    with store.begin() as connection:
        return added(connection, kind=kind, names=names, parent=parent, code=code, is_central=is_central)


def added(
    connection: Connection,
    *,
    kind: str,
    names: Mapping[str, str],
    parent: str | None = None,
    code: str | None = None,
    is_central: bool = False,
) -> Unit:
    """As `add`, inside a transaction that is already open."""
    if not any(names.get(tag) for tag in LANGUAGES):
        raise Refusal(_("Enter a name in at least one language"), field="name_ky")
    if (kind == "agency") == bool(parent):
        raise Refusal(_("Only an agency stands at the top; offices and units stand below another place"))
    above = _one(connection, t.unit.c.id == parent) if parent else None
    if parent and (above is None or above.closed):
        raise Refusal(_("Choose a place that is open to stand below"), field="parent")
    id_ = t.new_id()
    values = {
        "id": id_,
        "code": free_code(connection, t.unit, code, names),
        "kind": kind,
        "parent": parent,
        "agency": above.agency if above else id_,
        **_names(names),
        "is_central": is_central and kind == "agency",
        "created": t.now(),
        "closed": None,
    }
    connection.execute(insert(t.unit).values(values))
    return Unit(**values)  # type: ignore[arg-type]  # the keys are the fields


def by_id(store: Store, unit_id: str) -> Unit | None:
    """The place with this id, or None."""
    with store.begin() as connection:
        return _one(connection, t.unit.c.id == unit_id)


def by_code(store: Store, code: str) -> Unit | None:
    """The place with this code, or None."""
    with store.begin() as connection:
        return _one(connection, t.unit.c.code == code)


def agencies(store: Store, *, with_closed: bool = False) -> tuple[Unit, ...]:
    """Every agency, the oldest first."""
    return _many(store, t.unit.c.kind == "agency", with_closed=with_closed)


def of_agency(store: Store, agency: str, *, with_closed: bool = False) -> tuple[Unit, ...]:
    """Every place of an agency, itself included, the oldest first."""
    return _many(store, t.unit.c.agency == agency, with_closed=with_closed)


def below(store: Store, unit_id: str) -> frozenset[str]:
    """The ids of a place and of everything below it."""
    with store.begin() as connection:
        return frozenset(connection.execute(select(subtree(unit_id).c.id)).scalars())


def subtree(unit_id: str) -> Any:
    """A query of the ids of a place and of everything below it, to join with others."""
    found = select(t.unit.c.id).where(t.unit.c.id == unit_id).cte("subtree", recursive=True)
    return found.union_all(select(t.unit.c.id).join(found, t.unit.c.parent == found.c.id))


def above(store: Store, unit_id: str) -> tuple[Unit, ...]:
    """The places from the agency down to this one, itself included."""
    found: list[Unit] = []
    with store.begin() as connection:
        here = _one(connection, t.unit.c.id == unit_id)
        while here is not None:
            found.append(here)
            here = _one(connection, t.unit.c.id == here.parent) if here.parent else None
    return tuple(reversed(found))


def rename(store: Store, unit_id: str, names: Mapping[str, str]) -> None:
    """Give a place other names."""
    if not any(names.get(tag) for tag in LANGUAGES):
        raise Refusal(_("Enter a name in at least one language"), field="name_ky")
    with store.begin() as connection:
        connection.execute(update(t.unit).where(t.unit.c.id == unit_id).values(_names(names)))


def set_central(store: Store, agency: str, is_central: bool) -> None:
    """Let an agency look after all the others, or no longer; the last central one stays so."""
    with store.begin() as connection:
        others = select(func.count()).where(
            t.unit.c.is_central, t.unit.c.closed.is_(None), t.unit.c.id != agency
        )
        if not is_central and not connection.execute(others).scalar_one():
            raise Refusal(_("One agency has to look after the others. Name another one first."))
        kind = t.unit.c.kind == "agency"
        connection.execute(update(t.unit).where(t.unit.c.id == agency, kind).values(is_central=is_central))


def move(store: Store, unit_id: str, parent: str) -> None:
    """Put a place, with everything below it, below another one of the same agency."""
    with store.begin() as connection:
        moved, target = _one(connection, t.unit.c.id == unit_id), _one(connection, t.unit.c.id == parent)
        if moved is None or target is None or target.closed:
            raise Refusal(_("Choose a place that is open to stand below"), field="parent")
        if moved.kind == "agency" or moved.agency != target.agency:
            raise Refusal(_("A unit moves within its agency only"), field="parent")
        if parent in frozenset(connection.execute(select(subtree(unit_id).c.id)).scalars()):
            raise Refusal(_("A unit cannot stand below itself"), field="parent")
        connection.execute(update(t.unit).where(t.unit.c.id == unit_id).values(parent=parent))


def close(store: Store, unit_id: str) -> None:
    """Close a place nobody works in any more; what it did stays in the histories."""
    with store.begin() as connection:
        open_below = select(func.count()).where(t.unit.c.parent == unit_id, t.unit.c.closed.is_(None))
        positions = select(func.count()).where(t.position.c.unit == unit_id, t.position.c.closed.is_(None))
        if connection.execute(open_below).scalar_one():
            raise Refusal(_("There are open units below. Close or move them first."))
        if connection.execute(positions).scalar_one():
            raise Refusal(_("There are open positions in it. Close or move them first."))
        connection.execute(update(t.unit).where(t.unit.c.id == unit_id).values(closed=t.now()))


def reopen(store: Store, unit_id: str) -> None:
    """Open a closed place again."""
    with store.begin() as connection:
        connection.execute(update(t.unit).where(t.unit.c.id == unit_id).values(closed=None))


def home_agency(connection: Connection) -> str:
    """The id of the oldest agency, made when there is none: where an account stands that names no other."""
    oldest = select(t.unit.c.id).where(t.unit.c.kind == "agency").order_by(t.unit.c.created, t.unit.c.id)
    found = connection.execute(oldest.limit(1)).scalar_one_or_none()
    if found is not None:
        return str(found)
    names = {"ky": "Мекеме", "ru": "Учреждение", "en": "Agency"}
    return added(connection, kind="agency", names=names, code="agency", is_central=True).id


def free_code(connection: Connection, table: Any, code: str | None, names: Mapping[str, str]) -> str:
    """The code as given, refused when it is taken; without one, a free code made of the names."""
    wanted = (code or "").strip() or code_from(names)
    taken = set(connection.execute(select(table.c.code).where(table.c.code.startswith(wanted))).scalars())
    if code and wanted in taken:
        raise Refusal(_("Choose another code; “{code}” is taken").format(code=wanted), field="code")
    number = 2
    chosen = wanted
    while chosen in taken:
        chosen, number = f"{wanted}-{number}", number + 1
    return chosen


def _names(names: Mapping[str, str]) -> dict[str, str]:
    return {f"name_{tag}": (names.get(tag) or "").strip()[:300] for tag in LANGUAGES}


def _one(connection: Connection, condition: Any) -> Unit | None:
    row = connection.execute(select(t.unit).where(condition)).mappings().one_or_none()
    return None if row is None else Unit(**row)


def _many(store: Store, condition: Any, *, with_closed: bool) -> tuple[Unit, ...]:
    query = select(t.unit).where(condition).order_by(t.unit.c.created, t.unit.c.id)
    if not with_closed:
        query = query.where(t.unit.c.closed.is_(None))
    with store.begin() as connection:
        return tuple(Unit(**row) for row in connection.execute(query).mappings())
