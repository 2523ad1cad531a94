"""The office at work: drafts of forms, filters, files and documents, comments, registers and letters."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from modeler_api.store.tables.base import Moment, account_key, id_column, metadata

kept_form = Table(
    "door_kept_form",
    metadata,
    id_column(),
    account_key(),
    Column("path", String(500), nullable=False),
    Column("data", JSON, nullable=False),
    Column("created", Moment, nullable=False),
)

form_draft = Table(
    "door_form_draft",
    metadata,
    id_column(),
    Column("account", String(32), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("data", JSON, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("window", String(32)),
    Column("updated", Moment, nullable=False),
    UniqueConstraint("account", "subject"),
)

saved_filter = Table(
    "door_saved_filter",
    metadata,
    id_column(),
    Column(
        "account", String(32), ForeignKey("door_account.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("unit", String(32), index=True),
    Column("name", String(120), nullable=False),
    Column("arguments", JSON, nullable=False),
    Column("is_default", Boolean, nullable=False, default=False),
    Column("created", Moment, nullable=False),
)

file = Table(
    "door_file",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
    Column("media_type", String(120), nullable=False),
    Column("scan", String(20), nullable=False),
    Column("scanned", Moment),
    Column("kept", Moment, nullable=False),
)

document = Table(
    "door_document",
    metadata,
    id_column(),
    Column("series", String(32), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("instance", String(64), index=True),
    Column("subject", String(300), nullable=False),
    Column("name", String(300), nullable=False),
    Column("sha256", String(64), ForeignKey("door_file.sha256"), nullable=False),
    Column("origin", String(20), nullable=False),
    Column("visibility", String(20), nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("added_by", String(80), nullable=False),
    Column("on_behalf_of", String(80)),
    Column("added", Moment, nullable=False),
    UniqueConstraint("series", "version"),
    Index("ix_door_document_subject", "subject", "added_by"),
)

register_answer = Table(
    "door_register_answer",
    metadata,
    id_column(),
    Column("subject", String(300), nullable=False, index=True),
    Column("service", String(300), nullable=False),
    Column("about", String(300), nullable=False),
    Column("purpose", String(500), nullable=False),
    Column("asked", Moment, nullable=False),
    Column("asked_by", String(80), nullable=False),
    Column("found", Boolean, nullable=False),
    Column("data", JSON),
)

comment = Table(
    "door_comment",
    metadata,
    id_column(),
    Column("instance", String(64), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("audience", String(20), nullable=False),
    Column("written_by", String(80), nullable=False),
    Column("on_behalf_of", String(80)),
    Column("written", Moment, nullable=False),
    Column("changed", Moment),
    Column("withdrawn", Moment),
)

comment_version = Table(
    "door_comment_version",
    metadata,
    id_column(),
    Column("comment", String(32), ForeignKey("door_comment.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("replaced", Moment, nullable=False),
)

mention = Table(
    "door_mention",
    metadata,
    Column("comment", String(32), ForeignKey("door_comment.id"), primary_key=True),
    Column("account", String(32), primary_key=True),
    Column("made", Moment, nullable=False),
    Column("seen", Moment),
    Index("ix_door_mention_account", "account", "seen"),
)

register_series = Table(
    "door_register_series",
    metadata,
    Column("series", String(240), primary_key=True),
    Column("last", Integer, nullable=False),
)

register_entry = Table(
    "door_register_entry",
    metadata,
    id_column(),
    Column("agency", String(200), nullable=False),
    Column("direction", String(10), nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("label", String(120), nullable=False),
    Column("at", Moment, nullable=False),
    Column("entered_by", String(80), nullable=False),
    Column("on_behalf_of", String(80)),
    Column("title", String(300), nullable=False),
    Column("correspondent", String(300), nullable=False),
    Column("their_number", String(120), nullable=False, default=""),
    Column("instance", String(64), index=True),
    Column("document", String(32)),
    Column("sha256", String(64)),
    Column("code_hash", String(64)),
    Column("searched", Text, nullable=False),
    UniqueConstraint("agency", "direction", "year", "number"),
    UniqueConstraint("label"),
    Index("ix_door_register_entry_at", "agency", "at"),
)

register_annotation = Table(
    "door_register_annotation",
    metadata,
    id_column(),
    Column("entry", String(32), ForeignKey("door_register_entry.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("written_by", String(80), nullable=False),
    Column("on_behalf_of", String(80)),
    Column("written", Moment, nullable=False),
)

letter = Table(
    "door_letter",
    metadata,
    id_column(),
    Column("work_item", String(64), nullable=False, unique=True),
    Column("instance", String(64), nullable=False, index=True),
    Column("agency", String(200), nullable=False),
    Column("content", JSON, nullable=False),
    Column("prepared_by", String(80), nullable=False),
    Column("on_behalf_of", String(80)),
    Column("prepared", Moment, nullable=False),
    Column("entry", String(32)),
    Column("issued", Moment, index=True),
)
