"""Which cases somebody wants to see, as a value: whose eyes, of what, in which state, with which number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.case_reader import CaseReader
    from engine.instance import Status


@dataclass(frozen=True, kw_only=True)
class CaseQuery:
    """What a list of cases shows, the newest first.

    `reader` is who looks: what is or was theirs; None sees every case. `within` are the keys of the definitions it may
    only be of (None: of any), `definition` a key or the id of one version, `number` the whole case number.
    """

    reader: CaseReader | None = None
    within: tuple[str, ...] | None = None
    definition: str | None = None
    status: Status | None = None
    number: str | None = None


@dataclass(frozen=True, kw_only=True)
class WaitingStep:
    """A step of a case at which work waits for a person now."""

    instance: str
    definition: str
    element: str
    label: str
