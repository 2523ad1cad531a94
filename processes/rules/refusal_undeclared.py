"""A step leads to a refusal and does not say so.

What it finds:
    Steps of officials after which a case can come, with no other step between, to an end whose name says that it was
    refused, and which do not say when they refuse (`refusesWhen`).

Why it matters:
    Only what is declared is held to the rule: no refusal without its legal reason and how to appeal. An undeclared one
    passes with whatever the form happens to ask, and the applicant may never learn why.

Wrong:
    Decide @head -> ([granted] Issue / [refused] end “Refused”)

Right:
    Decide @head, refusesWhen="answer = &quot;refused&quot;" -> ([granted] Issue / [refused] end “Refused”)

How sure:
    warning: the name of an end is read, in four languages; an end may be called so for another reason.

Source:
    Law of the Kyrgyz Republic No. 210 of 31.07.2015 on administrative procedures; CM/Rec(2007)7, art. 17 and 18.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.model.refusal import silent_refusals
from processes.problem import Problem
from processes.rules import rules
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processes.model.model import Model


@rules.register
def refusal_undeclared(model: Model) -> Iterator[Problem]:
    """Yield each step that can refuse without saying when."""
    for element, end in silent_refusals(model):
        yield Problem.at(
            element,
            "warning",
            _(
                "After “{label}” a case can end as “{end}”, but the step does not say when it refuses, so nobody is "
                "held to a legal reason and a word on the appeal. Say it in “refusesWhen” and “refusalReason”."
            ).format(label=element.label, end=end.label),
        )
