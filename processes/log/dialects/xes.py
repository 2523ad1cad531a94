"""XES, the standard's XML for event logs, plain or packed with gzip.

What it does:
    Reads traces, events and their attributes of the standard extensions concept, lifecycle, org and time, piece by
    piece, so that memory grows with the log's own columns and not with its XML.  Lifecycle transitions are translated
    both ways: schedule is *offered*, assign *claimed*, start *started*, complete *completed*, withdraw *cancelled*,
    ate_abort *failed*.

Why it matters:
    It is the form other tools of process mining exchange.  A log of ours says in `kyzmat:origin` whether anybody ever
    lived it, so that a simulation opened elsewhere and brought back is still marked as one.

Example:
    >>> from processes import read_log
    >>> log = read_log(b'''<log xes.version="1.0"><trace><string key="concept:name" value="P-1"/><event>
    ...   <string key="concept:name" value="Register"/><date key="time:timestamp" value="2026-03-02T09:00:00+06:00"/>
    ... </event></trace></log>''')
    >>> log.events["activity"].to_pylist()
    ['Register']

Limits:
    Nested attributes, containers, classifiers and globals are not kept.  An attribute whose type changes from event
    to event is kept as text.  A DOCTYPE and events outside traces are refused.  An event without a time is kept, its
    time unknown.

How sure:
    An event without a transition counts as completed, which is what the logs of many systems mean; a system that writes
    only starts would be read wrongly, and shows it by activities that never take time.

Source:
    IEEE 1849-2023, clauses 5 and 7 (concept, lifecycle, organizational, time extensions).
"""

from __future__ import annotations

import re
from array import array
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from processes.errors import NotALog, NotBpmn
from processes.log.columns import Moments, Texts
from processes.log.dialects import Reading, log_dialects, opened
from processes.log.event_log import EventLog, Origin
from processes.log.tables import STANDARD_COLUMNS
from processes.model.xml import stream_attributes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pyarrow as pa

TO_OURS = {
    "schedule": "offered",
    "assign": "claimed",
    "reassign": "claimed",
    "start": "started",
    "suspend": "suspended",
    "resume": "resumed",
    "complete": "completed",
    "withdraw": "cancelled",
    "pi_abort": "cancelled",
    "manualskip": "cancelled",
    "ate_abort": "failed",
    "autoskip": "cancelled",
}
TO_XES = {
    "offered": "schedule",
    "claimed": "assign",
    "started": "start",
    "suspended": "suspend",
    "resumed": "resume",
    "completed": "complete",
    "cancelled": "withdraw",
    "failed": "ate_abort",
}
_SCALARS = frozenset({"string", "date", "int", "float", "boolean", "id"})
_EVENT_KEYS = {
    "concept:name": "activity",
    "kyzmat:element": "element",
    "concept:instance": "instance",
    "org:resource": "resource",
    "org:group": "group",
    "lifecycle:transition": "lifecycle",
}
_ROOT = re.compile(rb"<(?:[\w.\-]+:)?log[\s>/]")
_GROUPS = ("org:group", "org:role")
_EXTENSIONS = (
    ("Concept", "concept"),
    ("Lifecycle", "lifecycle"),
    ("Organizational", "org"),
    ("Time", "time"),
)


class _Log:
    """The log while it is read."""

    def __init__(self, how: Reading) -> None:
        self.how = how
        self.attributes: dict[str, str] = {}
        self.cases: dict[str, dict[str, Any]] = {}
        self.case = Texts()
        #: The columns of events, by the key of the attribute; several keys never share one.
        self.columns: dict[str, Texts] = {}
        self.kinds: dict[str, set[str]] = {}
        self.moments = Moments()
        self.traces = 0

    def column(self, kind: str, key: str) -> Texts:
        """Return the column of an attribute of events, in which its kind is noted."""
        self.kinds.setdefault(key, set()).add(kind)
        return self.columns.setdefault(key, Texts())

    def handlers(self) -> tuple[Callable[[str, list[str]], None], Callable[[str], None]]:
        """Return what is called at each start and end tag.

        They are closures that write a value's code straight into its column: a log has millions of attributes, and each
        look-up and call less is felt.
        """
        # By the tag's name: the columns of its attributes.  None: a tag that is no attribute.
        tables: dict[str, dict[str, tuple[array[int], dict[str, int]]] | None] = {n: {} for n in _SCALARS}
        trace: dict[str, Any] = {}
        stamps: list[str | None] = []
        level, inside, rows, stamp = "", 0, 0, ""

        def start(name: str, attributes: list[str]) -> None:
            nonlocal inside, level, trace, stamps, stamp
            if inside:
                inside += 1
                return
            try:
                table = tables[name]
            except KeyError:
                table = tables[name] = tables.get(name.rpartition(":")[2])
            if table is None:
                level = self._opened(level, name.rpartition(":")[2])
                if level == "event":
                    stamp = ""
                elif level == "trace":
                    trace, stamps = {}, []
                elif level.startswith("in "):
                    level, inside = level[3:], 1
                return
            inside = 1
            try:
                first, key, second, value = attributes
            except ValueError:
                first = second = ""
            if first != "key" or second != "value":
                said = dict(zip(attributes[::2], attributes[1::2], strict=True))
                key, value = said.get("key", ""), said.get("value", "")
            if level == "event":
                if key == "time:timestamp":
                    stamp = value
                    return
                try:
                    codes, known = table[key]
                except KeyError:
                    column = self.column(name.rpartition(":")[2], key)
                    codes, known = table[key] = column.rows, column.codes
                gap = rows - len(codes)
                if gap > 0:
                    codes.extend((-1,) * gap)
                elif gap < 0:
                    codes.pop()  # The last of two attributes with one key counts.
                try:
                    codes.append(known[value])
                except KeyError:
                    codes.append(known.setdefault(value, len(known)))
            elif level == "trace":
                trace[key] = self._value(name.rpartition(":")[2], value)
            elif level == "log":
                self.attributes[key] = value

        def end(name: str) -> None:
            nonlocal inside, level, rows
            if inside:
                inside -= 1
            elif level == "event":
                level = "trace"
                rows += 1
                stamps.append(stamp)
            elif level == "trace":
                level = "log"
                self._close_trace(trace, stamps)

        return start, end

    def _opened(self, level: str, name: str) -> str:
        """Return the level below a tag at `level` that is no attribute; what is passed over is "in" its level."""
        if name == "log" and not level:
            return "log"
        if name == "trace" and level == "log":
            self.traces += 1
            return "trace"
        if name == "event" and level == "trace":
            return "event"
        if not level:
            raise NotALog(f"The file's root is <{name}>, not the <log> of XES.", line=1)
        if name == "event" and level == "log":
            raise NotALog(
                "An event stands outside every trace, so nobody knows its case.",
                hint="Export the log with its events inside their traces.",
            )
        return f"in {level}"

    def _value(self, kind: str, value: str) -> Any:
        try:
            if kind == "int":
                return int(value)
            if kind == "float":
                return float(value)
            if kind == "boolean":
                return value.strip().lower() in ("true", "1")
            if kind == "date":
                moment = datetime.fromisoformat(value)
                return (moment if moment.tzinfo else moment.replace(tzinfo=self.how.zone or UTC)).astimezone(
                    UTC
                )
        except ValueError:
            return None
        return value

    def _close_trace(self, trace: dict[str, Any], stamps: list[str | None]) -> None:
        name = trace.pop("concept:name", None)
        case = str(self.traces) if name in (None, "") else str(name)
        replication = trace.pop("kyzmat:replication", None)
        row = {**self.cases.get(case, {}), **trace}
        if replication is not None:
            row["replication"] = replication
        self.cases[case] = row
        first = len(self.case)
        activities = self.columns["concept:name"].rows if "concept:name" in self.columns else array("i")
        if len(activities) < first + len(stamps) or -1 in activities[first:]:
            raise NotALog(
                f"An event of the case {case} has no concept:name, so nobody knows what was done.",
                hint="Export the log with the names of its activities.",
            )
        self.case.rows.extend([self.case.codes.setdefault(case, len(self.case.codes))] * len(stamps))
        for stamp in stamps:
            self.moments.append(self._moment(stamp, case))

    def _moment(self, text: str | None, case: str) -> int | None:
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise NotALog(
                f"An event of the case {case} has a time that cannot be read: {text!r}.",
                hint="XES writes times such as 2026-03-02T09:00:00+06:00.",
            ) from error
        try:
            return self.how.microseconds(moment)
        except ValueError as error:
            raise NotALog(
                f"An event of the case {case} has a time without a zone: {text}.",
                hint='Say the zone of the log\'s times (timezone="Asia/Bishkek"); a guess could move every deadline.',
            ) from error

    def log(self) -> EventLog:

        rows = len(self.case)
        if not rows:
            raise NotALog("The log has no events.", hint="Export it again, with the events of its cases.")
        columns = {"case": self.case.arrow(), "timestamp": self.moments.arrow()}
        for key, ours in _EVENT_KEYS.items():
            columns[ours] = self.columns.get(key, Texts()).arrow(rows=rows)
        columns |= {"group": self._group(rows), "lifecycle": self._lifecycle(rows)}
        for key, column in self.columns.items():
            if key not in _EVENT_KEYS:
                kinds = self.kinds[key]
                kind = "string" if len(kinds) > 1 else next(iter(kinds))
                # A foreign key that happens to be one of our column names must not take its place.
                name = f"event:{key}" if key in STANDARD_COLUMNS else key
                columns[name] = column.arrow_of(partial(self._value, kind), rows=rows)
        origin: Origin = (
            "simulated" if self.attributes.pop("kyzmat:origin", "measured") == "simulated" else "measured"
        )
        return EventLog.from_columns(
            columns, origin=origin, attributes=self.attributes, case_attributes=self.cases
        )

    def _group(self, rows: int) -> pa.Array:
        """Return the groups, for which many logs have only roles."""
        import pyarrow as pa
        import pyarrow.compute as pc

        named = [c.arrow(rows=rows).cast(pa.string()) for c in map(self.columns.get, _GROUPS) if c]
        return pc.coalesce(*named) if named else pa.nulls(rows, pa.string())

    def _lifecycle(self, rows: int) -> pa.Array:
        column = self.columns.get("lifecycle:transition", Texts())
        column.known("complete", rows=rows)
        return column.arrow_of(lambda text: TO_OURS.get(text.lower(), text.lower() or "completed"), rows=rows)


class Xes:
    """The XML serialisation of IEEE 1849."""

    endings: tuple[str, ...] = (".xes", ".xes.gz")

    def recognises(self, head: bytes) -> bool:
        """Return whether the file's first element is a log."""
        plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
        return plain.startswith(b"<") and _ROOT.search(plain) is not None

    def read(self, path: Path, how: Reading) -> EventLog:
        """Return the log in the file."""
        reading = _Log(how)
        try:
            with opened(path) as file:
                start, end = reading.handlers()
                stream_attributes(file, start=start, end=end)
        except NotBpmn as error:
            raise NotALog(error.message, hint=error.hint, line=error.line, file=path.name) from error
        except NotALog as error:
            raise NotALog(error.message, hint=error.hint, line=error.line, file=path.name) from error
        except (EOFError, OSError) as error:
            raise NotALog(f"The packed file cannot be read: {error}.", file=path.name) from error
        return reading.log()

    def write(self, log: EventLog, path: Path) -> None:
        """Write the log to the file."""
        with opened(path, "wb") as file:
            for text in _lines(log):
                file.write(text.encode())


def _lines(log: EventLog) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<log xes.version="1849.2023" xes.features="" xmlns="http://www.xes-standard.org/">\n'
    for name, prefix in _EXTENSIONS:
        yield (
            f'  <extension name="{name}" prefix="{prefix}" uri="http://www.xes-standard.org/{prefix}.xesext"/>\n'
        )
    yield (
        '  <extension name="Kyzmat" prefix="kyzmat" uri="urn:kyzmat:log:1"/>\n'
        '  <classifier name="Activity" keys="concept:name"/>\n'
    )
    for key, value in {**log.attributes, "kyzmat:origin": log.origin}.items():
        yield f"  {_scalar(key, value)}\n"
    events = log.events.to_batches(max_chunksize=50_000)
    rows = {row["case"]: row for row in log.cases.to_pylist()}
    current: str | None = None
    for batch in events:
        columns = {n: batch.column(n).to_pylist() for n in batch.schema.names}
        for number, case in enumerate(columns["case"]):
            if case != current:
                yield "" if current is None else "  </trace>\n"
                yield _trace(case, rows[case])
                current = case
            yield _event(columns, number)
    yield "</log>\n" if current is None else "  </trace>\n</log>\n"


def _trace(case: str, row: dict[str, Any]) -> str:
    scalars = [_scalar("concept:name", case)]
    for key, value in row.items():
        if key != "case" and value is not None:
            scalars.append(_scalar("kyzmat:replication" if key == "replication" else key, value))
    return "  <trace>\n" + "".join(f"    {s}\n" for s in scalars)


def _event(columns: dict[str, list[Any]], number: int) -> str:
    scalars = [_scalar("concept:name", columns["activity"][number])]
    for ours, key in (
        ("element", "kyzmat:element"),
        ("instance", "concept:instance"),
        ("resource", "org:resource"),
        ("group", "org:group"),
    ):
        value = columns[ours][number]
        if value is not None:
            scalars.append(_scalar(key, value))
    stage = columns["lifecycle"][number]
    scalars.append(_scalar("lifecycle:transition", TO_XES.get(stage, stage)))
    if columns["timestamp"][number] is not None:
        scalars.append(_scalar("time:timestamp", columns["timestamp"][number]))
    for name, values in columns.items():
        if name not in STANDARD_COLUMNS and values[number] is not None:
            scalars.append(_scalar(name.removeprefix("event:"), values[number]))
    return "    <event>\n" + "".join(f"      {s}\n" for s in scalars) + "    </event>\n"


def _scalar(key: str, value: object) -> str:
    if isinstance(value, bool):
        return f'<boolean key={quoteattr(key)} value="{str(value).lower()}"/>'
    if isinstance(value, int):
        return f'<int key={quoteattr(key)} value="{value}"/>'
    if isinstance(value, (float, Decimal)):
        return f'<float key={quoteattr(key)} value="{_double(value)}"/>'
    if isinstance(value, datetime):
        return f'<date key={quoteattr(key)} value="{value.isoformat()}"/>'
    return f"<string key={quoteattr(key)} value={_quoted(str(value))}/>"


def _double(value: float | Decimal) -> str:
    """Return a number as XML Schema writes a double."""
    text = str(value)
    return {"inf": "INF", "-inf": "-INF", "nan": "NaN", "Infinity": "INF", "-Infinity": "-INF"}.get(
        text, text
    )


def _quoted(text: str) -> str:
    kept = "".join(c for c in text if c >= " " or c in "\t\n\r")
    return quoteattr(kept, {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


log_dialects.register(Xes())
