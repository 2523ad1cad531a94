"""The history: what happened, written once and never changed.

History *is* the event log: pages, measures and mining read these records and nothing else.  Each record's digest covers
the one before it, so that a record changed or removed later is found (`Engine.verify`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

#: The digest before an instance's first record.
GENESIS = "0" * 64


@dataclass(frozen=True, kw_only=True)
class HistoryRecord:
    """One thing that happened in an instance.

    `element` is the id in the file (None: the instance as a whole); `kind` is started, claimed, released, decided,
    completed, cancelled, failed, resolved, or for the instance begun, ended, suspended, resumed, changed.  `activity`
    tells the rounds of a loop and the items of a multi-instance apart.
    """

    instance: str
    number: int
    element: str | None
    label: str
    type: str
    kind: str
    at: datetime
    by: str | None
    activity: str | None
    definition: str
    data: dict[str, Any] = field(default_factory=dict)
    digest: str = ""


def chained(previous: str, record: HistoryRecord) -> str:
    """Return the digest of `record` behind the digest of the record before it."""
    plain = [
        record.instance,
        record.number,
        record.element,
        record.label,
        record.type,
        record.kind,
        record.at.isoformat(),
        record.by,
        record.activity,
        record.definition,
        record.data,
    ]
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(f"{previous}{text}".encode()).hexdigest()
