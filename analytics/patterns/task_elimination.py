"""Task elimination: a step nobody would miss is left out.

What it does: The step goes; who came to it goes on to where it led.
Why it matters: The cheapest reform: nothing has to be built, and no queue can form before what is not there.
Before:
    Sign → “Come back for it” → issued.
After:
    Sign → issued.
How sure: Only steps on practice whose papers nobody uses are left out, so no norm is broken and no later step lacks
    anything the model shows.  Somebody outside the procedure may rely on it; ask before.
Source: Reijers & Limam Mansar (2005), task elimination, doi:10.1016/j.omega.2004.04.012.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from analytics.grounds import is_practice
from analytics.papers import needed
from analytics.patterns import patterns
from analytics.proposals import answered, proposal, steps_by_id
from processes.model.edits import bypass
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.finding import Findings
    from analytics.rewrite import Rewrite
    from processes.model.model import Model


@patterns.register
def task_elimination(model: Model, findings: Findings) -> Iterator[Rewrite]:
    """Yield one rewrite for each step that can be left out."""
    known = steps_by_id(model)
    used = {paper for step in known.values() for paper in needed(step)}
    for element, answers in answered(findings, "task_elimination").items():
        step = known.get(element)
        if step is None or not is_practice(step) or set(step.step.issues) & used:
            continue
        yield from proposal(
            model,
            pattern="task_elimination",
            title=_("Leave out “{label}”").format(label=step.element.label),
            reason=_("No norm demands “{label}”, and no later step needs anything from it.").format(
                label=step.element.label
            ),
            heuristic="Task elimination",
            edits=[partial(bypass, id=element)],
            steps=[_("“{label}” is not done any more.").format(label=step.element.label)],
            elements=[element],
            findings=answers,
        )
