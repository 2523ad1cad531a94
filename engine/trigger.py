"""A flow trigger: when an instance of one definition ends, an instance of another starts.

Source: GovStack, Workflow building block, 6.2 (start a flow on the success or failure of another).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

Outcome = Literal["completed", "failed", "cancelled", "terminated"]
OUTCOMES: tuple[Outcome, ...] = ("completed", "failed", "cancelled", "terminated")


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """`target` starts when an instance of `source` ends with `outcome`; both are keys, the newest version counts.

    `variables` are the names of the variables it takes along (None: all of them); the business key goes along too.
    """

    id: str
    source: str
    outcome: Outcome
    target: str
    variables: tuple[str, ...] | None
    enabled: bool
    at: datetime
    by: str
