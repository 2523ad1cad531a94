"""Beside who did something stands in whose place; what was done before was done for oneself, as far as is known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

_TABLES = (
    "door_comment",
    "door_document",
    "door_register_entry",
    "door_register_annotation",
    "door_letter",
    "door_audit_entry",
)


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("on_behalf_of", sa.String(80), nullable=True))


def downgrade() -> None:
    for table in reversed(_TABLES):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("on_behalf_of")
