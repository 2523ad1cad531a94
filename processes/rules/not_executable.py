"""Something the engine cannot honour.

What it finds:
    Elements of a process declared executable that the engine refuses to run, with the reason.

Why it matters:
    An engine that runs a model differently than it is drawn decides wrongly about people; ours refuses before it
    starts.

Wrong:
    Register -> (a complex gateway) -> Decide

Right:
    Register -> (Check plan | Check parcel) -> Decide

How sure:
    error: it will be refused when it is published.  Drawings not declared executable are left in peace.

Source:
    The table of what is run, `processes.model.executable`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.executable import problems
from processes.model.flow_ends import barred, crossings
from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.elements import Element
    from processes.model.model import Model


@rules.register
def not_executable(model: Model) -> Iterator[Problem]:
    """Yield what the engine refuses, except where another rule says the same more plainly."""
    if not model.main_process.executable:
        return
    told = {owner for owner, *_rest in model.dangling}
    told |= {flow for found in (crossings, barred) for flow, _message in found(model)}
    for id_, reason in problems(model):
        element = model.elements.get(id_)
        if id_ in told or (element is not None and _said_elsewhere(element)):
            continue
        message = _("This cannot be run: {reason} Change it before publishing.").format(reason=str(reason))
        noun = element or model.flows.get(id_) or model.processes.get(id_)
        if noun is not None:
            yield Problem.at(noun, "error", message)
        else:  # a root element, such as a global task or a message
            yield Problem(rule="", severity="error", element=id_, label=id_, message=message)


def _said_elsewhere(element: Element) -> bool:
    """Return whether the rules on links, events without definition or Python scripts name it."""
    definition = element.event_definition
    if element.type in ("IntermediateCatchEvent", "BoundaryEvent") and definition is None:
        return True
    if definition is not None and definition.type == "Link":
        return True
    return element.script is not None and "python" in element.script.language.lower()
