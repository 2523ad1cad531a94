"""The rows of a list of cases: what each is called, how it stands, and what it waits for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from modeler_api.cases import name_of
from modeler_api.procedures import Procedures
from modeler_api.translation import told

if TYPE_CHECKING:
    from engine import CaseQuery


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """A case as the list shows it; `waits_for` is empty when nothing waits for a person."""

    id: str
    name: str
    procedure: str
    status: str
    waits_for: str
    started: dt.datetime
    ended: dt.datetime | None


def listed(procedures: Procedures, query: CaseQuery, *, limit: int, offset: int) -> tuple[CaseRow, ...]:
    """A page of the list, the newest case first; what all of its cases wait for is asked at once."""
    engine = procedures.door.engine
    found = engine.find_cases(query, limit=limit, offset=offset)
    waits: dict[str, list[str]] = {}
    for step in engine.waiting_steps(found):
        label = procedures.label(step.definition, step.element, step.label)
        waits.setdefault(step.instance, []).append(label)
    return tuple(
        CaseRow(
            id=case.id,
            name=name_of(case),
            procedure=told(procedures.name(case.definition)),
            status=case.status,
            waits_for=", ".join(waits.get(case.id, ())),
            started=case.started,
            ended=case.ended,
        )
        for case in found
    )
