"""Where a process or subprocess begins: what a token enters by itself, and what a trigger lets in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from processes.label import label_of
from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from processes.model.elements import Element
    from processes.model.model import Model


class Beginning(NamedTuple):
    """The elements of one scope at which it begins, in document order."""

    #: What begins with the scope itself.
    plain: tuple[Element, ...]
    #: What begins it when its message, signal, time or condition comes.
    triggered: tuple[Element, ...]


def beginning(model: Model, members: Sequence[Element]) -> Beginning:
    """Return where the scope of which `members` are the elements begins.

    With start events, at these; without any, at every element to which nothing leads (BPMN 2.0.2, 10.5.2).

    >>> from processes.model.reading import read_model
    >>> model = read_model(b"(start) -> Register -> Decide", dialect="sketch")
    >>> [e.type for e in beginning(model, list(model.elements.values())).plain]
    ['StartEvent']
    """
    starts = [e for e in members if e.type == "StartEvent"]
    races = [e for e in members if e.type == "EventBasedGateway" and e.instantiate]
    begun = {flow.target for race in races for flow in model.outgoing(race.id)}
    plain = [e for e in starts if e.event_definition is None]
    if not starts:
        plain = [e for e in members if _is_entered(model, e)]
    triggered = [
        e
        for e in members
        if (e.type == "StartEvent" and e.event_definition is not None)
        or (e.type == "ReceiveTask" and e.instantiate)
        or e.id in begun
    ]
    return Beginning(tuple(plain), tuple(triggered))


def unbegun(model: Model, processes: Iterable[str]) -> Iterator[tuple[str, Message]]:
    """Yield each of `processes`, and each subprocess in them that is not empty, in which nothing can begin.

    An engine would take such a part for done at once, with none of its steps taken.
    """
    inside: defaultdict[str, list[Element]] = defaultdict(list)
    for element in model.elements.values():
        inside[element.scope].append(element)
    for process in processes:
        if not any(beginning(model, inside[process])):
            text = _("“{name}” has nothing at which it could begin: draw a start event.")
            yield process, text.format(name=label_of(model.processes[process]))
    for scope, members in inside.items():
        part = model.elements.get(scope)
        if part is None or part.process not in processes or part.is_event_subprocess:
            continue
        if any(map(_is_in_flow, members)) and not any(beginning(model, members)):
            text = _("“{name}” has nothing at which it could begin: draw a start event.")
            yield scope, text.format(name=part.label)


def is_link_catch(element: Element) -> bool:
    """Return whether a token gets to the event from the throwing event of its link."""
    definition = element.event_definition
    return element.type == "IntermediateCatchEvent" and definition is not None and definition.type == "Link"


def _is_in_flow(element: Element) -> bool:
    """Return whether a token reaches the element by flows, not by a trigger or in compensation."""
    return not (element.attached_to or element.is_event_subprocess or element.is_for_compensation)


def _is_entered(model: Model, element: Element) -> bool:
    return (
        _is_in_flow(element)
        and not model.incoming(element.id)
        and not is_link_catch(element)
        and not element.instantiate
    )
