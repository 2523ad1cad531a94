"""Who looks at a list of cases: it holds what is or was theirs, and from a fair queue nobody picks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CaseReader:
    """A person with the groups they work for and those they lead.

    A list of cases for them holds what the person has opened or done something in, what is or was offered to their
    groups, and what is or was the work of a group they lead.  What waits in a fair queue is offered to nobody yet.
    """

    person: str
    groups: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
