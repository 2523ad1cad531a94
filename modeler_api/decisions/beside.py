"""Which decisions stand beside a procedure: those being written, those of a version, those in force its steps name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from modeler_api.store import decision_drafts, version_decisions
from modeler_api.store.decision_drafts import DecisionDraft
from modeler_api.store.version_decisions import KeptDecision
from processes.decision.asking import words_asked
from processes.errors import NotDmn
from processes.text import latin

if TYPE_CHECKING:
    from modeler_api.wiring import Door
    from processes import Model
    from processes.decision.model import DecisionModel

LONGEST_NAME = 60


@dataclass(frozen=True, kw_only=True)
class DecisionFile:
    """A DMN file beside a procedure: `origin` is draft, version or in force; `draft` is there while it is written."""

    name: str
    source: bytes
    origin: str
    samples: tuple[Mapping[str, Any], ...] = ()
    draft: DecisionDraft | None = field(default=None, repr=False)

    @property
    def revision(self) -> int:
        """The revision of its draft, 0 where it has none."""
        return self.draft.revision if self.draft else 0

    @property
    def model(self) -> DecisionModel | None:
        """The decisions in it; None while it cannot be read."""
        try:
            return decisions_in(self.source)
        except NotDmn:
            return None

    @property
    def asked(self) -> list[str]:
        """Every word its expressions ask for, so that whoever renames an answer is told."""
        return sorted(words_asked(self.model)) if self.model else []

    @property
    def title(self) -> str:
        """What it is called: as its decision where it holds one, else as the file."""
        model = self.model
        if model is None:
            return self.name
        [*names] = (each.name for each in model.decisions.values())
        return names[0] if len(names) == 1 else model.name or self.name


@lru_cache(maxsize=64)
def decisions_in(source: bytes) -> DecisionModel:
    """The decisions in these bytes, read once; raises `NotDmn`."""
    from processes import read_decisions

    return read_decisions(source)


def name_for(title: str) -> str:
    """The name a file goes by in an address.

    >>> name_for("Fee of the ID card"), name_for("Алым")
    ('fee_of_the_id_card', 'alym')
    """
    plain = re.sub(r"[^a-z0-9]+", "_", latin(title).casefold()).strip("_")[:LONGEST_NAME].strip("_")
    return plain if re.match(r"[a-z]", plain) else f"decision_{plain}".strip("_")


def beside(
    door: Door, key: str, *, version: str | None, model: Model | None, drafts: bool
) -> tuple[DecisionFile, ...]:
    """The decisions of a procedure, by title: of its draft (with `drafts`), of the version with this id, in force.

    Of the decisions in force those are meant that a step of `model` names and no file beside it holds.
    """
    found: dict[str, DecisionFile] = {}
    for kept in version_decisions.of(door.store, version) if version else ():
        found[kept.name] = DecisionFile(
            name=kept.name, source=kept.source, origin="version", samples=kept.samples
        )
    for draft in decision_drafts.of(door.store, key) if drafts else ():
        found.pop(draft.name, None)
        if not draft.is_removed:
            found[draft.name] = DecisionFile(
                name=draft.name, source=draft.source, origin="draft", samples=draft.samples, draft=draft
            )
    for file in _in_force(door, model, found.values()) if model else ():
        found.setdefault(file.name, file)
    return tuple(sorted(found.values(), key=lambda file: file.title.casefold()))


def _in_force(door: Door, model: Model, there: Any) -> list[DecisionFile]:
    held = {id_ for file in there if file.model for id_ in _names(file.model)}
    wanted = {element.decision for element in model.elements.values() if element.decision} - held
    if not wanted:
        return []
    return [
        DecisionFile(
            name=name_for(next(iter(file.decisions), file.name)), source=file.source, origin="in force"
        )
        for file in door.engine.decision_files()
        if wanted & _names(file)
    ]


def _names(model: DecisionModel) -> set[str]:
    return {name for each in model.decisions.values() for name in (each.id, each.name)}


def carried(files: Sequence[DecisionFile]) -> tuple[bytes, ...]:
    """The files that come into force with a procedure: all but those that are in force already."""
    return tuple(file.source for file in files if file.origin != "in force")


def to_keep(door: Door, key: str, version: str | None) -> tuple[KeptDecision, ...]:
    """What stands with the next version of a procedure: the files of its version, with what was written since."""
    files = beside(door, key, version=version, model=None, drafts=True)
    return tuple(KeptDecision(name=each.name, source=each.source, samples=each.samples) for each in files)


def used_with(door: Door, sources: Sequence[bytes]) -> list[DecisionModel]:
    """The decisions a procedure is tried with: those in force, and in their place those in `sources`.

    Raises `NotDmn` for one that cannot be read.
    """
    own = [decisions_in(source) for source in sources]
    ids = {id_ for model in own for id_ in model.decisions}
    spaces = {model.namespace for model in own}
    others = [
        model
        for model in door.engine.decision_files()
        if model.namespace not in spaces and not ids & set(model.decisions)
    ]
    return [*others, *own]
