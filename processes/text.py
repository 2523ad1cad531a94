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

from typing import TYPE_CHECKING, Any

from processes.label import Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


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


def joined(parts: Iterable[str], between: str = " ") -> Message:
    """Return messages and labels one after another, as one message that can still be translated."""
    names = {f"s{number}": part for number, part in enumerate(parts)}
    return Message(between.join(f"{{{name}}}" for name in names)).format(**names)


def listed(labels: Iterable[str]) -> Message:
    """Return labels as a list in a sentence, each in quotation marks.

    >>> str(listed(["Check", "Decide"]))
    '“Check”, “Decide”'
    """
    return joined((_("“{label}”").format(label=label) for label in labels), ", ")


def kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a message as plain data: labels and messages among them keep what translates them."""
    return {name: _kept(value) for name, value in values.items()}


def recalled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a message from the plain data `kept` made of them.

    >>> values = recalled(kept({"label": Label("Check", {"ky": "Текшерүү"}), "n": 2}))
    >>> values, values["label"].told("ky")
    ({'label': 'Check', 'n': 2}, 'Текшерүү')
    """
    return {name: _recalled(value) for name, value in values.items()}


def _kept(value: Any) -> Any:
    if isinstance(value, Label):
        return {"said": str(value), "names": dict(value.names)} if value.names else str(value)
    if isinstance(value, Message):
        return {"said": str(value), "template": value.template, "values": kept(value.values)}
    return value


def _recalled(value: Any) -> Any:
    if not isinstance(value, dict) or "said" not in value:
        return value
    if "names" in value:
        return Label(value["said"], value["names"])
    return Message(value["said"], template=value["template"], values=recalled(value["values"]))


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
