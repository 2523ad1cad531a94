"""What can go wrong on the ground, as nouns of the field.

Every error carries fields, so that a page can place it beside the element and a program can act on it; its text is
one sentence a person understands, followed by what to do.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Iterable


class ProcessesError(Exception):
    """Something about a model, a log or a calendar that cannot be honoured.

    `hint` says the way out; `file`, `line` and `element` say where, as far as they are known.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        line: int | None = None,
        element: str | None = None,
        file: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message if isinstance(message, Message) else Message(message)
        self.hint = hint if isinstance(hint, Message) else Message(hint)
        self.line = line
        self.element = element
        self.file = file

    def __str__(self) -> str:
        where = self.file or ""
        if self.line is not None:
            where = f"{where}, line {self.line}" if where else f"Line {self.line}"
        if self.element:
            where = f"{where}, element {self.element}" if where else f"Element {self.element}"
        text = f"{where}: {self.message}" if where else self.message
        return f"{text} {self.hint}".strip()


class NotBpmn(ProcessesError):
    """The file is not a BPMN 2.0 model that can be read."""


class NotDmn(ProcessesError):
    """The file is not a DMN file that can be read."""


class NotALog(ProcessesError):
    """The file is not an event log that can be read."""


class ColumnsMissing(NotALog):
    """A table in which some columns are not found: what is `missing` (case, activity, timestamp), among `headings`."""

    missing: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()


class NotCovered(ProcessesError, ValueError):
    """The calendar does not know which days of these years were worked."""


class NotEditable(ProcessesError):
    """The edit would leave a model whose references lead nowhere."""


class UnknownName(ProcessesError, KeyError):
    """A name nobody registered; close ones are offered."""

    def __init__(self, name: str, known: Iterable[str], *, kind: str = "name") -> None:
        known = sorted(known)
        close = get_close_matches(name, known, n=3, cutoff=0.5)
        if close:
            hint = _("Did you mean {names}?").format(names=" / ".join(map(repr, close)))
        elif known:
            more = ", …" if len(known) > 12 else ""
            hint = _("Known: {known}.").format(known=", ".join(known[:12]) + more)
        else:
            hint = _("There is no {kind} at all.").format(kind=kind)
        super().__init__(_("There is no {kind} {name!r}.").format(kind=kind, name=name), hint=hint)
        self.name = name

    __str__ = ProcessesError.__str__


class UnknownElement(UnknownName):
    """No element of the model has this id."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(name, known, kind="element")
