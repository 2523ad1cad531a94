"""Work items: to whom they are offered, who holds them, by when."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Index, Integer, String, Table, Text

from engine.store.tables.metadata import metadata
from engine.store.types import Json, UtcTime

#: A UserTask that waits, or waited, for a person; `base` is what its form showed when it was offered.  `audience` is
#: to whom it is offered, `owner` who has it done by its holder, `follow_up` until when it rests with its holder,
#: `stopped` since when its clock stands still, `opened` when its case was opened.
work_item = Table(
    "engine_work_item",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("instance", String(40), nullable=False),
    Column("definition", String(40), nullable=False),
    Column("task", Integer, nullable=False),
    Column("element", String(255), nullable=False),
    Column("label", Text, nullable=False),
    Column("business_key", String(255)),
    Column("candidates", Json, nullable=False),
    Column("form", String(255)),
    Column("base", Json, nullable=False),
    # The variables in front of the process's: the item of a round, mapped inputs, those of a called process.
    Column("own", Json),
    Column("status", String(16), nullable=False),
    Column("holder", String(255)),
    Column("priority", Integer, nullable=False),
    Column("offered_at", UtcTime, nullable=False),
    Column("due", UtcTime),
    Column("claimed_at", UtcTime),
    Column("completed_at", UtcTime),
    Column("audience", String(40)),
    Column("assignment", String(24)),
    Column("owner", String(255)),
    Column("follow_up", UtcTime),
    Column("stopped", UtcTime),
    Column("opened", UtcTime),
    # How its case stands, while that is rare.
    Column("standing", String(16)),
    Index("engine_work_item_by_token", "instance", "status", "task"),
)

Index(
    "engine_work_item_by_urgency",
    work_item.c.instance,
    work_item.c.status,
    work_item.c.priority.desc(),
    sa.text("(due IS NULL)"),
    work_item.c.due,
    work_item.c.offered_at,
    work_item.c.task,
)

# A list reads only its own slice of these: what waits for one audience, what one person holds, has done or passed on.
_SLICES: dict[str, tuple[str, list[Any]]] = {
    "waiting": (
        "status = 'open' AND holder IS NULL",
        ["audience", sa.text("(due IS NULL)"), "due", work_item.c.priority.desc(), "offered_at", "id"],
    ),
    "queue": ("status = 'open' AND holder IS NULL", ["audience", "offered_at", "id"]),
    "ranked": (
        "status = 'open' AND holder IS NULL",
        ["audience", work_item.c.priority.desc(), sa.text("(due IS NULL)"), "due", "offered_at", "id"],
    ),
    "held": (
        "status = 'open'",
        ["holder", sa.text("(due IS NULL)"), "due", work_item.c.priority.desc(), "offered_at", "id"],
    ),
    "done": ("status = 'completed'", ["holder", work_item.c.completed_at.desc(), "id"]),
    "owned": ("status = 'open' AND owner IS NOT NULL", ["owner"]),
    "due": ("status = 'open'", ["due"]),
    "case": ("status = 'open'", ["business_key"]),
}
for _name, (_where, _columns) in _SLICES.items():
    Index(
        f"engine_work_item_{_name}",
        *(work_item.c[c] if isinstance(c, str) else c for c in _columns),
        postgresql_where=sa.text(_where),
        sqlite_where=sa.text(_where),
        postgresql_ops={"business_key": "varchar_pattern_ops"} if _name == "case" else {},
        # What lists are narrowed by is read from the index too.
        postgresql_include=["definition", "instance"] if _name in ("waiting", "ranked", "held") else [],
    )

# A list of cases, the newest first, reads these: what is or was the work of an audience, and what a person held.
Index(
    "engine_work_item_seen",
    work_item.c.audience,
    work_item.c.opened,
    work_item.c.instance,
    postgresql_include=["definition", "status", "holder", "assignment"],
)
_HELD = sa.text("holder IS NOT NULL")
Index(
    "engine_work_item_hands",
    work_item.c.holder,
    work_item.c.opened,
    work_item.c.instance,
    postgresql_where=_HELD,
    sqlite_where=_HELD,
    postgresql_include=["definition"],
)
# Of cases in a rare state it reads these: among thousands of others the few would be looked for row by row.
_STANDS = sa.text("standing IS NOT NULL")
Index(
    "engine_work_item_rare",
    work_item.c.audience,
    work_item.c.standing,
    work_item.c.opened,
    work_item.c.instance,
    postgresql_where=_STANDS,
    sqlite_where=_STANDS,
    postgresql_include=["definition", "status", "holder", "assignment"],
)
_STANDS_HELD = sa.text("standing IS NOT NULL AND holder IS NOT NULL")
Index(
    "engine_work_item_rare_hands",
    work_item.c.holder,
    work_item.c.standing,
    work_item.c.opened,
    work_item.c.instance,
    postgresql_where=_STANDS_HELD,
    sqlite_where=_STANDS_HELD,
    postgresql_include=["definition"],
)

#: One name among those to whom work is offered together: a group, or `user:name`.
audience = Table(
    "engine_audience",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(255), primary_key=True),
    Index("engine_audience_by_name", "name"),
)

#: How long an open work item, or (without task) a running case, may take: what became of its clock, when it ends, and
#: when it next has to be looked at (None: while it stands still, and when its limit has been reached).
term = Table(
    "engine_term",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("instance", String(40), nullable=False),
    Column("task", Integer),
    Column("element", String(255)),
    Column("start", UtcTime, nullable=False),
    Column("seconds", sa.BigInteger, nullable=False),
    Column("unit", String(8), nullable=False),
    Column("stops", Json, nullable=False),
    Column("extension", Json),
    Column("due", UtcTime, nullable=False),
    Column("fires", UtcTime),
    Column("warned", UtcTime),
    Column("reached", UtcTime),
    Index("engine_term_by_instance", "instance", "task"),
    Index("engine_term_by_moment", "fires"),
)

#: Who was given work last, where it goes round.
turn = Table(
    "engine_turn",
    metadata,
    Column("queue", String(255), primary_key=True),
    Column("person", String(255), nullable=False),
)
