"""The inbox: audiences instead of a row per candidate, words to search, delegation, follow-up, watchers and turns.

Going back, each work item's candidates are rows again; who delegated, watches or waits until when is forgotten.
"""

from __future__ import annotations

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_COLUMNS = {
    "audience": sa.String(40),
    "assignment": sa.String(24),
    "owner": sa.String(255),
    "follow_up": sa.DateTime(timezone=True),
}
_OPEN, _WAITING = "status = 'open'", "status = 'open' AND holder IS NULL"
_URGENCY = [sa.text("(due IS NULL)"), "due", sa.text("priority DESC"), "offered_at", "id"]
_SLICES = {
    "waiting": (_WAITING, ["audience", *_URGENCY]),
    "queue": (_WAITING, ["audience", "offered_at", "id"]),
    "held": (_OPEN, ["holder", *_URGENCY]),
    "done": ("status = 'completed'", ["holder", sa.text("completed_at DESC"), "id"]),
    "owned": ("status = 'open' AND owner IS NOT NULL", ["owner"]),
    "due": (_OPEN, ["due"]),
    "case": (_OPEN, ["business_key"]),
}


def upgrade() -> None:
    op.drop_table("engine_candidate")
    op.drop_index("engine_work_item_by_holder", "engine_work_item")
    op.drop_index("engine_work_item_by_due", "engine_work_item")
    for name, kind in _COLUMNS.items():
        op.add_column("engine_work_item", sa.Column(name, kind))
    op.create_table(
        "engine_audience",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("name", sa.String(255), primary_key=True),
    )
    op.create_index("engine_audience_by_name", "engine_audience", ["name"])
    _gather_audiences()
    op.create_table(
        "engine_search_word",
        sa.Column("instance", sa.String(40), primary_key=True),
        sa.Column("field", sa.String(120), primary_key=True),
        sa.Column("word", sa.String(64), primary_key=True),
    )
    op.create_index(
        "engine_search_word_by_word",
        "engine_search_word",
        ["word", "field"],
        postgresql_ops={"word": "varchar_pattern_ops"},
    )
    op.create_table(
        "engine_watcher",
        sa.Column("person", sa.String(255), primary_key=True),
        sa.Column("instance", sa.String(40), primary_key=True),
    )
    op.create_index("engine_watcher_by_instance", "engine_watcher", ["instance"])
    op.create_table(
        "engine_turn",
        sa.Column("queue", sa.String(255), primary_key=True),
        sa.Column("person", sa.String(255), nullable=False),
    )
    for name, (where, columns) in _SLICES.items():
        op.create_index(
            f"engine_work_item_{name}",
            "engine_work_item",
            columns,
            postgresql_where=sa.text(where),
            sqlite_where=sa.text(where),
            postgresql_ops={"business_key": "varchar_pattern_ops"} if name == "case" else {},
            postgresql_include=["definition", "instance"] if name in ("waiting", "held") else [],
        )


def downgrade() -> None:
    for name in _SLICES:
        op.drop_index(f"engine_work_item_{name}", "engine_work_item")
    op.create_table(
        "engine_candidate",
        sa.Column("work_item", sa.String(40), primary_key=True),
        sa.Column("name", sa.String(255), primary_key=True),
    )
    op.execute(
        "INSERT INTO engine_candidate (work_item, name) SELECT i.id, a.name "
        "FROM engine_work_item i JOIN engine_audience a ON a.id = i.audience"
    )
    op.create_index("engine_candidate_by_name", "engine_candidate", ["name"])
    op.create_index("engine_work_item_by_holder", "engine_work_item", ["holder", "status"])
    op.create_index("engine_work_item_by_due", "engine_work_item", ["status", "due"])
    for name in _COLUMNS:
        op.drop_column("engine_work_item", name)
    for table in ("engine_audience", "engine_search_word", "engine_watcher", "engine_turn"):
        op.drop_table(table)


def _gather_audiences() -> None:
    """Say of every work item to whom it is offered, and of every audience who belongs to it."""
    connection = op.get_bind()
    item = sa.table("engine_work_item", sa.column("candidates", sa.Text), sa.column("audience", sa.String))
    audience = sa.table("engine_audience", sa.column("id", sa.String), sa.column("name", sa.String))
    known: set[str] = set()
    for [text] in connection.execute(sa.select(item.c.candidates).distinct()).all():
        names = sorted(set(json.loads(text)))
        if not names:
            continue
        id_ = hashlib.sha256("\n".join(names).encode()).hexdigest()[:32]
        if id_ not in known:
            known.add(id_)
            connection.execute(sa.insert(audience), [{"id": id_, "name": name} for name in names])
        connection.execute(sa.update(item).where(item.c.candidates == text).values(audience=id_))
