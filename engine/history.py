"""The history: what happened, written once and never changed.

History *is* the event log: pages, measures and mining read these records and nothing else.  Each record's digest covers
the one before it, so that a record changed or removed later is found (`Engine.verify`).

Who did it and with which data stand in the chain as a *seal*, a salted digest of their own.  They can be erased when
the law asks for it (`Engine.anonymise`): the seal stays, so the chain still proves that nothing was added, removed or
moved, and without the salt nobody can guess what was sealed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from os import urandom
from typing import TYPE_CHECKING, Any

from engine.encoding import encoder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

#: The digest before an instance's first record.
GENESIS = "0" * 64


@dataclass(frozen=True, kw_only=True)
class HistoryRecord:
    """One thing that happened in an instance.

    `element` is the id in the file (None: the instance as a whole); `kind` is started, offered, assigned, claimed,
    released, reassigned, delegated, returned, deferred, decided, completed, cancelled, failed, or for the instance
    begun, ended, suspended, resumed, changed, moved, migrated, anonymised.  `activity` tells the rounds of a loop and
    the items of a multi-instance apart.  `by` did it, as a member of `affiliation`, perhaps `on_behalf_of` somebody;
    `definition` and `version` say by which rules.
    """

    instance: str
    number: int
    element: str | None
    label: str
    type: str
    kind: str
    at: datetime
    by: str | None
    activity: str | None
    definition: str
    data: dict[str, Any] = field(default_factory=dict)
    digest: str = ""
    affiliation: str | None = None
    on_behalf_of: str | None = None
    salt: str | None = None
    seal: str | None = None
    version: int | None = field(default=None, compare=False)

    @property
    def is_erased(self) -> bool:
        """Whether who did it and its data were erased."""
        return self.seal is not None and self.salt is None


def new_salt() -> str:
    """Return a salt nobody can guess."""
    return urandom(16).hex()


def sealed(record: HistoryRecord) -> str:
    """Return the seal of who did it and with which data."""
    return seal_of(record.salt, record.by, record.affiliation, record.on_behalf_of, record.data)


def seal_of(
    salt: str | None, by: str | None, affiliation: str | None, on_behalf_of: str | None, data: dict[str, Any]
) -> str:
    """Return the seal of these persons and data, before there is a record of them."""
    return _digest([salt, by, affiliation, on_behalf_of, data])


def is_sealed_right(record: HistoryRecord) -> bool:
    """Whether the record's persons and data are those that were sealed; of erased ones nothing is left to compare."""
    return record.seal is None or record.is_erased or record.seal == sealed(record)


def chained(previous: str, record: HistoryRecord) -> str:
    """Return the digest of `record` behind the digest of the record before it."""
    return linked(previous, vars(record))


def linked(previous: str, record: Mapping[str, Any]) -> str:
    """Return the digest of a record, given as its fields, behind the digest of the record before it."""
    seal = record["seal"]
    content = (
        (record["by"], record["activity"], record["definition"], record["data"])
        if seal is None
        else (record["activity"], record["definition"], seal)
    )
    return _digest(
        [
            record["instance"],
            record["number"],
            record["element"],
            record["label"],
            record["type"],
            record["kind"],
            record["at"].isoformat(),
            *content,
        ],
        behind=previous,
    )


_encode = encoder(sort_keys=True)


def _digest(plain: list[Any], *, behind: str = "") -> str:
    return sha256(f"{behind}{_encode(plain)}".encode()).hexdigest()
