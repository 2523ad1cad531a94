"""Taking out what leads nowhere: flows without an end, lanes' references and drawings of what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.draft import Draft
from processes.model.xml import BPMN, BPMNDI, tag
from processes.text import Message, _

if TYPE_CHECKING:
    from lxml import etree

    from processes.model.model import Model


def without_dangling(model: Model) -> tuple[bytes, list[tuple[Message, int | None]]]:
    """Return the bytes of `model` without references that lead nowhere, and what was taken out (sentence and line).

    What is taken out may have been referred to in turn: read the bytes again and look once more.
    """
    draft = Draft(model)
    done: list[tuple[Message, int | None]] = []
    gone: set[str] = set()
    for owner, attribute, missing, line in model.dangling:
        if attribute == "default":
            draft.apply(draft.source.attribute(draft.source.node(owner), "default", None))
            text = _("“{label}” no longer names {missing} as its default; it is not in the file.")
        elif attribute == "flowNodeRef":
            draft.apply([draft.source.removal(n) for n in _references(draft, owner, missing)])
            text = _("The lane “{label}” no longer lists {missing}; it is not in the file.")
        elif owner not in gone:
            gone.add(owner)
            text = _("“{label}” was taken out: it leads to {missing}, which is not in the file.")
        else:
            continue
        done.append((text.format(label=model.label(owner), missing=missing or "—"), line or None))
    # A boundary event without an activity goes, and the flows that leave it with it.
    gone |= {f.id for f in model.flows.values() if f.source in gone or f.target in gone}
    for element in model.elements.values():
        if element.default in gone and element.id not in gone:
            draft.apply(draft.source.attribute(draft.source.node(element.id), "default", None))
    if gone:
        draft.apply([draft.source.removal(n) for n in _standing_for(draft, gone)])
    return draft.source.bytes, done


def _references(draft: Draft, lane: str, missing: str) -> list[etree._Element]:
    node = draft.source.node(lane)
    return [n for n in node.iterchildren(tag(BPMN, "flowNodeRef")) if (n.text or "").strip() == missing]


def _standing_for(draft: Draft, gone: set[str]) -> list[etree._Element]:
    """Return the elements, what names them as incoming or outgoing, and their shapes and edges."""
    named = (tag(BPMN, "incoming"), tag(BPMN, "outgoing"), tag(BPMN, "flowNodeRef"))
    joining = (tag(BPMN, "association"), tag(BPMN, "messageFlow"))
    drawn = (tag(BPMNDI, "BPMNShape"), tag(BPMNDI, "BPMNEdge"))
    found = []
    for node in draft.source.nodes:
        is_it = node.get("id") in gone and str(node.tag).startswith(f"{{{BPMN}}}")
        names_it = node.tag in named and (node.text or "").strip() in gone
        joins_it = node.tag in joining and {node.get("sourceRef"), node.get("targetRef")} & gone
        draws_it = node.tag in drawn and (node.get("bpmnElement") or "").rpartition(":")[2] in gone
        if is_it or names_it or joins_it or draws_it:
            found.append(node)
    inside = set(found)
    return [n for n in found if not any(a in inside for a in n.iterancestors())]
