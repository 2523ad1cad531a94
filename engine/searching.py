"""Keeping the words up to date by which a case is found: those of the fields that its procedure declares searchable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.store import search

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.spiff.effects import Happening
    from engine.spiff.tree import Tree
    from engine.store import Unit
    from engine.store.instances import InstanceRow
    from engine.workshop import Workshop


def note(shop: Workshop, unit: Unit, row: InstanceRow, tree: Tree) -> bool:
    """Write the words of an instance that are new, and remove those it no longer has; return whether any changed."""
    fields = shop.search_fields(unit, row.definition)
    if not fields:
        return False
    words = frozenset((f.column[:120], w) for f in fields for w in search.words_of(row.variables.get(f.name)))
    before = frozenset() if row.version == 0 else tree.searched
    if before is None:
        before = search.of_instance(unit, row.id)
    if words != before:
        search.remove(unit, row.id, before - words)
        search.add(unit, row.id, words - before)
    changed = words != before
    tree.searched = words
    return changed


#: What a history says when work of a case comes into other hands.
_HANDED = frozenset({"claimed", "assigned", "reassigned", "delegated", "returned", "completed", "offered"})


def hand(
    shop: Workshop, unit: Unit, row: InstanceRow, happenings: Iterable[Happening], *, anew: bool
) -> None:
    """Let those who hold work of an instance, or have done some, find it by its words (`anew` when these changed)."""
    handed = anew or any(one.kind in _HANDED and one.type == "UserTask" for one in happenings)
    if handed and shop.search_fields(unit, row.definition):
        search.hand(unit, row.id, anew=anew)


def place(shop: Workshop, unit: Unit, row: InstanceRow) -> None:
    """Let those to whom the open work of an instance is offered now find it by its words, and nobody else."""
    if shop.search_fields(unit, row.definition):
        search.place(unit, row.id)
