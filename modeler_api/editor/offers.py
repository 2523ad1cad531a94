"""What the panel offers while one types: bodies, registers and groups that other models and the organisation name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from modeler_api import repository
from modeler_api.organisation import candidate_groups
from modeler_api.store import positions
from modeler_api.wiring import Door
from processes.model.data_items import DictionaryEntry, data_items, dictionary


@dataclass(frozen=True, kw_only=True)
class Offers:
    """The names that are in use already; `items` is the dictionary of data, those of most procedures first."""

    issuers: frozenset[str]
    registers: frozenset[str]
    groups: frozenset[str]
    items: tuple[DictionaryEntry, ...]


def offers(door: Door, seen: list[repository.Kept], *, agency: str | None) -> Offers:
    """The names that are in use already, so that one thing goes by one name in every procedure the reader sees."""
    found = _named(tuple(kept.version.source for kept in seen))
    own = positions.groups_in_use(door.store, agency) if agency else ()
    return replace(found, groups=found.groups | set(own))


@lru_cache(maxsize=4)
def _named(sources: tuple[bytes, ...]) -> Offers:
    issuers: set[str] = set()
    registers: set[str] = set()
    groups: set[str] = set()
    models = [repository.model_in(source) for source in sources]
    for model in models:
        for document in model.documents.values():
            issuers |= {document.issuer} if document.issuer else set()
            registers |= {document.held_in} if document.held_in else set()
        if model.procedure is not None and model.procedure.owner:
            issuers.add(model.procedure.owner)
        for item in data_items(model):
            registers |= {item.register} if item.register else set()
        groups |= candidate_groups(model)
    return Offers(
        issuers=frozenset(issuers),
        registers=frozenset(registers),
        groups=frozenset(groups),
        items=dictionary(models),
    )
