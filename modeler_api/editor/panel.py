"""The fields of the panel beside the drawing, in the reader's language: what can be said of a step and of the rest.

The page's script shows them and writes what is typed into the model; it knows kinds of fields and none of their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from modeler_api.drawing import ACTORS, CHANNELS
from modeler_api.editor.form_parts import form_parts
from modeler_api.register_title import register_title
from modeler_api.translation import text
from processes.model import gov
from processes.model.data_items import DictionaryEntry
from processes.text import Message, _

Field = dict[str, Any]

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
        "runs": _runs(),
        "offers": {
            "issuers": sorted(issuers),
            "registers": [[one, register_title(one)] for one in sorted(registers)],
            "groups": sorted(groups),
            "items": [[one.key, _offered(one)] for one in items],
        },
        "heldIn": {one.key: one.register for one in items if one.register},
        "form": form_parts(),
        "minutes": [[text(words), length] for words, length in STANDARD_MINUTES],
        "tongues": _options(TONGUES),
        "units": _options(UNITS),
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
        _choice("actor", _("Who does it"), ACTORS.items()),
        _choice("channel", _("How it is done"), CHANNELS.items()),
        _field(
            "visit", "visit", _("Visit"), hint=_("Steps of one journey to one place have the same number.")
        ),
        _field("spread", "effort", _("Work"), hint=_("Minutes: least, usually, most.")),
        _field("spread", "queue", _("Queue")),
        _field("spread", "wait", _("Wait until the next step"), unit="waitUnit", days=True),
        _list(
            "legal",
            _("Legal basis"),
            _choice("type", _("What it rests on"), LEGAL_TYPES),
            _field("text", "ref", _("Act, article or item")),
            _choice("mandatory", _("Must it be done?"), MANDATORY),
            _field("text", "url", _("Address of the text")),
        ),
    ]


def _more() -> list[Field]:
    """The six that follow."""
    return [
        _list(
            "fee",
            _("Fee"),
            _field("number", "amount", _("Amount")),
            _field("text", "currency", _("Currency"), default="KGS"),
            _choice("method", _("How it is paid"), METHODS),
        ),
        _field("duration", "limit", _("Limit of the step"), unit="limitUnit"),
        _choice("onLimit", _("When the limit is over"), ON_LIMIT),
        _choice("discretion", _("Discretion"), DISCRETIONS),
        _field("text", "criteria", _("Criteria of the decision")),
        _choice("deciders", _("Who decides"), DECIDERS),
        _field("steps", "separateFrom", _("Not by who did")),
        _choice("purpose", _("What it is for"), PURPOSES),
        _choice("automation", _("Automation"), AUTOMATIONS),
    ]


def _documents() -> list[Field]:
    return [
        _list(
            "asks",
            _("Documents asked for"),
            _field("paper", "document", _("Document")),
            _choice("form", _("As what"), FORMS),
            _field("number", "count", _("How many")),
        ),
        _list("issues", _("Documents issued"), _field("paper", "document", _("Document"))),
        _list("reads", _("Registers read"), _field("paper", "document", _("Document"))),
        _list(
            "item",
            _("Data items"),
            _field(
                "text",
                "key",
                _("Name in the dictionary"),
                offers="items",
                hint=_("Names of other procedures are offered; the same thing should have the same name."),
            ),
            _choice("op", _("What is done with it"), ITEM_OPS),
            _field("text", "register", _("Register that holds it"), offers="registers"),
        ),
    ]


def _evidence() -> Field:
    return _list(
        "evidence",
        _("What the figures rest on"),
        _field("subjects", "about", _("Speaks of"), options=_options(SUBJECTS.items())),
        _choice("source", _("Source"), SOURCES),
        _choice("confidence", _("How sure"), [(letter, _CONFIDENCE[letter]) for letter in gov.CONFIDENCES]),
        _field("date", "date", _("Date")),
        _field("body", "", _("Note")),
    )


_CONFIDENCE = {"A": _("A: sourced"), "B": _("B: partly sourced"), "C": _("C: an estimate")}


def _procedure() -> list[Field]:
    return [
        _field("text", "code", _("Short code"), hint=_("The numbers of its cases begin with it.")),
        _field("text", "registerItem", _("Chapter and item of the Unified Register")),
        _field("text", "owner", _("Body that answers for it"), offers="issuers"),
        _choice("level", _("Level"), LEVELS),
        _choice("beneficiary", _("For whom"), BENEFICIARIES),
        _choice("variant", _("Variant"), VARIANTS),
        _field("number", "frequency", _("Cases a year")),
        _field("duration", "limit", _("Limit by law"), unit="limitUnit"),
        _choice("onLimit", _("When the limit is over"), ON_LIMIT),
        _field("number", "tariff", _("An hour of the applicant is worth")),
        _field("text", "tariffCurrency", _("Currency"), default="KGS"),
        _field("text", "appeal", _("Where to object")),
        _field("number", "appealDays", _("Days to object")),
        _list(
            "legal",
            _("Legal basis"),
            _choice("type", _("What it rests on"), LEGAL_TYPES),
            _field("text", "ref", _("Act, article or item")),
            _field("text", "url", _("Address of the text")),
        ),
    ]


def _party() -> list[Field]:
    return [
        _choice("kind", _("Who it is"), ACTORS.items()),
        _field(
            "text",
            "group",
            _("Group that does its work"),
            offers="groups",
            hint=_("Officers of the group see the work."),
        ),
        _field("text", "agency", _("Body"), offers="issuers"),
        _field(
            "number",
            "rate",
            _("An hour of its work costs"),
            hint=_("Wages and what comes with them; the heat of cost rests on it."),
        ),
        _field("text", "currency", _("Currency"), default="KGS"),
    ]


def _document() -> list[Field]:
    return [
        _field("text", "type", _("Kind of document")),
        _field("text", "issuer", _("Issued by"), offers="issuers"),
        _field("text", "heldIn", _("Held in the register"), offers="registers"),
        _choice("form", _("As what"), FORMS),
        _choice("final", _("Is it the result?"), (("true", _("yes")), ("false", _("no")))),
    ]


def _place() -> list[Field]:
    return [
        _field("text", "name", _("Name of the place")),
        _field("minutes", "travel", _("Minutes there and back")),
        _field("number", "cost", _("What the journey costs")),
    ]


def _runs() -> list[Field]:
    """What the engine has to know of a step, by the kind of element it is for; `feel` is which FEEL a field takes, as
    `web/expressions` names it."""
    return [
        _field("form", "form", _("Form"), of=["bpmn:UserTask", "bpmn:StartEvent", "bpmn:ManualTask"]),
        _field("gov", "service.topic", _("What does the work"), of=["bpmn:ServiceTask", "bpmn:SendTask"]),
        _field("decision", "decision.ref", _("Decision"), of=["bpmn:BusinessRuleTask"]),
        _field("gov", "decision.result", _("Where the result goes"), of=["bpmn:BusinessRuleTask"]),
        _field("script", "script", _("Script in FEEL"), of=["bpmn:ScriptTask"], feel="value"),
        _field("gov", "script.result", _("Where the result goes"), of=["bpmn:ScriptTask"]),
        _field(
            "plain",
            "calledElement",
            _("Key of the procedure it calls"),
            of=["bpmn:CallActivity"],
            feel="equals",
        ),
        _field(
            "condition",
            "condition",
            _("Taken when"),
            of=["bpmn:SequenceFlow"],
            hint=_("In FEEL: complete = true."),
            feel="condition",
        ),
        _field("gov", "prob.value", _("Share of cases, from 0 to 1"), of=["bpmn:SequenceFlow"]),
        _field(
            "timer",
            "timer",
            _("Timer"),
            of=["bpmn:TimerEventDefinition"],
            options=_options(_TIMERS),
            feel="timer",
        ),
        _field(
            "holds", "condition", _("Happens when"), of=["bpmn:ConditionalEventDefinition"], feel="condition"
        ),
        _field("message", "message", _("Message"), of=_MESSAGES),
        _field(
            "mapping",
            "input",
            _("What goes in"),
            of=["bpmn:Activity", "bpmn:MessageEventDefinition", "bpmn:SignalEventDefinition"],
            hint=_(
                "Nothing has to stand here: a step sees all that the case knows. A connector takes these."
            ),
            target=text(_("Name inside")),
            throws=True,
            rest="takesAll",
        ),
        _field(
            "mapping",
            "output",
            _("What comes out"),
            of=["bpmn:Activity"],
            hint=_("With a row here nothing else comes out."),
            target=text(_("Name in the case")),
            rest="givesAll",
        ),
        _field(
            "mapping",
            "assignment",
            _("What is passed on"),
            of=["bpmn:DataAssociation"],
            target=text(_("Name it goes by")),
        ),
        _field(
            "gov",
            "correlation.key",
            _("Which case it belongs to"),
            of=["bpmn:MessageEventDefinition", "bpmn:ReceiveTask"],
            feel="value",
        ),
        _field(
            "gov",
            "step.refusesWhen",
            _("It refuses when"),
            of=["bpmn:UserTask"],
            hint=_("The applicant is then told the reason and how to object."),
            feel="condition",
        ),
        _field("gov", "step.refusalReason", _("Answer that is the reason"), of=["bpmn:UserTask"]),
        _repeated("gov", "each.collection", _("Once for each of the list"), feel="value"),
        _repeated("gov", "each.item", _("What one of them is called")),
        _repeated("loop", "loopCardinality", _("How many times"), feel="value"),
        _repeated("loop", "completionCondition", _("Enough when"), feel="condition"),
        _repeated("gov", "each.outputItem", _("What each round gives"), feel="value"),
        _repeated("gov", "each.outputCollection", _("List of what all rounds gave")),
        _repeated("loop", "loopCondition", _("Again as long as"), needs="Standard", feel="condition"),
    ]


_MESSAGES = ["bpmn:MessageEventDefinition", "bpmn:ReceiveTask"]
_TIMERS = (
    ("timeDuration", _("after (P3D, PT2H)")),
    ("timeDate", _("at a time")),
    ("timeCycle", _("again and again (R/P1D)")),
)


def _field(kind: str, name: str, label: Message, *, hint: Message | None = None, **more: Any) -> Field:
    return {"kind": kind, "name": name, "label": text(label), "hint": text(hint) if hint else "", **more}


def _repeated(
    kind: str, name: str, label: Message, *, needs: str = "MultiInstance", feel: str | None = None
) -> Field:
    """A field of a step that is repeated; what `gov:` says of it stands inside the repetition."""
    inside = "loopCharacteristics" if kind == "gov" else None
    needed = f"bpmn:{needs}LoopCharacteristics"
    return _field(kind, name, label, of=["bpmn:Activity"], needs=needed, inside=inside, feel=feel)


def _choice(
    name: str, label: Message, options: Iterable[tuple[str, Message]] | Mapping[str, Message]
) -> Field:
    return _field("choice", name, label, options=_options(options))


def _list(name: str, label: Message, *columns: Field) -> Field:
    return _field("list", name, label, columns=list(columns))


def _options(options: Any) -> list[list[str]]:
    return [[value, text(words)] for value, words in options]
