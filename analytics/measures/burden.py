"""Burden: what a procedure costs all its applicants in a year (M9).

What it measures: (applicant's time x tariff + money out of pocket) x cases a year, in the tariff's currency.
Why it matters: It makes procedures comparable: a small nuisance for everybody may outweigh a large one for few.
Example:
    >>> import analytics as an
    >>> from processes import library
    >>> an.burden(library["kg-spravka"].as_is).value
    Decimal('3672000')

Misread: It is not what the state pays, and an hour's tariff is a convention, not a wage.
How sure: Tariff and frequency are usually estimates; without either, or with fees in another
    currency than the tariff's, the burden is not assessed.
Source: Standard Cost Model, P x Q, SEC(2005)1329.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from analytics.figure import Figure
from analytics.interactions import lower, weakest
from analytics.measures import measures
from analytics.measures.applicant_time import applicant_time
from analytics.measures.money import money
from processes.model.gov import evidence_about
from processes.text import _

if TYPE_CHECKING:
    from processes.model.gov import Procedure
    from processes.model.model import Model


@measures.register
def burden(model: Model) -> Figure:
    """Return the yearly burden as a whole Decimal; None without time, tariff or frequency."""
    time, paid, procedure = applicant_time(model), money(model), model.procedure
    value = None
    if (
        procedure is not None
        and procedure.tariff is not None
        and procedure.frequency is not None
        and time.value is not None
        and paid.value is not None
        and (not paid.value or paid.unit == (procedure.tariff_currency or paid.unit))
    ):
        hours = Decimal(int(time.value.total_seconds())) / 3600
        value = ((hours * procedure.tariff + paid.value) * procedure.frequency).quantize(Decimal(1))
    return Figure(
        name="burden",
        label=_("Burden in a year"),
        unit=(procedure.tariff_currency or "KGS") if procedure else "KGS",
        value=value,
        elements=time.elements,
        unknown=time.unknown,
        parts={"cases a year": procedure.frequency if procedure else None},
        confidence=lower(
            time.confidence, paid.confidence, *(_sure(procedure, s) for s in ("frequency", "tariff"))
        ),
        about=("effort", "queue", "travel", "fee", "frequency", "tariff"),
    )


def _sure(procedure: Procedure | None, subject: str) -> str | None:
    return weakest(evidence_about(procedure.evidence, subject)) if procedure is not None else None
