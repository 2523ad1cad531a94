"""Runs the door's migrations on the connection that `Store.migrate` hands over."""

from __future__ import annotations

from alembic import context

from modeler_api.store.tables import metadata
from modeler_api.store.unit_of_work import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
