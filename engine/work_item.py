"""A work item: a UserTask that waits for a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from datetime import datetime

WorkItemStatus = Literal["open", "completed", "cancelled"]


@dataclass(frozen=True, kw_only=True)
class WorkItem:
    """What a person sees in the inbox.

    `candidates` are the groups that may take it, `holder` the person who claimed it, `due` when the law or the model
    wants it done (None: no limit is known).  `assignment` is how it comes to a person (`engine.assignment`), `owner`
    who has it done by the holder, `follow_up` until when it rests, `stopped` since when its clock stands still.
    `activity` tells its records in the history from those of the same step done for something else.  `form` is the
    form-js schema, `data` the instance's variables as the activity sees them: with the item of its round, its mapped
    inputs, or those of a called process.
    """

    id: str
    element: str
    label: str
    instance: str
    definition: str
    status: WorkItemStatus
    candidates: tuple[str, ...]
    holder: str | None
    offered_at: datetime
    due: datetime | None
    priority: int = 50
    business_key: str | None = None
    claimed_at: datetime | None = None
    completed_at: datetime | None = None
    assignment: str | None = None
    owner: str | None = None
    follow_up: datetime | None = None
    stopped: datetime | None = None
    activity: str = ""
    form: dict[str, Any] | None = None
    data: dict[str, Any] = field(default_factory=dict)
