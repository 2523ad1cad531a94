"""A work item keeps the variables that only it has: which of many items it is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("engine_work_item") as work_item:
        work_item.add_column(sa.Column("own", sa.Text()))


def downgrade() -> None:
    with op.batch_alter_table("engine_work_item") as work_item:
        work_item.drop_column("own")
