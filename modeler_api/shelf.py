"""The shelf: every procedure by what stands on its outside, without opening one; a thousand are listed as fast as ten.

What stands there is read from a model once, kept beside it, and found again by the digest of its bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from modeler_api.finding_procedures import readable
from modeler_api.model_facts import Facts, facts_of
from modeler_api.store import glances, models
from modeler_api.store.glances import Glance
from modeler_api.translation import chosen_locale
from processes.errors import NotBpmn
from processes.text import folded

if TYPE_CHECKING:
    from modeler_api.store.models import Head, ModelVersion
    from modeler_api.store.unit_of_work import Store
    from processes import Model
    from processes.procedure import Procedure


@dataclass(frozen=True, kw_only=True)
class Shelved:
    """One version as it stands on the shelf."""

    id: str
    key: str
    name: str
    base_key: str
    glance: Glance
    in_force_only: bool = False
    is_in_force: bool = False
    """Whether this version is in force; else it is a draft, or what is left of a procedure that was withdrawn."""

    @property
    def sample(self) -> Procedure | None:
        """The teaching sample of the library it comes from, or None."""
        from processes import library

        return library[self.base_key] if self.base_key in tuple(library) else None

    @property
    def title(self) -> str:
        """Its title in the reader's language."""
        return self.glance.titles.get(chosen_locale(), self.name)

    @property
    def owner(self) -> str | None:
        """The body that answers for it; None when nobody has said."""
        sample = self.sample
        return sample.owners.get(chosen_locale(), sample.owner) if sample is not None else self.glance.owner

    @property
    def code(self) -> str:
        """Its code in the register, else its key."""
        return self.glance.code or self.base_key

    def matches(self, words: str) -> bool:
        """Whether a search for these words finds it: by title or owner in any language, code or key."""
        sample = self.sample
        owners = sample.owners.values() if sample is not None else [self.owner or ""]
        text = folded(" ".join([self.name, *self.glance.titles.values(), *owners, self.code, self.key]))
        return all(word in text for word in folded(words).split())


def glance_of(digest: str, model: Model) -> Glance:
    """What stands on the outside of a model."""
    procedure = model.procedure
    return Glance(
        digest=digest,
        titles=dict(procedure.names) if procedure else {},
        owner=procedure.owner if procedure else None,
        code=procedure.code if procedure else None,
        norm=procedure.legal[0].ref if procedure and procedure.legal else None,
    )


def _read(store: Store, digest: str, source: bytes) -> Glance:
    """What stands on the outside of the model in these bytes, kept with what can be found in it."""
    from processes import read_model

    try:
        model = read_model(source)
    except NotBpmn:  # kept by an older edition; its page says what is wrong with it
        glance = Glance(digest=digest, titles={}, owner=None, code=None, norm=None)
        glances.keep(store, glance, ())
        return glance
    glance = glance_of(digest, model)
    glances.keep(store, glance, readable(model), facts_of(model).as_data())
    return glance


def glanced(store: Store, heads: Iterable[Head | ModelVersion]) -> dict[str, Glance]:
    """What stands on the outside of these versions, by digest; what nobody has read yet is read and kept."""
    wanted = {head.digest: head.id for head in heads}
    found = glances.of(store, wanted)
    missing = {id_: digest for digest, id_ in wanted.items() if digest not in found}
    for version in models.by_ids(store, list(missing)).values():
        found[version.digest] = _read(store, version.digest, version.source)
    return found


def with_facts(store: Store, shelved: Iterable[Shelved]) -> list[tuple[Shelved, Facts]]:
    """Procedures off the shelf with what is compared of them; those of which nothing could be read are left out."""
    listed = list(shelved)
    kept = glances.facts(store, (one.glance.digest for one in listed))
    found = {digest: Facts.from_data(data) for digest, data in kept.items()}
    return [(one, found[one.glance.digest]) for one in listed if one.glance.digest in found]


def read_ahead(store: Store, *, most: int = 20) -> int:
    """Read models that nobody has read yet, so that no reader waits for it; returns how many were read."""
    sources = glances.unread(store, most=most)
    for source in sources:
        _read(store, hashlib.sha256(source).hexdigest(), source)
    return len(sources)
