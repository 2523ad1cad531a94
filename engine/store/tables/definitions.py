"""What is deployed: files, processes, decisions, and how far each is in force."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from engine.store.tables.metadata import metadata
from engine.store.types import Json, UtcTime

#: One file as deployed, kept once per content.
source = Table(
    "engine_source",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

#: One deployed version of a process; `bundle` pins the definitions its call activities call.
definition = Table(
    "engine_definition",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("key", String(255), nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("code", String(255)),
    Column("main", sa.Boolean, nullable=False),
    Column("bundle", Json, nullable=False),
    Column("deployed_at", UtcTime, nullable=False),
    Column("deployed_by", String(255), nullable=False),
    UniqueConstraint("key", "version", name="engine_definition_version"),
)

#: One deployed version of a decision; `files` are the digests of the DMN files it needs, its own last.
decision = Table(
    "engine_decision",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("key", String(255), nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("files", Json, nullable=False),
    Column("deployed_at", UtcTime, nullable=False),
    Column("deployed_by", String(255), nullable=False),
    UniqueConstraint("key", "version", name="engine_decision_version"),
)

#: A definition's key from which nothing starts, a single start event of it ("key element"), or a topic whose jobs
#: wait, until it is resumed.
suspension = Table(
    "engine_suspension",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("name", String(511), primary_key=True),
    Column("reason", Text),
    Column("at", UtcTime, nullable=False),
    Column("by", String(255), nullable=False),
)

#: A definition that some of the new cases follow; `open_for` is its key as long as it is so, at most once for a key.
stage = Table(
    "engine_stage",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("open_for", String(255), unique=True),
    Column("bundle", String(40), nullable=False),
    Column("offices", Json, nullable=False),
    Column("share", Integer),
    Column("standing", String(16), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", String(255), nullable=False),
    Column("reason", Text, nullable=False),
    Column("ended", UtcTime),
    Column("ended_by", String(255)),
    Column("ended_reason", Text),
)

#: When an instance of `source` ends with `outcome`, an instance of `target` starts with these of its variables.
trigger = Table(
    "engine_trigger",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("source", String(255), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("target", String(255), nullable=False),
    Column("variables", Json, nullable=False),
    Column("enabled", sa.Boolean, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", String(255), nullable=False),
    Index("engine_trigger_by_source", "source", "outcome"),
)
