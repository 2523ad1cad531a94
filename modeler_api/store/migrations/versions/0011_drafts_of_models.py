"""Drafts of models, and who has which of them open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from modeler_api.store.tables import Moment

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "door_model_draft",
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("based_on", sa.String(32), nullable=True),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("window", sa.String(40), nullable=False),
        sa.Column("started", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_door_model_draft"),
    )
    op.create_table(
        "door_model_editor",
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("window", sa.String(40), nullable=False),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("seen", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window", name="pk_door_model_editor"),
    )


def downgrade() -> None:
    op.drop_table("door_model_editor")
    op.drop_table("door_model_draft")
