"""The outbox, idempotency keys and incidents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "engine_job",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("instance", sa.String(40)),
        sa.Column("task", sa.Integer()),
        sa.Column("element", sa.String(255)),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("engine_job_by_due", "engine_job", ["status", "due"])
    op.create_index("engine_job_by_instance", "engine_job", ["instance"])
    op.create_table(
        "engine_idempotency",
        sa.Column("scope", sa.String(24), primary_key=True),
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "engine_incident",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("instance", sa.String(40), nullable=False),
        sa.Column("definition", sa.String(40), nullable=False),
        sa.Column("task", sa.Integer()),
        sa.Column("job", sa.String(40)),
        sa.Column("element", sa.String(255), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved", sa.DateTime(timezone=True)),
    )
    op.create_index("engine_incident_by_instance", "engine_incident", ["instance", "resolved"])


def downgrade() -> None:
    op.drop_table("engine_incident")
    op.drop_table("engine_idempotency")
    op.drop_table("engine_job")
