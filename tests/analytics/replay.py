"""Whether a trace is a run of a model: tokens on its flows, by the rules of BPMN; exclusive and parallel gateways."""

from __future__ import annotations

from collections import Counter

from processes import Model

Marking = frozenset[tuple[str, int]]


def fits(model: Model, trace: list[str]) -> bool:
    """Whether the tasks of `trace`, in this order of completion, are a complete run of the model."""
    starts = [e.id for e in model.elements.values() if e.type == "StartEvent"]
    marked = _settled(model, {frozenset(Counter(f.id for s in starts for f in model.outgoing(s)).items())})
    for task in trace:
        after = set()
        for marking in marked:
            for flow in model.incoming(task):
                if dict(marking).get(flow.id):
                    after.add(_moved(marking, [flow.id], [f.id for f in model.outgoing(task)]))
        marked = _settled(model, after)
    return frozenset() in marked


def _settled(model: Model, markings: set[Marking]) -> set[Marking]:
    """All markings that gateways and events lead to from these without any task."""
    seen, waiting = set(markings), list(markings)
    while waiting:
        for following in _silent(model, waiting.pop()):
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return seen


def _silent(model: Model, marking: Marking) -> list[Marking]:
    tokens = dict(marking)
    found = []
    for node in {model.flows[flow].target for flow in tokens}:
        element = model.element(node)
        out = [f.id for f in model.outgoing(node)]
        incoming = [f.id for f in model.incoming(node)]
        if element.is_task:
            continue
        if element.type == "ParallelGateway":
            if all(tokens.get(flow) for flow in incoming):
                found.append(_moved(marking, incoming, out))
        elif element.type == "ExclusiveGateway":
            found += [_moved(marking, [i], [o]) for i in incoming if tokens.get(i) for o in out]
        else:
            found += [_moved(marking, [i], out) for i in incoming if tokens.get(i)]
    return found


def _moved(marking: Marking, taken: list[str], put: list[str]) -> Marking:
    tokens = Counter(dict(marking))
    tokens.subtract(taken)
    tokens.update(put)
    return frozenset((flow, count) for flow, count in tokens.items() if count)
