"""The verbs that list cases: as somebody may see them, counted as far as anybody acts on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, get_args

from engine import arguments
from engine.instance import Status
from engine.store import case_lists
from engine.work_query import MOST_COUNTED, Counted

if TYPE_CHECKING:
    from engine.case_query import CaseQuery, WaitingStep
    from engine.instance import Instance
    from engine.workshop import Workshop


class CaseLists:
    """The part of `engine.Engine` that lists cases."""

    _shop: Workshop

    def find_cases(self, query: CaseQuery, *, limit: int = 25, offset: int = 0) -> list[Instance]:
        """Return a page of a list of cases, the newest first.

        >>> from engine import CaseQuery, CaseReader, Engine
        >>> from processes import read_model
        >>> engine = Engine("sqlite://")
        >>> permit = engine.deploy(read_model(b"Register @clerks -> Decide @heads", dialect="sketch"), by="ana")
        >>> case = engine.start(permit, business_key="P-17", by="ana")
        >>> clerk, head = (CaseReader(person=name, groups=(name + "s",)) for name in ("clerk", "head"))
        >>> [len(engine.find_cases(CaseQuery(reader=who))) for who in (clerk, head)]
        [1, 0]
        """
        arguments.page(limit, offset)
        arguments.one_of("status", query.status, get_args(Status))
        with self._shop.store.read() as unit:
            return case_lists.page(unit, query, limit=limit, offset=offset)

    def count_cases(self, query: CaseQuery, *, up_to: int = MOST_COUNTED) -> Counted:
        """Return how many cases a list shows, counted no further than `up_to`."""
        arguments.one_of("status", query.status, get_args(Status))
        with self._shop.store.read() as unit:
            return case_lists.count(unit, query, up_to=up_to)

    def waiting_steps(self, instances: Sequence[Instance]) -> list[WaitingStep]:
        """Return at which steps of these cases work waits for a person now, each step of a case once."""
        with self._shop.store.read() as unit:
            return case_lists.waiting(unit, [instance.id for instance in instances])
