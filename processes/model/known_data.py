"""Which data is known where: the names a model's forms, scripts, mappings and decisions set, and from which place on.

What a service or a message brings is not known from the drawing: `processes.model.data_flow` names such steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from processes.model.data import form_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from processes.model.elements import Element
    from processes.model.model import Model

Origin = Literal["form", "script", "mapping", "decision", "gathered", "item", "counter", "own"]

#: What a repeated activity counts, by its name, within its rounds.
COUNTER = "loopCounter"


@dataclass(frozen=True, kw_only=True)
class KnownData:
    """A name that expressions can ask for.

    `origin` says what sets it: the answers of a form, a script, an output mapping, a decision, what the rounds of a
    repeated step give together; or, for that step alone, the item of a round, its number, a variable of its own.
    `component` is the field of the form, where one asks for it. `setters` are the elements that set it, in the order of
    the file; `known_at` those a case can come to once one of them is done, they themselves among them.
    """

    name: str
    origin: Origin
    setters: tuple[str, ...]
    known_at: frozenset[str]
    component: Mapping[str, Any] | None = None


def known_data(model: Model) -> tuple[KnownData, ...]:
    """Return every name the model sets, in the order of the file; the same name set twice is one.

    >>> from processes import library
    >>> known = known_data(library["residence_registration"].as_is)
    >>> known[0].name, known[0].origin
    ('applicant_name', 'form')
    """
    found: dict[str, list[tuple[Element, Origin, Mapping[str, Any] | None]]] = {}
    for element in model.elements.values():
        for name, origin, component in _set_by(model, element):
            found.setdefault(name, []).append((element, origin, component))
    later: dict[str, frozenset[str]] = {}
    known = []
    for name, setters in found.items():
        reached: set[str] = set()
        for element, origin, _component in setters:
            if origin in ("item", "counter", "own"):
                reached.add(element.id)
            else:
                later[element.id] = later.get(element.id) or frozenset(_places_after(model, element))
                reached |= later[element.id]
        _element, origin, component = setters[0]
        ids = tuple(dict.fromkeys(element.id for element, _origin, _component in setters))
        known.append(
            KnownData(name=name, origin=origin, setters=ids, known_at=frozenset(reached), component=component)
        )
    return tuple(known)


def _set_by(model: Model, element: Element) -> Iterator[tuple[str, Origin, Mapping[str, Any] | None]]:
    form = model.forms.get(element.form or "") if element.type in ("UserTask", "StartEvent") else None
    if form is not None:
        components = dict(_named(form.get("components")))
        for name in form_fields(form):
            yield name, "form", components.get(name)
    if element.script is not None and element.script.result:
        yield element.script.result, "script", None
    if element.decision_result:
        yield element.decision_result, "decision", None
    for _source, target in (*element.outputs, *element.sets_at_start):
        if target:
            yield target, "mapping", None
    if element.initiator:
        yield element.initiator, "mapping", None
    for move in element.data_outputs:
        if move.target:
            yield move.target, "mapping", None
    each = element.multi_instance
    if each is not None:
        if each.output_collection:
            yield each.output_collection, "gathered", None
        if each.item:
            yield each.item, "item", None
    if each is not None or element.is_loop:
        yield COUNTER, "counter", None
    for name in (*element.properties, *(target for _source, target in element.inputs)):
        yield name, "own", None


def _named(components: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the components by the names under which their answers stand at the top."""
    for component in components if isinstance(components, list) else ():
        if not isinstance(component, dict):
            continue
        path, key = component.get("path"), component.get("key")
        if isinstance(path, str) and path:
            yield path.partition(".")[0], component
            continue
        if isinstance(key, str) and key:
            yield key.partition(".")[0], component
        yield from _named(component.get("components"))


def _places_after(model: Model, element: Element) -> set[str]:
    """Return the places a case can come to once `element` is done, itself included.

    What is set inside a subprocess is known behind it and in the event subprocesses beside.
    """
    reached = {element.id}
    waiting = [element.id]
    left: set[str] = set()

    def come(id_: str) -> None:
        if id_ not in reached:
            reached.add(id_)
            waiting.append(id_)

    def leave(scope: str) -> None:
        if scope in left:
            return
        left.add(scope)
        for other in model.elements.values():
            if other.scope == scope and other.is_event_subprocess:
                come(other.id)
        if scope in model.elements:
            reached.add(scope)
            for following in model.graph.successors(scope):
                # Behind the subprocess, not into it anew.
                if model.elements[following].scope != scope:
                    come(following)
            leave(model.elements[scope].scope)

    while waiting:
        here = waiting.pop()
        for following in model.graph.successors(here):
            come(following)
        leave(model.elements[here].scope)
    return reached
