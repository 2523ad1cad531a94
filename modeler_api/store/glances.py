"""What a list shows of a model and a search finds in it, kept beside its bytes: they never change, so it is read once.

`edition` counts the ways of reading: what was kept by another is read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store

EDITION = 4
_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Glance:
    """What stands on the outside of a model: its titles by language, who answers for it, its code, its first norm."""

    digest: str
    titles: dict[str, str]
    owner: str | None
    code: str | None
    norm: str | None


@dataclass(frozen=True, kw_only=True)
class Place:
    """What can be found in a model: its kind, its name, its names by language, and all of them folded for comparing."""

    kind: str
    name: str
    names: dict[str, str]
    plain: str


def of(store: Store, digests: Iterable[str]) -> dict[str, Glance]:
    """What is kept of these models, by the digest of their bytes; what nobody has read yet is not there."""
    c = t.model_glance.c
    columns = select(c.digest, c.titles, c.owner, c.code, c.norm)
    return {row["digest"]: Glance(**row) for row in _rows(store, columns, digests)}


def places(store: Store, digests: Iterable[str]) -> dict[str, tuple[Place, ...]]:
    """What can be found in these models, by the digest of their bytes."""
    c = t.model_glance.c
    found = _rows(store, select(c.digest, c.places), digests)
    return {row["digest"]: tuple(Place(**place) for place in row["places"]) for row in found}


def unread(store: Store, *, most: int) -> tuple[bytes, ...]:
    """The bytes of models that nobody has read for their glance, at most so many."""
    c, g = t.model_version.c, t.model_glance.c
    query = (
        select(c.source)
        .outerjoin(t.model_glance, (g.digest == c.digest) & (g.edition == EDITION))
        .where(g.digest.is_(None))
        .limit(most)
    )
    with store.begin() as connection:
        return tuple(dict.fromkeys(connection.execute(query).scalars()))


def facts(store: Store, digests: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """By what these models are compared with others, as it was kept, by the digest of their bytes."""
    c = t.model_glance.c
    found = _rows(store, select(c.digest, c.facts), digests)
    return {row["digest"]: row["facts"] for row in found if row["facts"]}


def keep(
    store: Store, glance: Glance, found: Sequence[Place], facts: Mapping[str, Any] | None = None
) -> None:
    """Keep what was read of a model; somebody who was quicker kept the same."""
    values = {
        **vars(glance),
        "edition": EDITION,
        "places": [asdict(place) for place in found],
        "facts": facts,
    }
    try:
        with store.begin() as connection:
            connection.execute(delete(t.model_glance).where(t.model_glance.c.digest == glance.digest))
            connection.execute(insert(t.model_glance).values(values))
    except IntegrityError:
        return


def _rows(store: Store, columns: Any, digests: Iterable[str]) -> list[Any]:
    c = t.model_glance.c
    wanted = list(dict.fromkeys(digests))
    found: list[Any] = []
    with store.begin() as connection:
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            query = columns.where(c.digest.in_(some), c.edition == EDITION)
            found += connection.execute(query).mappings().all()
    return found
