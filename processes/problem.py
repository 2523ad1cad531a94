"""A problem of a model: what is wrong, where, why it matters and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from processes.label import label_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from processes.text import Message

Severity = Literal["error", "warning", "note"]

#: From what stops a model to what is only worth knowing.
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


class Noun(Protocol):
    """Whatever of a model has an id, a name and a line."""

    @property
    def id(self) -> str:
        """The id in the file."""
        ...

    @property
    def name(self) -> str:
        """The name people gave it; may be empty."""
        ...

    @property
    def line(self) -> int:
        """The line it begins on."""
        ...


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One finding of one rule.

    *error*: there is no legitimate reading; *warning*: plausible, but probably not meant; *note*: worth knowing.
    `element` is the id in the file, None when the whole model is meant; `data` holds what a program may want to know,
    such as the path that leads into a deadlock.
    """

    rule: str
    severity: Severity
    element: str | None
    label: str
    message: Message
    line: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def at(cls, noun: Noun, severity: Severity, message: Message, **data: Any) -> Problem:
        """Return a problem of `noun`, an element, flow, lane or process; `check` adds the name of the rule."""
        return cls(
            rule="",
            severity=severity,
            element=noun.id,
            label=label_of(noun),
            message=message,
            line=noun.line,
            data=data,
        )
