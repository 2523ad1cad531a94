"""Reviews of versions, and versions that come into force on a day to come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from modeler_api.store.tables import Moment

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "door_review",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("element", sa.String(300), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("settled", Moment(), nullable=True),
        sa.Column("settled_by", sa.String(80), nullable=True),
        sa.ForeignKeyConstraint(["version"], ["door_model_version.id"], name="fk_door_review_version"),
        sa.PrimaryKeyConstraint("id", name="pk_door_review"),
    )
    op.create_index("ix_door_review_version", "door_review", ["version"])
    op.create_table(
        "door_planned_version",
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("failed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"], ["door_model_version.id"], name="fk_door_planned_version_version"
        ),
        sa.PrimaryKeyConstraint("key", name="pk_door_planned_version"),
    )


def downgrade() -> None:
    op.drop_table("door_planned_version")
    op.drop_table("door_review")
