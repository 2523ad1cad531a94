"""What is wrong with a decision model as it is drawn: lost references, types nobody knows, impossible tables.

Expressions are parsed by the engine, which has the interpreter.

Source: OMG DMN 1.5, 6.3 (requirements), 7.3.2 (types), table 26 (hit policies).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from processes.text import Message, _

if TYPE_CHECKING:
    from processes.decision.model import DecisionModel

TYPES = frozenset(
    {
        *("number", "string", "boolean", "date", "time", "date and time", "dateTime", "Any", "Null", "null"),
        *("days and time duration", "dayTimeDuration", "years and months duration", "yearMonthDuration"),
        *("list", "context", "function", "range", "integer", "long", "double"),
    }
)
HIT_POLICIES = frozenset({"UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT"})
_KINDS = ("inputs", "decisions", "knowledge", "services")


def drawn_wrong(model: DecisionModel, together: Mapping[str, DecisionModel]) -> list[tuple[str, Message]]:
    """Return every element that cannot be decided rightly, with the reason; `together` are the files by namespace.

    >>> from processes.decision.reading import read_decisions
    >>> model = read_decisions(b'''<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="Fees"
    ...  namespace="urn:fees"><decision id="fee" name="Fee"><variable name="Fee" typeRef="tMoney"/>
    ...  <informationRequirement><requiredInput href="#area"/></informationRequirement></decision></definitions>''')
    >>> [str(message) for _element, message in drawn_wrong(model, {})]
    ['“Fee” requires “#area”, which is in none of the files.', '“Fee” has the type “tMoney”, which nobody has defined.']
    """
    found: list[tuple[str, Message]] = []
    known = {each["id"] for kind in _KINDS for each in model.content[kind]}
    types = TYPES | {each["name"] for each in model.content["types"]}
    imported = {each["name"] for each in model.content["imports"]}
    for kind in ("decisions", "knowledge", "services"):
        for element in model.content[kind]:
            label = element["name"]
            for reference in _references(element):
                if not _is_there(reference, model, known, together):
                    text = _("“{label}” requires “{reference}”, which is in none of the files.")
                    found.append((element["id"], text.format(label=label, reference=reference)))
            for name in dict.fromkeys(_types(element)):
                if name not in types and name.partition(".")[0] not in imported:
                    text = _("“{label}” has the type “{type}”, which nobody has defined.")
                    found.append((element["id"], text.format(label=label, type=name)))
            for table in _tables(element.get("logic")):
                found.extend((element["id"], message) for message in _table(label, table))
    return found


def _references(element: Mapping[str, Any]) -> Iterator[str]:
    for name in ("requires", "knows", "outputs", "given"):
        yield from element.get(name, ())
    # A service's inputs are references; a table's are clauses.
    yield from (each for each in element.get("inputs", ()) if isinstance(each, str))


def _is_there(
    reference: str, model: DecisionModel, known: set[str], together: Mapping[str, DecisionModel]
) -> bool:
    namespace, _hash, id_ = reference.rpartition("#")
    if not namespace or namespace == model.namespace:
        return id_ in known
    other = together.get(namespace)
    return other is not None and any(each["id"] == id_ for kind in _KINDS for each in other.content[kind])


def _types(value: object) -> Iterator[str]:
    """Yield every type an element or its logic names."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            if key == "type" and isinstance(each, str):
                yield each
            else:
                yield from _types(each)
    elif isinstance(value, list):
        for each in value:
            yield from _types(each)


def _tables(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        if value.get("form") == "table":
            yield value
        for each in value.values():
            yield from _tables(each)
    elif isinstance(value, list):
        for each in value:
            yield from _tables(each)


def _table(label: str, table: Mapping[str, Any]) -> Iterator[Message]:
    hit, outputs = table["hit"], table["outputs"]
    if hit not in HIT_POLICIES:
        yield _("“{label}” has the hit policy “{hit}”, which there is not.").format(label=label, hit=hit)
    if not outputs:
        yield _("The table “{label}” has no output.").format(label=label)
    if hit in ("PRIORITY", "OUTPUT ORDER") and not any(each["values"] for each in outputs):
        yield _("“{label}” goes by the order of its outputs, and does not list them.").format(label=label)
    if table["aggregation"] and table["aggregation"] != "COUNT" and len(outputs) > 1:
        yield _("“{label}” adds up several outputs; only one can be.").format(label=label)
    for number, rule in enumerate(table["rules"], start=1):
        if len(rule["tests"]) != len(table["inputs"]) or len(rule["outputs"]) != len(outputs):
            text = _("Rule {number} of “{label}” has not as many cells as the table has columns.")
            yield text.format(number=number, label=label)
