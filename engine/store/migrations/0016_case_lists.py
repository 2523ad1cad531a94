"""Lists of cases: work items know when their case was opened, and words are kept by who held the work."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_HELD = sa.text("holder IS NOT NULL")


def upgrade() -> None:
    op.add_column("engine_work_item", sa.Column("opened", sa.DateTime(timezone=True)))
    op.execute(
        "UPDATE engine_work_item SET opened = "
        "(SELECT i.started FROM engine_instance i WHERE i.id = engine_work_item.instance)"
    )
    op.create_index(
        "engine_work_item_seen",
        "engine_work_item",
        ["audience", "opened", "instance"],
        postgresql_include=["definition", "status", "holder", "assignment"],
    )
    op.create_index(
        "engine_work_item_hands",
        "engine_work_item",
        ["holder", "opened", "instance"],
        postgresql_where=_HELD,
        sqlite_where=_HELD,
        postgresql_include=["definition"],
    )
    op.drop_index("engine_instance_by_start", "engine_instance")
    op.create_index("engine_instance_by_start", "engine_instance", ["started", "id"])
    op.create_index("engine_instance_by_starter", "engine_instance", ["started_by", "started", "id"])
    op.create_index("engine_instance_by_key", "engine_instance", ["key", "started", "id"])
    op.create_index("engine_instance_standing", "engine_instance", ["id", "status", "definition"])
    op.create_table(
        "engine_person_word",
        sa.Column("instance", sa.String(40), primary_key=True),
        sa.Column("person", sa.String(255), primary_key=True),
        sa.Column("field", sa.String(120), primary_key=True),
        sa.Column("word", sa.String(64), primary_key=True),
    )
    op.execute(
        "INSERT INTO engine_person_word (instance, person, field, word) "
        "SELECT DISTINCT w.instance, i.holder, w.field, w.word FROM engine_search_word w "
        "JOIN engine_work_item i ON i.instance = w.instance "
        "WHERE i.holder IS NOT NULL AND i.status IN ('open', 'completed')"
    )
    op.create_index(
        "engine_person_word_by_word",
        "engine_person_word",
        ["person", "word", "field", "instance"],
        postgresql_ops={"word": "varchar_pattern_ops"},
    )


def downgrade() -> None:
    op.drop_table("engine_person_word")
    op.drop_index("engine_instance_standing", "engine_instance")
    op.drop_index("engine_instance_by_key", "engine_instance")
    op.drop_index("engine_instance_by_starter", "engine_instance")
    op.drop_index("engine_instance_by_start", "engine_instance")
    op.create_index("engine_instance_by_start", "engine_instance", ["started"])
    op.drop_index("engine_work_item_hands", "engine_work_item")
    op.drop_index("engine_work_item_seen", "engine_work_item")
    op.drop_column("engine_work_item", "opened")
