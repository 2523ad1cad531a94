"""A decision as deployed, with its version; it never changes afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class DecisionVersion:
    """One deployed version of a decision or decision service.

    `key` is its id in the file, `version` counts from 1, `kind` is decision or service, `files` are the SHA-256 digests
    of the DMN files it needs: those it imports first, its own last.
    """

    id: str
    key: str
    version: int
    name: str
    kind: str
    files: tuple[str, ...]
    deployed_at: datetime
    deployed_by: str

    @property
    def digest(self) -> str:
        """The SHA-256 of its own file."""
        return self.files[-1]
