"""Parquet: events, cases and attributes in one file, the quickest form to keep a log in.

What it does:
    Writes the events as the table of a Parquet file and puts the cases, the attributes and the origin into its
    metadata.  Reads such files back exactly, and tables of other programs that have the columns case,
    activity and timestamp.

Why it matters:
    A log is prepared once and read many times; this form keeps every type, including *unknown*, and a log in it is read
    when it is asked for: opening costs a few milliseconds, whatever its size.

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

from typing import TYPE_CHECKING, Any

from processes.errors import NotALog
from processes.log.dialects import Reading, log_dialects
from processes.log.event_log import EventLog
from processes.log.stored_log import about, stored_log
from processes.text import _

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

        if not how.columns:
            kept = stored_log(path)
            if kept is not None:
                return kept
        try:
            events = pq.read_table(path)
        except (pa.ArrowException, OSError) as error:
            raise NotALog(
                _("The Parquet file cannot be read: {error}.").format(error=str(error)), file=path.name
            ) from error
        events = events.rename_columns(
            [{v: k for k, v in how.columns.items()}.get(n, n) for n in events.column_names]
        )
        return EventLog.from_table(_with_zone(events, how, path))

    def write(self, log: EventLog, path: Path) -> None:
        """Write the log to the file."""
        import pyarrow.parquet as pq

        pq.write_table(log.events.replace_schema_metadata({"kyzmat": about(log)}), path, compression="zstd")


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
            _("The times of the table have no zone."),
            hint=_('Say it (timezone="Asia/Bishkek"); a guess could move every deadline.'),
            file=path.name,
        )
    times = pc.assume_timezone(events["timestamp"], how.timezone, ambiguous="earliest", nonexistent="latest")
    times = times.cast(pa.timestamp("us", tz="UTC"))
    return events.set_column(events.column_names.index("timestamp"), "timestamp", times)


log_dialects.register(Parquet())
