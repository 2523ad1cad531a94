"""What it costs an applicant to go somewhere: the journey and the queue."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from analytics.lengths import in_words, typical
from processes.text import Message, _

if TYPE_CHECKING:
    from analytics.interactions import AssessedStep
    from analytics.study import Study


def time_of_going(study: Study, step: AssessedStep) -> tuple[timedelta | None, Message]:
    """Return the time spared when nobody has to go there, and the formula.

    The time at the desk itself is not counted: what is done there has to be done somehow.  A part nobody has assessed
    is left out and named, so the figure is a lower bound; None when nothing is assessed.
    """
    queue, travel = typical(step.step.queue), study.travel_of(step)
    if queue is None and travel is None:
        return None, _("Neither queue nor journey is assessed.")
    if travel is None:
        assert queue is not None
        return queue, _("queue {queue}; the journey is not assessed, so it is at least this").format(
            queue=in_words(queue)
        )
    if queue is None:
        return travel, _("journey {journey}; the queue is not assessed, so it is at least this").format(
            journey=in_words(travel)
        )
    if not travel and step.step.visit is not None:
        return queue, _("queue {queue}; other steps share the journey").format(queue=in_words(queue))
    return queue + travel, _("queue {queue} + journey {journey}").format(
        queue=in_words(queue), journey=in_words(travel or timedelta())
    )
