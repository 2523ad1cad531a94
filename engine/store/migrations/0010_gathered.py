"""What has come for a start event that needs several things together: a kept message says for which it is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("engine_message", sa.Column("start", sa.String(600)))
    op.create_index("engine_message_by_start", "engine_message", ["start"])


def downgrade() -> None:
    # Nobody else may be given what was kept for a beginning.
    op.execute("DELETE FROM engine_message WHERE start IS NOT NULL")
    op.drop_index("engine_message_by_start", "engine_message")
    op.drop_column("engine_message", "start")
