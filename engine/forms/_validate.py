"""What a form accepts: the typed values of its fields, and everything that is wrong with them at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from engine.forms._field import Component, Wrong, choices, chosen, is_missing, label_of, several, traits_of
from engine.forms._places import MOST_ROWS, Path, Place, at, places, put
from engine.forms._states import States, ask, states
from engine.forms.kinds import kinds
from processes.text import Message, _


def validate(
    schema: Mapping[str, Any], data: Mapping[str, Any], *, context: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], dict[str, Message]]:
    """Return the typed values of the form's fields, and for each wrong one what is wrong, by its path.

    `context` are further variables its expressions may ask for.  An empty field is None, an untouched checkbox
    false; fields inside groups with a path and the rows of lists are nested.

    >>> form = {
    ...     "components": [
    ...         {"key": "fee", "type": "number", "label": "Fee", "validate": {"required": True, "min": 0}}
    ...     ]
    ... }
    >>> validate(form, {"fee": "250"})
    ({'fee': 250}, {})
    >>> validate(form, {"fee": "-1"})[1]
    {'fee': 'Fee must be at least 0.'}
    """
    found = [place for place in places(schema, data) if _is_field(place)]
    values, errors = _typed(found, data)
    known = _known(schema, data, context, values)
    state = states([*places(schema, data)], known)
    asked = [place for place in found if not state.is_hidden(place) and place.path not in state.readonly]
    errors = {path: errors[path] for path in (place.path for place in asked) if path in errors}
    for place in asked:
        if place.type == "expression":
            values[place.path] = at(state.known, place.path)
    judged = [place for place in asked if place.path in values and place.path not in errors]
    for place, message in _judged(judged, values, state):
        errors[place.path] = message
    errors |= _lists(schema, data, state)
    clean = _nested(schema, data, state)
    for place in asked:
        if place.path not in errors and place.path in values:
            put(clean, place.path, values[place.path])
    order = {place.path: number for number, place in enumerate(places(schema, data))}
    return clean, {
        ".".join(map(str, path)): errors[path] for path in sorted(errors, key=lambda path: order[path])
    }


def state_of(
    schema: Mapping[str, Any], data: Mapping[str, Any], *, context: Mapping[str, Any] | None = None
) -> States:
    """Return which components are hidden or for reading only, and what is computed, over what was given so far."""
    found = [place for place in places(schema, data) if _is_field(place)]
    values, _errors = _typed(found, data)
    return states([*places(schema, data)], _known(schema, data, context, values))


def strangers(schema: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Message]:
    """Return for each key of `data` that is no field of the form what is wrong with it.

    >>> strangers({"components": [{"key": "fee", "type": "number"}]}, {"fees": 1})
    {'fees': '“fees” is not a field of this form. Did you mean “fee”?'}
    """
    known = {str(c[name]) for c in _flat(schema.get("components")) for name in ("key", "path") if c.get(name)}
    roots = known | {key.partition(".")[0] for key in known}
    found: dict[str, Message] = {}
    for key in map(str, data):
        if key in roots:
            continue
        close = get_close_matches(key, sorted(known), n=1)
        found[key] = (
            _("“{key}” is not a field of this form. Did you mean “{close}”?").format(key=key, close=close[0])
            if close
            else _("“{key}” is not a field of this form.").format(key=key)
        )
    return found


def acts(schema: Mapping[str, Any]) -> frozenset[str]:
    """Return the kinds of fields of a form whose value is made by an act of its own: a signature, an upload, a
    question."""
    used = {str(component.get("type")) for component in _flat(schema.get("components"))}
    return frozenset(name for name in used if name in kinds and traits_of(kinds[name]).is_act)


def _is_field(place: Place) -> bool:
    return place.type in kinds and bool(place.component.get("key"))


def _flat(components: object) -> Iterator[Component]:
    for component in components if isinstance(components, list) else ():
        if isinstance(component, Mapping):
            yield component
            yield from _flat(component.get("components"))


def _typed(found: list[Place], data: Mapping[str, Any]) -> tuple[dict[Path, Any], dict[Path, Message]]:
    values: dict[Path, Any] = {}
    errors: dict[Path, Message] = {}
    for place in found:
        if place.component.get("readonly") is True or place.component.get("disabled"):
            continue
        if place.type == "expression":
            continue
        try:
            values[place.path] = kinds[place.type](place.component, at(data, place.path))
        except Wrong as wrong:
            errors[place.path] = wrong.message
    return values, errors


def _known(
    schema: Mapping[str, Any],
    data: Mapping[str, Any],
    context: Mapping[str, Any] | None,
    values: Mapping[Path, Any],
) -> dict[str, Any]:
    """Return what expressions may ask for: the context, and over it what was given; a list without rows is empty."""
    known: dict[str, Any] = {**(context or {}), **data}
    for place in places(schema, known):
        if place.type == "dynamiclist" and at(known, place.path) is None:
            put(known, place.path, [])
    for path, value in values.items():
        put(known, path, value)
    return known


def _judged(found: list[Place], values: Mapping[Path, Any], state: States) -> Iterator[tuple[Place, Message]]:
    """Yield what the rules say, the ones that are expressions answered first."""
    fields = _with_answers(found, state)
    own = [
        place
        for place in found
        if _rules(place.component).get("expression") and not is_missing(values[place.path])
    ]
    held = ask(
        own,
        lambda place: str(_rules(place.component)["expression"]),
        state.known,
        value=lambda place: values[place.path],
    )
    broken = {place.path for place, answer in zip(own, held, strict=True) if answer is not True}
    for place in found:
        message = _problem(fields[place.path], values[place.path])
        if message is None and place.path in broken:
            told = _rules(place.component).get("message")
            label = label_of(place.component)
            message = Message(str(told)) if told else _("{label} does not hold.").format(label=label)
        if message is not None:
            yield place, message


def _with_answers(found: list[Place], state: States) -> dict[Path, Component]:
    """Return the components with the choices and limits their expressions come to."""
    questions: list[tuple[Place, str, str]] = []
    for place in found:
        listed = place.component.get("valuesExpression")
        if listed:
            questions.append((place, "values", str(listed)))
        for name, rule in _rules(place.component).items():
            if isinstance(rule, str) and rule.startswith("=") and name not in ("expression", "message"):
                questions.append((place, name, rule))
    texts = iter([text for _place, _name, text in questions])
    answers = ask([place for place, _name, _text in questions], lambda _place: next(texts), state.known)
    fields: dict[Path, Component] = {place.path: place.component for place in found}
    for place in found:
        key = place.component.get("valuesKey")
        offered = at(state.known, tuple(str(key).split("."))) if key else None
        if isinstance(offered, list):
            fields[place.path] = {**fields[place.path], "values": offered}
    for (place, name, _text), answer in zip(questions, answers, strict=True):
        field = fields[place.path]
        if name == "values":
            fields[place.path] = {**field, "values": answer if isinstance(answer, list) else []}
        else:
            fields[place.path] = {**field, "validate": {**_rules(field), name: answer}}
    return fields


def _problem(field: Component, value: Any) -> Message | None:
    traits = traits_of(kinds[str(field["type"])])
    if is_missing(value):
        if _rules(field).get("required") is True:
            return traits.missing.format(label=label_of(field))
        return None
    if ("valuesKey" in field or "valuesExpression" in field) and choices(field) is not None:
        try:
            several(field, value) if isinstance(value, list) else chosen(field, value)
        except Wrong as wrong:
            return wrong.message
    return traits.judge(field, value) if traits.judge is not None else None


def _rules(field: Component) -> Mapping[str, Any]:
    rules = field.get("validate")
    return rules if isinstance(rules, Mapping) else {}


def _lists(schema: Mapping[str, Any], data: Mapping[str, Any], state: States) -> dict[Path, Message]:
    errors = {}
    for place in places(schema, data):
        if place.type != "dynamiclist" or state.is_hidden(place):
            continue
        given, label = at(data, place.path), label_of(place.component)
        count = len(given) if isinstance(given, list) else 0
        if count == 0 and _rules(place.component).get("required") is True:
            errors[place.path] = _("Add at least one: {label}.").format(label=label)
        elif count > MOST_ROWS:
            errors[place.path] = _("{label} may have {most} rows at most.").format(
                label=label, most=MOST_ROWS
            )
        elif given is not None and not isinstance(given, list):
            errors[place.path] = _("{label} must be a list.").format(label=label)
    return errors


def _nested(schema: Mapping[str, Any], data: Mapping[str, Any], state: States) -> dict[str, Any]:
    """Return the answers with their lists, each row still empty: a row without values is a row all the same."""
    clean: dict[str, Any] = {}
    for place in places(schema, data):
        if place.type == "dynamiclist" and not state.is_hidden(place):
            given = at(data, place.path)
            put(clean, place.path, [{} for _row in given[:MOST_ROWS]] if isinstance(given, list) else [])
    return clean
