"""Connections: how each database is made to wait rather than to fail."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.pool import StaticPool

from engine.store.writing_turn import BUSY_SECONDS, never_waiting, waiting

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Dialect, Engine
    from sqlalchemy.pool import PoolProxiedConnection

#: After how much rest a connection is asked whether it still stands.
RESTED_SECONDS = 1.0
#: How many connections are kept at hand: as many as the pool would keep.
MOST_AT_HAND = 5


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
        cursor.close()
        waiting(connection)

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes its lock at once: one that reads first and writes later could fail half way.
        options = connection.get_execution_options()
        if not options.get("kyzmat_begun", False):
            reads = options.get("kyzmat_reads", False)
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


class AtHand:
    """The connections used last, ready for the next verb without a walk to the pool.

    They stay checked out; whoever finds none here goes to the pool.  One that has rested is asked whether it still
    stands.  On a file those to write with are kept apart: they do not wait in the database (`writing_turn`).
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._asks = engine.dialect.name != "sqlite"
        self._apart = engine.dialect.name == "sqlite" and not isinstance(engine.pool, StaticPool)
        # Taking from the end and putting there are each one step, so threads need no lock.
        self._resting: deque[tuple[PoolProxiedConnection, float]] = deque()
        self._writers = deque() if self._apart else self._resting

    def take(self, *, writes: bool) -> PoolProxiedConnection:
        """Return a connection that stands; raises SQLAlchemy's error when there is none to be had."""
        resting = self._writers if writes else self._resting
        while True:
            try:
                pooled, since = resting.pop()
            except IndexError:
                pooled = self._fresh()
                if writes and self._apart:
                    never_waiting(pooled)
                return pooled
            if self._stands(pooled, since):
                return pooled

    def put(self, pooled: PoolProxiedConnection, *, writes: bool) -> None:
        """Keep a connection on which nothing is open."""
        resting = self._writers if writes else self._resting
        if len(resting) < MOST_AT_HAND:
            resting.append((pooled, time.monotonic()))
        else:
            self._give_back(pooled, wrote=writes)

    def clear(self) -> None:
        """Give every connection back to the pool."""
        for resting in (self._writers, self._resting):
            while resting:
                self._give_back(resting.pop()[0], wrote=resting is self._writers)

    def _give_back(self, pooled: PoolProxiedConnection, *, wrote: bool) -> None:
        if wrote and self._apart:
            waiting(pooled)
        pooled.close()

    def _fresh(self) -> PoolProxiedConnection:
        dialect = self._engine.dialect
        try:
            return self._engine.raw_connection()
        except dialect.loaded_dbapi.Error as error:
            raise as_failure("", error, dialect, lost=False) from error

    def _stands(self, pooled: PoolProxiedConnection, since: float) -> bool:
        if not self._asks or time.monotonic() - since < RESTED_SECONDS:
            return True
        dialect = self._engine.dialect
        try:
            dialect.do_ping(pooled.dbapi_connection)  # type: ignore[arg-type]  # one that is checked out has one
        except dialect.loaded_dbapi.Error:
            pooled.invalidate()
            return False
        return True


def driver_cursor(pooled: PoolProxiedConnection, dialect: Dialect) -> Any:
    """Return the driver's cursor that takes statements as the database itself has them, so that none is rewritten."""
    if dialect.name == "sqlite":
        return pooled.cursor()
    from psycopg import RawCursor

    driver: Any = pooled.driver_connection
    return RawCursor(driver)


def as_failure(text: str, error: Exception, dialect: Dialect, *, lost: bool) -> DBAPIError:
    """Return a driver's error as SQLAlchemy's own."""
    kind = dialect.loaded_dbapi.Error
    return cast(
        "DBAPIError",
        DBAPIError.instance(text, None, error, kind, connection_invalidated=lost, dialect=dialect),
    )


def is_memory(url: str) -> bool:
    """Whether the database lives in this process only."""
    return url in ("sqlite://", "sqlite:///:memory:") or ":memory:" in url
