"""Mending a file that a hand, a tool or a language model broke, on request, with every repair named.

What can be mended without guessing what was meant: the wrapping (text or JSON around the XML, a wrong root or
namespace, prefixes nobody declared, characters, entities and quotes XML does not know, missing end tags), names the
standard writes otherwise, ids that are missing, given twice or not allowed, references by name, and references that
lead nowhere, which are taken out.  The first repair that helps is made and the file is read again, until it can be
read; what cannot be mended is refused with its line.  The file that was given stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from processes.errors import NotBpmn
from processes.model.dangling import without_dangling
from processes.model.mending import MENDINGS
from processes.model.mending_of_names import own_references, proper_attributes, proper_ids, proper_names
from processes.model.reading import model_of

if TYPE_CHECKING:
    from processes.model.model import Model
    from processes.text import Message

#: A file that needs more is better drawn anew.
MOST_REPAIRS = 500


@dataclass(frozen=True, kw_only=True)
class Repair:
    """One thing that was mended, and the line of the file as given where it stood (None: all of the file)."""

    message: Message
    line: int | None = None


@dataclass(frozen=True, kw_only=True)
class Repaired:
    """A model read from a mended file; no repairs when nothing was broken."""

    model: Model
    repairs: tuple[Repair, ...]


def repair(source: bytes, *, file: str | None = None) -> Repaired:
    """Return the model in `source`, mended as far as it had to be; raises `NotBpmn` when it cannot be mended.

    >>> mended = repair(b'Here it is: <process id="p"><startEvent id="s"/></process>')
    >>> [str(r.message) for r in mended.repairs][0]
    'The text before the first tag was taken away.'
    >>> list(mended.model.elements)
    ['s']
    """
    repairs: list[Repair] = []
    while True:
        try:
            model = model_of(source, file=file)
            # Misspelt names do not hinder reading, they are passed over: what was meant would be lost.
            mended = (
                proper_names(source)
                or proper_attributes(source)
                or proper_ids(source)
                or own_references(model)
            )
            if mended is None:
                break
            source, made = mended[0], [Repair(message=m, line=line) for m, line in mended[1]]
        except NotBpmn as refused:
            if len(repairs) >= MOST_REPAIRS:
                raise
            found = _mended(source, refused)
            if found is None:
                raise
            source, made = found
        repairs += made
    while model.dangling and len(repairs) < MOST_REPAIRS:
        source, gone = without_dangling(model)
        model = model_of(source, file=file)
        repairs += [Repair(message=message, line=line) for message, line in gone]
    return Repaired(model=model, repairs=tuple(repairs))


def _mended(source: bytes, refused: NotBpmn) -> tuple[bytes, list[Repair]] | None:
    for mend in MENDINGS:
        found = mend(source, refused)
        if found is not None and found[0] != source:
            return found[0], [Repair(message=m, line=line) for m, line in found[1]]
    return None
