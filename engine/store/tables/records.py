"""What a case gave and asked: its documents and the register look-ups."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, String, Table, Text

from engine.store.tables.metadata import metadata
from engine.store.types import UtcTime

#: A document that was made for an instance, once per content.
document = Table(
    "engine_document",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("instance", String(40), nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", String(80), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("made", UtcTime, nullable=False),
    Index("engine_document_by_instance", "instance"),
)

#: One question to a register: who asked, by which right, what about whom, and what came of it.
lookup = Table(
    "engine_lookup",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("instance", String(40)),
    Column("business_key", String(255)),
    Column("element", String(255)),
    Column("client", String(255), nullable=False),
    Column("service", String(255), nullable=False),
    Column("user", String(255), nullable=False),
    Column("about", String(255), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("asked", UtcTime, nullable=False),
    Column("answered", UtcTime),
    Column("outcome", String(40)),
    Index("engine_lookup_by_about", "about", "asked"),
    Index("engine_lookup_by_instance", "instance"),
)
