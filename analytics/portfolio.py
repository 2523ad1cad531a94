"""The portfolio: all procedures side by side, by what they cost people in a year and what it takes to change them.

Every figure comes from the models; what nobody has said is None, stands last when sorted, and adds nothing to a total
but is counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from analytics.interactions import assessed_steps
from analytics.procedure_summary import summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from processes.model.gov import Legal
    from processes.model.model import Model

Effort = Literal["small", "medium", "large"]
Order = Literal["hours", "contacts", "cost", "exposure", "effort"]
ORDERS: tuple[Order, ...] = ("hours", "contacts", "cost", "exposure", "effort")
#: With fewer of its factors known a score of exposure should not be quoted.
_KNOWN_ENOUGH = 0.5
_EFFORTS: tuple[Effort, ...] = ("small", "medium", "large")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One procedure: hours of applicants, contacts and cost (in `currency`) in a year, its highest exposure.

    `effort` is what it takes to come to its to-be, by the acts to amend (None: no to-be is drawn, or nobody has said
    what its steps rest on); `spared` the hours of applicants in a year that the to-be would spare (None: not
    known, or some step of the to-be is not assessed).
    """

    key: str
    frequency: int | None
    hours: float | None
    contacts: float | None
    cost: Decimal | None
    currency: str
    exposure: float | None
    effort: Effort | None
    acts: tuple[str, ...]
    spared: float | None
    areas: tuple[str, ...]
    is_complete: bool


@dataclass(frozen=True, kw_only=True)
class Total:
    """The sum of one figure over the procedures it is known of, and of how many it is not."""

    value: float | None
    unknown: int


@dataclass(frozen=True, kw_only=True)
class AskedItem:
    """A paper that procedures ask of applicants though a register holds it: which procedures, at how many steps."""

    register: str
    document: str
    name: str
    names: Mapping[str, str]
    issuer: str | None
    asked_by: tuple[tuple[str, int], ...]


def entry(key: str, as_is: Model, to_be: Model | None = None) -> Entry:
    """Return one procedure's line of the portfolio.

    >>> from processes import library
    >>> found = entry("x", library["kg-spravka"].as_is, library["kg-spravka"].to_be)
    >>> found.hours is not None, found.effort in ("small", "medium", "large")
    (True, True)
    """
    figures = summary(as_is)
    said = as_is.procedure
    often = said.frequency if said is not None else None
    time, contacts = figures["applicant_time"].value, figures["contact_index"].value
    hours = time.total_seconds() / 3600 * often if time is not None and often is not None else None
    acts = _acts(as_is, to_be) if to_be is not None else None
    return Entry(
        key=key,
        frequency=often,
        hours=hours,
        contacts=float(contacts) * often if contacts is not None and often is not None else None,
        cost=figures["burden"].value,
        currency=figures["burden"].unit,
        exposure=_exposure(as_is),
        effort=_effort(acts) if acts is not None else None,
        acts=tuple(dict.fromkeys(act.ref or act.type for act in acts or ())),
        spared=_spared(hours, to_be, often),
        areas=_areas(as_is),
        is_complete=figures["applicant_time"].is_complete,
    )


def ranked(entries: Iterable[Entry], order: Order) -> list[Entry]:
    """Return the entries with the largest figure first (of effort the smallest); unknown ones stand last.

    Costs in another currency than most are not compared with the others: they stand after them.
    """
    if order == "effort":
        rank = {effort: at for at, effort in enumerate(_EFFORTS)}
        return sorted(
            entries,
            key=lambda e: (e.effort is None, rank[e.effort] if e.effort else 0, len(e.acts), e.key),
        )

    def figure(one: Entry) -> float | None:
        found: Any = getattr(one, order)
        return None if found is None else float(found)

    given = list(entries)
    usual = Counter(e.currency for e in given if e.cost is not None).most_common(1)
    foreign = {e.key for e in given if order == "cost" and usual and e.currency != usual[0][0]}
    return sorted(given, key=lambda e: (figure(e) is None, e.key in foreign, -(figure(e) or 0.0), e.key))


def total(entries: Iterable[Entry], figure: Literal["hours", "contacts", "spared"]) -> Total:
    """Return the sum of a figure where it is known; None when it is known of none."""
    values = [getattr(e, figure) for e in entries]
    known = [float(value) for value in values if value is not None]
    return Total(value=sum(known) if known else None, unknown=len(values) - len(known))


def total_cost(entries: Iterable[Entry]) -> dict[str, float]:
    """Return the sum of the known costs by currency."""
    sums: dict[str, float] = {}
    for one in entries:
        if one.cost is not None:
            sums[one.currency] = sums.get(one.currency, 0.0) + float(one.cost)
    return sums


def asked_items(models: Mapping[str, Model]) -> tuple[AskedItem, ...]:
    """Return the papers asked of applicants that a register holds, those most procedures ask for first.

    `asked_by` has each procedure with how many of its steps ask for it.
    """
    found: dict[tuple[str, str], dict[str, int]] = {}
    about: dict[tuple[str, str], tuple[Mapping[str, str], str | None]] = {}
    for key, model in models.items():
        for step in assessed_steps(model):
            for asks in step.step.asks:
                document = model.documents.get(asks.document)
                if document is None or document.held_in is None:
                    continue
                place = (document.held_in, document.name or document.id)
                steps = found.setdefault(place, {})
                steps[key] = steps.get(key, 0) + 1
                about.setdefault(place, (document.names, document.issuer))
    return tuple(
        AskedItem(
            register=register,
            document=name,
            name=name,
            names=about[register, name][0],
            issuer=about[register, name][1],
            asked_by=tuple(sorted(steps.items())),
        )
        for (register, name), steps in sorted(
            found.items(), key=lambda item: (-len(item[1]), -sum(item[1].values()), item[0])
        )
    )


def _acts(as_is: Model, to_be: Model) -> tuple[Legal, ...] | None:
    """Return the mandatory norms behind the steps that the to-be no longer has, or has otherwise.

    None when of none of those steps anybody has said what it rests on.
    """
    after = {step.element.id: step for step in assessed_steps(to_be)}
    acts: list[Legal] = []
    is_said = False
    for step in assessed_steps(as_is):
        same = after.get(step.element.id)
        if same is not None and (same.step.channel, same.step.asks) == (step.step.channel, step.step.asks):
            continue
        is_said = is_said or bool(step.step.legal)
        acts += [
            norm for norm in step.step.legal if norm.mandatory and norm.type in ("law", "decree", "order")
        ]
    return tuple(dict.fromkeys(acts)) if is_said else None


def _effort(acts: tuple[Legal, ...]) -> Effort:
    types = {act.type for act in acts}
    if "law" in types:
        return "large"
    return "medium" if types else "small"


def _spared(hours: float | None, to_be: Model | None, often: int | None) -> float | None:
    if hours is None or to_be is None or often is None:
        return None
    after = summary(to_be)["applicant_time"]
    # A step of which nobody has said how long it takes would count as time spared.
    if after.value is None or not after.is_complete:
        return None
    return hours - float(after.value.total_seconds()) / 3600 * often


def _exposure(model: Model) -> float | None:
    """Return the highest exposure of a step, 0 to 100; None when less than half of its factors are known."""
    from analytics.measures.exposure import exposure

    figure = exposure(model)
    known = figure.parts.get("known") or 0.0
    return float(figure.value) if figure.value is not None and known >= _KNOWN_ENOUGH else None


def _areas(model: Model) -> tuple[str, ...]:
    said = model.procedure
    return said.life_events if said is not None else ()
