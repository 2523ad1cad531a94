"""Scenarios of procedures, and the plays somebody is in the middle of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from modeler_api.store.tables import Moment

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "door_scenario",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("acts", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("ends", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_door_scenario"),
        sa.UniqueConstraint("key", "name", name="uq_door_scenario_key_name"),
    )
    op.create_table(
        "door_play",
        sa.Column("account", sa.String(32), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("acts", sa.JSON(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["door_account.id"], name="fk_door_play_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account", "key", name="pk_door_play"),
    )


def downgrade() -> None:
    op.drop_table("door_play")
    op.drop_table("door_scenario")
