"""Versions for some of the new cases that were widened or withdrawn: the repository follows the engine."""

from __future__ import annotations

from modeler_api.store import accounts, audit, models, planned_versions
from modeler_api.wiring import Door


def settle(door: Door, key: str | None = None) -> int:
    """Let the repository say what the engine says of versions for some cases; returns how many it corrected.

    The engine decides. A process that is killed between the two leaves the repository behind; the clock follows it up.
    """
    done = 0
    for version in models.staged(door.store):
        if key is not None and version.key != key:
            continue
        found = [
            stage
            for stage in door.engine.stages()
            if stage.key == version.definition_key and stage.digest == version.digest
        ]
        if not found or found[0].standing == "open":
            continue
        stage = found[0]
        person = accounts.by_name(door.store, stage.ended_by or "")
        with door.store.together():
            if not models.unstage(door.store, version.id):
                continue
            if stage.standing == "widened":
                models.publish(door.store, version.id, definition_key=stage.key)
                planned_versions.drop(door.store, version.key, version=version.id)
            audit.note(
                door.store,
                who=stage.ended_by or "",
                role=person.role if person is not None else "",
                action="model.widen" if stage.standing == "widened" else "model.unstage",
                subject=f"{version.key} {version.number}: {stage.ended_reason}"[:500],
            )
        done += 1
    return done
