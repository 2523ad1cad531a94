"""File forms of event logs, one module each: each recognises its files by their first bytes, reads and writes them."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import IO, TYPE_CHECKING, Protocol, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from processes.errors import NotALog
from processes.registry import Registry

if TYPE_CHECKING:
    from pathlib import Path

    from processes.log.event_log import EventLog


@dataclass(frozen=True)
class Reading:
    """What the reader says of a file that the file does not say: the zone of its times, the meaning of its columns."""

    timezone: str | None = None
    columns: dict[str, str] = field(default_factory=dict)

    @cached_property
    def zone(self) -> ZoneInfo | None:
        """The zone of times without one; None when nobody has said."""
        if self.timezone is None:
            return None
        try:
            return ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise NotALog(
                f"There is no time zone {self.timezone!r}.", hint="Write it such as Asia/Bishkek."
            ) from error

    def microseconds(self, moment: datetime) -> int:
        """Return the microseconds since 1970 of a moment; raises `ValueError` when nobody knows its zone."""
        if moment.tzinfo is None:
            if self.zone is None:
                raise ValueError("a time without a zone")
            moment = moment.replace(tzinfo=self.zone)
        return round(moment.timestamp() * 1_000_000)


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


def opened(path: Path, mode: str = "rb") -> IO[bytes]:
    """Return the file, unpacked when it is (or is to be) packed with gzip."""
    if "w" in mode:
        packed = path.name.endswith(".gz")
    else:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
    return cast("IO[bytes]", gzip.open(path, mode) if packed else path.open(mode))


log_dialects: Registry[LogDialect] = Registry("processes.log.dialects", kind="log format")
