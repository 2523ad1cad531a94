"""A card as values, in the reader's language: numbered rows, tables and pictures; each format is a file of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

_VIEW_BOX = re.compile(r'viewBox="\S+ \S+ (\S+) (\S+)"')


@dataclass(frozen=True, kw_only=True)
class Row:
    """One numbered row of the passport; without lines nobody has said it yet."""

    number: int
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One numbered chapter of the regulation: sentences, and a table where `head` names its columns."""

    number: int
    title: str
    lines: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A drawing as SVG, with the words for those who cannot see it."""

    title: str
    svg: str

    @property
    def is_wide(self) -> bool:
        """Whether it is read better on a page that lies on its side."""
        box = _VIEW_BOX.search(self.svg)
        return box is not None and float(box[1]) > 1.3 * float(box[2])


@dataclass(frozen=True, kw_only=True)
class Card:
    """The whole card of one version; `unsaid` stands where nobody has said anything."""

    language: str
    title: str
    standing: str
    passport_title: str
    passport_head: tuple[str, str, str]
    passport: tuple[Row, ...]
    regulation_title: str
    regulation: tuple[Part, ...]
    diagram: Picture
    chart: Picture
    unsaid: str
    note: str
