"""Saved filters of lists of work."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from modeler_api.store.tables import Moment

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "door_saved_filter",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"],
            ["door_account.id"],
            name=op.f("fk_door_saved_filter_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_saved_filter")),
    )
    op.create_index(op.f("ix_door_saved_filter_account"), "door_saved_filter", ["account"])
    op.create_index(op.f("ix_door_saved_filter_unit"), "door_saved_filter", ["unit"])


def downgrade() -> None:
    op.drop_table("door_saved_filter")
