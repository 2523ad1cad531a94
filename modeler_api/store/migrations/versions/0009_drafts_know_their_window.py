"""A draft knows the window that kept it: what the same window keeps next is no conflict, even if an answer was lost."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    with op.batch_alter_table("door_form_draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("window", sa.String(length=32), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("door_form_draft", schema=None) as batch_op:
        batch_op.drop_column("window")
