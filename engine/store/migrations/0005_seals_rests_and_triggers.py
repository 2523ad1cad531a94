"""Sealed persons in the history, what rests, what follows what, and what was moved to another version.

Going back drops the seals: records written with them then no longer verify, which is why the older version must
not be used to prove anything about them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("engine_history") as history:
        history.add_column(sa.Column("affiliation", sa.String(255)))
        history.add_column(sa.Column("on_behalf_of", sa.String(255)))
        history.add_column(sa.Column("salt", sa.String(32)))
        history.add_column(sa.Column("seal", sa.String(64)))
    with op.batch_alter_table("engine_instance") as instance:
        instance.add_column(sa.Column("rest", sa.String(16)))
        instance.add_column(sa.Column("anonymised", sa.DateTime(timezone=True)))
    op.create_index("engine_instance_by_end", "engine_instance", ["ended"])
    with op.batch_alter_table("engine_job") as job:
        job.add_column(sa.Column("topic", sa.String(255)))
    op.create_index("engine_job_by_topic", "engine_job", ["topic", "status"])
    with op.batch_alter_table("engine_timer") as timer:
        timer.add_column(sa.Column("missed", sa.String(8), nullable=False, server_default="all"))
    op.create_table(
        "engine_suspension",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("name", sa.String(255), primary_key=True),
        sa.Column("reason", sa.Text()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(255), nullable=False),
    )
    op.create_table(
        "engine_trigger",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("source", sa.String(255), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("target", sa.String(255), nullable=False),
        sa.Column("variables", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(255), nullable=False),
    )
    op.create_index("engine_trigger_by_source", "engine_trigger", ["source", "outcome"])
    op.create_table(
        "engine_migration",
        sa.Column("batch", sa.String(40), primary_key=True),
        sa.Column("instance", sa.String(40), primary_key=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("target", sa.String(40), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(255), nullable=False),
        sa.Column("undone", sa.DateTime(timezone=True)),
    )
    op.create_index("engine_migration_by_instance", "engine_migration", ["instance"])
    op.create_table(
        "engine_retention",
        sa.Column("definition_key", sa.String(255), primary_key=True),
        sa.Column("kept", sa.String(16), primary_key=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(255), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("engine_retention")
    op.drop_table("engine_migration")
    op.drop_table("engine_trigger")
    op.drop_table("engine_suspension")
    with op.batch_alter_table("engine_timer") as timer:
        timer.drop_column("missed")
    op.drop_index("engine_job_by_topic", "engine_job")
    with op.batch_alter_table("engine_job") as job:
        job.drop_column("topic")
    op.drop_index("engine_instance_by_end", "engine_instance")
    with op.batch_alter_table("engine_instance") as instance:
        instance.drop_column("anonymised")
        instance.drop_column("rest")
    with op.batch_alter_table("engine_history") as history:
        for name in ("seal", "salt", "on_behalf_of", "affiliation"):
            history.drop_column(name)
