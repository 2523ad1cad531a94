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
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from processes.errors import NotALog, NotBpmn
from processes.log.dialects import Reading, log_dialects, opened
from processes.log.event_log import EventLog
from processes.log.tables import STANDARD_COLUMNS
from processes.log.xes_lines import read_lines
from processes.log.xes_log import XesLog
from processes.model.xml import stream_attributes
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
_ROOT = re.compile(rb"<(?:[\w.\-]+:)?log[\s>/]")
_EXTENSIONS = (
    ("Concept", "concept"),
    ("Lifecycle", "lifecycle"),
    ("Organizational", "org"),
    ("Time", "time"),
)


class Xes:
    """The XML serialisation of IEEE 1849."""

    endings: tuple[str, ...] = (".xes", ".xes.gz")

    def recognises(self, head: bytes) -> bool:
        """Return whether the file's first element is a log."""
        plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
        return plain.startswith(b"<") and _ROOT.search(plain) is not None

    def read(self, path: Path, how: Reading) -> EventLog:
        """Return the log in the file."""
        try:
            with opened(path) as file:
                if (usual := read_lines(file, how)) is not None:
                    return usual.log()
            reading = XesLog(how)
            with opened(path) as file:
                start, end = reading.handlers()
                stream_attributes(file, start=start, end=end)
            return reading.log()
        except NotBpmn as error:
            raise NotALog(error.message, hint=error.hint, line=error.line, file=path.name) from error
        except NotALog as error:
            raise NotALog(error.message, hint=error.hint, line=error.line, file=path.name) from error
        except (EOFError, OSError) as error:
            raise NotALog(
                _("The packed file cannot be read: {error}.").format(error=str(error)), file=path.name
            ) from error

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
