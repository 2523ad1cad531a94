"""The history as an event log, and the proof that it stands.

Source: IEEE 1849-2023 (XES), lifecycle extension.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine.errors import UnknownInstance
from engine.history import GENESIS, HistoryRecord, chained, is_sealed_right
from engine.store import instances

if TYPE_CHECKING:
    from engine.store import Unit
    from processes import EventLog

#: A work item is offered when its UserTask starts; the person starts when they claim it.
_LIFECYCLES = {
    "offered": ("offered",),
    "claimed": ("claimed", "started"),
    "started": ("started",),
    "completed": ("completed",),
    "cancelled": ("cancelled",),
    "failed": ("failed",),
    # A clock stands still for one reason only: the applicant has to bring something.
    "clockStopped": ("suspended",),
    "clockRestarted": ("resumed",),
}


def event_log(
    unit: Unit,
    definition_ids: Sequence[str] | None,
    *,
    since: datetime | None,
    ids: Sequence[str] | None = None,
    applicants: Mapping[str, str] | None = None,
) -> EventLog:
    """Return the history of these definitions (None: of all), of the instances `ids` only, as a measured event log.

    `applicants` are the marks of whose case each is, which become an attribute of the cases.
    """
    from processes import EventLog

    keys: dict[str, dict[str, Any]] = {case: {"applicant": mark} for case, mark in (applicants or {}).items()}
    records = _events(unit, definition_ids, since, ids, keys)
    return EventLog.from_records(records, origin="measured", case_attributes=keys)


def _events(
    unit: Unit,
    definition_ids: Sequence[str] | None,
    since: datetime | None,
    ids: Sequence[str] | None,
    keys: dict[str, dict[str, Any]],
) -> Iterator[dict[str, Any]]:
    groups: dict[tuple[str, str | None], str | None] = {}
    ordinals: dict[str, int] = {}
    for record, business_key in instances.all_records(
        unit, definition_ids=definition_ids, since=since, ids=ids
    ):
        if business_key is not None:
            keys.setdefault(record.instance, {})["business_key"] = business_key
        if record.element is None or not _is_logged(record):
            continue
        activity = (record.instance, record.activity)
        if record.kind == "offered":
            groups[activity] = next(iter(record.data.get("candidates", ())), None)
        for lifecycle in _LIFECYCLES[record.kind]:
            awaited = {"awaits_applicant": True} if lifecycle == "suspended" else {}
            yield awaited | {
                "case": record.instance,
                "activity": record.label,
                "element": record.element,
                # Not the case's id: in a log under pseudonyms it must not be found here.
                "instance": f"{ordinals.setdefault(record.instance, len(ordinals) + 1)}:{record.activity}",
                "resource": record.by if lifecycle != "offered" and record.type == "UserTask" else None,
                "group": groups.get(activity),
                "lifecycle": lifecycle,
                "timestamp": record.at,
            }


def _is_logged(record: HistoryRecord) -> bool:
    if record.kind not in _LIFECYCLES:
        return False
    if record.type == "UserTask" and record.kind == "started":
        return False
    # Events take no time and nobody does them; a subprocess would count its tasks' time twice.
    return record.type.endswith("Task")


def first_broken(unit: Unit, instance_id: str) -> int | None:
    """Return the number of the first record whose digest does not follow from those before it, or None."""
    records = instances.records(unit, instance_id)
    found = broken(records)
    row = instances.lock(unit, instance_id)
    if row is None and not records:
        raise UnknownInstance(instance_id)
    if found is None and row is not None:
        head = records[-1].digest if records else GENESIS
        if row.records != len(records) or row.head != head:
            return len(records) + 1
    return found


def broken(records: Iterable[HistoryRecord]) -> int | None:
    """Return the number of the first of one instance's records that does not follow from those before it, or None."""
    head = GENESIS
    for number, record in enumerate(records, start=1):
        head = chained(head, record)
        if record.number != number or record.digest != head or not is_sealed_right(record):
            return number
    return None
