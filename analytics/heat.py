"""The heat of a diagram: for each step how often it happens, how long it waits or is worked on, how often it is late,
what it costs, and what it asks of the applicant.

A value is per case, so that the values of all steps add up to what an average case takes.  Classes go from 0 (nothing)
to 5 (the hottest step), in even parts of the hottest; two heats on one scale are compared with `top=`.  What the log
cannot say is None and has no class: unknown is not cold.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from analytics.heat_values import MODES as MODES
from analytics.heat_values import Mode, PerCase, currency_of, per_case
from analytics.lengths import percent
from processes.text import Message, _

if TYPE_CHECKING:
    from processes.calendar import WorkingCalendar
    from processes.log.event_log import EventLog
    from processes.model.model import Model


@dataclass(frozen=True, kw_only=True)
class Heat:
    """One step: its value per case, its class from 0 to 5 (both None: unknown), and the value in words.

    `is_least` marks a lower bound: some of what it adds up could not be measured.
    """

    element: str
    label: str
    value: float | None
    level: int | None
    unit: str
    text: Message
    is_least: bool = False


def heat(
    log: EventLog,
    model: Model,
    mode: Mode = "wait",
    *,
    calendar: WorkingCalendar | None = None,
    unit: str = "working hours",
    top: float | None = None,
) -> dict[str, Heat]:
    """Return the heat of every task of `model` by element id; see `Heat`.

    >>> from processes import read_model
    >>> from processes.examples import two_certificates
    >>> model = read_model(b"Register -> Sign", dialect="sketch")
    >>> {id: (h.value, h.level) for id, h in heat(two_certificates(), model).items()}
    {'register': (0.0, 0), 'sign': (1.75, 5)}
    """
    values = per_case(log, mode, model=model, calendar=calendar, unit=unit)
    tasks = [e for e in model.elements.values() if e.is_task]
    unknown = PerCase(None)
    found = {e.id: values.get(e.id, values.get(e.name, unknown)) for e in tasks}
    absent = {e.id for e in tasks if e.id not in values and e.name not in values}
    hottest = (
        top if top is not None else max((v.value for v in found.values() if v.value is not None), default=0.0)
    )
    currency = currency_of(model, mode, log)
    said = {"frequency": "times", "breach": "share", "cost": currency, "fee": currency, "effort": "hours"}
    result = {}
    for e in tasks:
        value = 0.0 if mode == "frequency" and e.id in absent else found[e.id].value
        words = in_words(value, mode, is_absent=e.id in absent, currency=currency)
        result[e.id] = Heat(
            element=e.id,
            label=e.label,
            value=value,
            level=None if value is None else level_of(value, hottest),
            unit=said.get(mode, unit),
            text=_("at least {value}").format(value=words) if found[e.id].is_least else words,
            is_least=found[e.id].is_least,
        )
    return result


def level_of(value: float, hottest: float) -> int:
    """Return the class of a value: 0 for nothing, else 1 to 5 by even parts of the hottest."""
    return 0 if value <= 0 or hottest <= 0 else min(5, max(1, ceil(value / hottest * 5)))


def in_words(value: float | None, mode: Mode, *, is_absent: bool = False, currency: str = "KGS") -> Message:
    """Return the value as it is printed on the diagram."""
    if value is None:
        return _("did not happen") if is_absent else _("unknown")
    if mode == "frequency":
        return _("{times:.2f} times in a case").format(times=value)
    if mode == "breach":
        return _("{percent} % over the limit").format(percent=percent(value))
    if mode in ("cost", "fee"):
        return _("{amount:.0f} {currency} in a case").format(amount=value, currency=currency)
    if 0 < value < 0.5 / 60:
        return _("under 1 min in a case")
    if value < 1:
        return _("{minutes:.0f} min in a case").format(minutes=value * 60)
    return _("{hours:.1f} h in a case").format(hours=value)
