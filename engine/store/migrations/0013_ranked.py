"""The order by priority: what waits for an audience is read from an index by it, as by the time that is left."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_NAME = "engine_work_item_ranked"
_WAITING = sa.text("status = 'open' AND holder IS NULL")


def upgrade() -> None:
    op.create_index(
        _NAME,
        "engine_work_item",
        ["audience", sa.text("priority DESC"), sa.text("(due IS NULL)"), "due", "offered_at", "id"],
        postgresql_where=_WAITING,
        sqlite_where=_WAITING,
        postgresql_include=["definition", "instance"],
    )


def downgrade() -> None:
    op.drop_index(_NAME, "engine_work_item")
