"""Two messages, signals, errors or escalations with one name.

What it finds:
    Root elements of the same kind that carry the same name or code, and such without any name.

Why it matters:
    Events that refer to the one and to the other look alike; whether they mean the same is left to chance.

Wrong:
    two messages “Paid”, one sent and the other waited for

Right:
    one message “Paid”, which both refer to

How sure:
    note: they are matched by name when run; other engines match by id.

Source:
    OMG BPMN 2.0.2, 8.4; bpmnlint, rule global.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.xml import BPMN, local, tag
from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def doubled_definition(model: Model) -> Iterator[Problem]:
    """Yield each definition after the first of its name."""
    first: dict[tuple[str, str], str] = {}
    for kind in ("message", "signal", "error", "escalation"):
        for node in model.tree.iterchildren(tag(BPMN, kind)):
            id_ = node.get("id") or ""
            name = (node.get("errorCode") or node.get("escalationCode") or node.get("name") or "").strip()
            if not name or (local(node), name) not in first:
                first.setdefault((local(node), name), id_)
                continue
            yield Problem(
                rule="",
                severity="note",
                element=id_,
                label=name,
                line=int(node.sourceline or 0),
                message=_(
                    "The name “{name}” stands for two definitions ({first} and {second}). "
                    "Keep one and let every event refer to it."
                ).format(name=name, first=first[local(node), name], second=id_),
            )
