"""A step without a name.

What it finds:
    Tasks, subprocesses, and intermediate or boundary events that nobody has named.

Why it matters:
    An officer finds the step in the inbox, and a lawyer in the report, by its name; an id says nothing to them.

Wrong:
    Register -> (a task without a name)

Right:
    Register -> Check the plan

How sure:
    warning: a file may be drawn without names, but it was probably not meant.  Gateways, starts and ends may be silent.

Source:
    bpmnlint, rule label-required; Mendling, Reijers, van der Aalst (2010), doi:10.1016/j.infsof.2009.08.004 (7PMG).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.kind_names import kind_name
from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def label_required(model: Model) -> Iterator[Problem]:
    """Yield each activity and intermediate event without a name."""
    for element in model.elements.values():
        if element.name or element.is_gateway or element.type in ("StartEvent", "EndEvent"):
            continue
        if element.is_event and element.event_definition is None and element.type == "IntermediateThrowEvent":
            continue
        yield Problem.at(
            element,
            "warning",
            _(
                "A step has no name ({kind}), so nobody can tell in the inbox or the report what is to be done. "
                "Name it with a verb and a noun, such as “Check the plan”."
            ).format(kind=kind_name(element.type)),
        )
