"""Versions and drafts of models know everybody who drew them, so that nobody approves their own drawing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_TABLES = ("door_model_draft", "door_model_version")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("drawn_by", sa.JSON(), nullable=True))


def downgrade() -> None:
    for table in _TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("drawn_by")
