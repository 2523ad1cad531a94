"""The import report and the problems of a model as rows of a page, grouped by how grave they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from modeler_api.summary_card import label_of
from processes.model.import_report import KINDS
from processes.problem import SEVERITIES
from processes.text import Message, _

if TYPE_CHECKING:
    from processes import Model
    from processes.problem import Problem

SEVERITY_TITLES: dict[str, tuple[Message, Message]] = {
    "error": (_("Errors"), _("They have no legitimate reading. The model cannot be put in force with them.")),
    "warning": (_("Warnings"), _("Plausible, but probably not meant.")),
    "note": (_("Notes"), _("Worth knowing; nothing has to be done.")),
}

KIND_TITLES: dict[str, tuple[Message, str]] = {
    "must fix": (_("To be fixed"), "late"),
    "suggestion": (_("Suggestion"), "soon"),
    "translated": (_("Translated"), "brand"),
    "ignored": (_("Given no meaning"), ""),
    "kept": (_("Kept"), "good"),
}


@dataclass(frozen=True)
class ProblemRow:
    """One problem beside the element it names; `path` is a way that leads there, element by element."""

    element: str | None
    label: str
    message: Message
    rule: str
    line: int | None
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grouped:
    """The problems of one severity."""

    severity: str
    title: Message
    meaning: Message
    rows: tuple[ProblemRow, ...]


@dataclass(frozen=True)
class EntryRow:
    """One line of the import report."""

    kind: Message
    tone: str
    message: Message
    element: str | None
    label: str
    line: int | None


def grouped(problems: Iterable[Problem], model: Model) -> list[Grouped]:
    """The problems by severity, the gravest first; severities without any are left out."""
    found = list(problems)
    groups = []
    for severity in SEVERITIES:
        rows = tuple(
            ProblemRow(
                p.element,
                label_of(model, p.element) if p.element else p.label,
                p.message,
                p.rule,
                p.line,
                tuple(i for i in p.data.get("path", ()) if i in model.elements),
            )
            for p in found
            if p.severity == severity
        )
        if rows:
            groups.append(Grouped(severity, *SEVERITY_TITLES[severity], rows))
    return groups


def rows_of(model: Model) -> list[EntryRow]:
    """The lines of the import report, what stops first."""
    return [
        EntryRow(
            KIND_TITLES[entry.kind][0],
            KIND_TITLES[entry.kind][1],
            entry.message,
            entry.element,
            label_of(model, entry.element) if entry.element else "",
            entry.line,
        )
        for kind in KINDS
        for entry in model.report.of(kind)
    ]


def as_data(model: Model) -> list[dict[str, object]]:
    """The lines of the import report for a program, in the order of the page; messages are English."""
    return [
        {"kind": e.kind, "message": str(e.message), "element": e.element, "line": e.line}
        for kind in KINDS
        for e in model.report.of(kind)
    ]
