"""Decisions stand beside a procedure: as drafts, and with each of its versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from modeler_api.store.tables import Moment

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "door_decision_draft",
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("samples", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("window", sa.String(40), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("drawn_by", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", "name", name="pk_door_decision_draft"),
    )
    op.create_table(
        "door_version_decision",
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("samples", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"],
            ["door_model_version.id"],
            name="fk_door_version_decision_version",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version", "name", name="pk_door_version_decision"),
    )


def downgrade() -> None:
    op.drop_table("door_version_decision")
    op.drop_table("door_decision_draft")
