"""What became of a file when it was read: kept, translated, ignored and why, to be fixed, suggested.

Nothing is dropped from the file: *ignored* means that this system gives it no meaning; the bytes stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from processes.text import Message

Kind = Literal["kept", "translated", "ignored", "must fix", "suggestion"]

#: The order in which a report is read: what stops first.
KINDS: tuple[Kind, ...] = ("must fix", "suggestion", "translated", "ignored", "kept")


@dataclass(frozen=True, kw_only=True)
class ImportEntry:
    """One line of the report; `element` is the id in the file, None when the whole file is meant."""

    kind: Kind
    message: Message
    element: str | None = None
    line: int | None = None


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """Everything reading a file has to say, with the dialects that recognised it."""

    dialects: tuple[str, ...] = ()
    entries: tuple[ImportEntry, ...] = ()

    def of(self, kind: Kind) -> tuple[ImportEntry, ...]:
        """Return the entries of one kind, in document order."""
        return tuple(entry for entry in self.entries if entry.kind == kind)


@dataclass
class ImportNotes:
    """The report while it is being written."""

    entries: list[ImportEntry] = field(default_factory=list)

    def note(
        self, kind: Kind, message: Message, *, element: str | None = None, line: int | None = None
    ) -> None:
        """Add one line to the report."""
        self.entries.append(ImportEntry(kind=kind, message=message, element=element, line=line))
