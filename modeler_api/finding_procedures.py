"""Finding procedures by what stands in them: elements, documents, registers and the norms they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from modeler_api.register_title import register_title, register_words
from modeler_api.store import glances
from modeler_api.translation import chosen_locale
from processes.text import Message, _, folded

if TYPE_CHECKING:
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
        Place(kind=KINDS[one.kind], name=_shown(one))
        for one in known
        if all(word in (register_words(one.name) if one.kind == "register" else one.plain) for word in wanted)
    )
    return tuple(one for one, _number in zip(found, range(MOST_SHOWN), strict=False))


def _shown(place: glances.Place) -> str:
    """A name as the reader sees it: in their language; a register by what it is called, its id beside."""
    if place.kind != "register":
        return place.names.get(chosen_locale(), place.name)
    title = register_title(place.name)
    return f"{title} ({place.name})" if title != place.name else place.name


def readable(model: Model) -> tuple[glances.Place, ...]:
    """What can be found in a model, each once."""
    found = {(kind, name): names for kind, name, names in reversed([*_named(model)]) if name}
    return tuple(
        glances.Place(kind=kind, name=name, names=names, plain=folded(" ".join([name, *names.values()])))
        for (kind, name), names in reversed(found.items())
    )


def _named(model: Model) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield kind, name and names by language; what a register is called is no part of the model."""
    for element in model.elements.values():
        yield "element", element.name or "", dict(element.names)
        for norm in element.step.legal if element.step else ():
            yield "norm", norm.ref, {}
    for norm in model.procedure.legal if model.procedure else ():
        yield "norm", norm.ref, {}
    for document in model.documents.values():
        yield "document", document.name or "", dict(document.names)
        yield "register", document.held_in or "", {}
    for element in model.elements.values():
        for item in element.step.items if element.step else ():
            yield "register", item.register or "", {}
