"""What registers and bodies are called in the reader's language, and all their names for searching."""

from __future__ import annotations

from functools import cache

from flask_babel import force_locale

from modeler_api.settings import LOCALES
from modeler_api.translation import text
from processes.register_names import register_name
from processes.text import folded


def register_title(id: str) -> str:
    """What a register or body is called in the reader's language, as it stands alone."""
    words = text(register_name(id))
    return words[:1].upper() + words[1:]


@cache
def register_words(id: str) -> str:
    """Its id and its names in every language, folded for comparing."""
    words = [id]
    for locale in LOCALES:
        with force_locale(locale):
            words.append(text(register_name(id)))
    return folded(" ".join(words))
