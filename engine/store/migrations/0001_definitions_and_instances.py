"""Definitions, instances and their history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "engine_source",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "engine_definition",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("code", sa.String(255)),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("bundle", sa.Text(), nullable=False),
        sa.Column("deployed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deployed_by", sa.String(255), nullable=False),
        sa.UniqueConstraint("key", "version", name="engine_definition_version"),
    )
    op.create_table(
        "engine_instance",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("definition", sa.String(40), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("business_key", sa.String(255)),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("variables", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(64), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.String(255), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True)),
    )
    op.create_index("engine_instance_by_business_key", "engine_instance", ["business_key"])
    op.create_index("engine_instance_by_definition", "engine_instance", ["definition", "status"])
    op.create_index("engine_instance_by_start", "engine_instance", ["started"])
    op.create_table(
        "engine_history",
        sa.Column("instance", sa.String(40), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("definition", sa.String(40), nullable=False),
        sa.Column("element", sa.String(255)),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(255)),
        sa.Column("activity", sa.String(24)),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_index("engine_history_by_time", "engine_history", ["at"])


def downgrade() -> None:
    op.drop_table("engine_history")
    op.drop_table("engine_instance")
    op.drop_table("engine_definition")
    op.drop_table("engine_source")
