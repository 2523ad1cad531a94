"""Whose case each is, as a mark: the same person has the same one, and nobody can tell who it is.

A mark is a keyed hash of the personal number that the form asked for, else of the name; the number itself leaves the
engine nowhere by it, and without the key of the installation nobody can test a guess.  What persons were is erased in
time, and the mark of their cases goes with it.

Source: Regulation (EU) 2016/679, art. 4 (5); ENISA, "Pseudonymisation techniques and best practices" (2019), 5.1.4.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.search_fields import PERSONAL_NUMBER, field_of_applicants
from engine.store import search

if TYPE_CHECKING:
    from engine.store import Unit
    from engine.workshop import Workshop


@dataclass(frozen=True, kw_only=True)
class Applicants:
    """The mark of the applicant of each case, by the case's id; cases of whose applicant nothing is known are missing.

    `by_number`: they are told apart by personal numbers, not by names, which people share.
    """

    marks: Mapping[str, str] = field(default_factory=dict)
    by_number: bool = False


def applicants(
    shop: Workshop,
    unit: Unit,
    definition_ids: Sequence[str],
    *,
    secret: str,
    ids: Sequence[str] | None = None,
) -> Applicants:
    """Return the marks of the applicants of these definitions' cases (of these `ids` only)."""
    marks: dict[str, str] = {}
    kinds: set[str] = set()
    for definition_id in definition_ids:
        telling = field_of_applicants(shop.search_fields(unit, definition_id))
        if telling is None:
            continue
        found = search.of_field(unit, definition_id, telling.column[:120], ids=ids)
        marks |= {case: _mark(" ".join(words), secret) for case, words in found.items()}
        kinds |= {telling.kind} if found else set()
    return Applicants(marks=marks, by_number=kinds == {PERSONAL_NUMBER})


def _mark(person: str, secret: str) -> str:
    digest = hmac.digest(secret.encode(), f"applicant:{person}".encode(), "sha256")[:10]
    return base64.b32encode(digest).decode().lower()
