"""What is different between two models, by what it means: drawings, line breaks and order in the file do not count.

Nouns are the same when their ids are.  A change names one aspect of one noun with what it was and what it is, so that a
page can mark the shape and a lawyer can read the list.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from processes.model import gov
from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.elements import Element, SequenceFlow
    from processes.model.model import Model

Kind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One difference of one element or sequence flow; `moved` means into another lane.

    `before` and `after` are words for people; None where there is nothing.
    """

    kind: Kind
    element: str
    label: str
    aspect: Message
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, kw_only=True)
class Diff:
    """Every change, those of elements first, in the order of the models."""

    changes: tuple[Change, ...]

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    def of(self, element: str) -> tuple[Change, ...]:
        """Return the changes of one element or flow."""
        return tuple(change for change in self.changes if change.element == element)


#: The aspects of an element that mean something, with what a reader calls them.
_ASPECTS: dict[str, Message] = {
    "type": _("Type"),
    "name": _("Name"),
    "attached_to": _("Attached to"),
    "is_interrupting": _("Interrupting"),
    "called_element": _("Called process"),
    "default": _("Default flow"),
    "candidate_groups": _("Groups that may take it"),
    "assignee": _("Assigned to"),
    "due": _("Due"),
    "form": _("Form"),
    "topic": _("Service"),
    "decision": _("Decision"),
    "script": _("Script"),
    "event_definition": _("Event"),
    "multi_instance": _("Repetition"),
    "documentation": _("Documentation"),
}

#: The same for what the vocabulary says of a step.
_STEP_ASPECTS: dict[str, Message] = {
    "actor": _("Who does it"),
    "channel": _("Channel"),
    "visit": _("Visit"),
    "effort": _("Work"),
    "queue": _("Queue"),
    "wait": _("Wait"),
    "limit": _("Limit"),
    "discretion": _("Discretion"),
    "deciders": _("Who decides"),
    "purpose": _("Purpose"),
    "automation": _("Automation"),
    "legal": _("Legal basis"),
    "asks": _("Documents asked for"),
    "issues": _("Documents issued"),
    "reads": _("Registers read"),
    "fees": _("Fees"),
}


def diff(before: Model, after: Model) -> Diff:
    """Return what is different in `after`; no change means the same to everybody who works by them.

    >>> from processes import read_model
    >>> one = read_model(b"Register -> Decide", dialect="sketch")
    >>> two = read_model(b"Register -> Check -> Decide", dialect="sketch")
    >>> [(c.kind, c.label) for c in diff(one, two) if c.element in two.elements]
    [('added', 'Check')]
    >>> len(diff(one, one))
    0
    """
    return Diff(changes=(*_elements(before, after), *_flows(before, after)))


def _elements(before: Model, after: Model) -> Iterator[Change]:
    for id_, element in before.elements.items():
        if id_ not in after.elements:
            yield Change(
                kind="removed", element=id_, label=element.label, aspect=_("Element"), before=element.label
            )
    for id_, element in after.elements.items():
        if id_ in before.elements:
            yield from _element(before, before.elements[id_], after, element)
        else:
            yield Change(
                kind="added", element=id_, label=element.label, aspect=_("Element"), after=element.label
            )


def _element(before: Model, old: Element, after: Model, new: Element) -> Iterator[Change]:
    lanes = [model.lane_of(e.id) for model, e in ((before, old), (after, new))]
    names = [lane.name or lane.id if lane else None for lane in lanes]
    if names[0] != names[1]:
        yield Change(
            kind="moved", element=new.id, label=new.label, aspect=_("Lane"), before=names[0], after=names[1]
        )
    for name, aspect in _ASPECTS.items():
        if name == "candidate_groups" and names[0] != names[1]:
            continue  # the lane it was moved into says it already
        yield from _aspect(before, getattr(old, name), after, getattr(new, name), aspect, new)
    steps = [e.step or gov.Step() for e in (old, new)]
    for name, aspect in _STEP_ASPECTS.items():
        yield from _aspect(before, getattr(steps[0], name), after, getattr(steps[1], name), aspect, new)


def _aspect(
    before: Model, old: Any, after: Model, new: Any, aspect: Message, noun: Element
) -> Iterator[Change]:
    if old != new:
        yield Change(
            kind="changed",
            element=noun.id,
            label=noun.label,
            aspect=aspect,
            before=_words(old, before),
            after=_words(new, after),
        )


def _flows(before: Model, after: Model) -> Iterator[Change]:
    for id_, flow in before.flows.items():
        if id_ not in after.flows:
            ends = _ends(before, flow)
            yield Change(kind="removed", element=id_, label=ends, aspect=_("Sequence flow"), before=ends)
    for id_, flow in after.flows.items():
        ends = _ends(after, flow)
        if id_ not in before.flows:
            yield Change(kind="added", element=id_, label=ends, aspect=_("Sequence flow"), after=ends)
            continue
        old = before.flows[id_]
        pairs = (
            (_("Sequence flow"), _ends(before, old), ends),
            (_("Condition"), old.condition, flow.condition),
            (_("Name"), old.name or None, flow.name or None),
            (_("Probability"), _words(old.probability, before), _words(flow.probability, after)),
        )
        for aspect, was, now in pairs:
            if was != now:
                yield Change(kind="changed", element=id_, label=ends, aspect=aspect, before=was, after=now)


def _ends(model: Model, flow: SequenceFlow) -> str:
    return f"{model.label(flow.source)} → {model.label(flow.target)}"


def _words(value: Any, model: Model) -> str | None:
    """Return a value as a person reads it; None for nothing."""
    if value is None or value == () or value == "":
        return None
    if isinstance(value, tuple):
        return ", ".join(_words(one, model) or "" for one in value)
    if isinstance(value, gov.Spread):
        return _words(value.typical, model)
    if isinstance(value, gov.Visit):
        place = model.places.get(value.place)
        return place.name if place else value.place
    if isinstance(value, gov.Asks):
        document = model.documents.get(value.document)
        return document.name if document else value.document
    if isinstance(value, gov.Legal):
        return value.ref
    if isinstance(value, gov.Fee):
        return f"{value.amount} {value.currency}"
    if isinstance(value, timedelta):
        return str(value)
    if hasattr(value, "__dataclass_fields__"):
        told = ((f.name, getattr(value, f.name)) for f in fields(value))
        return ", ".join(f"{name} {found}" for name, found in told if found not in (None, False, "", ()))
    text = str(value)
    known = model.documents.get(text)
    return known.name if known else text
