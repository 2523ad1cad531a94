"""What can be said of each part of a form, in the reader's language: the builder beside a step shows these fields.

Every kind of component that the engine honours is here, and every property of it that the engine, the widgets or the
door read; a test holds the list to the form's schema and to the folders of widgets. `path` says where a property
stands in the component; `feel` which FEEL a field takes, as `web/expressions` names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from modeler_api.translation import text
from processes.text import Message, _

Part = dict[str, Any]

ASKED: tuple[tuple[str, Message], ...] = (
    ("textfield", _("one line of text")),
    ("textarea", _("several lines of text")),
    ("number", _("a number")),
    ("money", _("an amount of money")),
    ("datetime", _("a date")),
    ("checkbox", _("a box to tick")),
    ("radio", _("one of several")),
    ("select", _("one of many")),
    ("checklist", _("several of several")),
    ("taglist", _("several of many")),
    ("filepicker", _("a document")),
    ("pin", _("a personal number")),
    ("address", _("an address")),
    ("lookup", _("an answer of a register")),
    ("expression", _("a value worked out")),
    ("signature", _("a signature")),
)
SHOWN: tuple[tuple[str, Message], ...] = (
    ("text", _("words to read")),
    ("html", _("words with marks (HTML)")),
    ("image", _("a picture")),
    ("table", _("a table of what is known")),
    ("documentPreview", _("documents to look at")),
    ("separator", _("a line")),
    ("spacer", _("an empty space")),
)
HOLDING: tuple[tuple[str, Message], ...] = (
    ("group", _("a group of questions")),
    ("dynamiclist", _("a group that is repeated")),
)

NOT_SAID = _("not said")
CHOOSING = ("radio", "select", "checklist", "taglist")
_IN_ROW = "this: {row}; parent: {around}; i: {number}"


def form_parts() -> dict[str, Any]:
    """The kinds of components in groups, the fields of each, and those of the form as a whole."""
    return {
        "groups": [
            {"title": text(title), "kinds": [[kind, text(words)] for kind, words in kinds]}
            for title, kinds in (
                (_("It asks for"), ASKED),
                (_("It shows"), SHOWN),
                (_("It holds"), HOLDING),
            )
        ],
        "of": {kind: _of(kind) for kinds in (ASKED, SHOWN, HOLDING) for kind, _words in kinds},
        "choosing": list(CHOOSING),
        "form": [_flag("checkAnswers", _("Show the answers once more before they count"))],
        "letter": _letter(),
        "row": _IN_ROW.format(
            row=text(_("the row itself")),
            around=text(_("everything around the list")),
            number=text(_("the number of the row")),
        ),
    }


def _of(kind: str) -> dict[str, list[Part]]:
    """The fields of one kind: those one always sees, and those that are folded."""
    if kind in dict(SHOWN):
        return {"first": _shown(kind), "more": [_hide(), *_width()]}
    if kind in dict(HOLDING):
        return {"first": [_words("label", _("Heading")), _path(kind)], "more": [*_holding(kind), *_width()]}
    first = [
        _words("label", _("What is asked"), feel="text"),
        _key(),
        *([] if kind == "expression" else [_flag("validate.required", _("Must be answered"))]),
        *_first(kind),
    ]
    more = [
        _words("description", _("Hint under the question"), feel="text"),
        _hide(),
        *([] if kind == "expression" else [_readonly()]),
        *_limits(kind),
        *([] if kind in ("expression", "signature") else _rule()),
        *_readers(),
        *_width(),
    ]
    return {"first": first, "more": more}


def _first(kind: str) -> list[Part]:
    """What a kind is nothing without."""
    if kind in CHOOSING:
        return [_part("choices", "values", _("Choices"))]
    if kind == "expression":
        return [_feel("expression", _("Worked out as"), "value")]
    if kind == "lookup":
        return [
            _words("service", _("Service of the register")),
            _part(
                "equals", "about", _("About whom or what"), hint=_("In FEEL: =applicant_pin."), feel="equals"
            ),
            _words("purpose", _("Norm that allows it")),
        ]
    if kind == "datetime":
        return [_choice("subtype", _("What is asked for"), _SUBTYPES)]
    return []


_SUBTYPES = (("date", _("a date")), ("time", _("a time")), ("datetime", _("a date and a time")))
_FORMS = (("email", _("an e-mail address")), ("phone", _("a telephone number")))
_SEARCHED = (("true", _("yes")), ("applicant", _("yes, and it says whose case it is")))


def _limits(kind: str) -> list[Part]:
    """What an answer of this kind may be."""
    least, most = _limit("validate.min", _("At least")), _limit("validate.max", _("At most"))
    if kind in ("textfield", "textarea"):
        return [
            _limit("validate.minLength", _("Letters at least")),
            _limit("validate.maxLength", _("Letters at most")),
            _words("validate.pattern", _("Form of the text (a regular expression)")),
            _choice("validate.validationType", _("It must be"), _FORMS),
        ]
    if kind == "number":
        return [
            least,
            most,
            _number("decimalDigits", _("Decimal places")),
            _number("increment", _("Step")),
            _words("appearance.suffixAdorner", _("Unit behind it")),
        ]
    if kind == "money":
        return [least, most, _part("words", "currencies", _("Currencies"), hint=_("KGS, USD"))]
    if kind == "datetime":
        return [_flag("disallowPassedDates", _("Not in the past"))]
    if kind == "address":
        return [_flag("validate.house", _("With street and house"))]
    if kind == "filepicker":
        return [
            _words("accept", _("Kinds of files"), hint=_("Such as .pdf,.jpg.")),
            _flag("multiple", _("Several documents")),
        ]
    if kind == "lookup":
        return [
            _part("pairs", "query", _("Asked besides")),
            _part("pairs", "shows", _("Shown of the answer")),
        ]
    if kind == "signature":
        return [_words("statement", _("What is signed for"))]
    return []


def _shown(kind: str) -> list[Part]:
    return {
        "text": [_part("lines", "text", _("Words"), hint=_("{{name}} shows a value."), feel="text")],
        "html": [_part("lines", "content", _("Words"), hint=_("{{name}} shows a value."), feel="text")],
        "image": [_words("source", _("Address of the picture")), _words("alt", _("What it shows, in words"))],
        "table": [
            _words("label", _("Heading")),
            _feel("dataSource", _("List that is shown"), "value"),
            _part("columns", "columns", _("Columns"), hint=_("One a line: name: Heading")),
        ],
        "documentPreview": [
            _words("label", _("Heading")),
            _feel("dataSource", _("Documents that are shown"), "value"),
        ],
        "separator": [],
        "spacer": [],
    }[kind]


def _holding(kind: str) -> list[Part]:
    if kind == "group":
        return [_hide()]
    return [
        _hide(),
        _flag("validate.required", _("At least one row")),
        _number("defaultRepetitions", _("Rows at the beginning")),
        _flag("allowAddRemove", _("Rows are added and removed"), default=True),
    ]


def _path(kind: str) -> Part:
    hint = _("Empty: its answers stand beside the others.") if kind == "group" else None
    return _part("key", "path", _("Name in conditions"), hint=hint, optional=kind == "group", offers="items")


def _key() -> Part:
    return _part(
        "key", "key", _("Name in conditions"), hint=_("Letters, digits and underscores."), offers="items"
    )


def _hide() -> Part:
    return _feel("conditional.hide", _("Hidden when"), "condition")


def _readonly() -> Part:
    return _feel("readonly", _("For reading only when"), "condition", plain=True)


def _rule() -> list[Part]:
    also = "value: " + text(_("the answer itself"))
    return [
        _feel("validate.expression", _("It must hold that"), "condition", also=also),
        _words("validate.message", _("What is said when it does not hold")),
    ]


def _readers() -> list[Part]:
    return [
        _choice("properties.searchable", _("Cases are found by it"), _SEARCHED, nothing=_("no")),
        _words(
            "properties.visibleTo",
            _("Only read by"),
            hint=_("Groups, and roles as role:auditor, with commas; empty: by everybody who reads the case."),
            offers="groups",
        ),
    ]


def _width() -> list[Part]:
    return [
        _words("layout.row", _("Row it shares with its neighbours")),
        _number("layout.columns", _("Width there, of sixteen")),
    ]


def _letter() -> list[Part]:
    """The letter of the work, as `modeler_api.letters` reads it."""
    return [
        _part("equals", "to", _("To whom"), feel="equals", hint=_("In FEEL: =applicant_name.")),
        _part("tongues", "title", _("Title"), feel="letter"),
        _part("paragraphs", "paragraphs", _("Paragraphs"), feel="letter"),
        _part("pairs", "fields", _("Facts in the letter"), feel="letter"),
        _part("tongues", "basis", _("Legal basis"), feel="letter"),
        _part("tongues", "appeal", _("How to object"), feel="letter"),
        _part(
            "equals", "language", _("Language"), feel="equals", hint=_("ky, ru or en, or FEEL: =language.")
        ),
        _words("authority", _("Body that writes"), hint=_("Empty: the officer's own.")),
        _words("signatory", _("Who signs"), hint=_("Empty: whoever does the work.")),
        _words("template", _("Template"), hint=_("Empty: the common one.")),
        _choice("visibility", _("Who reads it"), _VISIBLE),
    ]


_VISIBLE = (("applicant", _("the applicant and the office")), ("office", _("the office only")))


def _part(kind: str, path: str, label: Message, *, hint: Message | None = None, **more: Any) -> Part:
    return {"kind": kind, "path": path, "label": text(label), "hint": text(hint) if hint else "", **more}


def _words(path: str, label: Message, **more: Any) -> Part:
    return _part("text", path, label, **more)


def _flag(path: str, label: Message, *, default: bool = False) -> Part:
    return _part("flag", path, label, default=default)


def _number(path: str, label: Message) -> Part:
    return _part("number", path, label)


def _limit(path: str, label: Message) -> Part:
    return _part("limit", path, label, feel="equals")


def _feel(path: str, label: Message, feel: str, **more: Any) -> Part:
    return _part("feel", path, label, feel=feel, **more)


def _choice(
    path: str, label: Message, options: Iterable[tuple[str, Message]], *, nothing: Message = NOT_SAID
) -> Part:
    told = [[value, text(words)] for value, words in options]
    return _part("choice", path, label, options=told, nothing=text(nothing))


def paths(parts: Mapping[str, list[Part]]) -> frozenset[str]:
    """The paths of every field of a kind.

    >>> "values" in paths({"first": [{"path": "values"}], "more": []})
    True
    """
    return frozenset(part["path"] for group in parts.values() for part in group)
