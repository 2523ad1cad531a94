"""Cases: their state, their history, and what is kept about them."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Text, literal

from engine.store.tables.metadata import metadata
from engine.store.types import Json, UtcTime

#: One run: its live tree as bytes, its variables, and the head of its history's chain.  `rest` says with what it was
#: suspended: alone, or with its definition.
instance = Table(
    "engine_instance",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("definition", String(40), nullable=False),
    Column("key", String(255), nullable=False),
    Column("business_key", String(255)),
    Column("status", String(16), nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("variables", Json, nullable=False),
    Column("version", Integer, nullable=False),
    Column("records", Integer, nullable=False),
    Column("head", String(64), nullable=False),
    Column("started", UtcTime, nullable=False),
    Column("started_by", String(255), nullable=False),
    Column("ended", UtcTime),
    Column("rest", String(16)),
    Column("anonymised", UtcTime),
    Index("engine_instance_by_end", "ended"),
    Index("engine_instance_by_definition", "definition", "status"),
    Index("engine_instance_by_business_key", "business_key"),
    Index("engine_instance_by_start", "started", "id"),
    Index("engine_instance_by_starter", "started_by", "started", "id"),
    Index("engine_instance_by_key", "key", "started", "id"),
    # A list of cases asks each row of its slice how its case stands, and reads no more of it.
    Index("engine_instance_standing", "id", "status", "definition"),
)

#: States in which few of the cases are at any time.
RARE = ("suspended", "failed", "cancelled", "terminated")
IS_RARE = instance.c.status.in_([literal(one, literal_execute=True) for one in RARE])
Index(
    "engine_instance_rare",
    instance.c.status,
    instance.c.started,
    instance.c.id,
    postgresql_where=IS_RARE,
    sqlite_where=IS_RARE,
)

#: Rounds of a large multi-instance that nothing touches: a part of its instance's state, kept beside it.
part = Table(
    "engine_part",
    metadata,
    Column("instance", String(40), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("state", LargeBinary, nullable=False),
)

#: One thing that happened; never changed, never deleted.  `seal` stands in the chain for who did it and its data, so
#: that these can be erased (`anonymise`) without breaking it; `salt` keeps an erased seal from being guessed.
history = Table(
    "engine_history",
    metadata,
    Column("instance", String(40), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("definition", String(40), nullable=False),
    Column("element", String(255)),
    Column("label", Text, nullable=False),
    Column("type", String(40), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", String(255)),
    Column("activity", String(24)),
    Column("data", Json, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("affiliation", String(255)),
    Column("on_behalf_of", String(255)),
    Column("salt", String(32)),
    Column("seal", String(64)),
    Index("engine_history_by_time", "at"),
)

#: A person who watches a case without doing its work.
watcher = Table(
    "engine_watcher",
    metadata,
    Column("person", String(255), primary_key=True),
    Column("instance", String(40), primary_key=True),
    Index("engine_watcher_by_instance", "instance"),
)

#: An instance moved to another version: `before` is what is needed to take it back.
migration = Table(
    "engine_migration",
    metadata,
    Column("batch", String(40), primary_key=True),
    Column("instance", String(40), primary_key=True),
    Column("source", String(40), nullable=False),
    Column("target", String(40), nullable=False),
    Column("mapping", Json, nullable=False),
    Column("version", Integer, nullable=False),
    Column("before", Json, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", String(255), nullable=False),
    Column("undone", UtcTime),
    Index("engine_migration_by_instance", "instance"),
)

#: The last number taken of a series of business keys.
series = Table(
    "engine_series",
    metadata,
    Column("name", String(255), primary_key=True),
    Column("last", Integer, nullable=False),
)

#: For how many days something of ended instances is kept; the key `*` stands for every definition without a row.
retention = Table(
    "engine_retention",
    metadata,
    Column("definition_key", String(255), primary_key=True),
    Column("kept", String(16), primary_key=True),
    Column("days", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", String(255), nullable=False),
)
