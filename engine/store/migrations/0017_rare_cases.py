"""Cases in a rare state: a work item knows when its case is, and both have an index of their own for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_RARE = "status IN ('suspended', 'failed', 'cancelled', 'terminated')"
_STANDS = sa.text("standing IS NOT NULL")
_HELD = sa.text("standing IS NOT NULL AND holder IS NOT NULL")


def upgrade() -> None:
    op.add_column("engine_work_item", sa.Column("standing", sa.String(16)))
    op.execute(
        "UPDATE engine_work_item SET standing = "  # noqa: S608  # a constant of this file
        "(SELECT i.status FROM engine_instance i WHERE i.id = engine_work_item.instance) "
        f"WHERE instance IN (SELECT id FROM engine_instance WHERE {_RARE})"
    )
    op.create_index(
        "engine_work_item_rare",
        "engine_work_item",
        ["audience", "standing", "opened", "instance"],
        postgresql_where=_STANDS,
        sqlite_where=_STANDS,
        postgresql_include=["definition", "status", "holder", "assignment"],
    )
    op.create_index(
        "engine_work_item_rare_hands",
        "engine_work_item",
        ["holder", "standing", "opened", "instance"],
        postgresql_where=_HELD,
        sqlite_where=_HELD,
        postgresql_include=["definition"],
    )
    op.create_index(
        "engine_instance_rare",
        "engine_instance",
        ["status", "started", "id"],
        postgresql_where=sa.text(_RARE),
        sqlite_where=sa.text(_RARE),
    )


def downgrade() -> None:
    op.drop_index("engine_instance_rare", "engine_instance")
    op.drop_index("engine_work_item_rare_hands", "engine_work_item")
    op.drop_index("engine_work_item_rare", "engine_work_item")
    op.drop_column("engine_work_item", "standing")
