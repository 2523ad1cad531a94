"""A dismissal keeps what the model said of the elements it is about, so that it ends when they change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("door_dismissed_finding", sa.Column("digest", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("door_dismissed_finding") as table:
        table.drop_column("digest")
