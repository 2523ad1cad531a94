"""Cash payment: the applicant goes somewhere to pay (D13).

What it finds: A fee paid in cash, and a fee paid at a bank counter or a terminal in a step of its own.
Why it matters: A payment trip buys nothing, and cash in an office leaves no trace of who took how much.
Wrong:
    “Pay”, 50 KGS in cash at the cash desk.
Right:
    A bill with a code, paid by phone before or after the request; the office sees that it is paid.
How sure: As sure as the noted method.  A mandatory law is taken to demand the fee, not the cash, so it does not excuse;
    it makes the finding less sure.  What is paid online already is not reported.
Source: vocabulary D13; UNCAC art. 9 (payments); World Bank, GovTech (government-to-person payments).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.detectors import detectors
from analytics.finding import Finding
from analytics.going_there import time_of_going
from analytics.grounds import confidence, grounds, law_behind
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.interactions import AssessedStep
    from analytics.study import Study


@detectors.register
def cash_payment(study: Study) -> Iterator[Finding]:
    """Yield one finding for each fee that has to be carried somewhere."""
    for step in study.steps:
        for fee in step.step.fees:
            own = _only_pays(step)
            if fee.method == "cash" or (fee.method in ("bank", "terminal") and own):
                time, formula = time_of_going(study, step) if own else (None, None)
                alone = own and step.step.visit is not None and not study.shares_its_trip(step)
                claims = {
                    "cash": _("In “{label}” {amount} {currency} are paid in cash, from hand to hand."),
                    "bank": _("For “{label}” the applicant goes to a bank to pay {amount} {currency}."),
                    "terminal": _(
                        "For “{label}” the applicant goes to a terminal to pay {amount} {currency}."
                    ),
                }
                yield Finding(
                    detector="cash_payment",
                    elements=(step.element.id,),
                    claim=claims[fee.method or "cash"].format(
                        label=step.element.label, amount=fee.amount, currency=fee.currency
                    ),
                    evidence=grounds([step]),
                    saving=study.saving(
                        step.element.id, time=time, visits=1 if alone else None, formula=formula
                    ),
                    confidence=confidence(
                        [step], about=("step", "fee"), less=1 if law_behind(step) is not None else 0
                    ),
                    refutation=_("People who pay here cannot pay by phone or card."),
                    suggestion="payment_online",
                    data={"method": fee.method or "cash"},
                )


def _only_pays(step: AssessedStep) -> bool:
    """Whether paying is all that happens: nothing is decided, handed in or issued but a receipt."""
    return step.step.purpose == "record" and not step.step.asks and len(step.step.issues) <= 1
