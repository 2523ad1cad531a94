"""Payment online: the fee is paid by phone, and the office sees that it is paid.

What it does: The fee's method becomes *online*; a step that only pays is done online, without journey and queue.
Why it matters: No payment trip, no cash in an office, and a record of every payment.
Before:
    “Pay”, 50 KGS in cash, cash desk, 10 minutes of queue.
After:
    “Pay”, 50 KGS online.
How sure: The fee itself stays: a law may demand it.  Some people cannot pay by phone; a terminal can stay for them.
Source: Reijers & Limam Mansar (2005), integral technology and contact reduction, doi:10.1016/j.omega.2004.04.012.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from analytics.patterns import patterns
from analytics.proposals import answered, proposal, steps_by_id
from processes.model.edits import pay_by, set_step
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.finding import Findings
    from analytics.proposals import Edit
    from analytics.rewrite import Rewrite
    from processes.model.model import Model


@patterns.register
def payment_online(model: Model, findings: Findings) -> Iterator[Rewrite]:
    """Yield one rewrite for each step whose fee can be paid online."""
    known = steps_by_id(model)
    for element, answers in answered(findings, "payment_online").items():
        step = known.get(element)
        if step is None or not step.step.fees:
            continue
        only_pays = step.step.purpose == "record" and not step.step.asks and len(step.step.issues) <= 1
        label = step.element.label
        edits: list[Edit] = [partial(pay_by, id=element, method="online")]
        steps = [_("The fee of “{label}” is paid online.").format(label=label)]
        if only_pays:
            edits.append(partial(set_step, id=element, channel="online", visit=None, queue=None))
            steps.append(_("Nobody goes anywhere to pay."))
        yield from proposal(
            model,
            pattern="payment_online",
            title=_("Pay for “{label}” online").format(label=label),
            reason=_("The fee has to be carried somewhere although it can be sent."),
            heuristic="Integral technology",
            edits=edits,
            steps=steps,
            elements=[element],
            findings=answers,
            is_certain=True,
        )
