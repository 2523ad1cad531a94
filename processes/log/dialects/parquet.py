"""Parquet: events, cases and attributes in one file, the quickest form to keep a log in.

What it does:
    Writes the events as the table of a Parquet file and puts the cases, the attributes and the origin into its
    metadata.  Reads such files back exactly, and tables of other programs that have the columns case,
    activity and timestamp.

Why it matters:
    A log is prepared once and read many times; this form keeps every type, including *unknown*, and opens a million
    events in well under a second.

Example:
    >>> import tempfile, pathlib
    >>> from datetime import UTC, datetime
    >>> from processes import EventLog, read_log
    >>> log = EventLog.from_records(
    ...     [{"case": "1", "activity": "Register", "timestamp": datetime(2026, 3, 2, tzinfo=UTC)}],
    ...     origin="simulated",
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     log.write(pathlib.Path(folder) / "log.parquet")
    ...     read_log(pathlib.Path(folder) / "log.parquet") == log
    True

Limits:
    A table of another program keeps its events only; times without a zone need `timezone=`.

How sure:
    Exact for what this program wrote.  Of other tables the columns are taken by their names alone.

Source:
    Apache Parquet format 2.x; Apache Arrow columnar format 1.x.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from processes.errors import NotALog
from processes.log.dialects import Reading, log_dialects
from processes.log.event_log import EventLog

if TYPE_CHECKING:
    from pathlib import Path


class Parquet:
    """One Parquet file with everything."""

    endings: tuple[str, ...] = (".parquet",)

    def recognises(self, head: bytes) -> bool:
        """Return whether the file is Parquet."""
        return head.startswith(b"PAR1")

    def read(self, path: Path, how: Reading) -> EventLog:
        """Return the log in the file."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            events = pq.read_table(path)
        except (pa.ArrowException, OSError) as error:
            raise NotALog(f"The Parquet file cannot be read: {error}.", file=path.name) from error
        about = json.loads((events.schema.metadata or {}).get(b"kyzmat", b"{}"))
        events = events.rename_columns(
            [{v: k for k, v in how.columns.items()}.get(n, n) for n in events.column_names]
        )
        cases = None
        if "cases" in about:
            with pa.ipc.open_stream(base64.b64decode(about["cases"])) as stream:
                cases = stream.read_all()
        return EventLog.from_table(
            _with_zone(events, how, path),
            origin="simulated" if about.get("origin") == "simulated" else "measured",
            attributes=about.get("attributes"),
            case_attributes=cases,
        )

    def write(self, log: EventLog, path: Path) -> None:
        """Write the log to the file."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        sink = pa.BufferOutputStream()
        options = pa.ipc.IpcWriteOptions(compression="zstd")
        with pa.ipc.new_stream(sink, log.cases.schema, options=options) as stream:
            stream.write_table(log.cases)
        about = {
            "origin": log.origin,
            "attributes": dict(log.attributes),
            "cases": base64.b64encode(sink.getvalue()).decode(),
        }
        table = log.events.replace_schema_metadata({"kyzmat": json.dumps(about)})
        pq.write_table(table, path, compression="zstd")


def _with_zone(events: Any, how: Reading, path: Path) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    if "timestamp" not in events.column_names:
        return events
    kind = events.schema.field("timestamp").type
    if not pa.types.is_timestamp(kind) or kind.tz is not None:
        return events
    if how.timezone is None:
        raise NotALog(
            "The times of the table have no zone.",
            hint='Say it (timezone="Asia/Bishkek"); a guess could move every deadline.',
            file=path.name,
        )
    times = pc.assume_timezone(events["timestamp"], how.timezone, ambiguous="earliest", nonexistent="latest")
    times = times.cast(pa.timestamp("us", tz="UTC"))
    return events.set_column(events.column_names.index("timestamp"), "timestamp", times)


log_dialects.register(Parquet())
