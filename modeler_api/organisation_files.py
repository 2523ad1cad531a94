"""The organisation as two tables for a spreadsheet: its places with their positions, and the people on them.

A file is taken whole or not at all; what is wrong with it is told row by row, as a spreadsheet counts them.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from modeler_api.auth.policy import ROLES
from modeler_api.store import Store, accounts, holdings, positions, units
from modeler_api.store.refusal import Refusal
from modeler_api.store.unit_of_work import Abandoned
from processes.text import Message, _

STRUCTURE = ("kind", "code", "parent", "name_ky", "name_ru", "name_en", "head", "groups")
PEOPLE = ("account", "full_name", "email", "role", "position", "from", "until", "acting")
POSITION = "position"
"""The kind of a row that is a position; its parent is the unit it belongs to."""

_YES = frozenset({"yes", "1", "true", "x", "ооба", "да"})
Row = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class RowError:
    """What is wrong with one row; `row` counts as a spreadsheet does, its heading being row 1."""

    row: int
    message: Message


@dataclass(frozen=True, kw_only=True)
class Import:
    """What came of a file: how many rows were taken, or what is wrong with which."""

    taken: int = 0
    errors: tuple[RowError, ...] = ()


def structure(store: Store, agency: str) -> str:
    """The places and positions of an agency as CSV, each after the one it stands below."""
    places = units.of_agency(store, agency)
    codes = {place.id: place.code for place in places}
    rows = [
        [place.kind, place.code, codes.get(place.parent or "", ""), *_names(place), "", ""]
        for place in places
    ]
    for post in positions.of_agency(store, agency):
        groups = " ".join(f'"{g}"' if " " in g else g for g in sorted(post.groups))
        head = "yes" if post.is_head else ""
        rows.append([POSITION, post.code, codes.get(post.unit, ""), *_names(post), head, groups])
    return _written(STRUCTURE, rows)


def people(store: Store, agency: str) -> str:
    """The people of an agency as CSV, one row for each position they hold or will hold, one for who holds none."""
    posts = {post.id: post.code for post in positions.of_agency(store, agency, with_closed=True)}
    rows = []
    offset, size = 0, 500
    while chunk := accounts.page(store, agency=agency, limit=size, offset=offset):
        offset += size
        for person in chunk:
            start = [person.name, person.full_name, person.email or "", person.role]
            held = [h for h in holdings.of_account(store, person.id) if h.ends is None or h.ends >= _today()]
            rows += [
                [
                    *start,
                    posts.get(h.position, ""),
                    h.starts.isoformat(),
                    h.ends.isoformat() if h.ends else "",
                    "yes" if h.is_acting else "",
                ]
                for h in held
            ] or [[*start, "", "", "", ""]]
    return _written(PEOPLE, rows)


def import_structure(store: Store, agency: str, text: str) -> Import:
    """Add the places and positions of a file to an agency, and rename those whose codes are there already."""
    return _taken(store, text, STRUCTURE, lambda row: _place(store, agency, row))


def import_people(store: Store, agency: str, text: str, *, by: str) -> Import:
    """Add the people of a file to an agency and let them hold their positions; who is there already is changed.

    An account made this way has no password: an administrator gives one, or the person signs in by other means.
    """
    return _taken(store, text, PEOPLE, lambda row: _person(store, agency, row, by))


def _place(store: Store, agency: str, row: Row) -> None:
    names = {tag: row[f"name_{tag}"] for tag in units.LANGUAGES}
    kind, code = row["kind"].casefold(), row["code"]
    if not code:
        raise Refusal(_("Give the row a code"))
    if kind not in (*units.KINDS, POSITION):
        raise Refusal(_("The kind is one of: agency, office, unit, position"))
    known = positions.by_code(store, code) if kind == POSITION else units.by_code(store, code)
    if kind == "agency":
        if known is None or known.id != agency:
            raise Refusal(_("The file is for one agency; “{code}” is another one").format(code=code))
        units.rename(store, agency, names)
        return
    above = units.by_code(store, row["parent"])
    if above is None or above.agency != agency:
        raise Refusal(_("There is no “{code}” in this agency to stand below").format(code=row["parent"]))
    if kind == POSITION:
        groups, head = _groups(row["groups"]), row["head"].casefold() in _YES
        if known is None:
            positions.add(store, unit=above.id, names=names, groups=groups, is_head=head, code=code)
            return
        _own(store, agency, known.unit if isinstance(known, positions.Position) else "", code)
        positions.change(store, known.id, names=names, groups=groups, is_head=head)
        positions.move(store, known.id, above.id)
    elif known is None:
        units.add(
            store, kind="office" if kind == "office" else "unit", names=names, parent=above.id, code=code
        )
    else:
        _own(store, agency, known.id, code)
        units.rename(store, known.id, names)
        units.move(store, known.id, above.id)


def _own(store: Store, agency: str, unit_id: str, code: str) -> None:
    place = units.by_id(store, unit_id)
    if place is None or place.agency != agency:
        raise Refusal(_("Choose another code; “{code}” is taken").format(code=code))


def _person(store: Store, agency: str, row: Row, by: str) -> None:
    name, role = row["account"], row["role"].casefold() or "officer"
    if not name or not name.replace(".", "").replace("-", "").isalnum() or len(name) > 80:
        raise Refusal(_("Enter an account name of letters, digits, dots and hyphens"))
    if role not in ROLES:
        raise Refusal(
            _("There is no role “{role}”; choose one of: {roles}").format(role=role, roles=", ".join(ROLES))
        )
    if not row["full_name"]:
        raise Refusal(_("Enter the person's name"))
    email = row["email"] or None
    person = accounts.by_name(store, name)
    holder = accounts.by_email(store, email) if email else None
    if holder is not None and holder != person:
        raise Refusal(_("The address “{email}” is that of {name}").format(email=email, name=holder.full_name))
    if person is None:
        person = accounts.add(
            store,
            name=name,
            full_name=row["full_name"],
            password_hash=accounts.NO_PASSWORD,
            role=role,
            agency=agency,
            email=email,
        )
    elif person.agency != agency:
        raise Refusal(_("The person belongs to another agency"))
    else:
        accounts.change(store, person.id, full_name=row["full_name"], email=email, role=role)
    if not row["position"]:
        return
    post = positions.by_code(store, row["position"])
    if post is None:
        raise Refusal(_("There is no position “{code}”").format(code=row["position"]))
    starts, ends = _day(row["from"]) or _today(), _day(row["until"])
    held = holdings.of_account(store, person.id)
    same = [h for h in held if h.position == post.id and h.starts == starts and h.ends == ends]
    if not same:
        acting = row["acting"].casefold() in _YES
        holdings.appoint(
            store, account=person.id, position=post.id, by=by, starts=starts, ends=ends, is_acting=acting
        )


def _taken(store: Store, text: str, columns: tuple[str, ...], take: Callable[[Row], None]) -> Import:
    errors: list[RowError] = []
    taken = 0
    with suppress(Abandoned), store.together() as abandon:
        try:
            for number, row in _read(text, columns):
                try:
                    take(row)
                    taken += 1
                except Refusal as refused:
                    errors.append(RowError(row=number, message=refused.message))
        except Refusal as refused:
            errors.append(RowError(row=1, message=refused.message))
        if errors:
            abandon()
    return Import(taken=0 if errors else taken, errors=tuple(errors))


def _read(text: str, columns: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    first = text.lstrip("\ufeff").partition("\n")[0]
    reader = csv.DictReader(
        io.StringIO(text.lstrip("\ufeff")), delimiter=";" if first.count(";") > first.count(",") else ","
    )
    heading = [(name or "").strip().casefold() for name in reader.fieldnames or ()]
    missing = [name for name in columns if name not in heading]
    if missing:
        raise Refusal(_("The heading lacks: {columns}").format(columns=", ".join(missing)))
    reader.fieldnames = heading
    for row in reader:
        values = {name: str(row.get(name) or "").strip() for name in columns}
        if any(values.values()):
            yield reader.line_num, values


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    for shape in ("%Y-%m-%d", "%d.%m.%Y"):
        with suppress(ValueError):
            return dt.datetime.strptime(text, shape).replace(tzinfo=dt.UTC).date()
    raise Refusal(_("Write the day “{day}” as 2026-03-02 or 02.03.2026").format(day=text))


def _groups(text: str) -> list[str]:
    return [name for row in csv.reader([text], delimiter=" ") for name in row if name]


def _today() -> dt.date:
    from modeler_api.store.tables import today

    return today()


def _names(place: object) -> list[str]:
    return [getattr(place, f"name_{tag}") for tag in units.LANGUAGES]


def _written(heading: tuple[str, ...], rows: list[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heading)
    # A spreadsheet takes a value that begins so for a formula.
    writer.writerows([[f"'{v}" if v[:1] in "=+@" and v[:1] else v for v in row] for row in rows])
    return "\ufeff" + out.getvalue()
