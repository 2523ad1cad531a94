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
    to event is kept as text.  A DOCTYPE is refused.  An event without a time is kept, its time unknown.

How sure:
    An event without a transition counts as completed, which is what the logs of many systems mean; a system that writes
    only starts would be read wrongly, and shows it by activities that never take time.

Source:
    IEEE 1849-2023, clauses 5 and 7 (concept, lifecycle, organizational, time extensions).
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from processes.errors import NotALog, NotBpmn
from processes.log.columns import Moments, Texts
from processes.log.dialects import Reading, log_dialects, opened
from processes.log.event_log import STANDARD_COLUMNS, EventLog, Origin
from processes.model.xml import stream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
    "time:timestamp": "timestamp",
}
_EXTENSIONS = (
    ("Concept", "concept"),
    ("Lifecycle", "lifecycle"),
    ("Organizational", "org"),
    ("Time", "time"),
)


class _Log:
    """The log while it is read; one method a kind of tag."""

    def __init__(self, how: Reading) -> None:
        self.how = how
        self.depth = 0
        self.skipping = 0
        self.level = ""
        self.case = ""
        self.count = 0
        self.attributes: dict[str, str] = {}
        self.trace: dict[str, Any] = {}
        self.event: dict[str, str] = {}
        self.pending: list[dict[str, str]] = []
        self.cases: dict[str, dict[str, Any]] = {}
        self.columns = {n: Texts() for n in STANDARD_COLUMNS if n != "timestamp"}
        self.more: dict[str, Texts] = {}
        self.kinds: dict[str, set[str]] = {}
        self.moments = Moments()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.skipping:
            self.skipping += 1
            return
        name = name.rpartition(":")[2]
        if name in _SCALARS:
            self.skipping = 1
            self._attribute(name, attributes.get("key", ""), attributes.get("value", ""))
        elif name == "event":
            self.level, self.event = "event", {}
        elif name == "trace":
            self.level, self.trace, self.pending = "trace", {}, []
            self.count += 1
        elif name == "log":
            self.level = "log"
        elif not self.level:
            raise NotALog(f"The file's root is <{name}>, not the <log> of XES.", line=1)
        else:
            self.skipping = 1

    def end(self, name: str) -> None:
        if self.skipping:
            self.skipping -= 1
            return
        name = name.rpartition(":")[2]
        if name == "event":
            self.level = "trace"
            self.pending.append(self.event)
        elif name == "trace":
            self.level = "log"
            self._close_trace()

    def _attribute(self, kind: str, key: str, value: str) -> None:
        if self.level == "event":
            ours = _EVENT_KEYS.get(key)
            if ours is None:
                # A foreign key that happens to be one of our column names must not take its place.
                ours = f"event:{key}" if key in STANDARD_COLUMNS else key
                self.kinds.setdefault(ours, set()).add(kind)
            self.event[ours] = value
        elif self.level == "trace":
            self.trace[key] = self._value(kind, value)
        elif self.level == "log":
            self.attributes[key] = value

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

    def _close_trace(self) -> None:
        name = self.trace.pop("concept:name", None)
        case = str(self.count) if name in (None, "") else str(name)
        replication = self.trace.pop("kyzmat:replication", None)
        row = {**self.cases.get(case, {}), **self.trace}
        if replication is not None:
            row["replication"] = replication
        self.cases[case] = row
        columns = self.columns
        for event in self.pending:
            activity = event.get("activity")
            if activity is None:
                raise NotALog(
                    f"An event of the case {case} has no concept:name, so nobody knows what was done.",
                    hint="Export the log with the names of its activities.",
                )
            transition = event.get("lifecycle", "complete")
            at = len(columns["case"])
            columns["case"].append(case)
            columns["activity"].append(activity)
            columns["element"].append(event.get("element"))
            columns["instance"].append(event.get("instance"))
            columns["resource"].append(event.get("resource"))
            columns["group"].append(event.get("group", event.get("org:role")))
            columns["lifecycle"].append(TO_OURS.get(transition.lower(), transition.lower() or "completed"))
            self.moments.append(self._moment(event.get("timestamp"), case))
            for name, text in event.items():
                if name not in columns and name != "timestamp":
                    self._put(name, at, text)

    def _put(self, name: str, at: int, text: str) -> None:
        column = self.more.get(name)
        if column is None:
            column = self.more[name] = Texts()
        column.put(at, text)

    def _more(self, rows: int) -> Iterator[tuple[str, Any]]:
        """Yield the attributes of events as columns of their types."""
        for name, column in self.more.items():
            kinds = self.kinds[name]
            kind = "string" if len(kinds) > 1 else next(iter(kinds))
            yield name, column.arrow_of(partial(self._value, kind), rows=rows)

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
        import pyarrow as pa

        events = pa.table(
            {n: c.arrow() for n, c in self.columns.items()} | {"timestamp": self.moments.arrow()}
        )
        for name, column in self._more(events.num_rows):
            events = events.append_column(name, column)
        if not events.num_rows:
            raise NotALog("The log has no events.", hint="Export it again, with the events of its cases.")
        origin: Origin = (
            "simulated" if self.attributes.pop("kyzmat:origin", "measured") == "simulated" else "measured"
        )
        return EventLog.from_table(
            events, origin=origin, attributes=self.attributes, case_attributes=self.cases
        )


class Xes:
    """The XML serialisation of IEEE 1849."""

    endings: tuple[str, ...] = (".xes", ".xes.gz")

    def recognises(self, head: bytes) -> bool:
        """Return whether the file's first element is a log."""
        return b"<log" in head and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")

    def read(self, path: Path, how: Reading) -> EventLog:
        """Return the log in the file."""
        reading = _Log(how)
        try:
            with opened(path) as file:
                stream(file, start=reading.start, end=reading.end)
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
