"""A version comes into force: for all new cases or for some of them, at once or when the clock comes to its day.

The engine and the repository are two stores. What is to be done is noted first and the note goes with the last step,
so that whatever is killed in between, the clock does the rest and nothing is done twice.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from engine import Definition
from modeler_api import repository
from modeler_api.decisions.beside import decisions_in
from modeler_api.journal import logger
from modeler_api.publishing.on_the_day import against
from modeler_api.publishing.settling import settle
from modeler_api.repository import TO_BE
from modeler_api.store import audit, models, planned_versions, tables, version_decisions
from modeler_api.store.models import ModelVersion
from modeler_api.store.planned_versions import FOR_ALL, ForWhom
from modeler_api.wiring import Door

if TYPE_CHECKING:
    from processes import Model
    from processes.decision.model import DecisionModel

A_MOMENT = dt.timedelta(minutes=1)
"""How long a person's own request has before the clock takes over."""


def put_in_force(
    door: Door, version: ModelVersion, *, by: str, role: str, whom: ForWhom = FOR_ALL
) -> ModelVersion:
    """Let new cases follow a version, all or some, with the decisions that stand with it.

    A redesign becomes a version of its procedure first.

    Raises `NotExecutable` when it cannot run, `WrongState` while another version is for some cases only; then nothing
    has changed.
    """
    before = planned_versions.of(door.store, version.key)
    planned_versions.plan(
        door.store,
        key=version.key,
        version=version.id,
        at=tables.now() + A_MOMENT,
        by=by,
        role=role,
        whom=whom,
    )
    try:
        return _done(door, version, by=by, role=role, whom=whom)
    except Exception:
        # Whatever it was, nothing came into force: the clock must not try again a minute later by the note, and a plan
        # there was before is not lost. The error goes on to whoever asked; a kill passes by, and leaves the note.
        planned_versions.drop(door.store, version.key, version=version.id)
        if before is not None:
            planned_versions.restore(door.store, before)
        raise


def put_planned_in_force(door: Door) -> int:
    """Put in force what is due, and return how much that was; what cannot run is noted with its reason.

    Between the plan and its day a version may have been retired, a change of it asked for, or its scenarios may have
    come to end otherwise.
    """
    done = 0
    for planned in planned_versions.due(door.store, tables.now()):
        version = models.by_id(door.store, planned.version)
        if version is None or version.status in ("published", "retired"):
            planned_versions.drop(door.store, planned.key)
            continue
        try:
            why = against(door, version)
            if why is None:
                _done(door, version, by=planned.by, role="clock", whom=planned.whom)
        except Exception as error:  # noqa: BLE001  # whatever stands in the way is said on the procedure's page
            logger("clock").error("version not put in force", key=planned.key, exc_info=error)
            planned_versions.fail(door.store, planned.key, why=str(getattr(error, "message", error)))
            continue
        if why is not None:
            planned_versions.fail(door.store, planned.key, why=str(why))
            continue
        done += 1
    return done + settle(door)


def _done(door: Door, version: ModelVersion, *, by: str, role: str, whom: ForWhom) -> ModelVersion:
    definition = _deployed(door, version, by=by, whom=whom)
    with door.store.together():
        if not planned_versions.drop(door.store, version.key, version=version.id):
            return models.by_id(door.store, version.id) or version  # another process was quicker
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
            planned_versions.drop(door.store, version.key)
        if whom.is_all:
            version = models.publish(door.store, version.id, definition_key=definition.key)
            action, told = "model.publish", f"{version.key} {version.number}"
        else:
            version = models.mark_staged(door.store, version.id, definition_key=definition.key)
            action, told = "model.stage", f"{version.key} {version.number}: {whom.reason}"
        audit.note(door.store, who=by, role=role, action=action, subject=told[:500])
    return version


def _deployed(door: Door, version: ModelVersion, *, by: str, whom: ForWhom) -> Definition:
    """The definition of a version in the engine, for all or for some; doing it again changes nothing."""
    model = repository.model_in(version.source)
    together: list[Model | DecisionModel] = [
        model,
        *(decisions_in(each.source) for each in version_decisions.of(door.store, version.id)),
    ]
    key = model.main_process.id
    known = {each.key for each in door.engine.definitions()}
    stage = door.engine.open_stage(key) if key in known else None
    # Versions may differ by their decisions alone; one that was staged before a kill is marked by nobody yet.
    marked = [each.id for each in models.staged(door.store) if each.definition_key == key]
    is_this = stage is not None and stage.digest == model.digest and (not marked or version.id in marked)
    if whom.is_all:
        if is_this:
            return door.engine.widen(key, by=by, reason=whom.reason or version.reason or version.name)
        return door.engine.deploy(together, by=by)
    if stage is not None and is_this and (stage.offices, stage.share) == (whom.offices, whom.share):
        return door.engine.definition(stage.id)
    return door.engine.stage(together, by=by, offices=whom.offices, share=whom.share, reason=whom.reason)
