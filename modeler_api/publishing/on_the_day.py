"""What the clock asks once more on the day a version was planned for: much may have changed since it was looked at."""

from __future__ import annotations

from modeler_api import repository
from modeler_api.organisation import candidate_groups, foreign_groups
from modeler_api.store import reviews, version_decisions
from modeler_api.store.belonging import belonging
from modeler_api.store.models import ModelVersion
from modeler_api.trying.rehearsal import rehearse
from modeler_api.wiring import Door
from processes.text import Message, _


def against(door: Door, version: ModelVersion) -> Message | None:
    """What keeps a version from coming into force by itself today, None when nothing does."""
    if any(said.is_open for said in reviews.of(door.store, version.id)):
        return _("A change is asked for. Settle it, then put the version in force again.")
    errors = [each for each in repository.problems_in(version.source) if each.severity == "error"]
    if errors:
        return _("The rules say of “{label}”: {message}").format(
            label=errors[0].label or "", message=errors[0].message
        )
    key = version.key.removesuffix(repository.TO_BE)
    model = repository.model_in(version.source)
    foreign = foreign_groups(door.store, candidate_groups(model), belonging(door.store).agency_of(key))
    if foreign:
        return _(
            "The group “{group}” does another agency's work. Name the group in your model otherwise."
        ).format(group=foreign[0])
    beside = tuple(each.source for each in version_decisions.of(door.store, version.id))
    failed = rehearse(door, key, version.source, beside=beside).failed
    if failed:
        return _("The scenario “{name}” ends otherwise: {why}").format(
            name=failed[0].scenario.name, why=failed[0].wrong or ""
        )
    return None
