"""What the panel offers while one types: bodies, registers and groups that other models and the organisation name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from modeler_api.model_facts import Facts
from modeler_api.shelf import Shelved
from modeler_api.store import positions
from modeler_api.wiring import Door
from processes.model.data_items import DictionaryEntry, dictionary_of


@dataclass(frozen=True, kw_only=True)
class Offers:
    """The names that are in use already; `items` is the dictionary of data, those of most procedures first."""

    issuers: frozenset[str]
    registers: frozenset[str]
    groups: frozenset[str]
    items: tuple[DictionaryEntry, ...]


def offers(door: Door, known: Sequence[tuple[Shelved, Facts]], *, agency: str | None) -> Offers:
    """The names that are in use already, so that one thing goes by one name in every procedure the reader sees."""
    own = positions.groups_in_use(door.store, agency) if agency else ()
    return Offers(
        issuers=frozenset(issuer for _one, facts in known for issuer in facts.issuers),
        registers=frozenset(holder for _one, facts in known for holder in facts.holders),
        groups=frozenset(group for _one, facts in known for group in facts.groups) | set(own),
        items=dictionary_of((one.is_in_force, facts.data) for one, facts in known),
    )
