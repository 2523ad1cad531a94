"""What the panel offers while one types: bodies, registers and groups that other models and the organisation name."""

from __future__ import annotations

from functools import lru_cache

from modeler_api import repository
from modeler_api.organisation import candidate_groups
from modeler_api.store import positions
from modeler_api.wiring import Door


def offers(door: Door, seen: list[repository.Kept], *, agency: str | None) -> dict[str, set[str]]:
    """The names that are in use already, so that one thing goes by one name in every procedure the reader sees."""
    issuers, registers, groups = _named(tuple(kept.version.source for kept in seen))
    own = positions.groups_in_use(door.store, agency) if agency else ()
    return {"issuers": set(issuers), "registers": set(registers), "groups": {*groups, *own}}


@lru_cache(maxsize=4)
def _named(sources: tuple[bytes, ...]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    issuers: set[str] = set()
    registers: set[str] = set()
    groups: set[str] = set()
    for source in sources:
        model = repository.model_in(source)
        for document in model.documents.values():
            issuers |= {document.issuer} if document.issuer else set()
            registers |= {document.held_in} if document.held_in else set()
        if model.procedure is not None and model.procedure.owner:
            issuers.add(model.procedure.owner)
        groups |= candidate_groups(model)
    return frozenset(issuers), frozenset(registers), frozenset(groups)
