"""A burden no law is named for.

What it finds:
    Annotated steps that ask the applicant for documents, money or presence, and annotated procedures, without a norm.

Why it matters:
    What no norm demands may be left out; what a norm demands can be left out only by changing it.  Both need the
    norm's name.

Wrong:
    Bring passport   (channel in person, asks: passport, no norm)

Right:
    Bring passport   (Resolution 886 of 2004, item 9)

How sure:
    warning: the norm may exist and just not be noted.  Steps nobody has assessed are not named.

Source:
    Law on the basics of administrative activity, art. 4 (legality).
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
def missing_legal_basis(model: Model) -> Iterator[Problem]:
    """Yield the annotated procedure and each burdening step that names no norm."""
    if model.procedure is not None and not model.procedure.legal:
        yield Problem.at(
            model.main_process,
            "warning",
            _(
                "The procedure “{label}” names no norm it rests on, so nobody can check what is demanded and what is "
                "habit. Add the law, decree or order."
            ).format(label=model.name),
        )
    for element in model.elements.values():
        step = element.step
        if step is None or step.legal or not (step.asks or step.fees or step.channel == "inPerson"):
            continue
        yield Problem.at(
            element,
            "warning",
            _(
                "“{label}” asks something of the applicant, but no norm is named for it. Add the norm, or say that "
                "it is practice, so that it can be questioned."
            ).format(label=element.label),
        )
