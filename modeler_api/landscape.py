"""The landscape of procedures: which calls which, what documents, registers, data and checks they share.

Documents and registers are the same when they have the same name. Checks are worded freely, in three languages and many
endings, so they are compared by their words (`processes.model.similarity`), and it is said how alike the words are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from modeler_api.drawing import in_order
from modeler_api.repository import Kept
from modeler_api.summary_card import label_of
from processes.model.data_items import data_items
from processes.model.label_words import likeness, words
from processes.model.similarity import same_checks
from processes.text import folded


@dataclass(frozen=True, kw_only=True)
class Use:
    """One procedure at one of its steps."""

    key: str
    title: str
    step: str


@dataclass(frozen=True, kw_only=True)
class Shared:
    """One thing that several procedures use; a call has the called procedure as its name."""

    name: str
    uses: tuple[Use, ...]
    confidence: float = 1.0
    """The least share of words that two of its names have in common; 1 when all are worded the same."""

    @property
    def procedures(self) -> int:
        """How many procedures use it."""
        return len({use.key for use in self.uses})


@dataclass(frozen=True, kw_only=True)
class Landscape:
    """What procedures have to do with each other, the most shared first."""

    calls: tuple[Shared, ...]
    documents: tuple[Shared, ...]
    registers: tuple[Shared, ...]
    data: tuple[Shared, ...]
    checks: tuple[Shared, ...]


def landscape(procedures: Iterable[Kept]) -> Landscape:
    """What these procedures share, and which of them call which."""
    seen = list(procedures)
    titles = {kept.key: kept.title for kept in seen}
    calls = [(titles.get(key, key), use) for kept in seen for key, use in _calls(kept)]
    return Landscape(
        calls=_gathered(calls, least=1),
        documents=_gathered((pair for kept in seen for pair in _documents(kept)), least=2),
        registers=_gathered((pair for kept in seen for pair in _registers(kept)), least=2),
        data=_gathered((pair for kept in seen for pair in _data(kept)), least=2),
        checks=_checks(seen),
    )


def _gathered(found: Iterable[tuple[str, Use]], *, least: int) -> tuple[Shared, ...]:
    """The same names together, those of at least so many procedures."""
    names: dict[str, str] = {}
    uses: dict[str, dict[Use, None]] = {}
    for name, use in found:
        plain = " ".join(folded(name).split())
        names.setdefault(plain, name)
        uses.setdefault(plain, {})[use] = None
    shared = (Shared(name=names[plain], uses=tuple(each)) for plain, each in uses.items())
    kept = [one for one in shared if one.procedures >= least]
    return tuple(sorted(kept, key=lambda one: (-one.procedures, folded(one.name))))


def _use(kept: Kept, element: str) -> Use:
    return Use(key=kept.key, title=kept.title, step=label_of(kept.model, element))


def _calls(kept: Kept) -> Iterator[tuple[str, Use]]:
    for element in kept.model.elements.values():
        if element.type == "CallActivity" and element.called_element:
            yield element.called_element, _use(kept, element.id)


def _documents(kept: Kept) -> Iterator[tuple[str, Use]]:
    model = kept.model
    for element in in_order(model):
        for ask in element.step.asks if element.step else ():
            document = model.documents.get(ask.document)
            if document is not None and document.name:
                yield document.name, _use(kept, element.id)


def _registers(kept: Kept) -> Iterator[tuple[str, Use]]:
    model = kept.model
    for element in in_order(model):
        step = element.step
        for name in (*(ask.document for ask in step.asks), *step.reads) if step else ():
            document = model.documents.get(name)
            if document is not None and document.held_in:
                yield document.held_in, _use(kept, element.id)


def _data(kept: Kept) -> Iterator[tuple[str, Use]]:
    """What is asked of the applicant, by its name in the dictionary: the same name is the same datum."""
    for item in data_items(kept.model):
        if item.asks:
            yield item.key, _use(kept, item.element)


def _checks(seen: list[Kept]) -> tuple[Shared, ...]:
    models = {kept.key: kept.model for kept in seen}
    owners = {kept.key: kept for kept in seen}
    found = []
    for alike in same_checks(models):
        places = [(each.model, element) for each in alike.occurrences for element in each.elements]
        labels = dict.fromkeys(models[key].elements[element].name or "" for key, element in places)
        uses = dict.fromkeys(_use(owners[key], element) for key, element in places)
        pairs = combinations((words(label) for label in labels), 2)
        sure = min((likeness(one, other) for one, other in pairs), default=1.0)
        found.append(Shared(name=_shortest(labels), uses=tuple(uses), confidence=sure))
    return tuple(sorted(found, key=lambda one: (-one.procedures, folded(one.name))))


def _shortest(labels: Iterable[str]) -> str:
    """The shortest of several names for the same."""
    return min(labels, key=lambda label: (len(label), label))
