"""What all tables share: their metadata, moments that keep their zone, ids, and the time of day."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import (
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    MetaData,
    String,
    TypeDecorator,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[dt.datetime]):
    """An aware UTC time; SQLite forgets time zones, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"The time {value.isoformat()} has no time zone.")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        moment: dt.datetime = value
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


def new_id() -> str:
    """A fresh opaque id, safe in an address."""
    return uuid.uuid4().hex


def now() -> dt.datetime:
    """The present moment, aware and in UTC."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The present day in the country's own time, from which offices count."""
    return day_of(now())


def day_of(moment: dt.datetime) -> dt.date:
    """The day of a moment in the country's own time.

    >>> day_of(dt.datetime(2026, 12, 31, 20, tzinfo=dt.UTC))
    datetime.date(2027, 1, 1)
    """
    from processes.calendar import WorkingCalendar

    return moment.astimezone(WorkingCalendar.default().zone).date()


def id_column() -> Column[str]:
    """The column of an opaque id."""
    return Column("id", String(32), primary_key=True)


def account_key() -> Column[str]:
    """The column that names an account whose rows go when it goes."""
    return Column(
        "account", String(32), ForeignKey("door_account.id", ondelete="CASCADE"), nullable=False, index=True
    )
