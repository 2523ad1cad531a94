"""A condition that asks for something nobody gives.

What it finds:
    Names in conditions that no form, script or mapping of the model sets, in models where nothing else could set them.

Why it matters:
    A case that comes to the condition cannot be decided: it stops with an incident until somebody gives the value.

Wrong:
    a form with the field “approved”; ([aproved] Issue / Refuse)

Right:
    a form with the field “approved”; ([approved] Issue / Refuse)

How sure:
    warning: whoever starts the case may give the value.  Models with services, messages or calls, which may set
    anything, are left in peace.

Source:
    OMG DMN 1.5, 10.3.2.1 (names and scopes).
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from processes.model.data import names_declared, names_in, variables_set
from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def unknown_variable(model: Model) -> Iterator[Problem]:
    """Yield each condition with a name nobody sets."""
    known = variables_set(model)
    if known is None:
        return
    known |= names_declared(model)
    for flow in model.flows.values():
        if flow.condition is None:
            continue
        unknown = [n for n in names_in(flow.condition) if n not in known]
        if unknown:
            close = get_close_matches(unknown[0], known, n=1)
            message = _(
                "The condition “{condition}” asks for “{name}”, which no form or script of the model gives: a "
                "case stops there. Known are: {known}."
            )
            if close:
                message = _(
                    "The condition “{condition}” asks for “{name}”, which no form or script of the model gives: a "
                    "case stops there. Did you mean “{close}”?"
                )
            yield Problem.at(
                flow,
                "warning",
                message.format(
                    condition=flow.condition,
                    name=unknown[0],
                    close=close[0] if close else "",
                    known=", ".join(sorted(known)),
                ),
                names=unknown,
            )
