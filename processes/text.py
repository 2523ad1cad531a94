"""Text for people: an English sentence that remembers its template and values.

The rooms behind the door speak English and know no locale.  A `Message` is a plain `str` to them; the door looks up
its `template` in the reader's language and formats `values` into the translation.  Mark every such sentence with
`_()`, so that it is found when the catalogues are extracted.

>>> message = _("{label} has no performer.").format(label="Decide")
>>> message
'Decide has no performer.'
>>> message.template, message.values
('{label} has no performer.', {'label': 'Decide'})
"""

from __future__ import annotations

from typing import Any


class Message(str):
    """An English sentence with the template and the values it was made from."""

    __slots__ = ("template", "values")

    template: str
    values: dict[str, Any]

    def __new__(
        cls, text: str, *, template: str | None = None, values: dict[str, Any] | None = None
    ) -> Message:
        self = super().__new__(cls, text)
        self.template = template if template is not None else text
        self.values = dict(values or {})
        return self

    def format(self, *args: object, **values: object) -> Message:
        """Return the sentence with `values` filled in; positional values are refused, translators need names."""
        if args:
            raise TypeError("Give the values of a message by name: translators reorder them.")
        return Message(self.template.format(**values), template=self.template, values=dict(values))

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (str(self),), {"template": self.template, "values": self.values}


def _(template: str) -> Message:
    """Return `template` as a message; extraction tools find the call by its name."""
    return Message(template)


#: Kyrgyz letters and the ones a person types instead, for searching (ң→н, ө→о, ү→у; ё→е).
_FOLDING = str.maketrans("ңөүё", "ноуе")


def folded(text: str) -> str:
    """Return `text` as it is compared in a search: lower case, Kyrgyz letters by their plain neighbours.

    >>> folded("Өтүнмө") == folded("отунмо")
    True
    """
    return text.casefold().translate(_FOLDING)


_CYRILLIC = "абвгдеёзийклмнопрстуфцыэңөүі"
_LATIN = dict(zip(_CYRILLIC, "abvgdeezijklmnoprstufcyenoui", strict=True)) | {
    "ж": "zh",
    "х": "kh",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
    "ї": "yi",
    "є": "ye",
    "ґ": "g",
}


def latin(text: str) -> str:
    """Return `text` in the letters A to Z, its Cyrillic ones spelt out; for ids, which some tools want so.

    >>> latin("Өтүнмөнү текшерүү"), latin("Check_2")
    ('Otunmonu teksheruu', 'Check_2')
    """
    spelt = []
    for letter in text:
        found = _LATIN.get(letter.lower())
        spelt.append(letter if found is None else found.capitalize() if letter.isupper() else found)
    return "".join(spelt)
