"""A call of a process that is not in the file.

What it finds:
    Call activities whose process stands in another file.

Why it matters:
    The model can only be published when that process is, too; alone, a case would have nowhere to go.

Wrong:
    a file that calls “check_plan” and does not hold it, published alone

Right:
    both files published together, or the called one first

How sure:
    note: it is how larger procedures are made of smaller ones. Publishing refuses what is really missing.

Source:
    OMG BPMN 2.0.2, 10.3.6 (Call Activity).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def called_elsewhere(model: Model) -> Iterator[Problem]:
    """Yield each call of a process the file does not hold."""
    for element in model.elements.values():
        called = element.called_element
        if element.type != "CallActivity" or not called or called in model.processes:
            continue
        if called.startswith(("=", "${", "#{")):
            continue
        yield Problem.at(
            element,
            "note",
            _(
                "“{label}” calls “{called}”, which is in another file. "
                "Publish that one first, or both together."
            ).format(label=element.label, called=called),
            called=called,
        )
