"""What is different between two versions of a model, as rows and as marks on both diagrams."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from modeler_api.change_words import in_words
from modeler_api.drawing import contact_overlays, drawing, once_only_overlays
from modeler_api.summary_card import label_of
from modeler_api.translation import text
from processes.text import Message, _

if TYPE_CHECKING:
    from processes import Model
    from processes.model.diff import Change

KINDS: dict[str, tuple[Message, str]] = {
    "added": (_("Added"), "+"),
    "removed": (_("Removed"), "−"),
    "changed": (_("Changed"), "~"),
    "moved": (_("Moved"), "↔"),
}

ASPECTS: dict[str, Message] = {
    "element": _("Element"),
    "lane": _("Lane"),
    "document": _("Document"),
    "name": _("What it is called"),
    "type": _("Type"),
    "order": _("Comes after"),
    "performer": _("Who may take it"),
    "actor": _("Who does it"),
    "channel": _("Channel"),
    "visit": _("Visit"),
    "effort": _("Work"),
    "queue": _("Queue"),
    "wait": _("Wait"),
    "limit": _("Limit"),
    "deadline": _("Deadline"),
    "legal": _("Legal basis"),
    "asks": _("Documents asked for"),
    "issues": _("Documents issued"),
    "reads": _("Registers read"),
    "items": _("Data items"),
    "fees": _("Fees"),
    "form": _("Form"),
    "event": _("Event"),
    "condition": _("Condition"),
    "probability": _("Probability"),
    "service": _("Service"),
    "script": _("Script"),
    "purpose": _("Purpose"),
    "automation": _("Automation"),
    "documentation": _("Documentation"),
    "evidence": _("Evidence"),
    "variant": _("Variant"),
    "discretion": _("Discretion"),
    "criteria": _("Criteria of the decision"),
    "deciders": _("Who decides"),
    "separate from": _("Not by who did"),
    "on limit": _("When the limit is over"),
    "decision": _("Decision"),
    "default": _("Default flow"),
    "called process": _("Key of the procedure it calls"),
    "place": _("Place"),
    "party": _("Who it is"),
    "code": _("Short code"),
    "register item": _("Chapter and item of the Unified Register"),
    "owner": _("Body that answers for it"),
    "level": _("Level"),
    "beneficiary": _("For whom"),
    "frequency": _("Cases a year"),
    "appeal": _("Where to object"),
    "appeal days": _("Days to object"),
    "issuer": _("Issued by"),
    "held in": _("Held in the register"),
    "final": _("Is it the result?"),
    "scope": _("Stands inside"),
    "attached to": _("Attached to"),
    "interrupting": _("Ends the work it is attached to"),
    "repetition": _("Repetition"),
    "inputs": _("What goes in"),
    "outputs": _("What comes out"),
    "assignment": _("How work is shared out"),
    "bound to": _("Only by who did"),
    "performer of": _("By who did"),
    "impact": _("Impact"),
    "on limit data": _("Set when the limit is over"),
    "refuses when": _("Refuses when"),
    "refusal reason": _("Where the reason of a refusal stands"),
    "refusal appeal": _("Where to object to a refusal"),
    "frequency year": _("Year of the number of cases"),
    "tariff": _("An hour of the applicant is worth"),
    "tariff currency": _("Currency"),
}
"""What the aspects of a change are called; an aspect that is not here goes by its own name."""

_FOR_MACHINES = frozenset({"names", "pair of", "life events", "appeals"})


@dataclass(frozen=True)
class ChangeRow:
    """One difference in words."""

    kind: str
    word: Message
    sign: str
    element: str
    label: str
    aspect: Any
    before: Any
    after: Any


@dataclass(frozen=True)
class Changes:
    """Every difference that means something, with both diagrams marked."""

    rows: tuple[ChangeRow, ...]
    before: dict[str, Any]
    after: dict[str, Any]
    layout: tuple[tuple[str, str], ...] = ()


def changes_between(before: Model, after: Model, *, with_layout: bool = False) -> Changes:
    """The differences from `before` to `after`; with the layout also what is only drawn elsewhere, by id and label."""
    from processes.model.diff import diff

    both = diff(before, after)
    found = both.changes
    changes = Changes(
        tuple(_row(change, before, after) for change in found if change.aspect not in _FOR_MACHINES),
        _marked(before, found, ("removed", "changed", "moved")),
        _marked(after, found, ("added", "changed", "moved")),
        tuple((id_, label_of(after, id_)) for id_ in both.layout),
    )
    if with_layout:
        for id_ in both.layout:
            changes.after["marks"].setdefault(id_, []).append("way")
    return changes


def _row(change: Change, before: Model, after: Model) -> ChangeRow:
    word, sign = KINDS[change.kind]
    model = before if change.kind == "removed" else after
    label = _called(change, model)
    was, now = in_words(change, change.before, before), in_words(change, change.after, after)
    if change.aspect in ("element", "lane", "document") and change.kind in ("added", "removed"):
        was = now = None  # the label has said it
    if change.aspect == "form":
        was, now = _questions(change.before, change.after), _questions(change.after, change.before)
    aspect = ASPECTS.get(change.aspect, Message(change.aspect))
    return ChangeRow(change.kind, word, sign, change.element, label, aspect, was, now)


def _called(change: Change, model: Model) -> str:
    """What the thing that changed is called in the reader's language; a process goes by the title of its procedure."""
    if change.element in model.elements or change.element in model.processes:
        return label_of(model, change.element)
    return text(change.label)


def _questions(form: str | None, other: str | None) -> str | None:
    """The questions of a form that the other one asks otherwise or not at all; what is no form stays a name."""
    mine, theirs = _components(form), _components(other)
    if mine is None:
        return None if theirs is not None or form is None else form
    told = [
        str(component.get("label") or key)
        for key, component in mine.items()
        if (theirs or {}).get(key) != component
    ]
    return ", ".join(told) or None


def _components(form: str | None) -> dict[str, Any] | None:
    try:
        schema = json.loads(form) if form else None
    except ValueError:
        return None
    if not isinstance(schema, dict):
        return None
    return {str(each.get("key") or place): each for place, each in enumerate(schema.get("components", ()))}


def _marked(model: Model, found: tuple[Change, ...], kinds: tuple[str, ...]) -> dict[str, Any]:
    marks: dict[str, list[str]] = {}
    for change in found:
        if change.kind in kinds:
            marks.setdefault(change.element, []).append("changed" if change.kind == "moved" else change.kind)
    signs = [
        {"element": element, "text": KINDS[classes[0]][1], "place": "bottom-right", "tone": classes[0]}
        for element, classes in marks.items()
        if element in model.elements
    ]
    contacts = [*contact_overlays(model), *once_only_overlays(model)]
    return drawing(model, marks=marks, overlays=[*contacts, *signs])


MOST_LINES = 3000


@dataclass(frozen=True, kw_only=True)
class SourceLine:
    """One line of two files side by side: `kind` is "added", "removed", "same" or "gap"; a number is its line there."""

    kind: str
    before: int | None
    after: int | None
    words: str


def source_changes(before: bytes, after: bytes, *, around: int = 2) -> tuple[SourceLine, ...]:
    """What is different in the bytes of two versions, line by line, a few unchanged ones around; at most 3000.

    >>> [(line.kind, line.words) for line in source_changes(b"<a>\\n<b/>\\n", b"<a>\\n<c/>\\n")]
    [('same', '<a>'), ('removed', '<b/>'), ('added', '<c/>')]
    """
    old, new = (source.decode("utf-8", "replace").splitlines() for source in (before, after))
    found: list[SourceLine] = []
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(around):
        if found:
            found.append(SourceLine(kind="gap", before=None, after=None, words="…"))
        for what, i, i_end, j, j_end in group:
            if what == "equal":
                found += [
                    SourceLine(kind="same", before=n + 1, after=n - i + j + 1, words=old[n])
                    for n in range(i, i_end)
                ]
                continue
            found += [
                SourceLine(kind="removed", before=n + 1, after=None, words=old[n]) for n in range(i, i_end)
            ]
            found += [
                SourceLine(kind="added", before=None, after=n + 1, words=new[n]) for n in range(j, j_end)
            ]
    return tuple(found[:MOST_LINES])
