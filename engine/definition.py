"""A definition: a model as deployed, with its version; it never changes afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One deployed version of a procedure.

    `key` is the process id of the file, `version` counts its deployments from 1, `digest` is the SHA-256 of the bytes.
    `code` is the procedure's code in the register (None: the model names none); `main` is false for the other processes
    deployed with the same file.
    """

    id: str
    key: str
    version: int
    digest: str
    name: str
    code: str | None
    deployed_at: datetime
    deployed_by: str
    main: bool = True
