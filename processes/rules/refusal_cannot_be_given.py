"""A refusal that could never be given lawfully.

What it finds:
    Steps that say when they refuse (`refusesWhen`), but whose form does not ask for the legal reason they name
    (`refusalReason`), or for which nothing says how to appeal: neither the procedure (`appeal`) nor an answer
    (`refusalAppeal`).

Why it matters:
    The engine accepts no refusal without a legal reason and a word on the appeal. Such a step could only ever grant,
    and whoever has to refuse would be stuck.

Wrong:
    Decide refuses for the reason in “why”; its form asks for the answer only

Right:
    Decide refuses for the reason in “why”; its form asks for the answer and for “why”

How sure:
    error: the reason is asked for or it is not.

Source:
    Law of the Kyrgyz Republic No. 210 of 31.07.2015 on administrative procedures; CM/Rec(2007)7, art. 17 and 18.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.refusal import unsaid_refusals
from processes.problem import Problem
from processes.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def refusal_cannot_be_given(model: Model) -> Iterator[Problem]:
    """Yield each step that refuses without being able to say why, or how to appeal."""
    for id_, message in unsaid_refusals(model):
        yield Problem.at(model.element(id_), "error", message)
