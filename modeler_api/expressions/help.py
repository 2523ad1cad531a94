"""What a page tells its script for the help with FEEL: the functions in groups, and every sentence it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from modeler_api.expressions.functions import GROUPS, SIGNS, Function
from modeler_api.translation import text
from processes.text import Message, _

SAYING: Mapping[str, Message] = {
    "foreign": _("“{sign}” is not FEEL: write {ours}."),
    "quote": _("A text begins with a quotation mark and does not end with one."),
    "apostrophe": _('Write texts between double quotation marks: "yes".'),
    "open": _("A bracket “{bracket}” is opened and not closed."),
    "early": _("The expression stops too early: something is missing at its end."),
    "unexpected": _("“{part}” cannot stand here. Is a sign missing before it, such as and, = or a comma?"),
    "function": _("FEEL has no function “{name}”."),
    "meant": _("Did you mean “{name}”?"),
    "later": _("“{name}” is not known here yet: {from}."),
    "unknown": _("Nothing in this model sets “{name}”."),
    "perhaps": _("Nothing in this model sets “{name}”; a service or a message would have to bring it."),
}
TRYING: Mapping[str, Message] = {
    "gives": _("With {given} this gives {value}."),
    "givesAlone": _("This gives {value}."),
    "notBoolean": _("A condition has to give true or false."),
    "unfit": _("Two values do not go together, such as a number and a text."),
    "notYet": _("It cannot be worked out until it is FEEL."),
    "literal": _("This is taken as it stands; nothing has to be worked out."),
    "empty": _("Nothing is written yet."),
    "nothing": _("no answer"),
    "yes": _("Yes"),
    "no": _("No"),
}
WORDS: Mapping[str, Message] = {
    "open": _("Help with the expression"),
    "list": _("What can stand here"),
    "title": _("Help with the expression"),
    "written": _("The expression"),
    "use": _("Use it"),
    "leave": _("Leave it as it was"),
    "tryTitle": _("Try it"),
    "tryNote": _("On sample data, by what decides the cases. Change the values."),
    "knownTitle": _("Data"),
    "here": _("Known here"),
    "notYetKnown": _("Not known here yet"),
    "noNames": _("Nothing is known here that the drawing tells of."),
    "openEnds": _("Services and messages may bring more than the drawing tells."),
    "functionsTitle": _("Functions"),
    "search": _("Search the functions"),
    "noFunction": _("No function is described so."),
}
SIGNS_TITLE = _("How it is written")


def help_with_feel() -> dict[str, Any]:
    """Everything the script needs, in the reader's language."""
    groups = [(SIGNS_TITLE, SIGNS, False), *((title, group, True) for title, group in GROUPS)]
    return {
        "groups": [
            {"title": text(title), "functions": [_told(each, called) for each in group]}
            for title, group, called in groups
        ],
        "words": {
            **_said(WORDS.items()),
            "saying": _said(SAYING.items()),
            "trying": _said(TRYING.items()),
        },
    }


def _told(each: Function, called: bool) -> dict[str, Any]:
    return {
        "name": each.name if called else "",
        "call": each.call,
        "gives": text(each.gives),
        "example": each.example,
        "answer": each.answer,
    }


def _said(words: Iterable[tuple[str, Message]]) -> dict[str, str]:
    return {name: text(said) for name, said in words}
