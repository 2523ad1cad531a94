"""Parts of a state: rounds of a large multi-instance that nothing touches lie beside it.

A token's work item, and the most urgent items of a case, are found at once among thousands.

Going back, they are put into the state again, in the form every version before could read.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "engine_part",
        sa.Column("instance", sa.String(40), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("state", sa.LargeBinary(), nullable=False),
    )
    op.drop_index("engine_work_item_by_instance", "engine_work_item")
    op.create_index("engine_work_item_by_token", "engine_work_item", ["instance", "status", "task"])
    item = sa.table("engine_work_item", sa.column("priority"), sa.column("due"))
    op.create_index(
        "engine_work_item_by_urgency",
        "engine_work_item",
        [
            "instance",
            "status",
            item.c.priority.desc(),
            sa.text("(due IS NULL)"),
            "due",
            "offered_at",
            "task",
        ],
    )


def downgrade() -> None:
    connection = op.get_bind()
    instance = sa.table("engine_instance", sa.column("id", sa.String), sa.column("state", sa.LargeBinary))
    part = sa.table(
        "engine_part",
        sa.column("instance", sa.String),
        sa.column("number", sa.Integer),
        sa.column("state", sa.LargeBinary),
    )
    for [id_] in connection.execute(sa.select(instance.c.id)).all():
        state = connection.execute(sa.select(instance.c.state).where(instance.c.id == id_)).scalar_one()
        if bytes(state[:2]) != b"KZ":
            continue
        next_id, rows, kept, _index = _unpacked(state)
        query = sa.select(part.c.state).where(part.c.instance == id_)
        for [lying] in connection.execute(query).all():
            rows += _unpacked(lying)
        # Tokens are numbered in the order in which they came, and stand in that order.
        rows.sort(key=lambda row: row[0])
        text = json.dumps([2, next_id, rows, kept], separators=(",", ":"), ensure_ascii=False)
        connection.execute(sa.update(instance).where(instance.c.id == id_).values(state=text.encode()))
    op.drop_index("engine_work_item_by_urgency", "engine_work_item")
    op.drop_index("engine_work_item_by_token", "engine_work_item")
    op.create_index("engine_work_item_by_instance", "engine_work_item", ["instance", "status"])
    op.drop_table("engine_part")


def _unpacked(state: bytes) -> Any:
    body = bytes(state[4:])
    return json.loads(zlib.decompress(body) if bytes(state[3:4]) == b"z" else body)
