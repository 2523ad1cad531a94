"""Which names the logic of a decision model asks for: in its inputs, cells, boxed expressions and functions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.decision.model import DecisionModel

_WORD = re.compile(r"[^\W\d]\w*")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
#: What people read, and what says how a part is to be taken: no logic.
_NOT_LOGIC = frozenset(
    {"id", "name", "label", "note", "form", "type", "hit", "aggregation", "requires", "knows", "kind"}
)


def words_asked(model: DecisionModel) -> frozenset[str]:
    """Return every word that stands in an expression of the model, outside its texts in quotation marks.

    >>> from processes import library
    >>> [track] = library["building_permit"].decisions
    >>> sorted(words_asked(track))
    ['floor_area', 'storeys']
    """
    return frozenset(
        word
        for part in ("decisions", "knowledge", "services")
        for text in _texts(model.content.get(part))
        for word in _WORD.findall(_TEXT.sub('""', text))
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _NOT_LOGIC:
                yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)
