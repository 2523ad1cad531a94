"""A version comes into force: at once, or when the clock comes to the day it was planned for."""

from __future__ import annotations

from modeler_api import repository
from modeler_api.journal import logger
from modeler_api.repository import TO_BE
from modeler_api.store import audit, models, planned_versions, reviews, tables
from modeler_api.store.models import ModelVersion
from modeler_api.wiring import Door
from processes.text import _

CHANGE_ASKED = _("A change is asked for. Settle it, then put the version in force again.")


def put_in_force(door: Door, version: ModelVersion, *, by: str, role: str) -> ModelVersion:
    """Deploy a version and make it the live one of its key; a redesign becomes a version of its procedure first.

    Raises `NotExecutable` when it cannot run; then nothing has changed.
    """
    definition = door.engine.deploy(repository.model_in(version.source), by=by)
    if version.key.endswith(TO_BE):
        version = models.save(
            door.store,
            key=version.key.removesuffix(TO_BE),
            name=version.name,
            source=version.source,
            author=by,
            reason=version.reason,
            origin="redesign",
            based_on=version.id,
            problems=version.problems,
        )
    models.publish(door.store, version.id, definition_key=definition.key)
    planned_versions.drop(door.store, version.key)
    audit.note(
        door.store, who=by, role=role, action="model.publish", subject=f"{version.key} {version.number}"
    )
    return version


def put_planned_in_force(door: Door) -> int:
    """Put in force what is due, and return how much that was; what cannot run is noted with its reason.

    Between the plan and its day a version may have been retired, or somebody may have asked for a change of it.
    """
    done = 0
    for planned in planned_versions.due(door.store, tables.now()):
        version = models.by_id(door.store, planned.version)
        if version is None or version.status in ("published", "retired"):
            planned_versions.drop(door.store, planned.key)
            continue
        if any(said.is_open for said in reviews.of(door.store, version.id)):
            planned_versions.fail(door.store, planned.key, why=str(CHANGE_ASKED))
            continue
        try:
            put_in_force(door, version, by=planned.by, role="clock")
        except Exception as error:  # noqa: BLE001  # whatever stands in the way is said on the procedure's page
            logger("clock").error("version not put in force", key=planned.key, exc_info=error)
            planned_versions.fail(door.store, planned.key, why=str(getattr(error, "message", error)))
            continue
        done += 1
    return done
