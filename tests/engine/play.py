"""Playing a case in tests: complete by name, look at what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine import Engine, Instance


def labels(engine: Engine, case: Instance) -> list[str]:
    """Return the labels of the open work items, sorted."""
    return sorted(item.label for item in engine.work_items(case))


def finish(engine: Engine, case: Instance, label: str, **data: Any) -> None:
    """Complete the first open work item with this label."""
    item = next(item for item in engine.work_items(case) if item.label == label)
    engine.complete(item, by="ana", data=data)


def completed(engine: Engine, case: Instance) -> list[str]:
    """Return the elements that completed, in order."""
    return [r.element for r in engine.history(case) if r.kind == "completed" and r.element]


def kinds(engine: Engine, case: Instance, element: str) -> list[str]:
    """Return what happened at one element, in order."""
    return [r.kind for r in engine.history(case) if r.element == element]
