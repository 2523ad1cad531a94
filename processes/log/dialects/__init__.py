"""File forms of event logs, one module each: each recognises its files by their first bytes, reads and writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from processes.registry import Registry

if TYPE_CHECKING:
    from pathlib import Path

    from processes.log.event_log import EventLog


class LogDialect(Protocol):
    """How one kind of file holds a log."""

    endings: tuple[str, ...]

    def recognises(self, head: bytes) -> bool:
        """Return whether a file that begins with `head` is of this kind."""
        ...

    def read(self, path: Path) -> EventLog:
        """Return the log in the file; raises `NotALog` with the place and the way out."""
        ...

    def write(self, log: EventLog, path: Path) -> None:
        """Write the log to the file."""
        ...


log_dialects: Registry[LogDialect] = Registry("processes.log.dialects", kind="log format")
