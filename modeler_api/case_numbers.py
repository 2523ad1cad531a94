"""Case numbers: a series for each procedure and year, with a check character that catches a slip of the pen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine import business_key
from modeler_api.store.tables import day_of

if TYPE_CHECKING:
    from datetime import datetime

    from engine import Definition, Engine

_OTHER = re.compile(r"[^A-Z0-9]+")


def next_number(engine: Engine, definition: Definition, *, at: datetime) -> str:
    """Return the next case number of a procedure, such as KG-SPRAVKA-2026-00017-M; `at` says of which year,
    by the clock of the offices.

    >>> from datetime import UTC, datetime
    >>> from engine import Engine
    >>> from processes import read_model
    >>> engine = Engine("sqlite://")
    >>> permit = engine.deploy(read_model(b"Register @clerks", dialect="sketch"), by="ana")
    >>> next_number(engine, permit, at=datetime(2026, 5, 4, tzinfo=UTC))
    'SKETCH-2026-00001-G'
    >>> next_number(engine, permit, at=datetime(2026, 12, 31, 20, tzinfo=UTC))[:17]
    'SKETCH-2027-00001'
    """
    # Only Latin letters and digits have a check character.
    series = _OTHER.sub("-", (definition.code or definition.key).upper()).strip("-") or "CASE"
    return engine.next_business_key(f"{series}-{day_of(at).year}")


def is_mistyped(number: str) -> bool:
    """Whether a number nobody has cannot have been given by `next_number` either: its last character does not fit."""
    return bool(number) and not business_key.is_right(number)
