"""Documents that people hand in: taken when they are what they say, kept once, shown without running anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from modeler_api import formats
from modeler_api.documents import scanning
from modeler_api.documents.content import TAKEN, Refused, recognised
from modeler_api.store import documents
from modeler_api.subject import is_queued, is_theirs
from modeler_api.wiring import door
from processes.text import Message, _

if TYPE_CHECKING:
    from modeler_api.store.accounts import Account
    from modeler_api.store.documents import Document

SCANS: dict[str, Message] = {
    scanning.CLEAN: _("checked for viruses"),
    scanning.UNSCANNED: _("not checked for viruses"),
    scanning.OURS: _("made here"),
}

__all__ = ["SCANS", "Handed", "Refused", "accepted", "hand_in", "handed_in", "largest", "shown_size", "taken"]


@dataclass(frozen=True)
class Handed:
    """A document as a form and its page speak of it."""

    document: Document

    @property
    def id(self) -> str:
        """The id of this version."""
        return self.document.id

    @property
    def name(self) -> str:
        """What the document is called."""
        return self.document.name

    @property
    def size_in_words(self) -> str:
        """Its size, as people say it."""
        return shown_size(self.document.size)

    @property
    def scan_in_words(self) -> str:
        """Whether it was looked at for viruses."""
        from modeler_api.translation import text

        return text(SCANS.get(self.document.scan, Message(self.document.scan)))

    def as_value(self) -> dict[str, Any]:
        """What a case keeps of it."""
        one = self.document
        return {
            "id": one.id,
            "name": one.name,
            "media_type": one.media_type,
            "size": one.size,
            "sha256": one.sha256,
        }


def hand_in(
    content: bytes,
    name: str,
    *,
    subject: str,
    by: str,
    instance: str | None = None,
    accept: str | None = None,
    visibility: str = documents.OFFICE,
    replaces: str | None = None,
    note: str = "",
) -> Document:
    """Keep a file that is what its bytes say, clean and wanted here, and return the document; raises `Refused`."""
    if len(content) > largest():
        raise Refused(
            _("The file is larger than {size}. Make it smaller, or split it.").format(
                size=Message(shown_size(largest()))
            )
        )
    form = recognised(content)
    wanted = accepted(accept).split(",") if accept else []
    if wanted and form.ending not in wanted:
        named = ", ".join(wanted)
        raise Refused(
            _("The file is {what}; this asks for {wanted}.").format(what=form.name, wanted=Message(named))
        )
    scan = scanning.scanned(content, door().settings.clamd)
    return documents.keep(
        door().store,
        content=content,
        media_type=form.media_type,
        scan=scan,
        name=_called(name, form.ending),
        subject=subject,
        added_by=by,
        instance=instance,
        visibility=visibility,
        replaces=replaces,
        note=note,
    )


def taken(ids: Sequence[str]) -> list[Handed] | None:
    """The documents with these ids, in their order; None when one of them is not there or not the reader's to use."""
    if not ids:
        return []
    from modeler_api.auth.session import account

    found = documents.find(door().store, ids)
    if any(id_ not in found for id_ in ids):
        return None
    who = account()
    if any(one.instance is None and one.added_by != who.name for one in found.values()):
        return None
    cases = {one.instance for one in found.values() if one.instance is not None}
    if any(not _reads(case, who) for case in cases):
        return None
    return [Handed(found[id_]) for id_ in ids]


def _reads(instance: str, who: Account) -> bool:
    """Whether a case is or was a person's work, or they opened it; of one that is archived nothing is taken."""
    from engine import EngineError

    engine = door().engine
    try:
        if engine.instance(instance).started_by == who.name:
            return True
        work = engine.work_items(instance, status=None, limit=500)
        return any(is_theirs(who, item) and not is_queued(item) for item in work)
    except EngineError:
        return False


def handed_in(data: Any) -> list[str]:
    """The ids of the documents that answers speak of, wherever they stand in them.

    >>> handed_in({"plan": [{"id": "d1", "sha256": "…", "name": "a.pdf"}], "fee": 2})
    ['d1']
    """
    if isinstance(data, dict):
        if data.keys() >= {"id", "sha256", "name"}:
            return [str(data["id"])]
        return [id_ for value in data.values() for id_ in handed_in(value)]
    return [id_ for value in data for id_ in handed_in(value)] if isinstance(data, list) else []


def accepted(accept: object) -> str:
    """The endings a field takes, as the browser's chooser wants them; the kinds of form-js's `accept` are
    understood."""
    asked = [part.strip().lower() for part in str(accept or "").split(",") if part.strip()]
    endings = [
        form.ending
        for form in TAKEN
        if not asked
        or form.ending in asked
        or form.media_type in asked
        or (form.media_type.startswith("image/") and "image/*" in asked)
        or (form.ending == ".jpg" and ".jpeg" in asked)
    ]
    return ",".join(endings)


def largest() -> int:
    """The largest file that is taken, in bytes: as many megabytes as are named, and room for the rest of the form."""
    limit = door().settings.upload_limit_mb
    return min(limit * 1_000_000, limit * 1024 * 1024 - 65_536)


def shown_size(size: int) -> str:
    """A size as people say it.

    >>> shown_size(900)
    '1 kB'
    """
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{formats.number(size / 1_000_000, 1)} MB"


def _called(name: str, ending: str) -> str:
    """The name with the ending of what the file is; nothing in it that could lead out of a folder."""
    plain = re.sub(
        r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]", " ", PurePath(name.replace("\\", "/")).name
    )
    stem = " ".join(plain.split()).strip(". ")
    known = {form.ending for form in TAKEN} | {".jpeg", ".tiff", ".csv"}
    dot = stem.rfind(".")
    if dot > 0 and stem[dot:].lower() in known:
        same = {".jpeg": ".jpg", ".tiff": ".tif", ".csv": ".txt"}.get(stem[dot:].lower(), stem[dot:].lower())
        if same == ending:
            return stem[-200:]
        stem = stem[:dot]
    return f"{stem[:180] or 'document'}{ending}"
