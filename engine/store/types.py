"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.encoding import encoder

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect


_encode = encoder()


class UtcTime(sa.TypeDecorator[datetime]):
    """An aware moment, stored in UTC; a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _as_sqlite(value: datetime | None) -> str | None:
    """Return a moment as SQLAlchemy writes it to SQLite.

    >>> _as_sqlite(datetime(2026, 3, 2, 9, 30, tzinfo=UTC))
    '2026-03-02 09:30:00.000000'
    """
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("A moment without a time zone cannot be stored.")
    return value.astimezone(UTC).isoformat(" ", "microseconds")[:26]


def _of_sqlite(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


def _of_json(value: str | None) -> Any:
    return None if value is None else json.loads(value)


def converter(kind: Any, dialect: Dialect, *, result: bool) -> Callable[[Any], Any] | None:
    """Return what makes of a value what the driver takes, or of what the driver gives a value; None when nothing does.

    It does what SQLAlchemy's own converters do, for the types a verb writes most without their detours.
    """
    if isinstance(kind, Json):
        return _of_json if result else _encode
    if isinstance(kind, UtcTime) and dialect.name == "sqlite":
        return _of_sqlite if result else _as_sqlite
    implementation = kind.dialect_impl(dialect)
    found: Callable[[Any], Any] | None = (
        implementation.result_processor(dialect, None) if result else implementation.bind_processor(dialect)
    )
    return found


class Json(sa.TypeDecorator[Any]):
    """Plain values as JSON text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        return _encode(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)
