"""What cases wait for: messages, signals, times."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Index, Integer, String, Table

from engine.store.tables.metadata import metadata
from engine.store.types import Json, UtcTime

#: A message or signal somebody waits for: an instance's task, or (without instance) a definition's start event.
subscription = Table(
    "engine_subscription",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("name", String(255), nullable=False),
    Column("key", String(255)),
    Column("business_key", String(255)),
    Column("instance", String(40)),
    Column("definition", String(40), nullable=False),
    Column("definition_key", String(255), nullable=False),
    Column("task", Integer),
    Column("element", String(255), nullable=False),
    Column("created", UtcTime, nullable=False),
    Index("engine_subscription_by_name", "kind", "name", "key"),
    Index("engine_subscription_by_instance", "instance"),
)

#: A message nobody waited for yet, kept until it expires.
message = Table(
    "engine_message",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(255), nullable=False),
    Column("key", String(255)),
    Column("data", Json, nullable=False),
    Column("received", UtcTime, nullable=False),
    Column("expires", UtcTime, nullable=False),
    Column("start", String(600)),
    Index("engine_message_by_name", "name", "key"),
    Index("engine_message_by_start", "start"),
)

#: When something is due: an instance's task, or (without instance) a definition's timer start event.
timer = Table(
    "engine_timer",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("instance", String(40)),
    Column("definition", String(40), nullable=False),
    Column("definition_key", String(255), nullable=False),
    Column("task", Integer),
    Column("element", String(255), nullable=False),
    Column("due", UtcTime, nullable=False),
    Column("remaining", Integer),
    Column("interval", String(64)),
    Column("working", sa.Boolean, nullable=False),
    Column("missed", String(8), nullable=False, server_default="all"),
    Index("engine_timer_by_due", "due"),
    Index("engine_timer_by_instance", "instance"),
)
