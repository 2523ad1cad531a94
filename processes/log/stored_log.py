"""A log kept in a Parquet file and read when it is asked for.

Opening one reads the file's last bytes only: what the log is, where it comes from.  The events are read when somebody
looks at them, the cases when somebody counts them, both straight from the mapped file.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from processes.errors import NotALog
from processes.log.event_log import EventLog
from processes.log.tables import with_cases_of_its_own
from processes.text import _

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa


class StoredLog(EventLog):
    """An `EventLog` whose tables are read from `path` at their first use; equal to the log that was written."""

    path: Path

    def __init__(self, path: Path, about: dict[str, Any]) -> None:
        """Stand for the log in `path`, whose metadata say `about`; nothing is read yet."""
        values = {
            "path": path,
            "attributes": dict(about.get("attributes") or {}),
            "origin": "simulated" if about.get("origin") == "simulated" else "measured",
            "_packed_cases": about["cases"],
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        """Read the table `name`; called only while it has not been read."""
        if name == "events":
            return self._kept(name, _events(self.path))
        if name == "cases":
            return self._kept(name, _cases(self._packed_cases))
        raise AttributeError(name)

    def _kept(self, name: str, table: pa.Table) -> pa.Table:
        object.__setattr__(self, name, table)
        return table


def stored_log(path: Path) -> StoredLog | None:
    """Return the log in a Parquet file this program wrote; None for a table of another program."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        metadata = pq.read_schema(path, memory_map=True).metadata or {}
        about = json.loads(metadata.get(b"kyzmat", b"{}"))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise NotALog(
            _("The Parquet file cannot be read: {error}.").format(error=str(error)), file=path.name
        ) from error
    return StoredLog(path, about) if "cases" in about else None


def about(log: EventLog) -> bytes:
    """Return what is written beside the events of `log`: its cases, attributes and origin, as JSON."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, log.cases.schema, options=options) as stream:
        stream.write_table(log.cases)
    found = {
        "origin": log.origin,
        "attributes": dict(log.attributes),
        "cases": base64.b64encode(sink.getvalue()).decode(),
    }
    return json.dumps(found).encode()


def _events(path: Path) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path, memory_map=True).replace_schema_metadata(None)
    except (pa.ArrowException, OSError) as error:
        raise NotALog(
            _("The Parquet file cannot be read: {error}.").format(error=str(error)), file=path.name
        ) from error
    # Parquet keeps texts as it likes; the codes of the cases are to number them.
    return with_cases_of_its_own(table)


def _cases(packed: str) -> pa.Table:
    import pyarrow as pa

    with pa.ipc.open_stream(base64.b64decode(packed)) as stream:
        return stream.read_all()
