"""A store is one database; a unit of work is one transaction on it.

`with store.begin() as connection:` commits when the block ends and rolls back when it raises. Nothing else in
the door opens a connection, so what a reader sees is always a whole number of acts.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.pool import StaticPool

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "door_alembic_version"
OUT_OF_REACH = (IntegrityError, InterfaceError, NoConnection, OperationalError)
"""What is raised when the database cannot be reached, is busy, or another was quicker: it may go well later."""


class Abandoned(Exception):
    """Everything done together is taken back."""


class Store:
    """The door's tables in the database at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = _engine(url)
        self._local = threading.local()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One transaction: committed at the end of the block, rolled back when it raises.

        Inside `together` every block is a part of the one transaction there.
        """
        outer: Connection | None = getattr(self._local, "connection", None)
        if outer is not None:
            with outer.begin_nested():
                yield outer
            return
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def together(self) -> Iterator[Callable[[], None]]:
        """Let everything this thread does with the store in the block be one transaction.

        The block gets a function that takes all of it back: it raises `Abandoned`.
        """
        with self._engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                # Its driver begins late, and a savepoint outside a transaction would be committed when it is left.
                connection.exec_driver_sql("begin immediate")
            self._local.connection = connection
            try:
                yield _abandon
            finally:
                self._local.connection = None

    def migrate(self) -> None:
        """Bring the tables to the newest revision; harmless when they are already there."""
        from alembic import command

        with self._engine.begin() as connection:
            config = _alembic()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @property
    def revision(self) -> str | None:
        """The revision the tables stand at; None when they were never made."""
        from alembic.migration import MigrationContext

        with self._engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
            return context.get_current_revision()

    @property
    def newest_revision(self) -> str | None:
        """The revision this version of Kyzmat expects."""
        from alembic.script import ScriptDirectory

        return ScriptDirectory.from_config(_alembic()).get_current_head()

    def ping(self) -> None:
        """Ask the database anything; raises SQLAlchemy's error when it does not answer."""
        with self._engine.connect() as connection:
            connection.execute(text("select 1"))

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()


def _abandon() -> None:
    raise Abandoned


def _alembic() -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    in_memory = url in ("sqlite://", "sqlite:///:memory:")
    if in_memory:
        engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.execute("pragma foreign_keys = on")
        if not in_memory:
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = normal")

    return engine
