"""A patch: the few splices of a file's bytes that an edit is made of, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from processes.errors import NotEditable
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, kw_only=True)
class Splice:
    """At byte `start` of the source before, `old` becomes `new`."""

    start: int
    old: bytes
    new: bytes


@dataclass(frozen=True, kw_only=True)
class Patch:
    """Splices in rising order that do not overlap, and the digests of the bytes before and after."""

    splices: tuple[Splice, ...]
    before: str
    after: str
    reason: str = ""

    def apply_to(self, source: bytes) -> bytes:
        """Return `source` patched; raises `NotEditable` when it is not the source this patch was made for."""
        if sha256(source).hexdigest() != self.before:
            raise NotEditable(
                _("The edit was made for another state of the model."),
                hint=_("Take back the later edits first, or make the edit anew."),
            )
        return spliced(source, self.splices)

    def inverse(self) -> Patch:
        """Return the patch that goes back."""
        back, shift = [], 0
        for splice in self.splices:
            back.append(Splice(start=splice.start + shift, old=splice.new, new=splice.old))
            shift += len(splice.new) - len(splice.old)
        return Patch(splices=tuple(back), before=self.after, after=self.before, reason=self.reason)


def spliced(source: bytes, splices: Iterable[Splice]) -> bytes:
    """Return `source` with `splices` (in rising order) applied; raises `NotEditable` when they do not fit it."""
    parts, at = [], 0
    for splice in splices:
        end = splice.start + len(splice.old)
        if splice.start < at or source[splice.start : end] != splice.old:
            raise NotEditable(
                _("The edit does not fit the model's bytes."),
                hint=_("Read the model again and repeat the edit."),
            )
        parts += [source[at : splice.start], splice.new]
        at = end
    return b"".join([*parts, source[at:]])
