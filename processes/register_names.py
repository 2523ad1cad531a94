"""What registers and bodies are called: models name them by an id, such as `kg:population-register`.

The names are those of the files in `processes/registers/`, one for each country or holder, found where they lie; its
name is what stands before the colon.  An id that no file knows is told by its own words.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from processes.text import Message

FOLDER = Path(__file__).parent / "registers"


def register_name(id: str) -> Message:
    """Return what a register or body is called, as in the middle of a sentence.

    >>> register_name("kg:zags-register"), register_name("xy:forest_register")
    ('register of civil status (ZAGS)', 'forest register')
    """
    known = known_registers().get(id)
    return known or Message(id.rpartition(":")[2].replace("-", " ").replace("_", " "))


@cache
def known_registers() -> dict[str, Message]:
    """Return the names of all registers and bodies that have one, by id."""
    return {
        f"{file.stem}:{name}": Message(words)
        for file in sorted(FOLDER.glob("*.toml"))
        for name, words in tomllib.loads(file.read_text(encoding="utf-8")).items()
    }
