"""Connections: how each database is made to wait rather than to fail."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import StaticPool

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

#: How long a writer waits for another before it is told that the engine is busy.
BUSY_SECONDS = 30
#: After how much rest a connection is asked whether it still stands.
RESTED_SECONDS = 1.0


def connect(url: str) -> Engine:
    """Return an SQLAlchemy engine for `url`; plain `postgresql://` means psycopg."""
    if url.startswith(("postgres://", "postgresql://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    if not url.startswith("sqlite"):
        return _pinged(sa.create_engine(url))
    in_memory = is_memory(url)
    options: dict[str, Any] = {"connect_args": {"check_same_thread": False, "timeout": BUSY_SECONDS}}
    if in_memory:
        options["poolclass"] = StaticPool
    engine = sa.create_engine(url, **options)

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # The driver must not begin transactions on its own: `_begin` says how.
        connection.isolation_level = None
        cursor = connection.cursor()
        if not in_memory:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes its lock at once: one that reads first and writes later could fail half way.
        reads = connection.get_execution_options().get("kyzmat_reads", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _pinged(engine: Engine) -> Engine:
    """Let a connection that has rested be asked whether it still stands before it is used again.

    One that was used a moment ago is not asked: that would be one more round trip in every verb.
    """

    @sa.event.listens_for(engine, "checkin")
    def _rests(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()

    @sa.event.listens_for(engine, "checkout")
    def _wakes(connection: Any, record: Any, _proxy: Any) -> None:
        since = record.info.pop("rests_since", None)
        if since is None or time.monotonic() - since < RESTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error

    return engine


def is_memory(url: str) -> bool:
    """Whether the database lives in this process only."""
    return url in ("sqlite://", "sqlite:///:memory:") or ":memory:" in url
