"""What is done outside of a transaction, and what became of it."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text

from engine.store.tables.metadata import metadata
from engine.store.types import Json, UtcTime

#: The outbox: work to be done after the transaction that wrote it.
job = Table(
    "engine_job",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("instance", String(40)),
    Column("task", Integer),
    Column("element", String(255)),
    Column("payload", Json, nullable=False),
    Column("status", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due", UtcTime, nullable=False),
    Column("created", UtcTime, nullable=False),
    Column("topic", String(255)),
    Column("worker", String(255)),
    Index("engine_job_by_topic", "topic", "status"),
    Index("engine_job_by_due", "status", "due"),
    Index("engine_job_by_instance", "instance"),
)

#: A topic that workers outside of the engine have asked for, and who did so last.
worker_topic = Table(
    "engine_worker_topic",
    metadata,
    Column("topic", String(255), primary_key=True),
    Column("worker", String(255), nullable=False),
    Column("asked", UtcTime, nullable=False),
)

#: What was already done under a key somebody chose, and what came of it.
idempotency = Table(
    "engine_idempotency",
    metadata,
    Column("scope", String(24), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("result", Json, nullable=False),
    Column("at", UtcTime, nullable=False),
)

#: Why an instance does not go on at one element.
incident = Table(
    "engine_incident",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("instance", String(40), nullable=False),
    Column("definition", String(40), nullable=False),
    Column("task", Integer),
    Column("job", String(40)),
    Column("element", String(255), nullable=False),
    Column("label", Text, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("template", Text, nullable=False),
    Column("values", Json, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("resolved", UtcTime),
    Index("engine_incident_by_instance", "instance", "resolved"),
)
