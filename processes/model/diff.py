"""What differs between two models, in the words of the procedure; how it is drawn is kept apart.

Elements are the same when their ids are.  A step has *moved* when it comes after other steps than before, looking
through gateways and through what exists in one of the models only.  Every value is a short text or None (not said).

>>> from processes import read_model
>>> from processes.model.edits import bypass, rename
>>> before = read_model(b"Register -> Stamp -> Decide", dialect="sketch")
>>> for change in diff(before, rename(bypass(before, "stamp"), "decide", "Decide by law")).changes:
...     print(change.kind, change.element, change.aspect)
removed stamp element
changed decide name
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from processes.label import label_of
from processes.model import gov
from processes.model.duration import write_duration
from processes.model.xml import BPMNDI, tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from processes.model.elements import Element
    from processes.model.model import Model

Kind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One difference; `aspect` says of what: `element`, `name`, `type`, `lane`, `performer`, `channel`, …"""

    kind: Kind
    element: str
    label: str
    aspect: str
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, kw_only=True)
class Diff:
    """The changes of meaning in document order, and the ids of what is only drawn differently."""

    changes: tuple[Change, ...]
    layout: tuple[str, ...] = ()

    def of(self, kind: Kind) -> tuple[Change, ...]:
        """Return the changes of one kind."""
        return tuple(c for c in self.changes if c.kind == kind)

    def __bool__(self) -> bool:
        return bool(self.changes)


def diff(before: Model, after: Model) -> Diff:
    """Return what `after` says otherwise than `before`."""
    changes = [
        *_existence(before.elements, after.elements, "element"),
        *_elements(before, after),
        *_moves(before, after),
        *_flows(before, after),
        *_existence(before.lanes, after.lanes, "lane"),
        *_lanes(before, after),
        *_existence(before.documents, after.documents, "document"),
        *_documents(before, after),
        *_procedure(before, after),
        *_forms(before, after),
    ]
    return Diff(changes=tuple(changes), layout=_layout(before, after))


def _existence(before: Mapping[str, Any], after: Mapping[str, Any], aspect: str) -> Iterator[Change]:
    for id_, noun in before.items():
        if id_ not in after:
            yield Change(kind="removed", element=id_, label=label_of(noun), aspect=aspect, before=noun.name)
    for id_, noun in after.items():
        if id_ not in before:
            yield Change(kind="added", element=id_, label=label_of(noun), aspect=aspect, after=noun.name)


def _compared(
    element: str, label: str, before: Mapping[str, str | None], after: Mapping[str, str | None]
) -> Iterator[Change]:
    for aspect in dict.fromkeys([*before, *after]):
        old, new = before.get(aspect), after.get(aspect)
        if old != new:
            yield Change(kind="changed", element=element, label=label, aspect=aspect, before=old, after=new)


def _elements(before: Model, after: Model) -> Iterator[Change]:
    for id_, element in after.elements.items():
        if id_ in before.elements:
            old = before.elements[id_]
            yield from _compared(id_, element.label, _aspects(before, old), _aspects(after, element))


def _aspects(model: Model, element: Element) -> dict[str, str | None]:
    """Return everything that is said of an element, aspect by aspect."""
    lane = model.lanes.get(element.lane) if element.lane else None
    # A lane gives its group to what stands in it; that is said once, by the lane.
    inherited = lane is not None and element.candidate_groups == (lane.group,)
    groups = () if inherited else element.candidate_groups
    performers = [*groups, *element.candidate_users, *([element.assignee] if element.assignee else [])]
    many = element.multi_instance
    found = {
        "name": element.name,
        "type": element.type,
        "lane": (lane.name or lane.id) if lane is not None else None,
        "scope": element.scope if element.scope in model.elements else None,
        "performer": ", ".join(performers) or None,
        "form": element.form,
        "deadline": element.due,
        "event": " ".join(filter(None, (_event(d) for d in element.event_definitions))) or None,
        "attached to": element.attached_to,
        "interrupting": None if element.is_interrupting else "no",
        "script": element.script.text if element.script is not None else None,
        "service": element.topic,
        "decision": element.decision,
        "called process": element.called_element,
        "repetition": _shown(many) if many is not None else ("loop" if element.is_loop else None),
        "default": element.default,
        "documentation": element.documentation or None,
        "inputs": _shown(element.inputs),
        "outputs": _shown(element.outputs),
    }
    step = element.step
    if step is not None:
        found |= _fields_of(step)
    return found


def _event(definition: Any) -> str:
    unit = "working" if definition.working else None
    parts = (definition.type, definition.name, definition.code, definition.expression, unit)
    return " ".join(part for part in parts if part)


def _fields_of(noun: Any) -> dict[str, str | None]:
    """Return the fields of a `gov:` noun as texts; units stand with what they measure."""
    found: dict[str, str | None] = {}
    for field in fields(noun):
        if field.name.endswith("_unit") or field.name == "id":
            continue
        text = _shown(getattr(noun, field.name))
        unit = getattr(noun, f"{field.name}_unit", None)
        found[field.name.replace("_", " ")] = f"{text} {unit}" if text is not None and unit else text
    return found


def _shown(value: Any) -> str | None:
    if value is None or value in ((), {}, ""):
        return None
    if isinstance(value, timedelta):
        return write_duration(value)
    if isinstance(value, gov.Spread):
        parts = [write_duration(v) for v in (value.minimum, value.typical, value.maximum)]
        return parts[0] if len(set(parts)) == 1 else "/".join(parts)
    if isinstance(value, gov.Visit):
        return f"{value.place}:{value.trip}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (str, int, float, Decimal)):
        return str(value)
    if isinstance(value, dict):
        return "; ".join(f"{k}: {_shown(v)}" for k, v in value.items())
    if isinstance(value, (tuple, list)):
        return "; ".join(filter(None, (_shown(v) for v in value)))
    if hasattr(value, "__dataclass_fields__"):
        return " ".join(filter(None, (_shown(getattr(value, f.name)) for f in fields(value))))
    return str(value)


def _moves(before: Model, after: Model) -> Iterator[Change]:
    common = {i for i, e in after.elements.items() if i in before.elements and not e.is_gateway}
    for id_ in after.elements:
        if id_ not in common:
            continue
        old, new = _predecessors(before, id_, common), _predecessors(after, id_, common)
        if old != new:
            yield Change(
                kind="moved",
                element=id_,
                label=after.label(id_),
                aspect="order",
                before=", ".join(before.label(i) for i in sorted(old)) or None,
                after=", ".join(after.label(i) for i in sorted(new)) or None,
            )


def _predecessors(model: Model, id_: str, common: set[str]) -> set[str]:
    """Return the common elements right before `id_`, looking through everything else."""
    found: set[str] = set()
    seen = {id_}
    stack = [f.source for f in model.incoming(id_)]
    while stack:
        source = stack.pop()
        if source in common:
            found.add(source)
        elif source not in seen:
            seen.add(source)
            stack += [f.source for f in model.incoming(source)]
    return found


def _flows(before: Model, after: Model) -> Iterator[Change]:
    for id_, flow in after.flows.items():
        old = before.flows.get(id_)
        if old is None:
            continue
        label = f"{after.label(flow.source)} → {after.label(flow.target)}"
        said = [
            {"name": f.name or None, "condition": f.condition, "probability": _shown(f.probability)}
            for f in (old, flow)
        ]
        yield from _compared(id_, label, said[0], said[1])


def _lanes(before: Model, after: Model) -> Iterator[Change]:
    for id_, lane in after.lanes.items():
        if id_ in before.lanes:
            said = [
                {"name": x.name, "performer": x.group, "party": _shown(x.party)}
                for x in (before.lanes[id_], lane)
            ]
            yield from _compared(id_, label_of(lane), said[0], said[1])


def _documents(before: Model, after: Model) -> Iterator[Change]:
    for id_, document in after.documents.items():
        if id_ in before.documents:
            yield from _compared(
                id_, label_of(document), _fields_of(before.documents[id_]), _fields_of(document)
            )


def _procedure(before: Model, after: Model) -> Iterator[Change]:
    old = _fields_of(before.procedure) if before.procedure is not None else {}
    new = _fields_of(after.procedure) if after.procedure is not None else {}
    old["name"], new["name"] = before.name, after.name
    yield from _compared(after.main_process.id, after.name, old, new)


def _forms(before: Model, after: Model) -> Iterator[Change]:
    for id_ in dict.fromkeys([*before.forms, *after.forms]):
        old, new = before.forms.get(id_), after.forms.get(id_)
        if old != new:
            kind: Kind = "added" if old is None else "removed" if new is None else "changed"
            yield Change(
                kind=kind,
                element=id_,
                label=id_,
                aspect="form",
                before=None if old is None else json.dumps(old, ensure_ascii=False, sort_keys=True),
                after=None if new is None else json.dumps(new, ensure_ascii=False, sort_keys=True),
            )


def _layout(before: Model, after: Model) -> tuple[str, ...]:
    """Return the elements both diagrams show, but not alike."""
    old, new = _drawn(before), _drawn(after)
    return tuple(id_ for id_, shown in new.items() if id_ in old and old[id_] != shown)


def _drawn(model: Model) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for kind in ("BPMNShape", "BPMNEdge"):
        for node in model.tree.iter(tag(BPMNDI, kind)):
            numbers = [
                tuple(str(v) for k, v in sorted(n.attrib.items()) if k != "id") for n in node.iter("*")
            ]
            found[(node.get("bpmnElement") or "").rpartition(":")[2]] = numbers
    return found
