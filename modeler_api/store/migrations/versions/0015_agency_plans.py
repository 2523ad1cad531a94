"""The plans of agencies: what is to change, who answers for it, until when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from modeler_api.store.tables import Moment

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "door_plan_line",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("procedure", sa.String(120), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("acts", sa.Text(), nullable=False),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_by", sa.String(80), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("changed_by", sa.String(80), nullable=True),
        sa.Column("changed", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_door_plan_line"),
    )
    op.create_index("ix_door_plan_line_procedure", "door_plan_line", ["procedure"])


def downgrade() -> None:
    op.drop_table("door_plan_line")
