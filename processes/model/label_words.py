"""The words of a label as they are compared: without case, marks and endings, in four languages.

Endings are cut by a rough rule, enough that *check the plan*, *checking plans* and *plan check* meet, and *проверить
план* meets *проверка плана*; it is no grammar.  Words that say nothing of the thing are left out.
"""

from __future__ import annotations

import re
from functools import lru_cache

from processes.text import folded

_WORD = re.compile(r"[^\W\d_]+|\d+")
_EMPTY = (
    *(
        "a",
        "an",
        "the",
        "of",
        "to",
        "for",
        "and",
        "or",
        "by",
        "in",
        "on",
        "at",
        "with",
        "from",
        "is",
        "be",
        "it",
    ),
    *(
        "и",
        "в",
        "во",
        "на",
        "с",
        "со",
        "по",
        "о",
        "об",
        "от",
        "до",
        "для",
        "при",
        "не",
        "или",
        "за",
        "из",
        "к",
        "у",
    ),
    *("жана", "менен", "үчүн", "же", "бул", "ал"),
    *("і", "та", "з", "зі", "про", "від", "або"),
)
_ENDINGS = (
    *("ational", "ization", "isation", "ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion"),
    *("ies", "ers", "ed", "es", "er", "s", "e"),
    *("ирование", "ировать", "ования", "ование", "овать", "ывать", "ивать", "ение", "ения", "ание", "ания"),
    *("ться", "ить", "ать", "ять", "еть", "ого", "его", "ому", "ему", "ыми", "ими", "ами", "ями", "ах", "ях"),
    *(
        "ов",
        "ев",
        "ей",
        "ой",
        "ый",
        "ий",
        "ая",
        "яя",
        "ое",
        "ее",
        "ые",
        "ие",
        "ую",
        "юю",
        "ом",
        "ем",
        "ам",
        "ям",
    ),
    *("ача", "ачи", "ачу", "ка", "ки", "ку", "ке", "а", "я", "о", "е", "ы", "и", "у", "ю", "ь"),
    *(
        "ларды",
        "лерди",
        "лары",
        "лери",
        "ларга",
        "лерге",
        "нын",
        "нин",
        "дын",
        "дин",
        "туу",
        "дуу",
        "уу",
        "оо",
    ),
    *("лар", "лер", "лор", "ды", "ди", "ны", "ни", "га", "ге", "ка", "ке", "да", "де", "та", "те", "ы", "и"),
    *("ення", "ання", "ити", "ати", "ого", "ової", "ої", "ій", "ий", "і", "ї", "є"),
)
_BY_LENGTH = tuple(sorted({folded(e) for e in _ENDINGS}, key=len, reverse=True))
_NOTHING = frozenset(folded(w) for w in _EMPTY)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return a word without case, marks and its longest known ending; at least three letters stay.

    >>> stem("Checking") == stem("checks"), stem("проверка") == stem("проверить")
    (True, True)
    """
    plain = folded(word)
    for ending in _BY_LENGTH:
        if plain.endswith(ending) and len(plain) - len(ending) >= 3:
            return plain[: -len(ending)]
    return plain


@lru_cache(maxsize=65_536)
def words(label: str) -> frozenset[str]:
    """Return the stems of the words of `label` that say something.

    >>> words("Check the plan") == words("Checking of plans")
    True
    """
    return frozenset(stem(w) for w in _WORD.findall(label) if folded(w) not in _NOTHING)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of common words in all words of both, between 0 and 1; 0 when either says nothing."""
    if not one or not other:
        return 0.0
    return len(one & other) / len(one | other)
