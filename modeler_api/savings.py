"""A saving in words: what one case and what a year would be spared, as far as anybody can say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext, ngettext

from modeler_api.formats import money, number, span
from modeler_api.quantities import significant
from modeler_api.summary_card import days
from processes.text import Message

if TYPE_CHECKING:
    from analytics.finding import Saving


@dataclass(frozen=True)
class SavingWords:
    """What one case and a year would be spared; empty where nothing can be said."""

    case: tuple[str, ...]
    year: tuple[str, ...]
    formula: Message | None


def saving_parts(saving: Saving) -> SavingWords:
    """A saving in words, the applicant's time first."""
    case, year, often = [], [], saving.frequency
    if saving.time:
        case.append(gettext("%(time)s of the applicant", time=span(saving.time)))
    if saving.work:
        case.append(gettext("%(time)s of work in the office", time=span(saving.work)))
    if saving.lead:
        case.append(gettext("%(time)s of lead time", time=days(saving.lead.total_seconds() / 86400)))
    if saving.money:
        case.append(money(saving.money))
    if saving.visits:
        case.append(ngettext("%(num)s visit", "%(num)s visits", saving.visits))
        if often:
            year.append(
                ngettext(
                    "%(amount)s visit",
                    "%(amount)s visits",
                    saving.visits * often,
                    amount=number(saving.visits * often),
                )
            )
    if saving.contacts:
        whole = int(saving.contacts) if saving.contacts == int(saving.contacts) else 2
        shown = number(saving.contacts)
        case.append(ngettext("%(amount)s contact", "%(amount)s contacts", whole, amount=shown))
    if saving.documents:
        case.append(ngettext("%(num)s document", "%(num)s documents", saving.documents))
    hours = saving.hours_a_year
    if hours:
        year.insert(0, gettext("%(amount)s hours", amount=number(significant(hours), 0)))
    if saving.money_a_year:
        year.append(money(saving.money_a_year))
    if often and not year and case:
        year.append(
            ngettext("this in %(amount)s case", "this in %(amount)s cases", often, amount=number(often))
        )
    return SavingWords(tuple(case), tuple(year), saving.formula)
