"""Bringing a database to the schema of this version, and knowing which one it has.

Migrations are Alembic's, numbered and named, with a version table of the engine's own (`engine_alembic_version`), so
that other rooms may keep theirs in the same database.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy.engine import Connection

VERSION_TABLE = "engine_alembic_version"
_HERE = Path(__file__).with_name("migrations")


def configuration(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration, made here and not in a file."""
    from alembic.config import Config

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
    from alembic import command

    config = configuration(connection)
    present = revision(connection)
    if to == "head" or _is_newer(to, present):
        command.upgrade(config, to)
    else:
        command.downgrade(config, to)


def revision(connection: Connection) -> str | None:
    """Return the revision of the database, None when it has no tables of the engine yet."""
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(sa.select(sa.table(VERSION_TABLE, sa.column("version_num")))).scalar()
    return None if found is None else str(found)


def newest() -> str:
    """Return the revision of this version: the number of its last migration."""
    return max(path.name[:4] for path in _HERE.glob("[0-9]*.py"))


def _is_newer(to: str, present: str | None) -> bool:
    return to != "base" and (present is None or to > present)
