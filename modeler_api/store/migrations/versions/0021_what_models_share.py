"""By what a model is compared with others is kept beside what lists show of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    # What is kept already has no facts and an older edition: the clock reads it again.
    with op.batch_alter_table("door_model_glance") as table:
        table.add_column(sa.Column("facts", sa.JSON(), nullable=True))


def downgrade() -> None:
    # Nothing is lost: it is read again from the models themselves, the glances too.
    op.execute("DELETE FROM door_model_glance")
    with op.batch_alter_table("door_model_glance") as table:
        table.drop_column("facts")
