"""The card of a procedure: its summary in the reader's words, every figure with what it rests on.

What nobody has assessed stays unassessed; a figure that some elements are missing from says how many.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_babel import gettext, ngettext

from modeler_api.formats import money, number, span
from modeler_api.translation import chosen_locale, text
from processes.text import Message, _

if TYPE_CHECKING:
    from analytics.figure import Figure
    from analytics.procedure_summary import Summary
    from processes import Model

CONFIDENCES: dict[str, Message] = {
    "A": _("A: sourced"),
    "B": _("B: partly sourced"),
    "C": _("C: an estimate"),
}

LABELS: dict[str, Message] = {
    "in_person": _("Steps in person"),
    "online": _("Steps online"),
    "visits": _("Visits"),
    "entities": _("Offices and portals"),
    "documents": _("Documents asked for"),
    "applicant_time": _("Applicant's time"),
    "money": _("Money out of pocket"),
    "lead_time": _("Lead time"),
    "contact_index": _("Contacts in a case"),
    "burden": _("Burden of all cases in a year"),
}
"""The figures of the card in reading order, by the names that addresses use."""

_OF = {"in_person": "steps", "online": "steps"}


@dataclass(frozen=True)
class Cell:
    """One figure of the card: its value in words (None: not assessed), a note under it, and the figure behind it."""

    name: str
    label: Message
    value: str | None
    note: str
    figure: Figure
    amount: float | None

    @property
    def confidence(self) -> Message | None:
        """How sure the weakest evidence behind it is."""
        return CONFIDENCES.get(self.figure.confidence or "")


def cells(summary: Summary) -> Iterator[Cell]:
    """The figures of the card, in reading order."""
    for name, label in LABELS.items():
        figure = summary[_OF.get(name, name)]
        shown = figure.value
        if name == "in_person" and shown is not None:
            shown = figure.parts["in person"]
        elif name == "online" and shown is not None:
            shown = figure.parts["online"]
        yield Cell(name, label, _words(name, shown, figure.unit), _note(name, figure), figure, _amount(shown))


def pairs(before: Summary, after: Summary) -> list[tuple[Cell, Cell]]:
    """The same figures of two models side by side."""
    return list(zip(cells(before), cells(after), strict=True))


def span_of(length: dt.timedelta | None, unit: str = "calendar") -> str:
    """A length of time in words; whole days of working time are working days."""
    if length is None:
        return ""
    days, rest = divmod(length.total_seconds(), 86400)
    if unit == "working" and days and not rest:
        return ngettext("%(num)s working day", "%(num)s working days", int(days))
    return span(length)


def percent(share: float | None, digits: int = 0) -> str:
    """A share as a percentage: "61 %"; what would round to a false 0 or 100 is "<1 %" or ">99 %"."""
    if share is None:
        return gettext("not known")
    least, shown = 10.0**-digits, round(share * 100, digits)
    before = ""
    # Less than a hair is what computing leaves of nothing.
    if shown == 0 and abs(share) > 1e-9:
        before, shown = "<", least
    elif shown == 100 and share < 1 - 1e-9:
        before, shown = ">", 100 - least
    return f"{before}{number(shown, digits)}\u202f%"


def _words(name: str, value: Any, unit: str) -> str | None:
    if value is None:
        return None
    if isinstance(value, dt.timedelta):
        return span(value)
    if name in ("money", "burden"):
        return money(value, unit)
    if name == "lead_time":
        return days(value)
    return number(value)


def days(value: float | None) -> str:
    """A number of calendar days in words, one decimal where it is not whole."""
    if value is None:
        return gettext("not assessed")
    if value == 0:
        return gettext("the same day")
    if 0 < value < 1:
        return span(dt.timedelta(days=value))
    if value == int(value):
        return ngettext("%(num)s day", "%(num)s days", int(value))
    return gettext("%(amount)s days", amount=number(value, 1))


def _note(name: str, figure: Figure) -> str:
    parts, told = figure.parts, []
    if figure.value is None:
        return ""
    if name == "documents":
        told.append(gettext("%(count)s of them held by the state", count=number(parts["held by the state"])))
    elif name == "lead_time" and parts["minimum"] is not None:
        told.append(
            gettext("from %(least)s to %(most)s", least=days(parts["minimum"]), most=days(parts["maximum"]))
        )
    elif name == "applicant_time":
        told.append(
            gettext(
                "travel %(travel)s, queues %(queue)s, the work itself %(effort)s",
                travel=span(parts["travel"]),
                queue=span(parts["queue"]),
                effort=span(parts["effort"]),
            )
        )
    elif name == "money" and parts["cash"]:
        told.append(gettext("%(amount)s of it in cash", amount=money(parts["cash"], figure.unit)))
    elif name == "burden" and parts["cases a year"]:
        told.append(gettext("%(count)s cases a year", count=number(parts["cases a year"])))
    if figure.unknown:
        told.append(ngettext("%(num)s step not assessed", "%(num)s steps not assessed", len(figure.unknown)))
    return "; ".join(told)


def _amount(value: Any) -> float | None:
    if isinstance(value, dt.timedelta):
        return value.total_seconds()
    return float(value) if isinstance(value, (int, float, Decimal)) else None


def label_of(model: Model, element: str) -> str:
    """What an element is called, in the reader's language when the model says so; the process, as its procedure."""
    process = model.processes.get(element)
    if process is None:
        return text(model.label(element))
    titles = model.procedure.names if model.procedure and process is model.main_process else {}
    return titles.get(chosen_locale()) or text(process.name or model.name or _("The procedure"))


def told(model: Model, message: str | None) -> str:
    """A message about a model in the reader's language, and so are the names of elements and documents in it."""
    return teller(model)(message)


def teller(model: Model) -> Callable[[str | None], str]:
    """What tells messages about a model, and names of what is in it, in the reader's language."""
    tongue = chosen_locale()
    named = [(e.name, e.names) for e in model.elements.values()]
    named += [(document.name, document.names) for document in model.documents.values()]
    named += [(place.name, place.names) for place in model.places.values()]
    named += [(lane.name, lane.names) for lane in model.lanes.values()]
    named += [(pool.name, pool.names) for pool in model.participants.values()]
    named += [(flow.name, flow.names) for flow in model.flows.values()]
    known = {name: names[tongue] for name, names in named if name and tongue in names}

    def tell(message: str | None) -> str:
        if isinstance(message, Message):
            values = {key: _renamed(value, known) for key, value in message.values.items()}
            return text(
                Message(str(message), template=message.template, values=values) if values else message
            )
        if message is not None and all(part in known for part in message.split(" → ")):
            # A step, or a way of them.
            return " → ".join(known[part] for part in message.split(" → "))
        return text(message)

    return tell


def _renamed(value: Any, known: dict[str, str]) -> Any:
    """A value of a message with the names in it replaced: the whole of it, or those in quotation marks."""
    if isinstance(value, Message):
        values = {key: _renamed(inner, known) for key, inner in value.values.items()}
        return Message(str(value), template=value.template, values=values)
    if not isinstance(value, str):
        return value
    for name, other in known.items():
        value = value.replace(f"“{name}”", f"“{other}”")
    return known.get(value, value)
