"""The fields of the panel beside the drawing, in the reader's language: what is described of a step and of the rest.

What the engine runs of them stands in `modeler_api.editor.runs`.

The page's script shows them and writes what is typed into the model; it knows kinds of fields and none of their names.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from modeler_api.drawing import ACTORS, CHANNELS
from modeler_api.editor.field import Field, choice, field, listed, options
from modeler_api.editor.form_parts import form_parts
from modeler_api.editor.runs import runs
from modeler_api.register_title import register_title
from modeler_api.translation import text
from processes.model import gov
from processes.model.data_items import DictionaryEntry
from processes.text import _

UNITS = (("working", _("working time")), ("calendar", _("calendar time")))
DISCRETIONS = (
    ("none", _("none: the rule decides")),
    ("bounded", _("bounded by criteria")),
    ("wide", _("wide")),
)
DECIDERS = (
    ("one", _("one official")),
    ("fourEyes", _("two officials")),
    ("commission", _("a commission")),
    ("system", _("a system")),
)
PURPOSES = (
    ("service", _("a service: something changes for the applicant")),
    ("control", _("a check")),
    ("handover", _("a handover")),
    ("record", _("a record")),
    ("wait", _("waiting")),
)
AUTOMATIONS = (
    ("manual", _("by hand")),
    ("assisted", _("assisted by a system")),
    ("full", _("fully automatic")),
)
LEGAL_TYPES = (
    ("law", _("law")),
    ("decree", _("decree of the government")),
    ("order", _("order of a body")),
    ("practice", _("only practice")),
    ("none", _("nothing")),
)
MANDATORY = (("true", _("mandatory")), ("false", _("not mandatory")))
METHODS = (
    ("cash", _("in cash")),
    ("bank", _("at a bank")),
    ("terminal", _("at a terminal")),
    ("card", _("by card")),
    ("online", _("online")),
    ("none", _("not at all")),
)
FORMS = (
    ("original", _("original")),
    ("copy", _("copy")),
    ("notarised", _("notarised copy")),
    ("digital", _("digital document")),
    ("data", _("data")),
)
ON_LIMIT = (
    ("escalate", _("the head is told")),
    ("tacitYes", _("silence means yes")),
    ("tacitNo", _("silence means no")),
    ("nothing", _("it is only written down")),
)
ITEM_OPS = (
    ("ask", _("asks the applicant")),
    ("read", _("reads it in the register")),
    ("write", _("writes it there")),
)
SOURCES = (
    ("law", _("a law")),
    ("interview", _("an interview")),
    ("observation", _("an observation")),
    ("log", _("a log of cases")),
    ("estimate", _("an estimate")),
)
SUBJECTS = {
    "step": _("that the step is there"),
    "effort": _("the work"),
    "queue": _("the queue"),
    "wait": _("the wait"),
    "limit": _("the limit"),
    "visit": _("the visit"),
    "fee": _("the fee"),
    "document": _("the documents"),
    "frequency": _("how often"),
    "tariff": _("the tariff"),
    "travel": _("the journey"),
}
STANDARD_MINUTES = ((_("simple"), "PT5M"), (_("medium"), "PT20M"), (_("high"), "PT60M"))
LEVELS = (("central", _("central")), ("region", _("of a region")), ("municipal", _("of a municipality")))
BENEFICIARIES = (
    ("citizen", _("citizens")),
    ("business", _("businesses")),
    ("both", _("citizens and businesses")),
    ("inside", _("the administration itself")),
)
VARIANTS = (
    ("asIs", _("as it is")),
    ("toBe", _("as it could be")),
    ("pilot", _("a pilot")),
    ("inForce", _("in force")),
)
TONGUES = (("ky", _("in Kyrgyz")), ("ru", _("in Russian")), ("en", _("in English")))


def panel(
    *,
    issuers: Iterable[str] = (),
    registers: Iterable[str] = (),
    groups: Iterable[str] = (),
    items: Iterable[DictionaryEntry] = (),
) -> dict[str, Any]:
    """The fields for each kind of thing that can be chosen in the drawing; the lists are offered while one types."""
    items = tuple(items)
    return {
        "step": {"short": _short(), "more": _more(), "documents": _documents(), "evidence": [_evidence()]},
        "procedure": {"short": _procedure(), "evidence": [_evidence()]},
        "party": {"short": _party()},
        "document": {"short": _document(), "evidence": [_evidence()]},
        "place": _place(),
        "runs": runs(),
        "offers": {
            "issuers": sorted(issuers),
            "registers": [[one, register_title(one)] for one in sorted(registers)],
            "groups": sorted(groups),
            "items": [[one.key, _offered(one)] for one in items],
        },
        "heldIn": {one.key: one.register for one in items if one.register},
        "form": form_parts(),
        "minutes": [[text(words), length] for words, length in STANDARD_MINUTES],
        "tongues": options(TONGUES),
        "units": options(UNITS),
    }


def _offered(item: DictionaryEntry) -> str:
    """A name of the dictionary in words: what it is called, who holds it, how many use it and how many are drafts."""
    drafts = item.procedures - item.in_force
    many = _("procedures in force: {count}").format(count=item.in_force) if item.in_force else None
    others = _("drafts: {count}").format(count=drafts) if drafts else None
    held = register_title(item.register) if item.register else None
    return " · ".join(part for part in (item.words, held, text(many), text(others)) if part)


def _short() -> list[Field]:
    """The six fields that come first."""
    return [
        choice("actor", _("Who does it"), ACTORS.items()),
        choice("channel", _("How it is done"), CHANNELS.items()),
        field(
            "visit", "visit", _("Visit"), hint=_("Steps of one journey to one place have the same number.")
        ),
        field("spread", "effort", _("Work"), hint=_("Minutes: least, usually, most.")),
        field("spread", "queue", _("Queue")),
        field("spread", "wait", _("Wait until the next step"), unit="waitUnit", days=True),
        listed(
            "legal",
            _("Legal basis"),
            choice("type", _("What it rests on"), LEGAL_TYPES),
            field("text", "ref", _("Act, article or item")),
            choice("mandatory", _("Must it be done?"), MANDATORY),
            field("text", "url", _("Address of the text")),
        ),
    ]


def _more() -> list[Field]:
    """The six that follow."""
    return [
        listed(
            "fee",
            _("Fee"),
            field("number", "amount", _("Amount")),
            field("text", "currency", _("Currency"), default="KGS"),
            choice("method", _("How it is paid"), METHODS),
        ),
        field("duration", "limit", _("Limit of the step"), unit="limitUnit"),
        choice("onLimit", _("When the limit is over"), ON_LIMIT),
        choice("discretion", _("Discretion"), DISCRETIONS),
        field("text", "criteria", _("Criteria of the decision")),
        choice("deciders", _("Who decides"), DECIDERS),
        field("steps", "separateFrom", _("Not by who did")),
        choice("purpose", _("What it is for"), PURPOSES),
        choice("automation", _("Automation"), AUTOMATIONS),
    ]


def _documents() -> list[Field]:
    return [
        listed(
            "asks",
            _("Documents asked for"),
            field("paper", "document", _("Document")),
            choice("form", _("As what"), FORMS),
            field("number", "count", _("How many")),
        ),
        listed("issues", _("Documents issued"), field("paper", "document", _("Document"))),
        listed("reads", _("Registers read"), field("paper", "document", _("Document"))),
        listed(
            "item",
            _("Data items"),
            field(
                "text",
                "key",
                _("Name in the dictionary"),
                offers="items",
                hint=_("Names of other procedures are offered; the same thing should have the same name."),
            ),
            choice("op", _("What is done with it"), ITEM_OPS),
            field("text", "register", _("Register that holds it"), offers="registers"),
        ),
    ]


def _evidence() -> Field:
    return listed(
        "evidence",
        _("What the figures rest on"),
        field("subjects", "about", _("Speaks of"), options=options(SUBJECTS.items())),
        choice("source", _("Source"), SOURCES),
        choice("confidence", _("How sure"), [(letter, _CONFIDENCE[letter]) for letter in gov.CONFIDENCES]),
        field("date", "date", _("Date")),
        field("body", "", _("Note")),
    )


_CONFIDENCE = {"A": _("A: sourced"), "B": _("B: partly sourced"), "C": _("C: an estimate")}


def _procedure() -> list[Field]:
    return [
        field("text", "code", _("Short code"), hint=_("The numbers of its cases begin with it.")),
        field("text", "registerItem", _("Chapter and item of the Unified Register")),
        field("text", "owner", _("Body that answers for it"), offers="issuers"),
        choice("level", _("Level"), LEVELS),
        choice("beneficiary", _("For whom"), BENEFICIARIES),
        choice("variant", _("Variant"), VARIANTS),
        field("number", "frequency", _("Cases a year")),
        field("duration", "limit", _("Limit by law"), unit="limitUnit"),
        choice("onLimit", _("When the limit is over"), ON_LIMIT),
        field("number", "tariff", _("An hour of the applicant is worth")),
        field("text", "tariffCurrency", _("Currency"), default="KGS"),
        field("text", "appeal", _("Where to object")),
        field("number", "appealDays", _("Days to object")),
        listed(
            "legal",
            _("Legal basis"),
            choice("type", _("What it rests on"), LEGAL_TYPES),
            field("text", "ref", _("Act, article or item")),
            field("text", "url", _("Address of the text")),
        ),
    ]


def _party() -> list[Field]:
    return [
        choice("kind", _("Who it is"), ACTORS.items()),
        field(
            "text",
            "group",
            _("Group that does its work"),
            offers="groups",
            hint=_("Officers of the group see the work."),
        ),
        field("text", "agency", _("Body"), offers="issuers"),
        field(
            "number",
            "rate",
            _("An hour of its work costs"),
            hint=_("Wages and what comes with them; the heat of cost rests on it."),
        ),
        field("text", "currency", _("Currency"), default="KGS"),
    ]


def _document() -> list[Field]:
    return [
        field("text", "type", _("Kind of document")),
        field("text", "issuer", _("Issued by"), offers="issuers"),
        field("text", "heldIn", _("Held in the register"), offers="registers"),
        choice("form", _("As what"), FORMS),
        choice("final", _("Is it the result?"), (("true", _("yes")), ("false", _("no")))),
    ]


def _place() -> list[Field]:
    return [
        field("text", "name", _("Name of the place")),
        field("minutes", "travel", _("Minutes there and back")),
        field("number", "cost", _("What the journey costs")),
    ]
