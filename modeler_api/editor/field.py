"""A field of the panel as the page's script is told it: its kind, the name it is written under, and its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from modeler_api.translation import text
from processes.text import Message

Field = dict[str, Any]
Options = Iterable[tuple[str, Message]] | Mapping[str, Message]


def field(kind: str, name: str, label: Message, *, hint: Message | None = None, **more: Any) -> Field:
    """A field of this kind, its words in the reader's language."""
    return {"kind": kind, "name": name, "label": text(label), "hint": text(hint) if hint else "", **more}


def choice(name: str, label: Message, offered: Options) -> Field:
    """A field in which one of these is chosen, or none."""
    return field("choice", name, label, options=options(offered))


def listed(name: str, label: Message, *columns: Field) -> Field:
    """A field of several rows, each with these fields."""
    return field("list", name, label, columns=list(columns))


def options(offered: Any) -> list[list[str]]:
    """Values with their words in the reader's language."""
    return [[value, text(words)] for value, words in offered]
