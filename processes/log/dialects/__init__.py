"""File forms of event logs, one module each: each recognises its files by their first bytes, reads and writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from processes.log.packed import opened
from processes.log.reading_options import Reading
from processes.registry import Registry

if TYPE_CHECKING:
    from pathlib import Path

    from processes.log.event_log import EventLog
    from processes.log.object_log import ObjectLog


class LogDialect(Protocol):
    """How one kind of file holds a log."""

    endings: tuple[str, ...]

    def recognises(self, head: bytes) -> bool:
        """Return whether a file that begins with `head` (unpacked) is of this kind."""
        ...

    def read(self, path: Path, how: Reading) -> EventLog:
        """Return the log in the file; raises `NotALog` with the place and the way out."""
        ...

    def write(self, log: EventLog, path: Path) -> None:
        """Write the log to the file."""
        ...


@runtime_checkable
class ObjectDialect(Protocol):
    """How one kind of file holds an object-centric log; as a log of cases it is read flattened."""

    endings: tuple[str, ...]

    def read_objects(self, path: Path, how: Reading) -> ObjectLog:
        """Return the log in the file as it is; raises `NotALog` with the place and the way out."""
        ...

    def write_objects(self, log: ObjectLog, path: Path) -> None:
        """Write the log to the file."""
        ...


log_dialects: Registry[LogDialect] = Registry("processes.log.dialects", kind="log format")

__all__ = ["LogDialect", "ObjectDialect", "Reading", "log_dialects", "opened"]
