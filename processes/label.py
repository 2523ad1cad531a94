"""What people call a thing of a model, in every language that its author gave it.

A `Label` is the plain drawn name to whatever compares or writes it; inside a `Message` it lets the door say the name in
the reader's language.  A thing without a name is called by its id.

>>> from processes.model.elements import Element
>>> check = Element(
...     id="Task_1",
...     type="UserTask",
...     name="Check",
...     names={"ky": "Текшерүү"},
...     scope="P",
...     process="P",
...     line=1,
...     position=1,
... )
>>> check.label, check.label.told("ky"), check.label.told("ru")
('Check', 'Текшерүү', 'Check')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


class Named(Protocol):
    """Whatever of a model has an id and a name."""

    @property
    def id(self) -> str:
        """The id in the file."""
        ...

    @property
    def name(self) -> str:
        """The name people gave it; may be empty."""
        ...


class Label(str):
    """A name as it was drawn, with the names by language beside it."""

    __slots__ = ("names",)

    names: Mapping[str, str]

    def __new__(cls, drawn: str, names: Mapping[str, str] | None = None) -> Label:
        self = super().__new__(cls, drawn)
        self.names = names or {}
        return self

    def told(self, language: str) -> str:
        """Return the name in a language; as it was drawn where the author gave none."""
        return self.names.get(language) or str(self)

    def __getnewargs__(self) -> tuple[Any, ...]:
        return (str(self), dict(self.names))


def label_of(noun: Named) -> Label:
    """Return what people call an element, flow, lane, pool, document or process."""
    return Label(noun.name or noun.id, getattr(noun, "names", None))
