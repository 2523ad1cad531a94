"""Reading and writing logs: the file's own bytes say what it is, its ending what it shall become."""

from __future__ import annotations

import zlib
from hashlib import file_digest
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from processes.errors import NotALog
from processes.log.dialects import ObjectDialect, Reading, log_dialects, opened
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from processes.log.event_log import EventLog
    from processes.log.object_log import ObjectLog


def read_log(
    source: str | Path | bytes | IO[bytes],
    *,
    dialect: str | None = None,
    timezone: str | None = None,
    columns: Mapping[str, str] | None = None,
    keep_in: str | Path | None = None,
) -> EventLog:
    """Return the log in `source`: a path, the bytes of a file or an open binary file.

    `timezone` says where times without a zone were written; without it such a log is refused, because a guess could
    move every deadline.  `columns` names the columns of a table by their meaning (`{"case": "Номер дела"}`); those
    not named are found by their headings.  Raises `NotALog` with the place and the way out.

    With `keep_in`, a folder, the log of a path is prepared once and kept there as Parquet under the digest of its
    bytes; the next time it is opened at once and read when it is looked at.
    """
    how = Reading(timezone=timezone, columns=dict(columns or {}))
    if isinstance(source, (str, Path)):
        path = Path(source)
        return _read(path, dialect, how) if keep_in is None else _prepared(path, dialect, how, Path(keep_in))
    data = source if isinstance(source, bytes) else source.read()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log"
        path.write_bytes(data)
        return _read(path, dialect, how)


def _prepared(path: Path, name: str | None, how: Reading, folder: Path) -> EventLog:
    _head(path)  # An unreadable file is named before anything is made of it.
    with path.open("rb") as file:
        digest = file_digest(file, "sha256")
    digest.update(repr((name, how.timezone, sorted(how.columns.items()))).encode())
    kept = folder / f"{digest.hexdigest()}.parquet"
    if not kept.exists():
        log = _read(path, name, how)
        folder.mkdir(parents=True, exist_ok=True)
        # Under another name first: a log half written is never found.
        fresh = folder / f"{digest.hexdigest()}-{token_hex(4)}.parquet"
        log.write(fresh)
        fresh.replace(kept)
    return _read(kept, "parquet", Reading())


def _read(path: Path, name: str | None, how: Reading) -> EventLog:
    head = _head(path)
    if name is not None:
        return log_dialects[name].read(path, how)
    for dialect in log_dialects.values():
        if dialect.recognises(head):
            return dialect.read(path, how)
    raise NotALog(
        _("This is no event log that can be read here."),
        hint=_("Export it as XES, CSV (case, activity, timestamp), OCEL 2.0 or Parquet."),
        file=path.name,
    )


def _head(path: Path) -> bytes:
    try:
        with opened(path) as file:
            head = file.read(4096)
    except (OSError, EOFError, zlib.error) as error:
        raise NotALog(
            _("The file cannot be opened: {error}.").format(error=getattr(error, "strerror", None) or error),
            hint=_("Check the path and your right to read it."),
            file=str(path),
        ) from error
    if not head.strip():
        raise NotALog(_("The file is empty."), hint=_("Export the log again."), file=path.name)
    return head


def read_objects(source: str | Path, *, dialect: str | None = None, timezone: str | None = None) -> ObjectLog:
    """Return the object-centric log in the file `source` (OCEL 2.0 as JSON, XML or SQLite), as it is.

    Raises `NotALog` for a log of cases, which has no objects to tell apart.
    """
    path = Path(source)
    head = _head(path)
    for name, known in log_dialects.items():
        if (name == dialect or (dialect is None and known.recognises(head))) and isinstance(
            known, ObjectDialect
        ):
            return known.read_objects(path, Reading(timezone=timezone))
    raise NotALog(_("This is no object-centric log."), hint=_("Export it as OCEL 2.0."), file=path.name)


def write_objects(log: ObjectLog, path: Path) -> None:
    """Write an object-centric log in the form its ending names; raises `NotALog` for an ending nobody knows."""
    known = [d for d in log_dialects.values() if isinstance(d, ObjectDialect)]
    for dialect in known:
        if any(path.name.endswith(ending) for ending in dialect.endings):
            dialect.write_objects(log, path)
            return
    endings = sorted(e for d in known for e in d.endings)
    raise NotALog(
        _("No form of object-centric logs ends with {suffix!r}.").format(suffix=path.suffix),
        hint=_("Use {endings}.").format(endings=", ".join(endings)),
        file=path.name,
    )


def write_log(log: EventLog, path: Path) -> None:
    """Write `log` in the form its ending names; raises `NotALog` for an ending nobody knows."""
    for dialect in log_dialects.values():
        if any(path.name.endswith(ending) for ending in dialect.endings):
            dialect.write(log, path)
            return
    known = sorted(e for d in log_dialects.values() for e in d.endings)
    raise NotALog(
        _("No log format ends with {suffix!r}.").format(suffix=path.suffix),
        hint=_("Use {known}.").format(known=", ".join(known)),
        file=path.name,
    )
