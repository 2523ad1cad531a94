"""Case numbers are the engine's, with a check character; the door's own series end.

Going back, each series begins anew: its numbers have no check character, so none is given twice.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.drop_table("door_case_number")


def downgrade() -> None:
    op.create_table(
        "door_case_number",
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_door_case_number")),
    )
