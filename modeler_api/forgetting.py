"""What the law asks to be forgotten of cases is forgotten by the door too: documents, comments, notices, drafts."""

from __future__ import annotations

from modeler_api.store import forgetting
from modeler_api.wiring import Door


def forget_cases(door: Door) -> int:
    """Erase what is kept beside cases that the engine has anonymised or removed; return of how many.

    It asks what is left rather than being told, so a process that died in between has forgotten nothing for good.
    """
    count = 0
    for some in forgetting.cases(door.store):
        gone = sorted(door.engine.forgotten(some))
        if gone:
            items = [
                item.id for case in gone for item in door.engine.work_items(case, status=None, limit=10_000)
            ]
            forgetting.erase(door.store, gone, work_items=items)
            count += len(gone)
    return count
