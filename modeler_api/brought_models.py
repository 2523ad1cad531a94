"""A model that somebody brings becomes a draft: by a page, by the API, by the clock, or drawn from a log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from modeler_api import repository
from modeler_api.store import audit, models
from modeler_api.wiring import Door

if TYPE_CHECKING:
    from modeler_api.store.accounts import Account
    from modeler_api.store.models import ModelVersion
    from modeler_api.store.version_decisions import KeptDecision


def keep(
    door: Door,
    account: Account,
    source: bytes,
    *,
    name: str,
    reason: str,
    decisions: Sequence[KeptDecision] | None = None,
) -> ModelVersion:
    """Save the bytes as the next version of their procedure, with the problems they have, and note who brought them.

    Whose procedure it is has been asked before.
    """
    version = models.save(
        door.store,
        key=repository.key_of(repository.model_in(source)),
        name=name,
        source=source,
        author=account.name,
        reason=reason,
        problems=[repository.noted(problem) for problem in repository.problems_in(source)],
        decisions=decisions,
    )
    audit.note(
        door.store,
        who=account.name,
        role=account.role,
        action="model.upload",
        subject=f"{version.key} {version.number}",
    )
    return version
