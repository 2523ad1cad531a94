"""The proposals for a procedure: which rewrites answer its findings, and what several of them together would make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from modeler_api import repository
from modeler_api.repository import Kept
from modeler_api.store import findings as dismissals
from modeler_api.wiring import Door

if TYPE_CHECKING:
    from analytics import Rewrite, Rewrites
    from processes import Model


@dataclass(frozen=True)
class Applied:
    """A model after the picked proposals; `refused` are those that do not fit, each with its reason."""

    model: Model
    refused: tuple[tuple[Rewrite | None, str], ...]


@dataclass(frozen=True)
class Proposals:
    """The proposals for one version of a procedure, the most promising first."""

    kept: Kept
    rewrites: Rewrites

    @classmethod
    def of(cls, door: Door, kept: Kept) -> Proposals:
        """The proposals that answer the findings nobody has dismissed."""
        aside = frozenset(dismissals.in_force(door.store, kept.key, kept.model))
        return cls(kept, _rewrites(kept.version.source, aside))

    def named(self, names: Sequence[str]) -> list[Rewrite]:
        """The proposals with these names, in their own order; names nobody knows are passed over."""
        return [rewrite for rewrite in self.rewrites if rewrite.name in names]

    def apply(self, names: Sequence[str]) -> Applied:
        """The model with the picked proposals applied one after another."""
        from analytics.errors import NotApplicable

        model = self.kept.model
        refused: list[tuple[Rewrite | None, str]] = []
        known = {rewrite.name for rewrite in self.rewrites}
        refused += [(None, name) for name in names if name not in known]
        for rewrite in self.named(names):
            try:
                model = rewrite.apply(model)
            except NotApplicable as reason:
                refused.append((rewrite, reason.message))
        return Applied(model, tuple(refused))


@lru_cache(maxsize=32)
def _rewrites(source: bytes, aside: frozenset[str]) -> Rewrites:
    from analytics import detect, redesign

    model = repository.model_in(source)
    return redesign(model, detect(model, dismissed=aside))
