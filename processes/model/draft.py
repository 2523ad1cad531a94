"""A draft: an edit of several strokes that becomes one patch.

Strokes follow one another, each on the bytes the last one left; references may dangle in between.  At the end the
strokes are folded into splices of the first bytes, the result is read anew, and one `undo` takes all of it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from processes.model.edit import patched
from processes.model.patch import Splice, spliced
from processes.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from processes.model.model import Model


@dataclass(frozen=True)
class _Piece:
    """Bytes of the draft: `length` bytes of the first source from `start`, or new ones."""

    start: int
    length: int
    new: bytes | None = None

    def part(self, low: int, high: int) -> _Piece:
        if self.new is not None:
            return _Piece(0, high - low, self.new[low:high])
        return _Piece(self.start + low, high - low)


class Draft:
    """The state of an edit under way; `source` shows the bytes as they are now."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.source = Source(model.source, model.tree)
        self._pieces = [_Piece(0, len(model.source))]

    def apply(self, splices: Iterable[Splice]) -> None:
        """Make one stroke: splices of the present bytes that do not overlap."""
        ordered = sorted(splices, key=lambda s: s.start)
        if not ordered:
            return
        self.source = Source(spliced(self.source.bytes, ordered))
        pieces: list[_Piece] = []
        rest = list(self._pieces)
        at = 0
        for splice in ordered:
            kept, rest = _cut(rest, splice.start - at)
            pieces += kept
            _gone, rest = _cut(rest, len(splice.old))
            if splice.new:
                pieces.append(_Piece(0, len(splice.new), splice.new))
            at = splice.start + len(splice.old)
        self._pieces = pieces + rest

    def splices(self) -> list[Splice]:
        """Return all strokes as splices of the first bytes."""
        first = self.model.source
        found: list[Splice] = []
        at, new = 0, b""
        for piece in [*self._pieces, _Piece(len(first), 0)]:
            if piece.new is not None:
                new += piece.new
                continue
            if new or piece.start != at:
                found.append(Splice(start=at, old=first[at : piece.start], new=new))
            at, new = piece.start + piece.length, b""
        return found

    def done(self, reason: str) -> Model:
        """Return the edited model; the model itself when nothing changed."""
        splices = self.splices()
        return patched(self.model, splices, reason=reason) if splices else self.model


def _cut(pieces: list[_Piece], length: int) -> tuple[list[_Piece], list[_Piece]]:
    """Return the first `length` bytes of the pieces and the rest."""
    head: list[_Piece] = []
    for index, piece in enumerate(pieces):
        if length >= piece.length:
            head.append(piece)
            length -= piece.length
            continue
        if length:
            head.append(piece.part(0, length))
        return head, [piece.part(length, piece.length), *pieces[index + 1 :]]
    return head, []
