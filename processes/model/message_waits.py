"""Steps that wait for a message of another pool which can never be sent.

Each element is asked whether any case can come to it: control reaches it, and where it waits for a message drawn from
another pool's step, one of its senders can be reached too.  Conditions are not looked at and tokens are not counted, so
everything is taken as reachable that may be; what is not reachable even then surely is not.

Source: a least fixed point on the control flow, as in data-flow analysis; BPMN 2.0.2, 9.3 (message flows).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from processes.model.elements import Element
    from processes.model.model import Model

_SENDING = frozenset(
    {"SendTask", "ServiceTask", "ScriptTask", "UserTask", "Task", "ManualTask", "BusinessRuleTask"}
)


@dataclass(frozen=True, kw_only=True)
class VainWait:
    """A wait that never ends: `element` waits for one of `senders`; `blocked_by` is what the first of them waits for.

    `path` are the ids of the elements by which a case comes to wait there.
    """

    element: str
    senders: tuple[str, ...]
    blocked_by: str | None
    path: tuple[str, ...]


def waits_in_vain(model: Model) -> tuple[VainWait, ...]:
    """Return the elements that wait for a message no run of the other pool can send, in document order."""
    senders = _senders(model)
    if not senders:
        return ()
    alone = _reachable(model, {})
    together = _reachable(model, senders)
    found = []
    for id_, ids in senders.items():
        ready = id_ in alone and id_ not in together and _is_arrived_at(model, id_, together)
        if ready:
            found.append(
                VainWait(
                    element=id_,
                    senders=ids,
                    blocked_by=_blocker(model, ids[0], senders, together),
                    path=_path(model, id_),
                )
            )
    order = {id_: n for n, id_ in enumerate(model.elements)}
    return tuple(sorted(found, key=lambda w: order[w.element]))


def _senders(model: Model) -> dict[str, tuple[str, ...]]:
    """Return, for each element that waits for drawn messages, the senders; a black box may send anything."""
    found: dict[str, list[str]] = {}
    free: set[str] = set()
    for flow in model.message_flows.values():
        target, source = model.elements.get(flow.target), model.elements.get(flow.source)
        if target is None or not _waits(target):
            continue
        if source is None or not _sends(source) or source.process == target.process:
            free.add(target.id)
        else:
            found.setdefault(target.id, []).append(source.id)
    return {id_: tuple(ids) for id_, ids in found.items() if id_ not in free}


def _waits(element: Element) -> bool:
    if element.type == "ReceiveTask":
        return True
    catches = element.type in ("StartEvent", "IntermediateCatchEvent")
    # A boundary event does not hold its activity up, nor does an event among others.
    kinds = {d.type for d in element.event_definitions}
    return catches and kinds == {"Message"}


def _sends(element: Element) -> bool:
    throws = element.type in ("EndEvent", "IntermediateThrowEvent")
    return element.type in _SENDING or throws


def _reachable(model: Model, senders: dict[str, tuple[str, ...]]) -> set[str]:
    reached: set[str] = set()
    waiting = True
    while waiting:
        waiting = False
        for element in model.elements.values():
            if element.id in reached or not _is_arrived_at(model, element.id, reached):
                continue
            needs = senders.get(element.id)
            if needs is None or any(s in reached for s in needs):
                reached.add(element.id)
                waiting = True
    return reached


def _is_arrived_at(model: Model, id_: str, reached: set[str]) -> bool:
    """Return whether control may come to the element, given what can be reached."""
    element = model.elements[id_]
    if element.attached_to is not None:
        return element.attached_to in reached
    if element.scope in model.elements and element.scope not in reached:
        # What is inside a subprocess begins when the subprocess does; an event subprocess when its scope does.
        return False
    if element.is_event_subprocess:
        return True
    into = model.incoming(id_)
    if not into:
        return True
    sources = [flow.source in reached for flow in into]
    return all(sources) if element.type == "ParallelGateway" else any(sources)


def _blocker(model: Model, sender: str, senders: dict[str, tuple[str, ...]], reached: set[str]) -> str | None:
    """Return what stands before `sender` and waits for a message itself; None when nothing leads to the sender."""
    seen: set[str] = set()
    stack = [sender]
    while stack:
        id_ = stack.pop()
        if id_ in seen:
            continue
        seen.add(id_)
        if id_ in senders and id_ not in reached:
            return id_
        element = model.elements[id_]
        stack += [f.source for f in model.incoming(id_) if f.source in model.elements]
        stack += [i for i in (element.attached_to, element.scope) if i is not None and i in model.elements]
    return None


def _path(model: Model, id_: str) -> tuple[str, ...]:
    """Return a shortest way from a beginning of the process to the element."""
    steps = {id_: ""}
    queue = [id_]
    for node in queue:
        before = [f.source for f in model.incoming(node) if f.source in model.elements]
        if not before:
            path = [node]
            while steps[path[-1]]:
                path.append(steps[path[-1]])
            return tuple(path)
        for source in before:
            if source not in steps:
                steps[source] = node
                queue.append(source)
    return (id_,)
