"""What a page's diagram is given: the drawing, the marks on its shapes, the contacts and the once-only breaches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics.reading_order import in_order as in_order
from modeler_api.summary_card import label_of, span_of
from modeler_api.translation import chosen_locale, text
from processes.text import Message, _

if TYPE_CHECKING:
    from processes import Model
    from processes.model.elements import Element
    from processes.problem import Problem

ACTORS: dict[str, Message] = {
    "citizen": _("Applicant (citizen)"),
    "business": _("Applicant (business)"),
    "official": _("Official"),
    "otherAgency": _("Another agency"),
    "thirdParty": _("A third party"),
    "system": _("A system"),
}

CHANNELS: dict[str, Message] = {
    "inPerson": _("in person"),
    "phone": _("by telephone"),
    "post": _("by post"),
    "online": _("online"),
    "kiosk": _("at a kiosk"),
    "registryQuery": _("by asking a register"),
    "internal": _("inside the office"),
}

LEGEND = (
    ("contact", _("contact: somebody stands at a counter")),
    ("once-only", _("asks for what the state already holds")),
)
"""The two marks that stand for citizen contacts and for once-only breaches."""

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)""")


def xml_text(source: bytes) -> str:
    """The bytes of a model as text, in whatever encoding they declare."""
    if source[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return source.decode("utf-16")
    declared = _DECLARED.match(source)
    return source.decode(declared[1].decode("ascii") if declared else "utf-8-sig", errors="replace")


def drawing(
    model: Model,
    *,
    marks: Mapping[str, Iterable[str]] | None = None,
    overlays: Iterable[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The drawing with these marks and overlays on it."""
    return {
        "xml": xml_text(model.source),
        "marks": {element: list(classes) for element, classes in (marks or {}).items()},
        "overlays": [dict(overlay) for overlay in overlays],
        "labels": labels_for(model),
    }


def contact_overlays(model: Model) -> list[dict[str, Any]]:
    """A person at a counter on each step that is done face to face with an official."""
    from analytics import contact_index

    return [
        {
            "element": element,
            "icon": "contact",
            "place": "top-left",
            "title": text(_("Contact: the applicant stands before an official")),
        }
        for element in contact_index(model).elements
    ]


def once_only_overlays(model: Model) -> list[dict[str, Any]]:
    """A sheet with two arrows on each step that asks for what a register holds."""
    found = []
    for element in model.elements.values():
        held = [document.name for document in documents_of(model, element) if document.is_held]
        if held:
            words = _("The state already holds: {documents}").format(documents=", ".join(held))
            found.append(
                {"element": element.id, "icon": "once-only", "place": "top-right", "title": text(words)}
            )
    return found


def problem_marks(problems: Iterable[Problem]) -> dict[str, list[str]]:
    """A mark on each shape that has an error or a warning."""
    return {p.element: ["problem"] for p in problems if p.element and p.severity != "note"}


@dataclass(frozen=True)
class AskedDocument:
    """A document a step asks for, in the reader's language, with the register that holds it."""

    name: str
    held_in: str | None

    @property
    def is_held(self) -> bool:
        """Whether a register of the state already holds it."""
        return self.held_in is not None


def documents_of(model: Model, element: Element) -> list[AskedDocument]:
    """What a step asks the applicant for."""
    found = []
    for ask in element.step.asks if element.step else ():
        document = model.documents.get(ask.document)
        names = document.names if document else {}
        name = names.get(chosen_locale(), document.name or ask.document) if document else ask.document
        found.append(AskedDocument(name, document.held_in if document else None))
    return found


@dataclass(frozen=True)
class StepRow:
    """One line of the text twin: a step with who does it, how, with what, in what time."""

    number: int
    element: str
    label: str
    who: str
    unit: str
    channel: Message | None
    place: str
    documents: tuple[AskedDocument, ...]
    effort: str
    queue: str
    wait: str
    limit: str
    is_contact: bool
    is_assessed: bool


def step_rows(model: Model) -> list[StepRow]:
    """The steps of a model in the order in which a case can meet them."""
    from analytics import contact_index

    contacts = set(contact_index(model).elements)
    rows = []
    for position, element in enumerate(in_order(model), start=1):
        step, lane = element.step, model.lane_of(element.id)
        place = model.places.get(step.where) if step and step.where else None
        actor = ACTORS.get(model.actor(element.id) or "")
        rows.append(
            StepRow(
                number=position,
                element=element.id,
                label=label_of(model, element.id),
                who=text(actor) if actor else "",
                unit=lane.names.get(chosen_locale(), lane.name) if lane else "",
                channel=_channel(step.channel, model.actor(element.id)) if step else None,
                place=place.names.get(chosen_locale(), place.name) if place else "",
                documents=tuple(documents_of(model, element)),
                effort=span_of(step.effort.typical) if step and step.effort else "",
                queue=span_of(step.queue.typical) if step and step.queue and step.queue.typical else "",
                wait=span_of(step.wait.typical, step.wait_unit)
                if step and step.wait and step.wait.typical
                else "",
                limit=span_of(step.limit, step.limit_unit) if step else "",
                is_contact=element.id in contacts,
                is_assessed=step is not None,
            )
        )
    return rows


def _channel(channel: str | None, actor: str | None) -> Message | None:
    """How a step is done, in words; what applicants do by themselves happens in no office."""
    if channel == "internal" and actor in ("citizen", "business", "thirdParty"):
        return _("on one's own, without the office")
    return CHANNELS.get(channel or "")


def labels_for(model: Model) -> dict[str, str]:
    """The names of shapes in the reader's language, where the model gives them."""
    tongue = chosen_locale()
    nouns = (model.elements, model.flows, model.lanes, model.participants)
    named = [(one.id, one.names) for found in nouns for one in found.values()]
    named += [(document.id, document.names) for document in model.documents.values()]
    return {id_: names[tongue] for id_, names in named if tongue in names}
