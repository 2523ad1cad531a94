"""What a large log can be asked that needs to be told something: rates, a term, what a refusal is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from analytics.measure import Measure

F = TypeVar("F", bound="Callable[..., Measure]")

#: The functions that ask it, by the name of their measure.
ASKED: dict[str, Callable[..., Measure]] = {}


def asked(ask: F) -> F:
    """Register a function as what asks the measure it is named after."""
    ASKED[ask.__name__] = ask
    return ask
