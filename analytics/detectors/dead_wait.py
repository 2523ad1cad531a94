"""Dead wait: the case lies for days after minutes of work (D16).

What it finds: A step behind which the case waits at least a day and at least ten times as long as was worked on it.
Why it matters: What takes a month is rarely a month's work; the term has become the habit.
Wrong:
    “Apply for architectural conditions”: 30 minutes of work, 30 days until the next step.
Right:
    The conditions are drawn from the plan of the quarter when they are asked for.
How sure: The model does not say why it waits; the whole wait is what could at most be saved.  A wait that a law
    prescribes (an objection period) would refute it, and a step a mandatory law demands makes it unsure.
Source: vocabulary D16; Dumas et al., Fundamentals of BPM (2018), 7.1 (cycle time efficiency).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Evidence, Finding
from analytics.grounds import confidence, grounds, law_behind
from analytics.lengths import in_words, typical
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.study import Study

RATIO, SHORTEST = 10, timedelta(days=1)


@detectors.register
def dead_wait(study: Study) -> Iterator[Finding]:
    """Yield one finding for each wait that dwarfs the work before it."""
    for step in study.steps:
        wait, effort = typical(step.step.wait), typical(step.step.effort)
        if step.step.channel == "internal" and step.is_applicant_side:
            continue  # what people do at home, and when, is theirs
        if wait is None or not effort or wait < SHORTEST or wait < RATIO * effort:
            continue
        yield Finding(
            detector="dead_wait",
            elements=(step.element.id,),
            claim=_("“{label}” is {work} of work; then the case lies for {wait}.").format(
                label=step.element.label, work=in_words(effort), wait=in_words(wait)
            ),
            evidence=(
                *grounds([step]),
                Evidence(
                    text=_("The wait is {ratio} times as long as the work.").format(
                        ratio=round(wait / effort)
                    )
                ),
            ),
            saving=study.saving(
                step.element.id,
                lead=wait,
                formula=_("at most the whole wait of {wait}").format(wait=in_words(wait)),
            ),
            confidence="low"
            if law_behind(step) is not None
            else confidence([step], about=("effort", "wait"), less=1),
            refutation=_(
                "Something has to take its time after “{label}”: an objection period, a survey on site."
            ).format(label=step.element.label),
        )
