"""A step that shows a form which is not in the file.

What it finds:
    User tasks and start events that name a form the file does not carry.

Why it matters:
    The officer would open the work item and find nothing to fill.

Wrong:
    Decide shows the form “decision”; there is no such form

Right:
    Decide shows the form “decision”, which the file carries

How sure:
    error: the form cannot be shown.

Source:
    Vocabulary: gov:form.
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
def form_missing(model: Model) -> Iterator[Problem]:
    """Yield each element whose form is not in the file."""
    for element in model.elements.values():
        if element.form is not None and element.form not in model.forms:
            yield Problem.at(
                element,
                "error",
                _(
                    "“{label}” shows the form “{form}”, which is not in the file, so there would be nothing to fill. "
                    "Add the form, or take the reference away."
                ).format(label=element.label, form=element.form),
            )
