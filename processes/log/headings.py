"""What the columns of a table mean, guessed from their headings in three languages, to be confirmed by a person.

Source: headings as process-mining tools and spreadsheets of public bodies use them.
"""

from __future__ import annotations

import csv as table
import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from processes.errors import NotALog
from processes.log.packed import opened
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping

#: For each meaning the headings that carry it, without spaces and marks, in lower case, the surest first.
HEADINGS: dict[str, tuple[str, ...]] = {
    "case": (
        *("case", "caseid", "caseconceptname", "casename", "traceid", "processinstance", "кейс"),
        *("номердела", "дело", "idдела", "заявка", "номерзаявки", "обращение", "номеробращения"),
        *("ишномери", "иш", "арыз", "арыздынномери", "өтүнмө"),
    ),
    "activity": (
        *(
            "activity",
            "activityname",
            "conceptname",
            "task",
            "taskname",
            "eventname",
            "event",
            "action",
            "operation",
        ),
        *("действие", "операция", "этап", "активность", "шаг", "задача", "событие"),
        *("аракет", "кадам", "тапшырма", "иш-аракет", "ишаракет"),
    ),
    "started": (
        *("starttime", "starttimestamp", "started", "startdate", "start", "begin"),
        *("начало", "датаначала", "времяначала", "башталышы", "башталганубактысы"),
    ),
    "timestamp": (
        *(
            "timestamp",
            "timetimestamp",
            "completetimestamp",
            "completiontime",
            "endtime",
            "endtimestamp",
            "completed",
        ),
        *("completedate", "enddate", "end", "time", "datetime", "date"),
        *("время", "датаивремя", "дата", "окончание", "датаокончания", "времяокончания", "завершение"),
        *("убакыт", "убакты", "датасы", "күнү", "аякталышы", "бүткөнубактысы"),
    ),
    "offered": (
        "enabledtime",
        "enabletime",
        "offered",
        "scheduled",
        "scheduledtime",
        "поступило",
        "келиптүшкөн",
    ),
    "resource": (
        *("resource", "orgresource", "user", "username", "performer", "employee", "originator"),
        *("исполнитель", "сотрудник", "ресурс", "пользователь", "аткаруучу", "кызматкер"),
    ),
    "group": (
        *("group", "orggroup", "role", "orgrole", "department", "unit"),
        *("группа", "отдел", "подразделение", "роль", "топ", "бөлүм"),
    ),
    "lifecycle": ("lifecycle", "lifecycletransition", "transition", "статус", "состояние", "абалы"),
    "element": ("element", "kyzmatelement", "elementid"),
    "instance": ("instance", "conceptinstance", "activityinstance", "instanceid"),
    "origin": ("kyzmatorigin",),
    "replication": ("casekyzmatreplication", "casereplication"),
}

#: Without these nothing can be mined.
NEEDED = ("case", "activity", "timestamp")


@dataclass(frozen=True, kw_only=True)
class ColumnGuess:
    """How a table would be read: give `columns` to `read_log`, corrected where it is wrong.

    `columns` has the heading for each meaning that was found, `attributes` the headings that would become attributes,
    `samples` the first values under each heading, `missing` the needed meanings nobody was found for, `has_zone` says
    whether the times tell their zone (None: no time was found).
    """

    headings: tuple[str, ...]
    columns: Mapping[str, str]
    attributes: tuple[str, ...]
    samples: Mapping[str, tuple[str, ...]]
    missing: tuple[str, ...]
    separator: str
    encoding: str
    has_zone: bool | None


def guess_columns(
    source: str | Path, *, columns: Mapping[str, str] | None = None, rows: int = 5
) -> ColumnGuess:
    """Return what the columns of a table (CSV) would be read as; `columns` are those a person has said already.

    Raises `NotALog` when the file cannot be read or a heading that was said is not there.
    """
    path = Path(source)
    try:
        with opened(path) as file:
            head = file.read(1 << 16)
    except (OSError, EOFError) as error:
        raise NotALog(
            _("The file cannot be opened: {error}.").format(error=str(error)), file=path.name
        ) from error
    encoding = encoding_of(head)
    text = head.decode(encoding, "replace").lstrip("\ufeff")
    separator = separator_of(text.splitlines()[0]) if text.strip() else ","
    read = list(islice(table.reader(text.splitlines(), delimiter=separator), rows + 1))
    if not read:
        raise NotALog(_("The file is empty."), hint=_("Export the table again."), file=path.name)
    headings = [h.strip() for h in read[0]]
    at = places(headings, columns or {}, file=path.name)
    found = {meaning: headings[place] for meaning, place in at.items() if place is not None}
    samples = {h: tuple(row[n] for row in read[1:] if n < len(row)) for n, h in enumerate(headings)}
    times = [v for m in ("timestamp", "started") if m in found for v in samples[found[m]] if v]
    return ColumnGuess(
        headings=tuple(headings),
        columns=found,
        attributes=tuple(h for h in headings if h and h not in found.values()),
        samples=samples,
        missing=tuple(m for m in NEEDED if at[m] is None),
        separator=separator,
        encoding=encoding,
        has_zone=all(_ZONE.search(t) for t in times) if times else None,
    )


_ZONE = re.compile(r"(Z|[+-]\d\d:?\d\d)$")


def places(headings: list[str], said: Mapping[str, str], *, file: str) -> dict[str, int | None]:
    """Return the place of the column of each meaning, None where there is none.

    A table that has only a start has its time there.
    """
    at = {meaning: _place(headings, said, meaning, file) for meaning in HEADINGS}
    if at["timestamp"] is None:
        at["timestamp"], at["started"] = at["started"], None
    return at


def _place(headings: list[str], said: Mapping[str, str], meaning: str, file: str) -> int | None:
    if meaning in said:
        if said[meaning] not in headings:
            raise NotALog(
                _("The table has no column {heading!r}; it has {headings}.").format(
                    heading=said[meaning], headings=", ".join(headings)
                ),
                hint=_("Write the heading as the table does."),
                file=file,
            )
        return headings.index(said[meaning])
    plain = [_plain(h) for h in headings]
    taken = set(said.values())
    return next(
        (plain.index(h) for h in HEADINGS[meaning] if h in plain and headings[plain.index(h)] not in taken),
        None,
    )


def encoding_of(head: bytes) -> str:
    """Return the encoding of a table that begins with `head`: by its mark, else UTF-8, else Windows Cyrillic."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        head[: head.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1251"
    return "utf-8-sig"


def separator_of(line: str) -> str:
    """Return what separates the columns: the most frequent of the usual separators."""
    return max(",;\t|", key=line.count)


def _plain(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading.casefold())
