"""Finding procedures by what stands in them: elements, documents, registers and the norms they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from modeler_api.register_title import register_title, register_words
from processes.text import Message, _, folded

if TYPE_CHECKING:
    from modeler_api.store import glances
    from processes import Model

MOST_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Place:
    """One place in a procedure where the words were found."""

    kind: Message
    name: str


KINDS: dict[str, Message] = {
    "element": _("Element"),
    "document": _("Document"),
    "register": _("Register"),
    "norm": _("Legal basis"),
}


def places(known: Iterable[glances.Place], words: str) -> tuple[Place, ...]:
    """Where all of the words stand together in a procedure, at most a few of them."""
    wanted = folded(words).split()
    found = (
        Place(kind=KINDS[kind], name=_shown(kind, name))
        for kind, name, plain in known
        if all(word in (register_words(name) if kind == "register" else plain) for word in wanted)
    )
    return tuple(one for one, _number in zip(found, range(MOST_SHOWN), strict=False))


def _shown(kind: str, name: str) -> str:
    """A name as the reader sees it: a register by what it is called, its code beside."""
    title = register_title(name) if kind == "register" else name
    return f"{title} ({name})" if title != name else name


def readable(model: Model) -> Iterator[glances.Place]:
    """What can be found in a model: its kind, its name, and the name with those in other languages for comparing."""
    for element in model.elements.values():
        if element.name:
            yield "element", element.name, folded(" ".join([element.name, *element.names.values()]))
        for norm in element.step.legal if element.step else ():
            yield "norm", norm.ref, folded(norm.ref)
    for norm in model.procedure.legal if model.procedure else ():
        yield "norm", norm.ref, folded(norm.ref)
    for document in model.documents.values():
        if document.name:
            yield "document", document.name, folded(" ".join([document.name, *document.names.values()]))
        if document.held_in:
            # What it is called is looked up when somebody searches: it is no part of the model.
            yield "register", document.held_in, folded(document.held_in)
    for element in model.elements.values():
        for item in element.step.items if element.step else ():
            if item.register:
                yield "register", item.register, folded(item.register)
