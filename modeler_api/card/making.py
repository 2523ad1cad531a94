"""Making the card of one version, in the language of whoever asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from flask_babel import gettext

from analytics.diagram_picture import svg
from modeler_api.card.chart import chart
from modeler_api.card.document import Card, Picture
from modeler_api.card.passport import passport
from modeler_api.card.regulation import regulation
from modeler_api.formats import date
from modeler_api.repository import Kept
from modeler_api.translation import chosen_locale, text

if TYPE_CHECKING:
    from processes import Model
    from processes.model.elements import Element, Lane, Participant, SequenceFlow

    Named = TypeVar("Named", Element, SequenceFlow, Lane, Participant)


def card_of(kept: Kept) -> Card:
    """The card of a version as it stands."""
    version, model = kept.version, kept.model
    since = (
        gettext("In force since %(day)s", day=date(version.published))
        if version.published
        else gettext("Draft")
    )
    title = gettext("Diagram of the procedure")
    return Card(
        language=chosen_locale(),
        title=kept.title,
        standing=f"{gettext('Version %(number)s', number=version.number)} · {since}",
        passport_title=gettext("Passport of the state service"),
        passport_head=(gettext("No."), gettext("What"), gettext("Content")),
        passport=passport(kept),
        regulation_title=gettext("Administrative regulation"),
        regulation=regulation(kept),
        diagram=Picture(title=title, svg=svg(_in_tongue(model), {}, title, text)),
        chart=Picture(title=gettext("Time-procedure chart"), svg=chart(model)),
        unsaid=gettext("Nobody has said it yet."),
        note=gettext(
            "Made from the model of the procedure. What nobody has said stands as not said, never as none."
        ),
    )


def _in_tongue(model: Model) -> Model:
    """The model with every name as the reader's language has it, for the picture only."""
    return replace(
        model,
        elements=_renamed(model.elements),
        flows=_renamed(model.flows),
        lanes=_renamed(model.lanes),
        participants=_renamed(model.participants),
    )


def _renamed(nouns: Mapping[str, Named]) -> dict[str, Named]:
    tongue = chosen_locale()
    return {id_: replace(noun, name=noun.names.get(tongue, noun.name)) for id_, noun in nouns.items()}
