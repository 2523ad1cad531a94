"""Edits of single properties: names, kinds, conditions, ends of flows, lanes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from processes.errors import NotEditable, UnknownName
from processes.label import label_of
from processes.model.diagram import Diagram
from processes.model.draft import Draft
from processes.model.drawing import Box
from processes.model.edits_of_annotations import extension
from processes.model.elements import TASKS
from processes.model.gov_reading import gov_child
from processes.model.kind_names import kind_name
from processes.model.patch import Splice
from processes.model.source import quoted
from processes.model.wiring import Wiring
from processes.model.xml import BPMN, local, tag
from processes.text import _

if TYPE_CHECKING:
    from processes.model.model import Model

#: What only some kinds of task may carry, by the standard's schema.
_ONLY_FOR = {
    "rendering": {"userTask"},
    "script": {"scriptTask"},
    "scriptFormat": {"scriptTask"},
    "messageRef": {"sendTask", "receiveTask"},
    "operationRef": {"sendTask", "receiveTask", "serviceTask"},
    "instantiate": {"receiveTask"},
    "calledElement": {"callActivity"},
    "implementation": {"userTask", "serviceTask", "sendTask", "receiveTask", "businessRuleTask"},
}


def rename(model: Model, id: str, name: str) -> Model:
    """Return `model` whose element, flow or lane `id` is called `name`."""
    draft = Draft(model)
    draft.apply(draft.source.attribute(draft.source.node(id), "name", name))
    return draft.done(f"rename {model.label(id)}")


def replace_type(model: Model, id: str, type: str, *, topic: str | None = None) -> Model:
    """Return `model` in which the task `id` is a `type`, such as `ServiceTask`.

    Name, flows, annotations and boundary events stay; what only the old kind may carry goes.  `topic` names the service
    that does the work from now on.
    """
    element = model.element(id)
    if type not in TASKS:
        raise UnknownName(type, TASKS, kind="kind of task")
    if element.type not in TASKS:
        raise NotEditable(
            _("“{element}” is a {type}; only tasks change their kind.").format(
                element=element.label, type=kind_name(element.type)
            ),
            element=id,
        )
    draft = Draft(model)
    new = type[0].lower() + type[1:]
    node = draft.source.node(id)
    draft.apply([draft.source.removal(n) for n in node.iterchildren("*") if not _may(local(n), new)])
    node = draft.source.node(id)
    draft.apply([s for a in _ONLY_FOR if not _may(a, new) for s in draft.source.attribute(node, a, None)])
    draft.apply(draft.source.renamed(draft.source.node(id), new))
    if topic is not None:
        _set_topic(draft, id, topic)
    return draft.done(f"make {element.label} a {type}")


def _may(name: str, kind: str) -> bool:
    return name not in _ONLY_FOR or kind in _ONLY_FOR[name]


def _set_topic(draft: Draft, id_: str, topic: str) -> None:
    service = gov_child(draft.source.node(id_), "service")
    if service is None:
        extension(draft, id_, "service", f" topic={quoted(topic)}")
    else:
        draft.apply(draft.source.attribute(service, "topic", topic))


def set_condition(model: Model, flow: str, feel: str | None) -> Model:
    """Return `model` whose sequence flow is taken when `feel` holds; None takes the condition away."""
    if flow not in model.flows:
        raise UnknownName(flow, model.flows, kind="sequence flow")
    draft = Draft(model)
    node = draft.source.node(flow)
    old = node.find(tag(BPMN, "conditionExpression"))
    if old is not None and (feel is None or draft.source.span(old).is_empty_tag or len(old) or old.attrib):
        draft.apply([draft.source.removal(old)])
        node = draft.source.node(flow)
        old = None
    if feel is not None and old is not None:
        span = draft.source.span(old)
        text = draft.source.encoded(escape(feel))
        inside = draft.source.bytes[span.open_end : span.close_start]
        draft.apply([Splice(start=span.open_end, old=inside, new=text)])
    elif feel is not None:
        name = draft.source.bpmn("conditionExpression", node)
        draft.apply(draft.source.inside(node, f"<{name}>{escape(feel)}</{name}>"))
    return draft.done(f"set the condition of {model.label(flow)}")


def retarget_flow(model: Model, flow: str, *, source: str | None = None, target: str | None = None) -> Model:
    """Return `model` whose sequence flow leaves `source` and reaches `target`; what is not given stays."""
    if flow not in model.flows:
        raise UnknownName(flow, model.flows, kind="sequence flow")
    for end in (source, target):
        if end is not None and model.element(end).scope != model.flows[flow].scope:
            raise NotEditable(
                _("“{label}” lies in another subprocess than the flow; a sequence flow cannot cross.").format(
                    label=model.label(end)
                ),
                element=flow,
            )
    draft = Draft(model)
    Wiring(draft).connect(flow, source=source, target=target)
    now = draft.source.node(flow)
    Diagram(draft).reconnect(
        flow, now.get("sourceRef", ""), now.get("targetRef", ""), name=model.flows[flow].name
    )
    return draft.done(f"lead {model.label(flow)} elsewhere")


def merge_lanes(model: Model, keep: str, gone: str) -> Model:
    """Return `model` in which everything of lane `gone` is done by lane `keep`; both lie side by side in one pool."""
    for lane in (keep, gone):
        if lane not in model.lanes:
            raise UnknownName(lane, model.lanes, kind="lane")
    one, other = model.lanes[keep], model.lanes[gone]
    if keep == gone or one.process != other.process or one.parent != other.parent:
        raise NotEditable(
            _("“{other}” cannot become a part of “{one}”: they are not two lanes of one pool.").format(
                other=label_of(other), one=label_of(one)
            ),
            element=gone,
        )
    if any(lane.parent == gone for lane in model.lanes.values()):
        raise NotEditable(
            _("“{other}” is parted into lanes of its own.").format(other=label_of(other)), element=gone
        )
    draft = Draft(model)
    node = draft.source.node(keep)
    name = draft.source.bpmn("flowNodeRef", node)
    members = [m for m in other.members if m not in one.members]
    if members:
        refs = "\n".join(f"<{name}>{escape(m)}</{name}>" for m in members)
        draft.apply(draft.source.inside(node, refs))
    draft.apply([draft.source.removal(draft.source.node(gone))])
    _merge_bands(Diagram(draft), keep, gone)
    return draft.done(f"let {one.name or keep} do the work of {other.name or gone}")


def _merge_bands(diagram: Diagram, keep: str, gone: str) -> None:
    """Move the band of `gone` next to that of `keep` and let it grow over both."""
    a, b = diagram.box(keep), diagram.box(gone)
    diagram.draft.apply(diagram.remove([gone]))
    if a is None or b is None:
        return
    if b.y >= a.bottom:
        diagram.shuffle((a.bottom, b.y), (b.y, b.bottom))
        grown = Box(a.x, a.y, a.width, a.height + b.height)
    else:
        diagram.shuffle((b.y, b.bottom), (b.bottom, a.y))
        grown = Box(a.x, a.y - b.height, a.width, a.height + b.height)
    diagram.draft.apply(diagram.place(keep, grown))
