"""What the verbs are called with: checked at the facade, so that no other library complains of it in its own words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from engine.errors import InvalidArgument
from processes.text import _

if TYPE_CHECKING:
    from processes import Model


def person(by: object) -> str:
    """Return `by` when it names somebody."""
    if not isinstance(by, str) or not by.strip():
        raise InvalidArgument("by", by, hint=_("Name the person or program that does this, such as “ana”."))
    return by


def moment(argument: str, value: object) -> datetime | None:
    """Return a moment that has a time zone, or None."""
    if value is not None and (not isinstance(value, datetime) or value.utcoffset() is None):
        raise InvalidArgument(
            argument, value, hint=_("Give a time with its time zone, such as 2026-05-01 09:00+06:00.")
        )
    return value


def models(given: Model | Iterable[Model]) -> list[Model]:
    """Return one model, or several, as a list."""
    from processes import Model

    several = [given] if isinstance(given, Model) or not isinstance(given, Iterable) else list(given)
    if isinstance(given, (str, bytes)) or not several or not all(isinstance(m, Model) for m in several):
        raise InvalidArgument("model", given, hint=_("Give a model, as “processes.read_model” returns it."))
    return several
