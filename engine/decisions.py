"""Decisions: what a DMN model says of the data, with the inputs it saw and the rules that matched.

The whole requirements graph is one call of the isolate (`web/feel/decisions`), so that dates stay dates and decimals
stay decimals from one decision to the next.  A hit policy that is broken, or a value outside of what is allowed, is an
error with the decision's name, never a null that goes on quietly.

Source: OMG DMN 1.5, chapters 6 to 8 and 10.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from engine.errors import SandboxError, Undecided
from engine.expressions import feel
from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from processes.decision.model import DecisionModel


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was decided: `value` as plain values, and how.

    `output` is the name of the only output of a table; `trace` has one entry for each decision that was made, in order:
    its id and label, for each of its tables the inputs seen and the rules that matched (number from 1, id, note), and
    its value.  `warnings` say what the expressions could not make sense of.
    """

    value: Any
    output: str | None = None
    trace: tuple[Mapping[str, Any], ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Place:
    """A cell of a decision table: `part` is input or output, `column` counts from 0, `rule` from 1 (None: the head)."""

    part: str
    column: int
    rule: int | None = None


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong with a decision, or with what it was asked: `element` is its id, `rules` those that contradict."""

    element: str | None
    code: str
    message: Message
    place: Place | None = None
    rules: tuple[int, ...] = ()


#: What each failure of the evaluator means, for people.
_MEANINGS = {
    "not unique": _("“{label}” has no single answer: the rules {rules} all match."),
    "not the same": _("“{label}” contradicts itself: the rules {rules} match and give different answers."),
    "input not allowed": _(
        "“{label}” cannot be decided: “{input}” is {value}, and only {allowed} is allowed."
    ),
    "output not allowed": _("“{label}” gives {value} for “{output}”, and only {allowed} is allowed."),
    "input type": _("“{label}” cannot be decided: “{input}” is {value}, which is no {type}."),
    "output type": _("“{label}” gives {value} for “{output}”, which is no {type}."),
    "result type": _("“{label}” gives {value}, which is no {type}."),
    "no priorities": _("“{label}” goes by the order of its outputs, and does not list them."),
    "several outputs collected": _("“{label}” adds up several outputs; only one can be."),
    "not numbers": _("“{label}” adds up what is no number: {values}."),
    "no order": _("“{label}” compares what has no order: {values}."),
    "foreign function": _("“{label}” calls a function outside of the model ({kind}), which is not run."),
    "nothing to call": _("“{label}” calls “{called}”, which is no knowledge model, service or function."),
    "requires itself": _("“{label}” requires itself."),
    "requires nothing": _("“{label}” requires “{reference}”, which is in none of the files."),
    "not FEEL": _("“{label}”: “{text}” is not FEEL: {reason}."),
    "no such decision": _("There is no decision “{name}”."),
    "no such function": _("“{label}”: {reason}."),
}


def decide(models: Sequence[DecisionModel], name: str, data: Mapping[str, Any]) -> Outcome:
    """Return the outcome of decision `name` (an id, or else a name) of the last of `models`; the others it imports.

    Raises `Undecided` when it has no lawful result.

    >>> from processes import read_decisions
    >>> fees = read_decisions(b'''<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="Fees"
    ...  namespace="urn:fees"><decision id="fee" name="Fee"><literalExpression><text>2 * area</text>
    ...  </literalExpression></decision></definitions>''')
    >>> decide([fees], "fee", {"area": 21}).value
    42
    """
    outcome, failures = tried(models, name, data)
    if failures:
        raise _error(failures[0])
    return outcome


def tried(
    models: Sequence[DecisionModel], name: str, data: Mapping[str, Any]
) -> tuple[Outcome, list[Mapping[str, Any]]]:
    """Return the outcome, null where nothing could be decided, and every failure on the way to it."""
    digest = sha256("".join(model.digest for model in models).encode()).hexdigest()
    said = feel.decide(digest, lambda: [model.content for model in models], name, data)
    outcome = Outcome(
        value=said["value"],
        output=said["output"],
        trace=tuple(said["trace"]),
        warnings=tuple(said["warnings"]),
    )
    return outcome, said["failures"]


def trial(
    models: Sequence[DecisionModel], name: str, data: Mapping[str, Any]
) -> tuple[Outcome, tuple[Fault, ...]]:
    """Return what a decision makes of `data` and every fault on the way, each with its cell; nothing is raised.

    >>> from processes import read_decisions
    >>> model = read_decisions(b'''<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="Fees"
    ...  namespace="urn:fees"><decision id="fee" name="Fee"><decisionTable><input label="Area"><inputExpression
    ...  typeRef="number"><text>area</text></inputExpression></input><output name="fee"/></decisionTable></decision>
    ...  </definitions>''')
    >>> _outcome, faults = trial([model], "fee", {"area": "large"})
    >>> str(faults[0].message), faults[0].place.part
    ('“Fee” cannot be decided: “Area” is "large", which is no number.', 'input')
    """
    outcome, failures = tried(models, name, data)
    return outcome, tuple(_fault(failure) for failure in failures)


def _fault(failure: Mapping[str, Any]) -> Fault:
    place = failure.get("place")
    rules = [part.strip() for part in str(failure.get("rules", "")).split(",")]
    return Fault(
        element=failure.get("decision"),
        code=failure["code"],
        message=_told(failure),
        place=Place(**place) if place else None,
        rules=tuple(int(part) for part in rules if part.isdecimal()),
    )


def _told(failure: Mapping[str, Any]) -> Message:
    template = _MEANINGS[failure["code"]]
    values = {"label": failure.get("label") or failure.get("decision") or "?", **failure}
    return template.format(**{key: value for key, value in values.items() if f"{{{key}}}" in template})


def _error(failure: Mapping[str, Any]) -> SandboxError:
    return Undecided(_told(failure), decision=failure.get("decision"), code=failure["code"])


def faults(model: DecisionModel) -> list[Fault]:
    """Return what of a decision model cannot be run, each with its cell."""
    found = [
        Fault(
            element=error["element"],
            code="not FEEL",
            message=_("The expression “{text}” of “{label}” is not FEEL, at “{error}”.").format(
                text=error["text"], label=_label(model, error["element"]), error=error["near"]
            ),
            place=Place(**error["place"]) if error["place"] else None,
        )
        for error in feel.decision_errors(model.content)
    ]
    for knowledge in model.content["knowledge"]:
        if knowledge["function"] != "FEEL":
            text = _("“{label}” calls a function outside of the model ({kind}), which is not run.")
            told = text.format(label=knowledge["name"], kind=knowledge["function"])
            found.append(Fault(element=knowledge["id"], code="foreign function", message=told))
    return found


def problems(model: DecisionModel) -> list[tuple[str, Message]]:
    """Return what of a decision model cannot be run, by element."""
    return [(fault.element or model.name, fault.message) for fault in faults(model)]


def _label(model: DecisionModel, element: str) -> str:
    for kind in ("decisions", "knowledge"):
        for each in model.content[kind]:
            if each["id"] == element:
                return str(each["name"])
    return element
