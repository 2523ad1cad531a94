"""A problem of a model: what is wrong, where, why it matters and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from processes.text import Message

Severity = Literal["error", "warning", "note"]

#: From what stops a model to what is only worth knowing.
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One finding of one rule.

    *error*: there is no legitimate reading; *warning*: plausible, but probably not meant; *note*: worth knowing.
    `element` is the id in the file, None when the whole model is meant.
    """

    rule: str
    severity: Severity
    element: str | None
    label: str
    message: Message
    line: int | None = None
