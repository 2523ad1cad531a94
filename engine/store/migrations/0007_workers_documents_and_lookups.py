"""External workers' locks, documents that were made, and who asked a register what about whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("engine_job") as job:
        job.add_column(sa.Column("worker", sa.String(255)))
    op.create_table(
        "engine_worker_topic",
        sa.Column("topic", sa.String(255), primary_key=True),
        sa.Column("worker", sa.String(255), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "engine_document",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("instance", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(80), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("engine_document_by_instance", "engine_document", ["instance"])
    op.create_table(
        "engine_lookup",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("instance", sa.String(40)),
        sa.Column("business_key", sa.String(255)),
        sa.Column("element", sa.String(255)),
        sa.Column("client", sa.String(255), nullable=False),
        sa.Column("service", sa.String(255), nullable=False),
        sa.Column("user", sa.String(255), nullable=False),
        sa.Column("about", sa.String(255), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.String(40)),
    )
    op.create_index("engine_lookup_by_about", "engine_lookup", ["about", "asked"])
    op.create_index("engine_lookup_by_instance", "engine_lookup", ["instance"])


def downgrade() -> None:
    op.drop_table("engine_lookup")
    op.drop_table("engine_document")
    op.drop_table("engine_worker_topic")
    with op.batch_alter_table("engine_job") as job:
        job.drop_column("worker")
