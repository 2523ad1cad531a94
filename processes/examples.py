"""A log small enough to check by hand, for documentation and tests.

Two certificates, registered by a clerk and signed by the head, on Monday 2 March 2026 in Bishkek:

| case | activity | offered | started | completed | by |
|---|---|---|---|---|---|
| 1 | Register | 9:00 | 9:00 | 9:30 | clerk |
| 1 | Sign | 9:30 | 11:00 | 11:30 | head |
| 2 | Register | 9:30 | 9:30 | 10:30 | clerk |
| 2 | Sign | 10:30 | 13:00 | 13:30 | head |
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from processes.log.event_log import EventLog

_DAY = (
    ("1", "Register", "clerk", "09:00", "09:00", "09:30"),
    ("1", "Sign", "head", "09:30", "11:00", "11:30"),
    ("2", "Register", "clerk", "09:30", "09:30", "10:30"),
    ("2", "Sign", "head", "10:30", "13:00", "13:30"),
)


def two_certificates() -> EventLog:
    """Return the log in the table above."""
    from processes.log.event_log import EventLog

    zone = ZoneInfo("Asia/Bishkek")
    records = []
    for number, (case, activity, group, *times) in enumerate(_DAY):
        for stage, clock in zip(("offered", "started", "completed"), times, strict=True):
            moment = datetime.fromisoformat(f"2026-03-02T{clock}").replace(tzinfo=zone)
            records.append(
                {
                    "case": case,
                    "activity": activity,
                    "element": activity.lower(),
                    "instance": f"{case}-{number}",
                    "resource": None if stage == "offered" else f"{group} 1",
                    "group": group,
                    "lifecycle": stage,
                    "timestamp": moment,
                }
            )
    return EventLog.from_records(records)
