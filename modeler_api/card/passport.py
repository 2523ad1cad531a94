"""The passport of the state service: its numbered rows, filled from the model.

Source: the type standard of state services of the Kyrgyz Republic (Res. 603 of 03.09.2012) and its standards (Res. 303
of 03.06.2014); of their rows only the first two could be read, the others are those such passports usually have.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_babel import gettext

from modeler_api.card.document import Row
from modeler_api.drawing import CHANNELS, in_order
from modeler_api.editor.panel import BENEFICIARIES, LEGAL_TYPES, METHODS, ON_LIMIT
from modeler_api.formats import money
from modeler_api.repository import Kept
from modeler_api.summary_card import label_of, span_of
from modeler_api.translation import chosen_locale, text, told
from processes.text import Message, _

if TYPE_CHECKING:
    from processes import Model
    from processes.model.gov import Document, Legal

_TITLES: tuple[Message, ...] = (
    _("Name of the service, with chapter and item of the Unified Register"),
    _("Full name of the state body that renders it"),
    _("Recipients of the service"),
    _("Legal basis of the service"),
    _("Final result of the service"),
    _("Conditions of rendering, and how long one waits"),
    _("Time limit of rendering"),
    _("List of the documents asked for"),
    _("Cost of the service"),
    _("Grounds for a refusal"),
    _("How to appeal"),
)


def passport(kept: Kept) -> tuple[Row, ...]:
    """The rows in their order; one that nobody has said anything of has no lines."""
    model = kept.model
    parts = (
        _name(kept),
        _owner(kept),
        _recipients(model),
        _basis(model),
        _results(model),
        _places(model),
        _limit(model),
        _documents(model),
        _cost(model),
        _refusals(model),
        _appeal(model),
    )
    return tuple(
        Row(number=number, title=text(title), lines=tuple(dict.fromkeys(lines)))
        for number, (title, lines) in enumerate(zip(_TITLES, parts, strict=True), start=1)
    )


def _name(kept: Kept) -> Iterator[str]:
    yield kept.title
    procedure = kept.model.procedure
    item = procedure.register_item if procedure else None
    said = told(item) if item else gettext("nobody has said it yet")
    yield gettext("Chapter and item of the Unified Register: %(item)s", item=said)


def _owner(kept: Kept) -> Iterator[str]:
    if kept.owner:
        yield kept.owner


def _recipients(model: Model) -> Iterator[str]:
    said = dict(BENEFICIARIES).get(model.procedure.beneficiary or "") if model.procedure else None
    if said:
        yield text(said)


def _basis(model: Model) -> Iterator[str]:
    norms = list(model.procedure.legal) if model.procedure else []
    norms += [norm for element in in_order(model) if element.step for norm in element.step.legal]
    yield from (norm_in_words(norm) for norm in norms if norm.ref and norm.type not in ("practice", "none"))


def norm_in_words(norm: Legal) -> str:
    """A norm with what kind of act it stands in."""
    kind = dict(LEGAL_TYPES).get(norm.type)
    return f"{told(norm.ref)} ({text(kind)})" if kind else told(norm.ref)


def _results(model: Model) -> Iterator[str]:
    final = [document_name(document) for document in model.documents.values() if document.final]
    yield from final
    if not final:
        yield from (
            label_of(model, element.id)
            for element in model.elements.values()
            if element.type == "EndEvent" and element.name and element.scope == model.main_process.id
        )


def document_name(document: Document) -> str:
    """What a document is called in the reader's language."""
    return document.names.get(chosen_locale(), document.name or document.id)


def _places(model: Model) -> Iterator[str]:
    for element in in_order(model):
        step = element.step
        if step is None or (
            model.actor(element.id) in ("official", "system", "otherAgency") and not step.is_in_person
        ):
            continue
        place = model.places.get(step.where) if step.where else None
        channel = CHANNELS.get(step.channel or "")
        words = [text(channel)] if channel and step.channel != "internal" else []
        words += [place.names.get(chosen_locale(), place.name)] if place else []
        if words:
            queue = step.queue.typical if step.queue and step.queue.typical else None
            waits = gettext(", the queue usually takes %(time)s", time=span_of(queue)) if queue else ""
            yield f"{label_of(model, element.id)}: {', '.join(words)}{waits}"


def _limit(model: Model) -> Iterator[str]:
    procedure = model.procedure
    if procedure is None or procedure.limit is None:
        return
    yield span_of(procedure.limit, procedure.limit_unit)
    if procedure.on_limit:
        said = dict(ON_LIMIT).get(procedure.on_limit)
        yield gettext("When it is over: %(what)s", what=text(said)) if said else procedure.on_limit


def _documents(model: Model) -> Iterator[str]:
    for element in in_order(model):
        for ask in element.step.asks if element.step else ():
            document = model.documents.get(ask.document)
            name = document_name(document) if document else ask.document
            count = f" × {ask.count}" if ask.count and ask.count > 1 else ""
            held = document is not None and document.held_in is not None
            yield f"{name}{count}" + (gettext(" (held by the state already)") if held else "")


def _cost(model: Model) -> Iterator[str]:
    steps = [element for element in in_order(model) if element.step]
    for element in steps:
        for fee in element.step.fees if element.step else ():
            method = dict(METHODS).get(fee.method or "")
            how = f", {text(method)}" if method else ""
            yield f"{label_of(model, element.id)}: {money(fee.amount, fee.currency)}{how}"


def _refusals(model: Model) -> Iterator[str]:
    """The reasons that forms let an officer choose, and the endings that say no."""
    for element in in_order(model):
        step = element.step
        if step is None or not step.refuses_when:
            continue
        schema = model.forms.get(element.form or "") or {}
        for component in schema.get("components", ()):
            if component.get("key") == step.refusal_reason:
                choices = [told(choice.get("label")) for choice in component.get("values") or ()]
                free = gettext(
                    "“%(step)s”: the official writes the ground of each refusal; there is no list of grounds.",
                    step=label_of(model, element.id),
                )
                yield from choices or [free]
        if step.criteria:
            yield told(step.criteria)


def _appeal(model: Model) -> Iterator[str]:
    procedure = model.procedure
    if procedure is None or not procedure.appeal:
        return
    yield procedure.appeals.get(chosen_locale()) or told(procedure.appeal)
    if procedure.appeal_days:
        yield gettext("Within %(number)s days", number=procedure.appeal_days)
