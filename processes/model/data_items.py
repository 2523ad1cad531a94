"""The data a procedure asks for, reads and writes, by the names it goes by: what a shared dictionary is made of.

A name comes from a form, which asks for it, or from `gov:item` of a step, which may say the register that holds it as
well.  Nobody keeps the dictionary: it is what the models say, so that it never says otherwise than they do.

Source: the project's vocabulary, 2.3 (documents and data); Regulation (EU) 2018/1724, article 14 (once-only).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from processes.model.data import field_labels, form_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from processes.model.model import Model


@dataclass(frozen=True, kw_only=True)
class DataItem:
    """One datum of one step: its name, what people call it, the register that holds it (None: nobody has said)."""

    key: str
    words: str
    element: str
    register: str | None = None
    asks: bool = True


@dataclass(frozen=True, kw_only=True)
class DictionaryEntry:
    """A name, what it is called most often, the register named most often, and how many procedures use it.

    `in_force` says how many of these are in force; the others are drafts.
    """

    key: str
    words: str
    register: str | None
    procedures: int
    in_force: int = 0


def data_items(model: Model) -> Iterator[DataItem]:
    """Yield what each step asks for, reads or writes, in the order of the file.

    >>> from processes import library
    >>> items = list(data_items(library["residence_registration"].as_is))
    >>> items[0].key, items[0].words
    ('applicant_name', 'Name of the applicant')
    """
    for element in model.elements.values():
        said = element.step.items if element.step is not None else ()
        for item in said:
            asks = item.op == "ask"
            yield DataItem(key=item.key, words="", element=element.id, register=item.register, asks=asks)
        form = model.forms.get(element.form or "")
        if form is None:
            continue
        labels = field_labels(form)
        told = {item.key for item in said}
        for key in form_fields(form):
            if key not in told:
                yield DataItem(key=key, words=labels.get(key, ""), element=element.id)


def dictionary(models: Iterable[Model]) -> tuple[DictionaryEntry, ...]:
    """Return every name these models use, those of most procedures first; none of them counts as in force.

    >>> from processes import library
    >>> model = library["residence_registration"].as_is
    >>> [(one.key, one.procedures) for one in dictionary([model, model])][:1]
    [('applicant_name', 2)]
    """
    return dictionary_of((False, data_items(model)) for model in models)


def dictionary_of(procedures: Iterable[tuple[bool, Iterable[DataItem]]]) -> tuple[DictionaryEntry, ...]:
    """Return every name that procedures use, given whether each is in force and its data; the most used first.

    >>> pin = DataItem(key="pin", words="Personal number", element="apply")
    >>> [one] = dictionary_of([(True, [pin]), (False, [pin, pin])])
    >>> one.words, one.procedures, one.in_force
    ('Personal number', 2, 1)
    """
    words: dict[str, Counter[str]] = {}
    registers: dict[str, Counter[str]] = {}
    all_: Counter[str] = Counter()
    in_force: Counter[str] = Counter()
    for is_in_force, found in procedures:
        items = list(found)
        keys = dict.fromkeys(item.key for item in items)
        all_.update(keys.keys())
        in_force.update(keys.keys() if is_in_force else ())
        for item in items:
            words.setdefault(item.key, Counter()).update([item.words] if item.words else [])
            registers.setdefault(item.key, Counter()).update([item.register] if item.register else [])
    entries = (
        DictionaryEntry(
            key=key,
            words=_most(words[key]) or key,
            register=_most(registers[key]),
            procedures=count,
            in_force=in_force[key],
        )
        for key, count in all_.items()
    )
    return tuple(sorted(entries, key=lambda one: (-one.procedures, one.key)))


def _most(said: Counter[str]) -> str | None:
    return min(said, key=lambda each: (-said[each], each), default=None)
