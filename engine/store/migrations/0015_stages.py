"""Stages: versions that some of the new cases follow; and single start events may rest.

Going back forgets them: what was staged or withdrawn is then in force like any newest version, and what rested alone
starts again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "engine_stage",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("open_for", sa.String(255), unique=True),
        sa.Column("bundle", sa.String(40), nullable=False),
        sa.Column("offices", sa.Text, nullable=False),
        sa.Column("share", sa.Integer),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(255), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True)),
        sa.Column("ended_by", sa.String(255)),
        sa.Column("ended_reason", sa.Text),
    )
    with op.batch_alter_table("engine_suspension") as table:
        table.alter_column(
            "name", existing_type=sa.String(255), type_=sa.String(511), existing_nullable=False
        )


def downgrade() -> None:
    op.execute("delete from engine_suspension where kind = 'start'")
    with op.batch_alter_table("engine_suspension") as table:
        table.alter_column(
            "name", existing_type=sa.String(511), type_=sa.String(255), existing_nullable=False
        )
    op.drop_table("engine_stage")
