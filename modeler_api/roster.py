"""Who stands behind the groups work is offered to: the people on the positions that carry them.

The engine asks this when a procedure gives work out, and the pages when work is passed on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from modeler_api.store import Store, holdings, rosters


@dataclass(frozen=True)
class Roster:
    """The office as the engine asks for it; persons are account names."""

    store: Store

    def members(self, candidates: Sequence[str]) -> list[str]:
        """The people who may take what is offered to these groups and persons today, by name."""
        groups = [name for name in candidates if not name.startswith("user:")]
        persons = [name.removeprefix("user:") for name in candidates if name.startswith("user:")]
        return sorted({*rosters.members(self.store, groups), *persons})

    def heads(self, candidates: Sequence[str]) -> list[str]:
        """The heads of the units whose positions carry these groups, or of the nearest units above them."""
        places = rosters.units_of(self.store, candidates)
        return sorted({head.name for place in places for head in holdings.heads(self.store, place)})

    def full_names(self, names: Sequence[str]) -> list[tuple[str, str]]:
        """Account names with what the people are called, in the order of the latter."""
        return rosters.called(self.store, names)
