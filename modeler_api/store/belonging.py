"""Which agency a procedure belongs to: that of whoever brought its first model, unless it was handed on.

What nobody brought, like the library, belongs to the oldest agency.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store

TO_BE = "-to-be"
"""The ending of the key of a redesign, which belongs where its procedure does."""


@dataclass(frozen=True, kw_only=True)
class Belonging:
    """The agency of each procedure; `home` is that of every procedure not named."""

    named: dict[str, str]
    home: str | None

    def agency_of(self, key: str) -> str | None:
        """The id of the agency a procedure belongs to; None where there is no agency at all."""
        return self.named.get(key.removesuffix(TO_BE), self.home)

    def of_agency(self, agency: str, keys: Iterable[str]) -> list[str]:
        """Those of the keys that belong to an agency."""
        return [key for key in keys if self.agency_of(key) == agency]


def belonging(store: Store) -> Belonging:
    """To which agency each procedure belongs."""
    oldest = select(t.unit.c.id).where(t.unit.c.kind == "agency").order_by(t.unit.c.created, t.unit.c.id)
    with store.begin() as connection:
        rows = connection.execute(select(t.procedure_agency)).all()
        home = connection.execute(oldest.limit(1)).scalar_one_or_none()
    return Belonging(named={row.key: row.agency for row in rows}, home=home)


def give(store: Store, key: str, agency: str) -> None:
    """Let a procedure belong to an agency, whoever had it before."""
    base = key.removesuffix(TO_BE)
    with store.begin() as connection:
        connection.execute(delete(t.procedure_agency).where(t.procedure_agency.c.key == base))
        connection.execute(insert(t.procedure_agency).values(key=base, agency=agency))
