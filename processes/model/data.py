"""Which data a model's forms, scripts and mappings set, and which its expressions read.

Expressions are looked at by their words, not parsed: a word counts as read wherever it stands in one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from processes.model.xml import BPMN, tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from processes.model.model import Model

_WORD = re.compile(r"[^\W\d]\w*")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
_NAME = re.compile(r"(?<![\w.])([^\W\d]\w*)(?!\w*\s*\()")
_KEYWORDS = frozenset(
    {
        *(
            "and",
            "or",
            "not",
            "true",
            "false",
            "null",
            "if",
            "then",
            "else",
            "for",
            "in",
            "return",
            "some",
            "every",
        ),
        *("satisfies", "between", "instance", "of", "function", "date", "time", "duration", "days", "hours"),
        *("minutes", "seconds", "years", "months", "contains", "string", "number", "list", "item"),
    }
)
_DATA = tuple(
    tag(BPMN, name) for name in ("dataObject", "dataObjectReference", "property", "dataStoreReference")
)
#: What a repeated activity counts.
_COUNTERS = {"loopCounter", "nrOfInstances", "nrOfCompletedInstances", "nrOfActiveInstances"}
#: What may bring data the drawing does not name.
SETS_ANYTHING = frozenset(
    {"ServiceTask", "SendTask", "ReceiveTask", "BusinessRuleTask", "CallActivity", "Task", "ManualTask"}
)


def form_fields(form: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the keys a form asks for, also inside groups and lists.

    >>> form_fields(
    ...     {"components": [{"type": "group", "components": [{"type": "textfield", "key": "name"}]}]}
    ... )
    ('name',)
    """
    return tuple(dict.fromkeys(_keys(form.get("components", ()))))


def searched_by(form: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the keys of a form by which people search for cases.

    >>> searched_by({"components": [{"key": "pin", "properties": {"searchable": "true"}}, {"key": "note"}]})
    ('pin',)
    """
    return tuple(str(c.get("key")) for c in components_of(form) if _declares_search(c))


def field_labels(form: Mapping[str, Any]) -> dict[str, str]:
    """Return what a form calls the fields it asks for, by key.

    >>> field_labels({"components": [{"key": "pin", "label": "PIN"}, {"key": "note"}]})
    {'pin': 'PIN', 'note': 'note'}
    """
    return {
        str(c["key"]): str(c.get("label") or c["key"])
        for c in components_of(form)
        if isinstance(c.get("key"), str)
    }


def components_of(form: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the components of a form, also inside groups and lists."""
    components = form.get("components")
    for component in components if isinstance(components, list) else ():
        if isinstance(component, dict):
            yield component
            yield from components_of(component)


def _declares_search(component: Mapping[str, Any]) -> bool:
    declared = component.get("properties")
    return isinstance(declared, dict) and str(declared.get("searchable") or "").strip() not in ("", "false")


def _keys(components: object) -> Iterator[str]:
    for component in components if isinstance(components, list) else ():
        if not isinstance(component, dict):
            continue
        path, key = component.get("path"), component.get("key")
        if isinstance(path, str) and path:
            # The rows of a list, or the parts of a group, stand inside what has this name.
            yield path.partition(".")[0]
            continue
        if isinstance(key, str) and key and component.get("type") not in ("text", "button", "image", "html"):
            yield key.partition(".")[0]
        yield from _keys(component.get("components"))


def expressions(model: Model) -> Iterator[str]:
    """Yield every expression of the model, also those inside forms and their letters."""
    for flow in model.flows.values():
        yield flow.condition or ""
    for element in model.elements.values():
        for definition in element.event_definitions:
            yield f"{definition.expression or ''} {definition.correlation_key or ''}"
        each = element.multi_instance
        if each is not None:
            yield f"{each.collection or ''} {each.cardinality or ''} {each.completion_condition or ''}"
        yield element.script.text if element.script is not None else ""
        yield from (source for source, _target in (*element.inputs, *element.outputs))
        yield f"{element.loop_condition or ''} {element.correlation_key or ''} {element.due or ''}"
        step = element.step
        if step is not None:
            yield step.criteria or ""
            # A refusal tells the applicant these answers.
            yield f"{step.refuses_when or ''} {step.refusal_reason or ''} {step.refusal_appeal or ''}"
    for form in model.forms.values():
        yield from form_texts(form)


def form_texts(value: object) -> Iterator[str]:
    """Yield the expressions inside a form: texts that begin with an equals sign, and conditions."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str) and (
                inner.startswith("=") or key in ("hide", "expression", "valuesExpression")
            ):
                yield inner
            else:
                yield from form_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from form_texts(inner)


def words_read(model: Model) -> frozenset[str]:
    """Return every word that stands in an expression of the model."""
    return frozenset(word for text in expressions(model) for word in _WORD.findall(text))


def names_in(condition: str) -> list[str]:
    """Return the variables a FEEL condition asks for, in order.

    >>> names_in('amount > 5 and applicant.age >= 18 and contains(name, "A")')
    ['amount', 'applicant', 'name']
    """
    bare = _TEXT.sub('""', condition)
    return [n for n in dict.fromkeys(_NAME.findall(bare)) if n not in _KEYWORDS]


def variables_set(model: Model) -> frozenset[str] | None:
    """Return every name a form, script or mapping of the model sets; None when something else may set anything."""
    known: set[str] = set()
    asked = False
    for element in model.elements.values():
        receives = any(d.type in ("Message", "Signal") for d in element.event_definitions)
        if element.type in SETS_ANYTHING or (receives and element.type != "EndEvent"):
            return None
        if element.script is not None and element.script.result is None:
            return None
        if element.script is not None and element.script.result:
            known.add(element.script.result)
        if element.type in ("UserTask", "StartEvent") and element.form in model.forms:
            asked = True
            known |= set(form_fields(model.forms[element.form or ""]))
        elif element.type == "UserTask":
            return None
        known |= {target for _source, target in element.outputs}
        each = element.multi_instance
        if each is not None:
            known |= {n for n in (each.item, each.output_collection, "loopCounter") if n}
    return frozenset(known) if asked else None


def names_declared(model: Model) -> frozenset[str]:
    """Return every name the model itself speaks of as data: of its forms, scripts, mappings and data objects.

    Such a value may be missing in a case; a name that stands in no such place can only come from outside.
    """
    known = {name for form in model.forms.values() for name in form_fields(form)}
    for element in (*model.elements.values(), *model.global_tasks.values()):
        known |= {target for _source, target in (*element.inputs, *element.outputs)}
        known |= {target for _source, target in element.sets_at_start}
        known |= {element.initiator} if element.initiator else set()
        known |= {
            name
            for move in (*element.data_inputs, *element.data_outputs)
            for name in (move.source, move.target)
        }
        known |= set(element.properties)
        known |= {name for name in (element.decision_result,) if name}
        if element.script is not None:
            known |= {*_WORD.findall(element.script.text), element.script.result or ""}
        each = element.multi_instance
        if each is not None:
            known |= {n for n in (each.item, each.output_collection) if n} | _COUNTERS
        elif element.is_loop:
            known |= _COUNTERS
    for node in model.tree.iter(*_DATA):
        known |= {text for text in (node.get("name"), node.get("id")) if text}
    return frozenset(known)
