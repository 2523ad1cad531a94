"""What the reader of a file says that the file does not say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from processes.errors import NotALog
from processes.text import _

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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
                _("There is no time zone {timezone!r}.").format(timezone=self.timezone),
                hint=_("Write it such as Asia/Bishkek."),
            ) from error

    def microseconds(self, moment: datetime) -> int:
        """Return the microseconds since 1970 of a moment; raises `ValueError` when nobody knows its zone."""
        if moment.tzinfo is None:
            if self.zone is None:
                raise ValueError("a time without a zone")
            moment = moment.replace(tzinfo=self.zone)
        since = moment - _EPOCH  # Not by way of a float, which is too coarse for years far off.
        return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
