"""Task automation: writing down and passing on is done by the system.

What it does: A step of an official that only records or passes on, without discretion and without the applicant,
    becomes a service task.
Why it matters: Copying from one register into another is not what people are for, and they make mistakes at it.
Before:
    “Enter in the journal”, by a clerk.
After:
    “Enter in the journal”, by the system when the decision is made.
How sure: Read from purpose, channel and discretion; where one of them is not assessed nothing is proposed.  Somebody
    has to build the service: until then the model cannot be run.
Source: Reijers & Limam Mansar (2005), task automation, doi:10.1016/j.omega.2004.04.012.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from analytics.finding import Saving
from analytics.lengths import in_words
from analytics.patterns import patterns
from analytics.proposals import proposal, steps_by_id
from processes.model.edits import replace_type, set_step
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.finding import Findings
    from analytics.rewrite import Rewrite
    from processes.model.model import Model


@patterns.register
def task_automation(model: Model, findings: Findings) -> Iterator[Rewrite]:
    """Yield one rewrite for each step of an official that a system can do."""
    for element, step in steps_by_id(model).items():
        passes_on = step.step.purpose in ("record", "handover") and step.step.discretion == "none"
        by_hand = step.element.type in ("UserTask", "Task") and step.actor in ("official", "otherAgency")
        if not (passes_on and by_hand and step.step.channel in ("internal", "registryQuery")):
            continue
        effort = step.step.effort.typical if step.step.effort is not None else None
        label = step.element.label
        yield from proposal(
            model,
            pattern="task_automation",
            title=_("Let the system do “{label}”").format(label=label),
            reason=_("“{label}” only writes down or passes on; nobody decides anything in it.").format(
                label=label
            ),
            heuristic="Task automation",
            edits=[
                partial(replace_type, id=element, type="ServiceTask", topic=element),
                partial(set_step, id=element, actor="system", automation="full", effort=None, queue=None),
            ],
            steps=[_("“{label}” is done by a service.").format(label=label)],
            elements=[element],
            findings=findings.at(element),
            expected=Saving(
                work=effort,
                frequency=model.procedure.frequency if model.procedure is not None else None,
                formula=_("the work of “{label}”: {work}").format(
                    label=label, work=in_words(effort) if effort is not None else _("not assessed")
                ),
            ),
        )
