"""The summary of a procedure: what it asks of people, on one card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.figure import Figure
    from processes.model.model import Model

#: The measures on the card, in the order an analyst reads them.
_CARD = (
    "steps",
    "visits",
    "entities",
    "documents",
    "applicant_time",
    "money",
    "lead_time",
    "contact_index",
    "once_only_ratio",
    "burden",
)


@dataclass(frozen=True)
class Summary:
    """The figures of one model, by name and in reading order."""

    figures: tuple[Figure, ...]

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures)

    def __getitem__(self, name: str) -> Figure:
        for figure in self.figures:
            if figure.name == name:
                return figure
        raise KeyError(name)


def summary(model: Model) -> Summary:
    """Return what `model` asks of people: steps, visits, offices, documents, time, money, lead time and more.

    >>> from processes import library
    >>> {f.name: f.value for f in summary(library["kg-llc"].as_is)}["visits"]
    7
    """
    from analytics.measures import measures

    return Summary(tuple(measures[name](model) for name in _CARD))
