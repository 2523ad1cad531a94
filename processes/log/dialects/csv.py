"""CSV: a table of events, one row an event or one row an activity, with headings in any of three languages.

What it does:
    Finds the columns by their headings (English, Russian, Kyrgyz), the separator by counting, the encoding by its mark.
    A row with a start and a completion becomes two events of one activity instance.  Other columns become attributes of
    the case when they begin with `case:`, else of the events.  Writes UTF-8 with its mark, so that spreadsheets show
    Cyrillic.

Why it matters:
    It is what an office can export from what it has, most often from a spreadsheet.

Example:
    >>> from processes import read_log
    >>> log = read_log("Номер дела;Действие;Время\\nP-1;Приём;2026-03-02T09:00:00+06:00\\n".encode())
    >>> log.events["activity"].to_pylist()
    ['Приём']

Limits:
    Types of attributes are guessed from their texts.  An empty field is *unknown*; an empty text cannot be told
    from it.  Attributes of the log other than its origin are not written.

How sure:
    A heading may mislead: name the columns yourself (`columns={"case": "Арыз"}`) when the guess is wrong.  Times
    without a zone are refused unless `timezone=` says it.

Source:
    RFC 4180; headings as process-mining tools and spreadsheets of public bodies use them.
"""

from __future__ import annotations

import csv as table
import io
import re
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from processes.errors import ColumnsMissing, NotALog
from processes.log.coding import recoded
from processes.log.columns import Moments, Texts
from processes.log.dialects import Reading, log_dialects, opened
from processes.log.event_log import EventLog
from processes.log.headings import NEEDED, encoding_of, places, separator_of
from processes.log.quick_table import (
    columns_at_once,
    different_texts,
    lifecycles_at_once,
    moments_at_once,
    read_at_once,
)
from processes.log.tables import STANDARD_COLUMNS
from processes.log.written_times import WrittenTimes, day_stands_first
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

_COLUMNS = ("case", "activity", "element", "instance", "resource", "group", "lifecycle")
_MOMENTS = ("timestamp", "started", "offered")
_XES = {"schedule": "offered", "assign": "claimed", "start": "started", "complete": "completed"}
_XES |= {"suspend": "suspended", "resume": "resumed", "withdraw": "cancelled", "ate_abort": "failed"}


class Csv:
    """A table of texts."""

    endings: tuple[str, ...] = (".csv", ".csv.gz")

    def recognises(self, head: bytes) -> bool:
        """Return whether the first line is a row of headings with a case and an activity."""
        wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
        if head.startswith(b"PAR1") or (not wide and re.search(rb"[\x00-\x08\x0e-\x1f]", head)):
            return False
        text = head.decode(encoding_of(head), "ignore")
        if text.lstrip().startswith(("<", "{", "[")) or "\n" not in text:
            return False
        line = text.lstrip("\ufeff").splitlines()[0]
        return len(line.split(separator_of(line))) > 1 and "\x00" not in line

    def read(self, path: Path, how: Reading) -> EventLog:
        """Return the log in the file."""
        with opened(path) as file:
            encoding = encoding_of(file.read(4096))
        if encoding in ("utf-8", "utf-8-sig") and (usual := _usual(path, how)) is not None:
            return usual
        with opened(path) as file:
            text = io.TextIOWrapper(file, encoding=encoding, newline="")
            rows = None
            try:
                first = text.readline()
                rows = table.reader(text, delimiter=separator_of(first))
                headings = next(table.reader([first], delimiter=separator_of(first)))
                known = _Table(headings, how, path.name)
                for meaning, times in known.times.items():
                    times.tell = partial(_day_stands_first, path, encoding, known, meaning)
                return known.log(rows)
            except (UnicodeDecodeError, table.Error) as error:
                line = 1 if rows is None else rows.line_num + 1
                raise NotALog(
                    _("The table cannot be read: {error}.").format(error=str(error)),
                    line=line,
                    file=path.name,
                ) from error

    def write(self, log: EventLog, path: Path) -> None:
        """Write the log to the file."""
        extra = [n for n in log.cases.column_names if n != "case" and _has_values(log, n)]
        rows = {row["case"]: row for row in log.cases.to_pylist()}
        with opened(path, "wb") as file:
            text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
            out = table.writer(text)
            names = [f"case:{'kyzmat:replication' if n == 'replication' else n}" for n in extra]
            more = [n for n in log.events.column_names if n not in STANDARD_COLUMNS]
            heads = [n if n.startswith("event:") else f"event:{n}" for n in more]
            out.writerow([*_COLUMNS, "timestamp", *heads, "kyzmat:origin", *names])
            for batch in log.events.to_batches(max_chunksize=50_000):
                columns = [batch.column(n).to_pylist() for n in (*_COLUMNS, "timestamp", *more)]
                for values in zip(*columns, strict=True):
                    case = rows[values[0]]
                    out.writerow([_text(v) for v in (*values, log.origin, *(case[n] for n in extra))])
            text.flush()
            text.detach()


def _usual(path: Path, how: Reading) -> EventLog | None:
    """Return the log of a usual table, read at once; None where it has to be read row by row."""
    with opened(path) as file:
        first = file.readline()
        separator = separator_of(first.decode("utf-8-sig", "replace"))
        try:
            [headings] = table.reader([first.decode("utf-8-sig")], delimiter=separator)
        except (UnicodeDecodeError, ValueError, table.Error):
            return None
        if len(separator) != 1 or not all(headings):
            return None
        known = _Table(headings, how, path.name)
        unusual = ("offered", "started", "replication", "origin")
        at = known.at.get("timestamp")
        if at is None or any(known.at.get(meaning) is not None for meaning in unusual):
            return None
        texts = columns_at_once(file, known.headings, separator=separator, moments=known.headings[at])
        return None if texts is None or not len(texts[known.headings[at]]) else known.at_once(texts)


def _day_stands_first(path: Path, encoding: str, known: _Table, meaning: str) -> bool | None:
    """Return what a column of times says of its dates with strokes, else what the others say."""
    own = day_stands_first(_times(path, encoding, known, (meaning,)))
    return own if own is not None else day_stands_first(_times(path, encoding, known, _MOMENTS))


def _times(path: Path, encoding: str, known: _Table, meanings: Iterable[str]) -> Iterator[str]:
    """Yield the times of these columns as they are written, row by row."""
    places = [at for meaning in meanings if (at := known.at[meaning]) is not None]
    with opened(path) as file:
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        for row in table.reader(text, delimiter=separator_of(text.readline())):
            yield from (row[at] for at in places if at < len(row) and row[at])


def _has_values(log: EventLog, name: str) -> bool:
    return bool(log.cases[name].null_count < log.cases.num_rows)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def _told_apart(headings: list[str]) -> list[str]:
    """Return the headings with a number behind those that stand there already, so that no column is lost."""
    seen: dict[str, int] = {}
    found = []
    for heading in headings:
        seen[heading] = seen.get(heading, 0) + 1
        found.append(heading if seen[heading] == 1 or not heading else f"{heading} ({seen[heading]})")
    return found


class _Table:
    """Where the columns stand, and what the rows say."""

    def __init__(self, headings: list[str], how: Reading, file: str) -> None:
        self.headings = _told_apart([h.strip() for h in headings])
        self.how = how
        self.file = file
        self.at = places(self.headings, how.columns, file=file)
        missing = [m for m in NEEDED if self.at[m] is None]
        if missing:
            lacking = ColumnsMissing(
                _("No column of the table is recognised as {missing}; it has {headings}.").format(
                    missing=", ".join(missing), headings=", ".join(self.headings)
                ),
                hint=_('Name them, such as columns={{"case": "{heading}"}}.').format(
                    heading=self.headings[0]
                ),
                line=1,
                file=file,
            )
            lacking.missing, lacking.headings = tuple(missing), tuple(self.headings)
            raise lacking
        taken = set(self.at.values())
        self.extra = {
            n: h[5:] for n, h in enumerate(self.headings) if h.startswith("case:") and n not in taken
        }
        self.more = {
            n: self._own(h)
            for n, h in enumerate(self.headings)
            if h and n not in taken and n not in self.extra
        }
        self.times = {meaning: WrittenTimes(file) for meaning in _MOMENTS}

    @staticmethod
    def _own(heading: str) -> str:
        """Return the name of an event's attribute; a foreign one must not take a standard column's place."""
        name = heading.removeprefix("event:")
        return f"event:{name}" if name in STANDARD_COLUMNS else name

    def log(self, rows: Iterable[list[str]]) -> EventLog:
        import pyarrow as pa

        columns = {n: Texts() for n in _COLUMNS}
        more = {name: Texts() for name in self.more.values()}
        moments = Moments()
        cases: dict[str, dict[str, Any]] = {}
        origin = "measured"
        for number, row in enumerate(rows, start=2):
            if not any(row):
                continue
            if any(row[len(self.headings) :]):
                raise NotALog(
                    _("A row has {count} values under {headings} headings: it may have slipped.").format(
                        count=len(row), headings=len(self.headings)
                    ),
                    line=number,
                    hint=_("Put values that hold the separator in quotes and export the table again."),
                    file=self.file,
                )
            case, activity = self._get(row, "case"), self._get(row, "activity")
            if case is None or activity is None:
                raise NotALog(_("A row has no case or no activity."), line=number, file=self.file)
            if self._get(row, "origin") == "simulated":
                origin = "simulated"
            if case not in cases:
                cases[case] = self._attributes(row)
            values: dict[str, str | None] = {"case": case, "activity": activity}
            values |= {n: self._get(row, n) for n in ("element", "resource", "group")}
            own = [(name, row[n]) for n, name in self.more.items() if n < len(row) and row[n]]
            for stage, instance, moment in self._events(row, number):
                for name, text in own:
                    more[name].put(len(columns["case"]), text)
                for name in ("case", "activity", "element", "resource", "group"):
                    columns[name].append(values[name])
                columns["instance"].append(instance)
                columns["lifecycle"].append(stage)
                moments.append(moment)
        if not len(columns["case"]):
            raise NotALog(_("The table has headings and no rows."), file=self.file)
        events = pa.table({n: c.arrow() for n, c in columns.items()} | {"timestamp": moments.arrow()})
        for name, column in more.items():
            if column.different:
                read = _reader(column.different)
                events = events.append_column(name, column.arrow_of(read, rows=events.num_rows))
        return EventLog.from_table(
            events,
            origin="simulated" if origin == "simulated" else "measured",
            case_attributes=_typed(cases),
        )

    def at_once(self, texts: dict[str, Any]) -> EventLog | None:
        """Return the log of whole columns of texts, by their headings; None where a row needs a word of its own.

        The columns are taken out of `texts`, so that they do not stand in memory beside the log.
        """
        cases = self._of_cases(texts)
        columns = {
            m: texts.pop(self.headings[at])
            for m in (*_COLUMNS, "timestamp")
            if (at := self.at[m]) is not None
        }
        moments = moments_at_once(columns.pop("timestamp"), self.how.timezone)
        if moments is None or columns["case"].null_count or columns["activity"].null_count:
            return None
        columns["timestamp"] = moments
        del moments
        if "lifecycle" in columns:
            columns["lifecycle"] = lifecycles_at_once(columns["lifecycle"], _XES)
        for n, name in self.more.items():
            column = texts.pop(self.headings[n])
            if column.null_count < len(column):
                columns[name] = read_at_once(column, _reader(different_texts(column)))
        return EventLog.from_columns(columns, case_attributes=cases)

    def _of_cases(self, texts: dict[str, Any]) -> pa.Table | None:
        """Return what the first row of each case says of it."""
        if not self.extra:
            return None
        import numpy as np
        import pyarrow as pa

        at = self.at["case"]
        assert at is not None
        cases = texts[self.headings[at]]
        if cases.null_count:
            return None
        _codes, first = np.unique(cases.indices.to_numpy(), return_index=True)
        rows = pa.array(np.sort(first))
        found = {"case": cases.take(rows).cast(pa.string()), "replication": pa.nulls(len(rows), pa.int64())}
        for n, name in self.extra.items():
            said = recoded(texts[self.headings[n]].take(rows), None)
            found[name] = read_at_once(said, _reader(different_texts(said)))
        return pa.table(found)

    def _get(self, row: list[str], meaning: str) -> str | None:
        at = self.at[meaning]
        return (row[at] or None) if at is not None and at < len(row) else None

    def _attributes(self, row: list[str]) -> dict[str, Any]:
        found: dict[str, Any] = {h: row[n] for n, h in self.extra.items() if n < len(row)}
        replication = self._get(row, "replication")
        if replication is not None:
            found["replication"] = int(replication)
        return found

    def _events(self, row: list[str], number: int) -> Iterator[tuple[str, str | None, int | None]]:
        instance = self._get(row, "instance")
        spread = [m for m in ("offered", "started") if self._get(row, m) is not None]
        if spread and instance is None:
            instance = f"row {number}"
        for meaning in spread:
            yield meaning, instance, self._moment(row, meaning, number)
        stage = (self._get(row, "lifecycle") or "completed").lower()
        if self._get(row, "timestamp") is not None or not spread:
            yield _XES.get(stage, stage), instance, self._moment(row, "timestamp", number)

    def _moment(self, row: list[str], meaning: str, line: int) -> int | None:
        text = self._get(row, meaning)
        if text is None:
            return None
        moment = self.times[meaning].read(text.strip(), line)
        try:
            return self.how.microseconds(moment)
        except ValueError as error:
            raise NotALog(
                _("A time has no zone: {text}.").format(text=text),
                hint=_(
                    'Say the zone of the table\'s times (timezone="Asia/Bishkek"); a guess could move every deadline.'
                ),
                line=line,
                file=self.file,
            ) from error


def _typed(cases: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the case attributes with numbers, truth values and moments read where the whole column has them."""
    names = dict.fromkeys(name for row in cases.values() for name in row if name != "replication")
    for name in names:
        texts = {row[name] for row in cases.values() if row.get(name)}
        read = _reader(texts)
        for row in cases.values():
            row[name] = read(row[name]) if row.get(name) else None
    return cases


def _reader(texts: Collection[str]) -> Any:
    """Return what reads every one of these texts as the same type."""
    return next((r for r in (int, float, _truth, _moment_of) if _all(r, texts)), str)


def _truth(text: str) -> bool:
    return {"true": True, "false": False}[text]


def _moment_of(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or len(text) < 16:
        raise ValueError(text)
    return moment.astimezone(UTC)


def _all(read: Any, texts: Collection[str]) -> bool:
    try:
        for text in texts:
            if str(text) != text.strip() or (read is int and str(int(text)) != text):
                return False
            read(text)
    except (ValueError, KeyError):
        return False
    return True


log_dialects.register(Csv())
