"""What is different between two versions of a model, as rows and as marks on both diagrams."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from modeler_api.drawing import contact_overlays, drawing, once_only_overlays
from modeler_api.summary_card import label_of
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
    "name": _("Name"),
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
}
"""What the aspects of a change are called; an aspect that is not here goes by its own name."""

_TYPES: dict[str, Message] = {
    "UserTask": _("work of a person"),
    "ManualTask": _("work outside the system"),
    "ServiceTask": _("done by a system"),
    "SendTask": _("message sent"),
    "ReceiveTask": _("message awaited"),
    "BusinessRuleTask": _("decided by a rule"),
}

_DURATION = re.compile(r"\bP(?:\d+[YMWD])*(?:T(?:\d+[HMS])+)?\b")
_LONGEST = 160


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


def changes_between(before: Model, after: Model) -> Changes:
    """The differences from `before` to `after`."""
    from processes.model.diff import diff

    found = diff(before, after).changes
    return Changes(
        tuple(_row(change, before, after) for change in found),
        _marked(before, found, ("removed", "changed", "moved")),
        _marked(after, found, ("added", "changed", "moved")),
    )


def _row(change: Change, before: Model, after: Model) -> ChangeRow:
    word, sign = KINDS[change.kind]
    model = before if change.kind == "removed" else after
    label = label_of(model, change.element) if change.element in model.elements else change.label
    return ChangeRow(
        change.kind, word, sign, change.element, label, change.aspect, change.before, change.after
    )


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
