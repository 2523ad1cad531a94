"""A version may be meant for some offices or a share of the cases; going back, what is planned so is not kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_TABLE = "door_planned_version"


def upgrade() -> None:
    with op.batch_alter_table(_TABLE) as batch:
        batch.add_column(sa.Column("role", sa.String(40), nullable=False, server_default="analyst"))
        batch.add_column(sa.Column("offices", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("share", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    # Without the columns it would come into force for everybody.
    op.execute("delete from door_planned_version where share is not null or cast(offices as varchar) <> '[]'")
    op.execute("update door_model_version set status = 'retired' where status = 'staged'")
    with op.batch_alter_table(_TABLE) as batch:
        for name in ("reason", "share", "offices", "role"):
            batch.drop_column(name)
