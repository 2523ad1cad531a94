"""A work term: how long one piece of work, or a whole case, may take, and what became of its clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from processes.term import Term


@dataclass(frozen=True, kw_only=True)
class WorkTerm:
    """The term of an open work item, or of a case (`element` None).

    `due` is when it ends; while the clock stands still, when it would end if it went on tomorrow.  `warns` is when four
    fifths of its working time are over.  `warned` and `reached` say when that happened, None while it lies ahead.
    """

    instance: str
    element: str | None
    term: Term
    due: datetime
    warns: datetime
    warned: datetime | None = None
    reached: datetime | None = None

    @property
    def is_stopped(self) -> bool:
        """Whether the clock stands still."""
        return self.term.is_stopped
