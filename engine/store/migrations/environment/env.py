"""Runs the engine's migrations on the connection it is given."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
if connection is None:
    raise RuntimeError("Migrations run through engine.store.migrate(url).")
context.configure(connection=connection, version_table="engine_alembic_version", render_as_batch=True)
context.run_migrations()
