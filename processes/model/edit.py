"""Edits: named changes of a model that can be taken back to the byte.

An edit is a patch: a few splices of the original bytes.  What is not edited keeps its bytes, including the author's own
line breaks, comments and vendor extensions; `undo` puts back exactly what stood there.  After every edit the model is
read anew, so an edit that would leave a broken file raises `NotEditable` and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from processes.errors import NotBpmn, NotEditable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from processes.model.model import Model


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
                "The edit was made for another state of the model.",
                hint="Take back the later edits first, or make the edit anew.",
            )
        return _spliced(source, self.splices)

    def inverse(self) -> Patch:
        """Return the patch that goes back."""
        back, shift = [], 0
        for splice in self.splices:
            back.append(Splice(start=splice.start + shift, old=splice.new, new=splice.old))
            shift += len(splice.new) - len(splice.old)
        return Patch(splices=tuple(back), before=self.after, after=self.before, reason=self.reason)


def _spliced(source: bytes, splices: Iterable[Splice]) -> bytes:
    parts, at = [], 0
    for splice in splices:
        end = splice.start + len(splice.old)
        if splice.start < at or source[splice.start : end] != splice.old:
            raise NotEditable(
                "The edit does not fit the model's bytes.", hint="Read the model again and repeat the edit."
            )
        parts += [source[at : splice.start], splice.new]
        at = end
    return b"".join([*parts, source[at:]])


def patched(model: Model, splices: Iterable[Splice], *, reason: str = "") -> Model:
    """Return `model` with `splices` applied and read anew; raises `NotEditable` when the result is no model."""
    from processes.model.reading import model_of

    ordered = tuple(sorted(splices, key=lambda s: s.start))
    source = _spliced(model.source, ordered)
    try:
        changed = model_of(source, file=model.file)
    except NotBpmn as error:
        raise NotEditable(f"The edit would break the file: {error.message}", element=error.element) from error
    if set(changed.dangling) - set(model.dangling):
        owner, attribute, missing, _ = sorted(set(changed.dangling) - set(model.dangling))[0]
        raise NotEditable(
            f"The edit would leave {attribute} of {owner} pointing to {missing}, which is gone.",
            element=owner,
        )
    patch = Patch(
        splices=ordered,
        before=model.digest,
        after=sha256(source).hexdigest(),
        reason=reason,
    )
    return replace(changed, patches=(*model.patches, patch))


def undo(model: Model) -> Model:
    """Return the model as it was before its last edit, byte for byte; raises `NotEditable` when there is none.

    >>> from processes import read_model
    >>> drawn = read_model(b"Register -> Decide", dialect="sketch")
    >>> from processes.model.edits import rename
    >>> undo(rename(drawn, "decide", "Decide by law")) == drawn
    True
    """
    from processes.model.reading import model_of

    if not model.patches:
        raise NotEditable("There is no edit to take back.")
    source = model.patches[-1].inverse().apply_to(model.source)
    return replace(model_of(source, file=model.file), patches=model.patches[:-1])
