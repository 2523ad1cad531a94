"""Who looks at a list of cases: from a fair queue nobody picks, so nobody is told what waits there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CaseReader:
    """A person with the groups they work for and those they lead.

    A list of cases for them leaves out what waits in a fair queue, but for the cases that the person has opened or done
    something in, that have been the work of their groups before, or that wait for a group they lead.
    """

    person: str
    groups: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
