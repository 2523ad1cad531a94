"""A deadline as a person reads it: the date of a piece of work or a case, and what became of its clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from processes.text import Message, _

if TYPE_CHECKING:
    from engine import HistoryRecord, Instance, WorkItem, WorkTerm
    from modeler_api.wiring import Door

KINDS: dict[str, Message] = {
    "clockStopped": _("The clock was stopped: {label}"),
    "clockRestarted": _("The clock goes on: {label}"),
    "extended": _("More time was given: {label}"),
    "dueMoved": _("A holiday moved the deadline: {label}"),
    "warned": _("Four fifths of the time are over: {label}"),
    "limitReached": _("The limit was reached: {label}"),
}


AT_LIMIT: dict[str, Message] = {
    "escalate": _("The head is told"),
    "tacitYes": _("Silence counts as consent by law: the case goes on as granted"),
    "tacitNo": _("Silence counts as a refusal by law: the case goes on as refused"),
    "nothing": _("It is written down that the time is over"),
}
"""What happens when a limit is reached, by the rule of the model."""


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """What is known of the time of a piece of work: its own term and that of its case, where there are limits."""

    own: WorkTerm | None
    case: WorkTerm | None
    past: tuple[tuple[dt.datetime, Message, str | None, str, bool], ...]
    #: What happens when the time is over, and what is written then where silence decides (FEEL, as the model has it).
    at_limit: Message | None = None
    written: str | None = None

    @property
    def term(self) -> WorkTerm | None:
        """The term that is meant: the step's own, else the case's."""
        return self.own or self.case

    @property
    def outlasts_case(self) -> bool:
        """Whether the step may take longer than its case, after more time was given or by the model itself."""
        return self.own is not None and self.case is not None and self.own.due > self.case.due


def deadline_of(door: Door, of: WorkItem | Instance) -> Deadline:
    """The deadline of a piece of work, or of a case."""
    from engine import WorkItem

    engine = door.engine
    is_item = isinstance(of, WorkItem)
    instance = of.instance if isinstance(of, WorkItem) else of.id
    element = of.element if isinstance(of, WorkItem) else None
    own = engine.term(of) if is_item else None
    whole = engine.term(instance)
    if own is None and whole is None:
        return Deadline(own=None, case=None, past=())
    model = engine.model(engine.instance(instance).definition)
    found = model.elements.get(element or "")
    step = found.step if found is not None else None
    procedure = model.procedure
    rule, written = (
        (step.on_limit, step.on_limit_data) if own is not None and step is not None else (None, None)
    )
    if rule is None and procedure is not None and (own is None or procedure.on_limit == "escalate"):
        rule, written = procedure.on_limit, procedure.on_limit_data
    return Deadline(
        own=own,
        case=whole,
        past=_past(engine.history(instance), element),
        at_limit=AT_LIMIT[rule or "nothing"],
        written=written if rule in ("tacitYes", "tacitNo") else None,
    )


def _past(
    records: list[HistoryRecord], element: str | None
) -> tuple[tuple[dt.datetime, Message, str | None, str, bool], ...]:
    """When what happened to the clock, by whom, why, and whether it is the case's; the latest first."""
    return tuple(
        (record.at, KINDS[record.kind], record.by, str(record.data.get("reason", "")), record.element is None)
        for record in reversed(records)
        if record.kind in KINDS and (element is None or record.element in (None, element))
    )
