"""A message, signal, error or escalation without a name.

What it finds:
    Root elements of these kinds that carry neither name nor code.

Why it matters:
    They are matched by name: whatever has none is matched with everything, or with nothing.

Wrong:
    <message id="m1"/>

Right:
    <message id="m1" name="Paid"/>

How sure:
    note: a model that is only read needs no name there.

Source:
    OMG BPMN 2.0.2, 8.4; bpmnlint, rule global.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.xml import BPMN, tag
from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def unnamed_definition(model: Model) -> Iterator[Problem]:
    """Yield each definition without a name or code."""
    for kind in ("message", "signal", "error", "escalation"):
        for node in model.tree.iterchildren(tag(BPMN, kind)):
            if not (node.get("name") or node.get("errorCode") or node.get("escalationCode") or "").strip():
                id_ = node.get("id") or ""
                yield Problem(
                    rule="",
                    severity="note",
                    element=id_,
                    label=id_,
                    line=int(node.sourceline or 0),
                    message=_("The {kind} “{id}” has no name, by which it would be matched. Name it.").format(
                        kind=kind, id=id_
                    ),
                )
