"""Which work items somebody wants to see, as a value: whose, of what, until when, with which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from engine.work_item import WorkItemStatus

Order = Literal["time left", "oldest", "priority", "latest"]
#: Counting stops here: “more than a thousand” is all a person needs, and it costs the same whatever lies there.
MOST_COUNTED = 1000
#: The way of assignment in which work is given out in its order.
FAIR_QUEUE = "fairQueue"


@dataclass(frozen=True, kw_only=True)
class WorkQuery:
    """What a list of work shows.

    Whose work: what `held_by` holds, what is `offered_to` one of these groups (or `user:name`) and held by nobody, what
    `delegated_by` has others do, what stands in a case `watched_by` somebody; of several, all of them; of none,
    everybody's.  `resting` says whether what is held must wait for its follow-up date or with its clock stopped
    (True), must not (False), or either.

    What it is: `definition` is a key or an id, `within` the keys of those it may only be of, `case` the beginning of
    a case number, `fields` the beginnings of the words in fields that the procedure declares searchable, `applicant`
    of those that say whose case it is, `text` of words in any of these or of the case number; capitals and Kyrgyz
    letters do not matter. Words in the fields `unseen` find nothing, and none of these find what waits in a fair
    queue: nobody picks from it. `due_from` is included, `due_before` is not.

    The order: *time left* (the overdue first, then what is due next, what has no limit last), *oldest*, *priority*,
    *latest* (of what is done).
    """

    held_by: str | None = None
    offered_to: tuple[str, ...] = ()
    delegated_by: str | None = None
    watched_by: str | None = None
    resting: bool | None = None
    status: WorkItemStatus = "open"
    due_from: datetime | None = None
    due_before: datetime | None = None
    definition: str | None = None
    within: tuple[str, ...] = ()
    element: str | None = None
    case: str | None = None
    applicant: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    text: str | None = None
    unseen: tuple[str, ...] = ()
    order: Order = "time left"


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How many there are; with `is_more`, at least that many and not counted further.

    >>> str(Counted(number=12)), str(Counted(number=1000, is_more=True))
    ('12', '1000+')
    """

    number: int
    is_more: bool = False

    def __bool__(self) -> bool:
        return self.number > 0

    def __str__(self) -> str:
        return f"{self.number}+" if self.is_more else str(self.number)
