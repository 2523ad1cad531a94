"""Bringing a database to the schema of this version, and knowing which one it has.

Migrations are Alembic's, numbered and named, with a version table of the engine's own (`engine_alembic_version`), so
that other rooms may keep theirs in the same database.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

VERSION_TABLE = "engine_alembic_version"
_HERE = Path(__file__).with_name("migrations")


def configuration(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration, made here and not in a file."""
    config = Config()
    config.set_main_option("script_location", str(_HERE / "environment"))
    config.set_main_option("version_locations", str(_HERE))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def migrate(url: str, *, to: str = "head") -> None:
    """Bring the database at `url` to the revision `to`, forwards or backwards."""
    from engine.store.connect import connect

    engine = connect(url)
    try:
        with engine.begin() as connection:
            migrate_connection(connection, to=to)
    finally:
        engine.dispose()


def migrate_connection(connection: Connection, *, to: str = "head") -> None:
    """Bring the database behind an open connection to the revision `to`."""
    if connection.dialect.name == "postgresql":
        # Two processes that start together must not migrate together.
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(7203451)"))
    config = configuration(connection)
    present = current_revision(connection)
    if to == "head" or _is_newer(to, present):
        command.upgrade(config, to)
    else:
        command.downgrade(config, to)


def current_revision(connection: Connection) -> str | None:
    """Return the revision of the database, None when it has no tables of the engine yet."""
    return MigrationContext.configure(
        connection, opts={"version_table": VERSION_TABLE}
    ).get_current_revision()


def is_current(connection: Connection) -> bool:
    """Whether the database has the schema of this version."""
    return current_revision(connection) == ScriptDirectory.from_config(configuration()).get_current_head()


def _is_newer(to: str, present: str | None) -> bool:
    return to != "base" and (present is None or to > present)
