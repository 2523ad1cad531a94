"""Case numbers: one series a procedure and year, without gaps as long as every number taken is used."""

from __future__ import annotations

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store


def take(store: Store, series: str) -> int:
    """Take the next number of a series, from 1; two who ask at once get two numbers."""
    c = t.case_number.c
    step = update(t.case_number).where(c.series == series).values(last=c.last + 1)
    with store.begin() as connection:
        if connection.execute(step).rowcount:
            return int(connection.execute(select(c.last).where(c.series == series)).scalar_one())
    try:
        with store.begin() as connection:
            connection.execute(insert(t.case_number).values(series=series, last=1))
    except IntegrityError:
        # Somebody else began the series at the same moment; theirs is 1, so ours is not.
        return take(store, series)
    return 1
