"""What a file's diagrams show: the box of each element and the line of each flow.

Source: OMG BPMN 2.0.2, 12.2 (BPMNShape, BPMNEdge).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.drawing import Box
from processes.model.xml import BPMNDI, DC, DI, tag

if TYPE_CHECKING:
    from processes.model.model import Model


def boxes(model: Model) -> dict[str, Box]:
    """Return the box of each element that is drawn, in the first diagram that shows it.

    >>> from processes import read_model
    >>> from processes.model.layout import laid_out
    >>> sorted(boxes(laid_out(read_model(b"Register", dialect="sketch"))))
    ['end', 'register', 'start']
    """
    found: dict[str, Box] = {}
    for shape in model.tree.iter(tag(BPMNDI, "BPMNShape")):
        bounds = shape.find(tag(DC, "Bounds"))
        id_ = _shown(shape.get("bpmnElement"))
        if bounds is None or not id_ or id_ in found:
            continue
        try:
            found[id_] = Box(*(float(bounds.get(k, "0")) for k in ("x", "y", "width", "height")))
        except ValueError:
            continue  # A box nobody can read is as good as none.
    return found


def lines(model: Model) -> frozenset[str]:
    """Return the flows, message flows and associations that are drawn with at least two points."""
    return frozenset(
        _shown(edge.get("bpmnElement"))
        for edge in model.tree.iter(tag(BPMNDI, "BPMNEdge"))
        if sum(1 for _ in edge.iterchildren(tag(DI, "waypoint"))) > 1
    )


def _shown(reference: str | None) -> str:
    """Return the id a reference names; a prefix stands for the file's own namespace."""
    return (reference or "").rpartition(":")[2]
