"""Words by audience: what a unit searches among what waits for it, without asking each case or reading the whole."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "engine_slice_word",
        sa.Column("instance", sa.String(40), primary_key=True),
        sa.Column("audience", sa.String(40), primary_key=True),
        sa.Column("field", sa.String(120), primary_key=True),
        sa.Column("word", sa.String(64), primary_key=True),
    )
    op.execute(
        "INSERT INTO engine_slice_word (instance, audience, field, word) "
        "SELECT DISTINCT w.instance, i.audience, w.field, w.word FROM engine_search_word w "
        "JOIN engine_work_item i ON i.instance = w.instance "
        "WHERE i.status = 'open' AND i.audience IS NOT NULL"
    )
    op.create_index(
        "engine_slice_word_by_word",
        "engine_slice_word",
        ["audience", "word", "field", "instance"],
        postgresql_ops={"word": "varchar_pattern_ops"},
    )


def downgrade() -> None:
    op.drop_table("engine_slice_word")
