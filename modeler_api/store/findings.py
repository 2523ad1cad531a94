"""Dismissed findings: what a reformer has looked at and set aside, with the reason.

A finding is known by its fingerprint, which the caller derives from the detector, the elements and what it depends on.
With it stands a digest of what the model said of those elements: when one of them changes, the finding comes back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store

if TYPE_CHECKING:
    from processes import Model


@dataclass(frozen=True, kw_only=True)
class DismissedFinding:
    """One finding set aside, by whom and why."""

    id: str
    procedure: str
    fingerprint: str
    reason: str
    by: str
    created: dt.datetime
    digest: str | None


def digest_of(model: Model, elements: Iterable[str]) -> str:
    """A digest of what a model says of these elements, their flows and the papers they ask for.

    >>> from processes import read_model
    >>> one, other = (
    ...     read_model(source, dialect="sketch") for source in (b"Check -> Sign", b"Check -> Decide")
    ... )
    >>> digest_of(one, ["check"]) == digest_of(other, ["check"]), digest_of(one, []) == digest_of(other, [])
    (False, True)
    """
    told = []
    for id_ in sorted(set(elements)):
        element = model.elements.get(id_)
        step = element.step if element is not None else None
        papers = [model.documents.get(asks.document) for asks in step.asks] if step is not None else []
        flows = [(f.source, f.target, f.condition) for f in (*model.incoming(id_), *model.outgoing(id_))]
        # Where it stands in the file and on the diagram is not what it means.
        said = replace(element, position=0, line=0) if element is not None else None
        told.append(repr((said, flows, papers)))
    return blake2b("\x1f".join(told).encode(), digest_size=12).hexdigest()


def about(model: Model, elements: Iterable[str]) -> str:
    """The elements a dismissal is about with the digest of what the model says of them."""
    ids = sorted(set(elements))
    return f"{' '.join(ids)}:{digest_of(model, ids)}"


def in_force(store: Store, procedure: str, model: Model) -> dict[str, DismissedFinding]:
    """The dismissals that still hold for this model, by fingerprint: none whose elements have changed since."""
    rows = dismissed(store, procedure)
    return {row.fingerprint: row for row in rows if row.digest is None or _still(row, model)}


def _still(row: DismissedFinding, model: Model) -> bool:
    elements, _colon, digest = (row.digest or "").rpartition(":")
    return digest_of(model, elements.split()) == digest


def dismiss(
    store: Store, *, procedure: str, fingerprint: str, reason: str, by: str, digest: str | None = None
) -> None:
    """Set a finding aside; a second dismissal replaces the first one's reason.

    `digest` are the elements concerned and the digest of what was said of them (see `about`); None: it holds whatever
    changes.
    """
    c = t.dismissed_finding.c
    same = (c.procedure == procedure) & (c.fingerprint == fingerprint)
    values = {
        "id": t.new_id(),
        "procedure": procedure,
        "fingerprint": fingerprint,
        "reason": reason,
        "by": by,
        "created": t.now(),
        "digest": digest,
    }
    with store.begin() as connection:
        connection.execute(delete(t.dismissed_finding).where(same))
        connection.execute(insert(t.dismissed_finding).values(values))


def restore(store: Store, *, procedure: str, fingerprint: str) -> None:
    """Bring a dismissed finding back."""
    c = t.dismissed_finding.c
    with store.begin() as connection:
        connection.execute(
            delete(t.dismissed_finding).where((c.procedure == procedure) & (c.fingerprint == fingerprint))
        )


def dismissed(store: Store, procedure: str) -> tuple[DismissedFinding, ...]:
    """The findings of a procedure that were set aside, the newest first."""
    c = t.dismissed_finding.c
    query = select(t.dismissed_finding).where(c.procedure == procedure).order_by(c.created.desc())
    with store.begin() as connection:
        rows = connection.execute(query).mappings().all()
    return tuple(DismissedFinding(**row) for row in rows)
