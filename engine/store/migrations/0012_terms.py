"""Terms: how long open work and running cases may take, with their stops and their one extension.

Work that is open already keeps the due date it has and gets no clock that could be stopped; going back, stops and
extensions are forgotten, and what stood still has no due date any more.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("engine_work_item", sa.Column("stopped", sa.DateTime(timezone=True)))
    op.create_table(
        "engine_term",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("instance", sa.String(40), nullable=False),
        sa.Column("task", sa.Integer),
        sa.Column("element", sa.String(255)),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.BigInteger, nullable=False),
        sa.Column("unit", sa.String(8), nullable=False),
        sa.Column("stops", sa.Text, nullable=False),
        sa.Column("extension", sa.Text),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fires", sa.DateTime(timezone=True)),
        sa.Column("warned", sa.DateTime(timezone=True)),
        sa.Column("reached", sa.DateTime(timezone=True)),
    )
    op.create_index("engine_term_by_instance", "engine_term", ["instance", "task"])
    op.create_index("engine_term_by_moment", "engine_term", ["fires"])


def downgrade() -> None:
    op.drop_table("engine_term")
    op.drop_column("engine_work_item", "stopped")
