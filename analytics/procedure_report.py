"""The report on a procedure, as a value: everything a page, a PDF or a workbook shows.

It opens with a sentence, gives three numbers, and then tables that every format writes alike.  Origin, period, cases
and assumptions are part of the value, so no format can forget them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.errors import AnalyticsError
from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.comparison import Comparison
    from analytics.finding import Finding
    from analytics.heat import Heat
    from processes.model.model import Model

    Translate = Callable[[str], str]

#: What stands in a cell: None is unknown.
Cell = Message | str | float | int | None


@dataclass(frozen=True, kw_only=True)
class KeyNumber:
    """One of the large numbers at the top: its value (None: unknown), unit, and how many cases it rests on."""

    label: Message
    value: float | None
    unit: Message
    n: int
    origin: str


@dataclass(frozen=True, kw_only=True)
class Section:
    """A table with its title, which says the finding in words where there is one."""

    name: str
    title: Message
    head: tuple[Message, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Message | None = None


@dataclass(frozen=True, kw_only=True)
class Report:
    """The report; `heat` is by mode and element, `facts` is what must be visible on every page."""

    title: str
    opening: Message | None
    numbers: tuple[KeyNumber, ...] = ()
    facts: tuple[tuple[Message, Cell], ...] = ()
    sections: tuple[Section, ...] = ()
    findings: tuple[Finding, ...] = ()
    dismissed: int = 0
    heat: Mapping[str, Mapping[str, Heat]] = field(default_factory=dict)
    comparison: Comparison | None = None
    model: Model | None = None

    def section(self, name: str) -> Section:
        """Return one table; raises `KeyError` when the report has none of that name."""
        for section in self.sections:
            if section.name == name:
                return section
        raise KeyError(name)

    def write(self, path: str | Path, *, translate: Translate = str) -> None:
        """Write the report; the ending chooses the form: `.html`, `.pdf`, `.xlsx`, `.json` or `.csv`.

        `translate` turns messages into the reader's language.  Raises `AnalyticsError` for another ending.
        """
        target = Path(path)
        target.write_bytes(self.rendered(target.suffix.removeprefix("."), translate=translate))

    def rendered(self, form: str, *, translate: Translate = str) -> bytes:
        """Return the report in a form, such as `html`, as bytes."""
        # By name: the forms know the report, so the report must not know them.
        reports = import_module("analytics.reports").reports
        if form not in reports:
            raise AnalyticsError(
                _("A report cannot be written as {form!r}.").format(form=form or "a file without ending"),
                hint=_("Known: {reports}.").format(reports=", ".join(reports)),
            )
        made: bytes = reports[form](self, translate)
        return made
