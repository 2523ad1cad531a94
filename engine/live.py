"""A live case: an instance in a verb's hands, from the moment it is read until what became of it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.spiff.effects import Happening

if TYPE_CHECKING:
    from engine.definition import Definition
    from engine.spiff.advance import Advance
    from engine.spiff.tree import Tree
    from engine.store.instances import InstanceRow
    from engine.workshop import CaseLimit


@dataclass(kw_only=True)
class Live:
    """An instance in a verb's hands."""

    row: InstanceRow
    definition: Definition
    tree: Tree
    advance: Advance
    by: str | None
    #: How long the case may take, when it has just begun.
    case_limit: CaseLimit | None = None

    def note(self, kind: str, data: Mapping[str, Any] | None = None) -> None:
        """Write into the history something about the instance as a whole."""
        name = self.definition.name or self.definition.key
        self.advance.effects.history.append(
            Happening(element=None, label=name, type="Process", kind=kind, by=self.by, data=dict(data or {}))
        )

    def has_alive(self, task: int | None) -> bool:
        """Whether the token with this number is there and neither done nor cancelled."""
        found = self.tree.tasks.get(task)
        return found is not None and self.tree.is_alive(found)
