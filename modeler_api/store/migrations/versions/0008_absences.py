"""Absences and who stands in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from modeler_api.store.tables import Moment

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "door_absence",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("account", sa.String(32), nullable=False),
        sa.Column("substitute", sa.String(32), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("procedures", sa.JSON(), nullable=False),
        sa.Column("held", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("handed", Moment(), nullable=True),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("created_by", sa.String(80), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["door_account.id"], name="fk_door_absence_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["substitute"], ["door_account.id"], name="fk_door_absence_substitute", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_door_absence"),
    )
    op.create_index("ix_door_absence_account", "door_absence", ["account"])
    op.create_index("ix_door_absence_substitute", "door_absence", ["substitute"])
    op.create_index("ix_door_absence_ends", "door_absence", ["ends"])


def downgrade() -> None:
    op.drop_table("door_absence")
