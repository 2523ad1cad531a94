"""The repository: versions of models, drafts, decisions beside them, scenarios, reviews and plans."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
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

from modeler_api.store.tables.base import Moment, id_column, metadata

procedure_agency = Table(
    "door_procedure_agency",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("agency", String(32), ForeignKey("door_unit.id"), nullable=False),
)

model_version = Table(
    "door_model_version",
    metadata,
    id_column(),
    Column("key", String(120), nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", String(300), nullable=False),
    Column("source", LargeBinary, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("author", String(80), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("origin", String(40), nullable=False),
    Column("based_on", String(32)),
    Column("status", String(20), nullable=False),
    Column("problems", JSON, nullable=False),
    Column("definition_key", String(200)),
    Column("created", Moment, nullable=False),
    Column("published", Moment),
    Column("drawn_by", JSON),
    UniqueConstraint("key", "number"),
    Index("ix_door_model_version_status", "status", "key"),
)

model_glance = Table(
    "door_model_glance",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("edition", Integer, nullable=False),
    Column("titles", JSON, nullable=False),
    Column("owner", Text),
    Column("code", Text),
    Column("norm", Text),
    Column("places", JSON, nullable=False),
    Column("facts", JSON),
)

model_draft = Table(
    "door_model_draft",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("source", LargeBinary, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("based_on", String(32)),
    Column("author", String(80), nullable=False),
    Column("window", String(40), nullable=False),
    Column("started", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("drawn_by", JSON),
)

decision_draft = Table(
    "door_decision_draft",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("source", LargeBinary, nullable=False),
    Column("samples", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("author", String(80), nullable=False),
    Column("window", String(40), nullable=False),
    Column("updated", Moment, nullable=False),
    Column("drawn_by", JSON, nullable=False),
)

version_decision = Table(
    "door_version_decision",
    metadata,
    Column("version", String(32), ForeignKey("door_model_version.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("source", LargeBinary, nullable=False),
    Column("samples", JSON, nullable=False),
)

model_editor = Table(
    "door_model_editor",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("window", String(40), primary_key=True),
    Column("author", String(80), nullable=False),
    Column("seen", Moment, nullable=False),
)

scenario = Table(
    "door_scenario",
    metadata,
    id_column(),
    Column("key", String(120), nullable=False),
    Column("name", String(200), nullable=False),
    Column("acts", JSON, nullable=False),
    Column("status", String(20), nullable=False),
    Column("ends", JSON, nullable=False),
    Column("author", String(80), nullable=False),
    Column("created", Moment, nullable=False),
    UniqueConstraint("key", "name"),
)

play = Table(
    "door_play",
    metadata,
    Column("account", String(32), ForeignKey("door_account.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(120), primary_key=True),
    Column("acts", JSON, nullable=False),
    Column("updated", Moment, nullable=False),
)

review = Table(
    "door_review",
    metadata,
    id_column(),
    Column("version", String(32), ForeignKey("door_model_version.id"), nullable=False, index=True),
    Column("element", String(300)),
    Column("kind", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("author", String(80), nullable=False),
    Column("created", Moment, nullable=False),
    Column("settled", Moment),
    Column("settled_by", String(80)),
)

planned_version = Table(
    "door_planned_version",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("version", String(32), ForeignKey("door_model_version.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(80), nullable=False),
    Column("failed", Text, nullable=False),
    Column("role", String(40), nullable=False),
    Column("offices", JSON, nullable=False),
    Column("share", Integer),
    Column("reason", Text, nullable=False),
)
