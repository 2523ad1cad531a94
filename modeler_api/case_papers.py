"""The papers of a case, as a page lists them: what people handed in, what it issued, what connectors have made."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from modeler_api.auth.fields import masked
from modeler_api.documents import SCANS, handed_in, shown_size
from modeler_api.store import documents
from modeler_api.translation import text
from processes.text import _

if TYPE_CHECKING:
    from modeler_api.cases import Case


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One document, in its newest version."""

    name: str
    href: str
    what: str
    by: str | None
    added: dt.datetime
    for_applicant: bool


def kept_back(case: Case) -> frozenset[str]:
    """The series of the documents in fields that a form keeps from the reader of the case, wherever they stand in
    it.
    """
    data = dict(case.instance.data)
    seen = handed_in(masked(case.reader, data, case.model.forms.values()))
    hidden = sorted(set(handed_in(data)) - set(seen))
    return (
        frozenset(one.series for one in documents.find(case.door.store, hidden).values())
        if hidden
        else frozenset()
    )


def papers(case: Case) -> list[Paper]:
    """The documents of a case, the oldest first."""
    store, instance = case.door.store, case.instance
    # What was handed in with the form that opened the case belongs to it from then on; if the process that opened it
    # ended before it could say so, it is said now. Only the documents of whoever opened it.
    loose = documents.find(store, handed_in(dict(instance.data)))
    waiting = [
        one.id for one in loose.values() if one.instance is None and one.added_by == instance.started_by
    ]
    if waiting:
        documents.attach(store, waiting, instance=instance.id)
    found: dict[str, Paper] = {}
    hidden = kept_back(case)
    for one in documents.of_instance(store, instance.id):
        if one.series in hidden:
            continue
        newest = found.get(one.series)
        if newest is not None and newest.added > one.added:
            continue
        what = [shown_size(one.size), text(SCANS.get(one.scan, _("not known")))]
        if one.version > 1:
            what.append(text(_("version {number}").format(number=one.version)))
        found[one.series] = Paper(
            name=one.name if one.origin != "letter" else f"{one.note or one.name} ({one.name})",
            href=url_for("documents.show", paper_id=one.id),
            what=" · ".join(what),
            by=case.acted(one.added_by, one.on_behalf_of),
            added=one.added,
            for_applicant=one.visibility == documents.APPLICANT,
        )
    made = [
        Paper(
            name=one.name,
            href=url_for("api_documents.file", document_id=one.id),
            what=text(_("made by the case")),
            by=None,
            added=one.made,
            for_applicant=False,
        )
        for one in case.documents
    ]
    return sorted([*found.values(), *made], key=lambda paper: paper.added)
