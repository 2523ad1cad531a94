"""Which element of a model each activity of a log was recorded with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from processes.log.event_log import EventLog


def elements_of(log: EventLog) -> dict[str, str | None]:
    """Return the element id each activity of the log was recorded with, when there is exactly one."""
    pairs = log.activities.select(["activity", "element"]).group_by(["activity", "element"]).aggregate([])
    found: dict[str, str | None] = {}
    for row in pairs.to_pylist():
        found[row["activity"]] = None if row["activity"] in found else row["element"]
    return found
