"""The landscape of procedures: which calls which, what documents, registers, data and checks they share.

Documents and registers are the same when they have the same name. Checks are worded freely, in three languages and many
endings, so they are compared by their words (`processes.model.similarity`), and it is said how alike the words are.
Everything is made of facts kept beside the models (`model_facts`), so that a thousand procedures take a few queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from modeler_api.model_facts import Facts
from modeler_api.register_title import register_title
from modeler_api.shelf import Shelved
from modeler_api.translation import chosen_locale
from processes.model.data_items import dictionary_of
from processes.model.label_words import likeness, words
from processes.model.similarity import alike_checks
from processes.text import Message, _, folded

Known = Sequence[tuple[Shelved, Facts]]


@dataclass(frozen=True, kw_only=True)
class Use:
    """One procedure at one of its steps; `is_in_force` is false for a draft."""

    key: str
    title: str
    step: str
    is_in_force: bool


@dataclass(frozen=True, kw_only=True)
class Shared:
    """One thing that several procedures use: its name, and its code where that is another."""

    name: str
    uses: tuple[Use, ...]
    code: str = ""
    key: str = ""
    """Its name in the first model, where the reader's language calls it otherwise."""
    confidence: float = 1.0
    """The least share of words that two of its names have in common; 1 when all are worded the same."""
    unknown: Message | None = None
    """Why nothing more is known of a procedure that is called."""

    @property
    def procedures(self) -> int:
        """How many procedures use it."""
        return len({use.key for use in self.uses})

    @property
    def drafts(self) -> int:
        """How many of these are not in force."""
        return len({use.key for use in self.uses if not use.is_in_force})

    @property
    def id(self) -> str:
        """By what it is asked for in every language: its code, else its name in the models."""
        return self.code or self.key or self.name


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of thing that procedures share, how to say so, and how to find them."""

    title: Message
    note: Message
    first: Message
    find: Callable[[Known], tuple[Shared, ...]]


def _gathered(
    found: Iterable[tuple[str, Use]], *, least: int, called: Callable[[str], str] | None = None
) -> tuple[Shared, ...]:
    """The same names together, those of at least so many procedures; `called` tells what a code is called."""
    names: dict[str, str] = {}
    uses: dict[str, dict[Use, None]] = {}
    for name, use in found:
        plain = " ".join(folded(name).split())
        names.setdefault(plain, name)
        uses.setdefault(plain, {})[use] = None
    shared = []
    for plain, each in uses.items():
        code = names[plain]
        name = called(code) if called else code
        one = Shared(name=name, code=code if name != code else "", uses=tuple(each))
        shared += [one] if one.procedures >= least else []
    return tuple(sorted(shared, key=lambda one: (-one.procedures, folded(one.name))))


def _uses(known: Known, pairs: Callable[[Facts], Iterable[tuple[str, str]]]) -> Iterator[tuple[str, Use]]:
    """What the facts of each procedure name, with the place where they do."""
    tongue = chosen_locale()
    for one, facts in known:
        for name, element in pairs(facts):
            yield name, _use(one, facts, element, tongue)


def _use(one: Shelved, facts: Facts, element: str, tongue: str) -> Use:
    return Use(key=one.key, title=one.title, step=facts.step(element, tongue), is_in_force=one.is_in_force)


def _calls(known: Known) -> tuple[Shared, ...]:
    titles = {one.key: one.title for one, _facts in known}
    found = _gathered(
        _uses(known, lambda facts: facts.calls), least=1, called=lambda key: titles.get(key, key)
    )
    return tuple(one if one.id in titles else replace(one, unknown=_why_unknown(one.id)) for one in found)


def _why_unknown(called: str) -> Message:
    if called.startswith(("=", "${", "#{")):
        return _("which procedure this is becomes known in the case")
    return _("not among the procedures here, or not open to you")


def _documents(known: Known) -> tuple[Shared, ...]:
    """Papers by their name, shown as the first model calls them in the reader's language."""
    tongue = chosen_locale()
    titles: dict[str, str] = {}
    for _one, facts in known:
        for name, names in facts.titles.items():
            if tongue in names:
                titles.setdefault(name, names[tongue])
    found = _gathered(_uses(known, lambda facts: facts.documents), least=2)
    return tuple(replace(one, name=titles.get(one.name, one.name), key=one.name) for one in found)


def _registers(known: Known) -> tuple[Shared, ...]:
    return _gathered(_uses(known, lambda facts: facts.registers), least=2, called=register_title)


def _data(known: Known) -> tuple[Shared, ...]:
    """What is asked of the applicant, by its name in the dictionary: the same name is the same datum."""
    asked = _uses(known, lambda facts: ((item.key, item.element) for item in facts.data if item.asks))
    entries = dictionary_of((one.is_in_force, facts.data) for one, facts in known)
    words_of = {entry.key: entry.words for entry in entries}
    return _gathered(asked, least=2, called=lambda key: words_of.get(key, key))


def _checks(known: Known) -> tuple[Shared, ...]:
    by_key = {one.key: (one, facts) for one, facts in known}
    names = {(one.key, id_): name for one, facts in known for name, id_ in facts.checks}
    found, tongue = [], chosen_locale()
    for alike in alike_checks({one.key: facts.checks for one, facts in known}):
        places = [(each.model, element) for each in alike.occurrences for element in each.elements]
        labels = dict.fromkeys(names[place] for place in places)
        uses = dict.fromkeys(_use(*by_key[key], element, tongue) for key, element in places)
        pairs = combinations((words(label) for label in labels), 2)
        sure = min((likeness(one, other) for one, other in pairs), default=1.0)
        shortest = _shortest(labels)
        key, element = next(place for place in places if names[place] == shortest)
        title = by_key[key][1].step(element, tongue)
        found.append(Shared(name=title, key=shortest, uses=tuple(uses), confidence=sure))
    return tuple(sorted(found, key=lambda one: (-one.procedures, folded(one.name))))


def _shortest(labels: Iterable[str]) -> str:
    """The shortest of several names for the same."""
    return min(labels, key=lambda label: (len(label), label))


KINDS: Mapping[str, Kind] = {
    "calls": Kind(
        title=_("Procedures that others call"),
        note=_("Who changes one of these changes those that call it."),
        first=_("Called"),
        find=_calls,
    ),
    "registers": Kind(
        title=_("Registers that several procedures use"),
        note=_("One connection serves all of them."),
        first=_("Register"),
        find=_registers,
    ),
    "documents": Kind(
        title=_("Documents that several procedures ask for"),
        note=_("Asked once, it need not be asked again."),
        first=_("Document"),
        find=_documents,
    ),
    "data": Kind(
        title=_("Data that several procedures ask for"),
        note=_("The names of the shared dictionary. What one of them knows the others need not ask."),
        first=_("What it is called"),
        find=_data,
    ),
    "checks": Kind(
        title=_("The same check in several procedures"),
        note=_(
            "One check done once could serve all of them. They are known by the words of their names, in any of their "
            "endings, so look whether they check the same."
        ),
        first=_("Check"),
        find=_checks,
    ),
}
"""What procedures have to do with each other, in the order of the page."""
