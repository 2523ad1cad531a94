"""What a decision asks for, as questions of a form, and what is typed there as values of FEEL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from engine.errors import SandboxError
from engine.expressions import feel
from processes.decision.unary import read_test
from processes.model.data import names_in
from processes.text import Message, _

if TYPE_CHECKING:
    from processes.decision.model import DecisionModel

_TEXTS = frozenset({"string", "date", "time", "date and time", "dateTime"})
_LENGTHS = frozenset(
    {"days and time duration", "dayTimeDuration", "years and months duration", "yearMonthDuration"}
)
_SINGLE = frozenset({"UNIQUE", "ANY", "FIRST", "PRIORITY"})


@dataclass(frozen=True, kw_only=True)
class Question:
    """One value: `kind` is number, boolean, date, text, or feel (anything, written as an expression)."""

    name: str
    label: str
    kind: str
    options: tuple[str, ...] = ()


def asked(model: DecisionModel, decision: str) -> tuple[Question, ...]:
    """The values a decision depends on, those of the decisions it requires among them."""
    found: dict[str, Question] = {}
    for name, label, type_, values in _inputs(model, decision):
        known = found.get(name)
        if known is None or (known.kind == "feel" and type_):
            found[name] = _question(model, name, label, type_, values)
    return tuple(found.values())


def answered(model: DecisionModel, decision: str) -> tuple[Question, ...]:
    """The values a decision gives: the outputs of a table with one answer, else the result as a whole."""
    element = next((each for each in model.content["decisions"] if each["id"] == decision), None)
    logic = element["logic"] if element else None
    if logic and logic["form"] == "table" and logic["hit"] in _SINGLE:
        outputs = logic["outputs"]
        return tuple(
            _question(model, each["name"] or "result", each["name"] or "result", each["type"], each["values"])
            for each in outputs
        )
    return (Question(name="result", label="", kind="feel"),)


def _inputs(model: DecisionModel, decision: str) -> Iterator[tuple[str, str, str | None, str | None]]:
    content = model.content
    elements = {
        each["id"]: (kind, each) for kind in ("inputs", "decisions", "services") for each in content[kind]
    }
    clauses = _clauses(content)
    waiting, seen = [decision], set()
    while waiting:
        id_ = waiting.pop(0)
        if id_ in seen or id_ not in elements:
            continue
        seen.add(id_)
        kind, element = elements[id_]
        if kind == "inputs":
            clause = clauses.get(element["name"], {})
            yield (
                element["name"],
                _label(element["name"], clause),
                element["type"] or clause.get("type"),
                clause.get("values"),
            )
            continue
        needed = element.get("requires") or [*element.get("inputs", ()), *element.get("given", ())]
        required = [each.rpartition("#")[2] for each in needed]
        waiting += required
        if kind == "decisions" and not content["inputs"]:
            given = {elements[each][1]["name"] for each in required if each in elements}
            for text in _texts(element["logic"]):
                for name in names_in(text):
                    if name not in given:
                        clause = clauses.get(name, {})
                        yield name, _label(name, clause), clause.get("type"), clause.get("values")


def _label(name: str, clause: Mapping[str, Any]) -> str:
    label = clause.get("label") or name
    return name if label == name else f"{label} ({name})"


def _clauses(content: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The columns of the tables that ask for nothing but one name."""
    found: dict[str, Mapping[str, Any]] = {}
    for element in content["decisions"]:
        logic = element["logic"]
        for clause in logic["inputs"] if logic and logic["form"] == "table" else ():
            found.setdefault(clause["text"], clause)
    return found


def _texts(logic: Mapping[str, Any] | None) -> Iterator[str]:
    if logic is None:
        return
    if logic["form"] == "table":
        yield from (clause["text"] for clause in logic["inputs"])
    elif logic["form"] == "literal":
        yield logic["text"]


def _question(model: DecisionModel, name: str, label: str, type_: str | None, values: str | None) -> Question:
    own = {each["name"]: each for each in model.content["types"]}
    for _level in range(8):
        kept = own.get(type_ or "")
        if kept is None or kept["list"] or kept["components"]:
            break
        type_, values = kept["base"], values or kept["values"]
    test = read_test(values) if values else None
    options: tuple[str, ...] = ()
    if test is not None and not test.negated and not test.bounds:
        options = tuple(str(each) for each in test.values if isinstance(each, (str, Decimal)))
    kind = "feel"
    if type_ in ("number", "boolean", "date"):
        kind = type_
    elif type_ in _TEXTS or type_ in _LENGTHS:
        kind = "text"
    return Question(name=name, label=label, kind=kind, options=options)


class NotAValue(ValueError):
    """What was typed is no value of the kind asked for; `message` says it in words."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def value_of(question: Question, typed: str) -> Any:
    """Return what was typed as a value; None for nothing. Raises `NotAValue`.

    >>> value_of(Question(name="area", label="Area", kind="number"), "12,5")
    Decimal('12.5')
    """
    typed = typed.strip()
    if not typed:
        return None
    if question.kind == "number":
        try:
            number = Decimal(typed.replace(" ", "").replace(",", "."))
        except InvalidOperation:
            number = Decimal("nan")
        if not number.is_finite():
            raise NotAValue(_("Enter a number for “{label}”, such as 20.").format(label=question.label))
        return number
    if question.kind == "boolean":
        return typed == "true"
    if question.kind in ("text", "date"):
        return typed
    try:
        answer = feel.evaluate(typed, {})
    except SandboxError as error:
        text = _("“{label}”: {reason} A text stands in quotation marks.")
        raise NotAValue(text.format(label=question.label or question.name, reason=error.message)) from error
    return answer


def written(value: Any) -> str:
    """Return a value as a person reads it in a table: a text bare, anything else as FEEL writes it.

    >>> written(True), written([1, "a"]), written({"fee": None})
    ('true', '[1, "a"]', '{fee: null}')
    """
    return value if isinstance(value, str) else _feel(value)


def _feel(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return '"' + value.replace('"', '\\"') + '"'
        case Mapping():
            return "{" + ", ".join(f"{name}: {_feel(each)}" for name, each in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(_feel(each) for each in value) + "]"
        case _:
            return str(value)
