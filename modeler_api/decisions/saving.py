"""The files of decisions beside a procedure, as drafts: found, and written on the revision that was seen."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import abort

from modeler_api import repository
from modeler_api.auth.session import account, reads_whole
from modeler_api.decisions.beside import DecisionFile, beside, decisions_in
from modeler_api.formats import moment
from modeler_api.repository import Kept
from modeler_api.store import accounts, audit, decision_drafts, model_drafts, models
from modeler_api.store.decision_drafts import DecisionDraft
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.errors import NotBpmn, ProcessesError
from processes.model.graft import graft
from processes.text import _


def kept_of(key: str) -> Kept:
    """The newest version of a procedure, which must be there and be the reader's to read."""
    found = repository.find(door(), key) if reads_whole(key) else None
    return Kept(door(), found.siblings[0]) if found else abort(404)


def _version(kept: Kept) -> str:
    """The version the next one will be based on."""
    draft = model_drafts.find(door().store, kept.key)
    found = models.by_id(door().store, draft.based_on) if draft and draft.based_on else None
    return (found or kept.version).id


def drawn(kept: Kept) -> Any:
    """The model as it is drawn: the draft, or the version where the draft is no model."""
    draft = model_drafts.find(door().store, kept.key)
    try:
        return repository.model_in(draft.source) if draft else kept.model
    except NotBpmn:
        return kept.model


def files_of(kept: Kept) -> tuple[DecisionFile, ...]:
    """Every decision file beside the draft."""
    return beside(door(), kept.key, version=_version(kept), model=drawn(kept), drafts=True)


def file_of(kept: Kept, name: str) -> DecisionFile:
    """The file of this name; there must be one."""
    return next((file for file in files_of(kept) if file.name == name), None) or abort(404)


def together(kept: Kept, file: DecisionFile) -> list[Any]:
    """The file behind those beside it that it imports."""
    own = decisions_in(file.source)
    others = [each.model for each in files_of(kept) if each.name != file.name and each.model]
    return [*(each for each in others if each.namespace in own.imports), own]


def write(key: str, name: str, *, source: bytes, samples: Any, seen: int, window: str = "") -> DecisionDraft:
    """Keep the file as a draft; raises `DecisionOvertaken` where `seen` is not its revision any more."""
    return decision_drafts.keep(
        door().store,
        key=key,
        name=name,
        source=source,
        samples=samples,
        seen=seen,
        author=account().name,
        window=window,
    )


def grafted(before: bytes, drawn: str) -> bytes:
    """What was drawn in the bytes of before; as it came where it is no XML."""
    try:
        after = drawn.encode("utf-8")
    except UnicodeEncodeError:
        abort(400)
    try:
        return graft(before, after)
    except ProcessesError:
        return after


def presence(key: str, name: str) -> str:
    """What the table of who has what open calls this file."""
    return "decision:" + hashlib.sha256(f"{key}/{name}".encode()).hexdigest()


def overtaken_words(draft: DecisionDraft | None) -> dict[str, Any]:
    """Who was faster, and when, for the page."""
    if draft is None:
        words = _("The draft was saved as a version or discarded meanwhile.")
        return {"message": text(words), "revision": 0}
    who = accounts.full_names(door().store).get(draft.author, draft.author)
    told = _("{person} changed this decision at {time}, on another page. Look at it as it is now.").format(
        person=who, time=moment(draft.updated)
    )
    return {"message": text(told), "revision": draft.revision}


def note(action: str, subject: str) -> None:
    """Write the act into the audit trail."""
    who = account()
    audit.note(door().store, who=who.name, role=who.role, action=action, subject=subject[:300])
